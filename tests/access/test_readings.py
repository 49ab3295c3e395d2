"""What a page notes about itself is what the log says of it: who, in which role, up to which class."""

from __future__ import annotations

from uuid import UUID

import pytest

from casework.access.chain import Said, Towards
from casework.access.policy import Grant, Person, Place
from casework.access.readings import said, strictest, towards
from casework.web.wiring import Trace
from tests.factories import NOW

HERE, CLASS, CHILD, OTHER = (UUID(int=number) for number in (1, 4, 7, 8))
MENTOR, NURSE = Grant("mentor", frozenset({HERE}), CLASS), Grant("school_nurse", frozenset({HERE}))
ME = Person(UUID(int=9), "Karin", (Grant("administration", frozenset({HERE})), MENTOR, NURSE, NURSE))
AT, ELSEWHERE = Place(HERE, CLASS, False, CHILD), Place(UUID(int=2), CLASS, False, CHILD)


def trace(page: str, purpose: str, *, is_allowed: bool) -> Trace:
    """A page that showed one child and says nothing of where another one belongs."""
    students = {CHILD: AT, OTHER: None}
    return Trace(ME, page, purpose, students, frozenset({"medical", "open"}), UUID(int=5), is_allowed)


@pytest.mark.parametrize(("is_allowed", "up_to"), [(True, "medical"), (False, "")])
def test_the_log_says_what_the_page_noted(is_allowed: bool, up_to: str) -> None:
    assert said(trace("cases.show", "case:read", is_allowed=is_allowed), NOW) == Said(
        at=NOW,
        user=ME.id,
        roles="administration,mentor,school_nurse",
        page="cases.show",
        purpose="case:read",
        confidentiality=up_to,
        case=UUID(int=5),
        is_allowed=is_allowed,
        students=(Towards(CHILD, "mentor", "group"), Towards(OTHER, "", "none")),
    )


def test_what_is_too_long_for_the_log_is_cut() -> None:
    many = Person(ME.id, "", tuple(Grant(f"role_number_{one:02}", frozenset()) for one in range(30)))
    long = said(Trace(many, "p" * 90, "w" * 50, {}, frozenset(), None, True), NOW)
    assert (len(long.roles), len(long.page), len(long.purpose)) == (240, 80, 40)


@pytest.mark.parametrize(
    ("purpose", "at", "role", "relation"),
    [
        ("case:read", AT, "mentor", "group"),
        ("extract:release", AT, "school_nurse", "unit"),
        ("start:read", AT, "mentor", "group"),
        ("case:read", ELSEWHERE, "", "none"),
        ("case:read", None, "", "none"),
    ],
)
def test_the_role_is_the_one_that_the_page_asks_for_or_the_first_that_reaches(
    purpose: str, at: Place | None, role: str, relation: str
) -> None:
    assert towards(ME, purpose, CHILD, at) == Towards(CHILD, role, relation)


def test_the_strictest_class_is_the_last_in_their_order() -> None:
    assert strictest({"school", "medical", "open"}) == "medical"
    assert strictest({"student_health", "school"}) == "student_health"
    assert strictest([]) == ""

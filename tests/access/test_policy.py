"""The policy, enumerated whole against a table that was written without it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from casework.access import table
from casework.access.classes import CLASSES
from casework.access.permissions import PERMISSIONS
from casework.access.policy import (
    OWN,
    OWN_TEXT,
    Context,
    Decision,
    Grant,
    Person,
    Place,
    cleared_role,
    decide,
    is_permission,
    may_at_all,
    readable,
    roles_at,
)
from tests.access.oracle import ABOUT_NOBODY, LETTERS, ROLES, is_near, may

HERE, THERE, AUTHORITY = UUID(int=1), UUID(int=2), UUID(int=3)
CLASS, OTHER_CLASS = UUID(int=4), UUID(int=5)
CHILD, OTHER_CHILD, ME, COLLEAGUE = UUID(int=7), UUID(int=8), UUID(int=9), UUID(int=10)
SCHOOLS = (frozenset({HERE}), frozenset({THERE}), frozenset({AUTHORITY, HERE, THERE}))
# Whether the identity is protected, and for which students one is named.
PROTECTIONS = (
    (False, frozenset[UUID]()),
    (True, frozenset[UUID]()),
    (True, frozenset({OTHER_CHILD})),
    (True, frozenset({CHILD})),
)
CONFLICTS = (frozenset[UUID](), frozenset({OTHER_CHILD}), frozenset({CHILD}))
TEXTS = (None, *CLASSES)
# Who signed it, in which role, and whether they wrote all of it.
WRITERS = (
    *((None, "", False), (COLLEAGUE, "school_nurse", False), (ME, "mentor", False)),
    *((ME, "school_nurse", False), (ME, "mentor", True), (COLLEAGUE, "mentor", True)),
)


def people(role: str) -> list[tuple[bool, bool, Person]]:
    """Everybody with the role: (whether it is held at this school, whether for this class, who)."""
    found = []
    for units, group in product(SCHOOLS, (None, CLASS, OTHER_CLASS)):
        for (_, named), conflicts in product(PROTECTIONS[1:], CONFLICTS):
            who = Person(ME, "", (Grant(role, units, group),), named, conflicts)
            found.append((HERE in units, group == CLASS, who))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_decision_is_the_one_in_the_table(role: str) -> None:
    reach, reads, _ = ROLES[role]
    asked, wrong = 0, []
    for (at_school, in_class, me), over, hidden in product(people(role), (False, True), (False, True)):
        where = Place(HERE, CLASS, over, CHILD, hidden)
        near = is_near(reach, school=at_school, classroom=in_class, handed_over=over)
        kept_away = CHILD in me.conflicts or (hidden and CHILD not in me.named)
        for letter, action in LETTERS.items():
            writers = WRITERS if action == OWN_TEXT else WRITERS[:1]
            for text_class, (author, as_role, alone) in product(TEXTS, writers):
                expected = may(
                    role,
                    letter,
                    text_class,
                    near=near,
                    kept_away=kept_away,
                    wrote=author == ME,
                    as_role=as_role,
                    alone=alone,
                )
                found = decide(me, action, where, Context(text_class, author, as_role, alone))
                asked += 1
                if found.is_allowed != expected:
                    wrong.append(f"{role} {action} {text_class} {where} {me}: {found}")
        is_let = near and not kept_away
        assert readable(me, where) == (set(reads.split()) if is_let else set())
        assert roles_at(me, where) == ({role} if is_let else set())
    assert not wrong, wrong[:3]
    assert asked == 61_560  # times the eleven roles: 677 160 decisions


def test_why_not_is_told_and_what_must_be_done_with_a_yes() -> None:
    mentor = Grant("mentor", frozenset({HERE}), CLASS)
    open_child, hidden_child = Place(HERE, CLASS, False, CHILD), Place(HERE, CLASS, False, CHILD, True)
    me, named = Person(ME, "", (mentor,)), Person(ME, "", (mentor,), frozenset({CHILD}))
    close = Person(ME, "", (mentor,), frozenset({CHILD}), frozenset({CHILD}))
    told = {
        "role": decide(me, "case:read", open_child),
        "no_role": decide(me, "case:migrate", open_child),
        "no_relation": decide(me, "case:read", Place(HERE, OTHER_CLASS, False, CHILD)),
        "class": decide(me, "case:read", open_child, Context("medical")),
        "protected": decide(me, "case:read", hidden_child),
        "conflict": decide(close, "case:read", hidden_child),
        "own": decide(me, OWN_TEXT, Place(THERE, None, False, CHILD), Context("school", ME, "mentor")),
        "not_own": decide(me, OWN_TEXT, open_child, Context("school", COLLEAGUE, "mentor")),
    }
    assert {name: one.reason for name, one in told.items()} == {name: name for name in told}
    assert {name for name, one in told.items() if one.is_allowed} == {"role", "own"}
    wrote = Context("school", ME, "mentor")
    assert decide(Person(ME, ""), OWN_TEXT, open_child, wrote) == Decision(False, "no_role")
    assert decide(me, OWN_TEXT, open_child, replace(wrote, confidentiality="medical")).reason == "class"
    assert told["role"].obligations == frozenset()
    assert decide(named, "case:read", hidden_child).obligations == {"mark"}
    assert decide(named, OWN_TEXT, hidden_child, wrote).obligations == {"mark"}


def test_the_role_is_the_first_that_reaches_and_reads() -> None:
    held = ("administration", "subject_teacher", "mentor", "school_nurse")
    grants = [Grant(role, frozenset({HERE}), CLASS if role != "mentor" else OTHER_CLASS) for role in held]
    me, where = Person(ME, "", tuple(grants)), Place(HERE, CLASS, False, CHILD)
    for wanted, role in (
        ("open", "subject_teacher"),
        ("school", "school_nurse"),
        ("medical", "school_nurse"),
    ):
        assert decide(me, "case:read", where, Context(wanted)).role in ("school_nurse", role)
        assert decide(me, "student:read", where, Context(wanted)) == Decision(True, "role", role)
        assert cleared_role(me, where, wanted) == role
    assert cleared_role(me, Place(THERE, None, False, CHILD), "open") == ""
    assert cleared_role(me, replace(where, is_protected=True), "open") == ""
    own = decide(me, OWN_TEXT, Place(THERE, None), Context("medical", ME, "school_nurse"))
    assert own == Decision(True, "own", "school_nurse")
    assert roles_at(me, where) == {"subject_teacher", "school_nurse"}
    assert [role for role in ROLES if me.holds(role)] == [role for role in ROLES if role in held]


def test_a_view_asks_for_what_there_is() -> None:
    assert all(is_permission(one) for one in (*PERMISSIONS, *OWN))
    assert not any(is_permission(one) for one in ("", "public", "case:delete"))


@pytest.mark.parametrize("role", ROLES)
def test_doors_open_where_the_table_says_yes_anywhere(role: str) -> None:
    me = Person(ME, "", (Grant(role, frozenset({HERE}), CLASS),))
    for letter, permission in LETTERS.items():
        assert may_at_all(me, permission) == (letter in ROLES[role][2])
    for permission, holders in ABOUT_NOBODY.items():
        assert may_at_all(me, permission) == (role in holders)
    assert all(may_at_all(me, permission) for permission in OWN)


def test_the_table_here_knows_every_role_and_permission() -> None:
    assert set(ROLES) - {"nobody"} == set(table.product().roles)
    assert {*LETTERS.values(), *ABOUT_NOBODY} == PERMISSIONS


@pytest.mark.parametrize("permission", ["", "case:delete", "public", "CASE:READ", "people:administer"])
def test_what_is_not_in_the_table_is_denied(permission: str) -> None:
    everything = Person(ME, "", tuple(Grant(role, frozenset({HERE}), CLASS) for role in ROLES))
    assert not decide(everything, permission, Place(HERE, CLASS, True)).is_allowed
    assert decide(everything, "case:read", Place(HERE, CLASS, True)).is_allowed


def test_a_second_role_only_adds_and_what_forbids_stays() -> None:
    for (units, over, hidden), (first, second) in product(
        product(SCHOOLS, (False, True), (False, True)), product(ROLES, repeat=2)
    ):
        where = Place(HERE, CLASS, over, CHILD, hidden)
        one, both = (
            Person(ME, "", tuple(Grant(r, units, CLASS) for r in held))
            for held in ((first,), (first, second))
        )
        for permission in LETTERS.values():
            assert decide(one, permission, where).is_allowed <= decide(both, permission, where).is_allowed
            assert not (hidden and decide(both, permission, where).is_allowed)

"""What closes the way to an injunction, how it stands for each guardian, and where the whole stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import pytest

from casework.monitoring.rules import Assessed, Lack, Matter, Noted, closed_by, of_guardian, standing

SINCE, HEARD, BY, BOARD = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 24), date(2026, 10, 1)
SERVED, TODAY = date(2026, 10, 7), date(2026, 10, 12)
ALL_IS_CLEAR = Assessed(True, "yes", "clear", "injunction_with_penalty")


@dataclass(frozen=True)
class Row:
    """Something that was noted."""

    kind: str
    happened_on: date
    guardians: Sequence[str] = ("a", "b")
    outcome: str = ""
    until: date | None = None


HEARING = Row("heard", HEARD, outcome="letter", until=BY)
DECISION = Row("board", BOARD, outcome="penalty_injunction")


def matter(*noted: Noted, **other: object) -> Matter:
    """A matter with two guardians in which the assessment leaves nothing open."""
    whole = Matter(noted, ALL_IS_CLEAR, ("a", "b"), TODAY, SINCE)
    return replace(whole, **other)  # type: ignore[arg-type]


def codes(found: Matter) -> list[str]:
    """What closes the way, by code."""
    return [one.code for one in closed_by(found)]


def test_the_way_is_open_when_all_is_clear_and_everybody_has_had_their_say() -> None:
    assert closed_by(matter(HEARING)) == ()
    assert standing(matter(HEARING)).code == "to_board"


@pytest.mark.parametrize(
    ("other", "lacks", "stands"),
    [
        ({"assessed": Assessed()}, ["no_assessment"], "assessing"),
        ({"assessed": replace(ALL_IS_CLEAR, school_part="partly")}, ["school_part"], "school_part"),
        ({"assessed": replace(ALL_IS_CLEAR, school_part="no")}, ["school_part"], "school_part"),
        ({"assessed": replace(ALL_IS_CLEAR, cause="unclear")}, ["cause_unclear"], "no_proposal"),
        ({"assessed": replace(ALL_IS_CLEAR, proposal="continue_support")}, ["not_proposed"], "no_proposal"),
        ({"is_compulsory": False}, ["not_compulsory"], "no_proposal"),
        ({"guardians": ()}, ["no_guardian"], "to_hear"),
        ({"since": date(2026, 9, 11)}, ["not_heard", "not_heard"], "to_hear"),  # it was heard before
        ({"today": BY}, ["time_to_reply", "time_to_reply"], "replying"),  # the last day is still theirs
    ],
)
def test_the_way_is_closed_and_says_by_what(other: dict[str, object], lacks: list[str], stands: str) -> None:
    assert codes(matter(HEARING, **other)) == lacks
    assert standing(matter(HEARING, **other)).code == stands


def test_each_guardian_is_heard_by_themselves() -> None:
    one = replace(HEARING, guardians=("a",))
    assert closed_by(matter(one)) == (Lack("not_heard", "b"),)
    reply = Row("replied", date(2026, 9, 12), ("a",))
    early = matter(HEARING, reply, today=date(2026, 9, 14))
    assert closed_by(early) == (Lack("time_to_reply", "b", BY),)
    assert standing(early).day == BY
    waived = Row("heard", HEARD, ("b",), "not_heard")
    assert closed_by(matter(one, waived, reply, today=date(2026, 9, 14))) == ()


def test_in_norway_prosecution_is_what_the_board_can_ask_for() -> None:
    assert codes(matter(HEARING, country="NO")) == ["not_proposed"]
    asked = replace(ALL_IS_CLEAR, proposal="prosecution_request")
    assert codes(matter(HEARING, country="NO", assessed=asked)) == []
    assert codes(matter(HEARING, assessed=asked)) == ["not_proposed"]


def test_the_decision_is_served_on_each_and_each_has_their_own_time() -> None:
    first = matter(HEARING, DECISION, Row("served", SERVED, ("a",), "ordinary"))
    assert standing(first).code == "to_serve"
    a, b = of_guardian(first, "a"), of_guardian(first, "b")
    assert (a.served_on, a.appeal_until, a.legal_force_on) == (SERVED, date(2026, 10, 28), date(2026, 10, 29))
    assert (b.is_addressed, b.served_on, b.legal_force_on) == (True, None, None)
    both = matter(*first.noted, Row("served", date(2026, 10, 9), ("b",), "oral"))
    assert (standing(both).code, standing(both).day) == ("appealable", date(2026, 10, 30))
    later = replace(both, today=date(2026, 10, 31))
    assert (standing(later).code, standing(later).day) == ("in_force", date(2026, 10, 31))


def test_an_appeal_keeps_legal_force_away_until_the_court_has_decided() -> None:
    served = (HEARING, DECISION, Row("served", SERVED))
    late = date(2026, 12, 1)
    appealed = matter(*served, Row("appealed", date(2026, 10, 20), ("a",)), today=late)
    assert of_guardian(appealed, "a").legal_force_on is None
    assert of_guardian(appealed, "b").legal_force_on == date(2026, 10, 29)
    assert standing(appealed).code == "appealed"
    stands = Row("judged", date(2026, 11, 20), ("a",), "stands")
    assert standing(matter(*appealed.noted, stands, today=late)).code == "appealed"
    forced = replace(stands, until=date(2026, 11, 30))
    assert standing(matter(*appealed.noted, forced, today=late)).code == "in_force"
    annulled = replace(stands, outcome="annulled")
    assert of_guardian(matter(*appealed.noted, annulled, today=late), "a").is_annulled
    whole = replace(annulled, guardians=("a", "b"))
    both = Row("appealed", date(2026, 10, 20))
    assert standing(matter(*served, both, whole, today=late)).code == "annulled"


def test_a_decision_that_orders_nobody_counts_until_the_case_comes_anew() -> None:
    more = Row("board", BOARD, (), "more_work")
    assert standing(matter(HEARING, more)).code == "more_work"
    assert standing(matter(HEARING, more, since=date(2026, 10, 2))).code == "to_hear"
    assert standing(matter(HEARING, DECISION, since=date(2026, 10, 2))).code == "to_serve"


def test_the_end_and_the_fine_are_told() -> None:
    served = (HEARING, DECISION, Row("served", SERVED))
    late = date(2026, 12, 1)
    asked = Row("fined", date(2026, 11, 10), outcome="applied")
    assert standing(matter(*served, asked, today=late)).code == "fine_applied"
    anew = (replace(DECISION, happened_on=date(2026, 11, 12)), Row("served", date(2026, 11, 13)))
    assert standing(matter(*served, asked, *anew, today=date(2026, 12, 30))).code == "in_force"
    ended = Row("ended", date(2026, 11, 20), (), "attends")
    assert standing(matter(*served, asked, ended, today=late)).code == "ended"


def test_nothing_opens_the_way_while_the_school_has_not_done_its_part() -> None:
    answers = product(("", "partly", "no"), ("", "unclear", "clear"), ("injunction", "no_action"))
    for school, cause, proposal in answers:
        found = matter(HEARING, assessed=Assessed(True, school, cause, proposal))
        assert "school_part" in codes(found)

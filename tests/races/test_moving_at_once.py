"""Eight press the same button at once, on two processes and both databases: a case moves once."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from casework.cases.models import Approval, Case, Visit
from tests.efforts import Effort
from tests.races.arena import EIGHT, HAPPENED, TOO_LATE, Arena, id_of
from tests.races.racers import Racer, at_once

ROUNDS, FEW = {"usual": 6, "short": 25, "long": 1000}, 3
STEP = "/advance/start_mapping?to=mapping"


def visits(arena: Arena, case: str) -> list[str]:
    """The stages that the case has been in."""
    mine = select(Visit.stage).where(Visit.case_id == id_of(case))
    return arena.rows(mine.order_by(Visit.entered_at))


def ready(arena: Arena) -> str:
    """A case that can go on to the mapping."""
    return arena.signed(arena.case("report"), arena.school.mentor, "student_guardian_checklist")


def test_a_step_that_eight_take_at_once_is_taken_once(arena: Arena, effort: Effort) -> None:
    for _ in effort.rounds(ROUNDS):
        case = ready(arena)
        arena.one_wins(arena.team, f"{case}{STEP}", arena.revision(case))
        assert visits(arena, case) == ["report", "mapping"]
    arena.chains_hold()


def test_one_form_sent_eight_times_at_once_has_one_effect_and_one_answer(
    arena: Arena, effort: Effort
) -> None:
    one = arena.team[0]
    eight = [Racer(arena.ports[number % 2], one.cookie, one.form_token) for number in range(EIGHT)]
    for _ in effort.rounds(ROUNDS):
        case = ready(arena)
        sent = {**one.tokens(), **arena.revision(case)}
        got = at_once(eight, [f"{case}{STEP}"] * EIGHT, [sent] * EIGHT)
        assert got == [(HAPPENED, case)] * EIGHT
        assert visits(arena, case) == ["report", "mapping"]
    arena.chains_hold()


def test_a_request_that_is_approved_and_declined_at_once_is_decided_once(arena: Arena) -> None:
    for _ in range(FEW):
        case, request = arena.requested()
        said = {"reason": "Så är det.", **arena.revision(case)}
        answers = [{**said, "decision": one} for one in ("approve", "decline") * (EIGHT // 2)]
        arena.one_wins(arena.rectors, f"{case}/approvals/{request}", answers)
        decided = arena.rows(select(Approval.status).where(Approval.id == request))
        stage = "compulsory_school_monitoring" if decided == ["approved"] else "analysis"
        assert (decided[0], visits(arena, case)[-1]) in {("approved", stage), ("declined", stage)}
    arena.chains_hold()


def test_a_case_that_eight_close_at_once_is_closed_once(arena: Arena) -> None:
    for _ in range(FEW):
        case = arena.signed(arena.case("report"), arena.school.mentor, "closing_evaluation")
        arena.one_wins(arena.rectors, f"{case}/advance/close?to=closed", arena.revision(case))
        assert visits(arena, case) == ["report"]
    arena.chains_hold()


def test_a_student_for_whom_eight_open_a_case_at_once_has_one(arena: Arena) -> None:
    for _ in range(FEW):
        student = arena.student()
        sent = {"stage": "report", "reason": "Borta sex förmiddagar."}
        arena.one_wins(arena.team, f"/students/{student}/open", sent)
        assert arena.count(Case, Case.student_id == student) == 1
    arena.chains_hold()


def test_eight_steps_in_eight_cases_at_once_are_all_taken(arena: Arena) -> None:
    cases = [ready(arena) for _ in range(EIGHT)]
    sent = [
        {**runner.tokens(), **arena.revision(case)} for runner, case in zip(arena.team, cases, strict=True)
    ]
    got = at_once(arena.team, [f"{case}{STEP}" for case in cases], sent)
    assert Counter(status for status, _ in got) == {HAPPENED: EIGHT}
    assert TOO_LATE not in {status for status, _ in got}
    arena.chains_hold()

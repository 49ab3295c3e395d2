"""Eight write at the same place at once: one is kept, and nobody's text is lost without a word."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from casework.cases.models import Consent
from casework.history.events import What
from casework.history.models import Event
from casework.records.models import DraftClash, Submission
from casework.tasks.models import Milestone, Task
from tests.races.arena import EIGHT, HAPPENED, Arena, id_of
from tests.races.racers import at_once

FEW = 3
FORM, FIELD = "closing_evaluation", "school_lessons"
TEXTS = [f"Borta {number} dagar av tjugo." for number in range(EIGHT)]


def newest(arena: Arena, case: str, form: str) -> Submission:
    """The newest version of the form."""
    mine = (Submission.case_id == id_of(case)) & (Submission.form == form)
    found: Submission = arena.rows(select(Submission).where(mine).order_by(Submission.number.desc()))[0]
    return found


def writes(base: str = "{}") -> list[dict[str, str]]:
    """Eight different texts, written on pages that show the same."""
    said = {"close_reason": "attendance_stable", "do": "save", "_base": base}
    return [{**said, FIELD: text} for text in TEXTS]


def texts_in(arena: Arena, draft: Submission) -> list[str]:
    """The text that stands in the draft, and those that stand against it."""
    beside = select(DraftClash.answer).where(DraftClash.submission_id == draft.id, DraftClash.path == FIELD)
    return sorted([str(draft.answers[FIELD]), *arena.rows(beside)])


def test_a_form_that_eight_begin_at_once_has_one_draft_and_no_text_is_lost(arena: Arena) -> None:
    for _ in range(FEW):
        case = arena.case("report")
        got = arena.race(arena.team, f"{case}/forms/new/{FORM}", writes())
        assert Counter(status for status, _ in got) == {HAPPENED: EIGHT}
        assert arena.count(Submission, Submission.case_id == id_of(case), Submission.form == FORM) == 1
        assert texts_in(arena, newest(arena, case, FORM)) == TEXTS
    arena.chains_hold()


def test_a_draft_that_eight_save_at_once_keeps_every_text(arena: Arena) -> None:
    for _ in range(FEW):
        case = arena.case("report")
        draft = arena.written(case, arena.school.health_team, FORM)
        got = arena.race(arena.team, f"{case}/forms/{draft.id}", writes(arena.shown(draft)))
        assert Counter(status for status, _ in got) == {HAPPENED: EIGHT}
        assert texts_in(arena, newest(arena, case, FORM)) == TEXTS


def test_eight_who_write_at_eight_questions_at_once_meet_nobody(arena: Arena) -> None:
    case = arena.case("report")
    draft = arena.written(case, arena.school.health_team, FORM)
    questions = [one for one in draft.answers if isinstance(draft.answers[one], str)][:EIGHT]
    base = arena.shown(draft)
    sent = [
        {"_base": base, one: f"{draft.answers[one]} Och mer."}
        for one in questions
        if " " in str(draft.answers[one])
    ]
    runners = arena.team[: len(sent)]
    got = arena.race(runners, f"{case}/forms/{draft.id}/keep", sent)
    assert Counter(status for status, _ in got) == {200: len(sent)}
    after = newest(arena, case, FORM)
    assert len(sent) > 2
    for one in sent:
        question = next(name for name in one if name != "_base")
        assert after.answers[question] == one[question]
    assert arena.count(DraftClash, DraftClash.submission_id == draft.id) == 0


def test_a_form_that_eight_sign_at_once_is_signed_once(arena: Arena) -> None:
    for _ in range(FEW):
        case = arena.case("report")
        draft = arena.written(case, arena.school.health_team, FORM)
        arena.one_wins(arena.team, f"{case}/forms/{draft.id}/sign", {"revision": str(draft.revision)})
        assert newest(arena, case, FORM).revision == draft.revision + 1
        assert arena.count(Event, Event.chain_id == id_of(case), Event.kind == What.FORM_FINALISED) == 1
    arena.chains_hold()


def test_a_form_that_eight_correct_at_once_has_one_new_version(arena: Arena) -> None:
    case = arena.signed(arena.case("report"), arena.school.health_team, FORM)
    signed = newest(arena, case, FORM)
    got = arena.race(arena.team, f"{case}/forms/{signed.id}/correct", {})
    assert Counter(status for status, _ in got) == {HAPPENED: EIGHT}
    assert len({where for _, where in got}) == 1
    assert newest(arena, case, FORM).number == signed.number + 1
    arena.chains_hold()


def test_a_task_that_eight_report_at_once_has_one_milestone(arena: Arena) -> None:
    sent = {"done-outcome": "reached", "done-happened_on": "2026-11-20", "done-note": "Vi talades vid."}
    for _ in range(FEW):
        case = arena.case("report")
        mine = select(Task.id).where(Task.case_id == id_of(case), Task.action == "contact_home")
        task = arena.rows(mine)[0]
        arena.one_wins(arena.mentors, f"{case}/tasks/{task}/report/done", sent)
        assert arena.count(Milestone, Milestone.task_id == task) == 1
    arena.chains_hold()


def test_a_task_that_is_done_and_waived_at_once_is_closed_in_one_way(arena: Arena) -> None:
    done = {"done-outcome": "reached", "done-happened_on": "2026-11-20"}
    case = arena.case("report")
    mine = select(Task.id).where(Task.case_id == id_of(case), Task.action == "contact_home")
    task = arena.rows(mine)[0]
    ways = [
        (f"{case}/tasks/{task}/report/done", done),
        (f"{case}/tasks/{task}/waive", {"waive-reason": "Gjort."}),
    ]
    urls, said = zip(*(ways * (EIGHT // 2)), strict=True)
    fields = [{**runner.tokens(), **one} for runner, one in zip(arena.mentors, said, strict=True)]
    got = Counter(status for status, _ in at_once(arena.mentors, list(urls), fields))
    assert got == {HAPPENED: 1, 409: EIGHT - 1}
    closed = arena.rows(select(Task.status).where(Task.id == task))[0]
    assert arena.count(Milestone, Milestone.task_id == task) == (1 if closed == "done" else 0)
    arena.chains_hold()


def test_a_consent_that_eight_withdraw_at_once_is_withdrawn_once(arena: Arena) -> None:
    case = arena.case("report")
    runner = arena.team[0]
    given = {"given_by": "Karl Exempelsson", "given_on": "2026-11-20", "scope": "Mötet."}
    assert (
        runner.post(f"{case}/consents/new/share_with_partners", {**runner.tokens(), **given})[0] == HAPPENED
    )
    consent = arena.rows(select(Consent.id).where(Consent.case_id == id_of(case)))[0]
    arena.one_wins(arena.team, f"{case}/consents/{consent}/withdraw", {})
    arena.chains_hold()

"""Eight do the same everyday act at once, on two processes and both databases: it has one effect."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from casework.cases.act_models import Annulment, Note
from casework.cases.models import Case, SavedView
from casework.history.models import Event
from casework.records.models import FormVersion
from tests.races.arena import EIGHT, HAPPENED, Arena, id_of
from tests.races.racers import at_once

FEW = 3
UNUSABLE = 422


def test_eight_who_begin_a_form_that_nobody_has_used_before_all_succeed(arena: Arena) -> None:
    form = "student_guardian_checklist"  # this race is the first: no case has come so far
    cases = [arena.case("report") for _ in range(EIGHT)]
    assert arena.count(FormVersion, FormVersion.form == form) == 0
    sent = [{**runner.tokens(), "revision": "0", "do": "save"} for runner in arena.mentors]
    got = at_once(arena.mentors, [f"{case}/forms/new/{form}" for case in cases], sent)
    assert Counter(status for status, _ in got) == {HAPPENED: EIGHT}
    assert arena.count(FormVersion, FormVersion.form == form) == 1


def test_a_case_that_eight_annul_or_leave_at_once_is_decided_once(arena: Arena) -> None:
    for _ in range(FEW):
        case = arena.case("mapping")
        arena.one_wins(arena.mentors, f"{case}/annul", {"reason": "Fel elev."})
        wish = arena.rows(select(Annulment.id).where(Annulment.case_id == id_of(case)))[0]
        sent = [{"decision": one, "reason": "Så är det."} for one in ("confirm", "decline") * (EIGHT // 2)]
        arena.one_wins(arena.rectors, f"{case}/annulments/{wish}", sent)
        annulled = arena.count(Event, Event.chain_id == id_of(case), Event.kind == "case:annulled")
        assert arena.count(Case, Case.id == id_of(case), Case.annulled_at.is_not(None)) == annulled
    arena.chains_hold()


def test_a_note_that_eight_correct_at_once_is_replaced_once(arena: Arena) -> None:
    case, mentor = arena.case("report"), arena.mentors[0]
    sent = {"text": "Sa att bussen är värst.", "happened_on": "2026-11-20"}
    mentor.post(f"{case}/notes/new", {**mentor.tokens(), **sent})
    note = arena.rows(select(Note.id).where(Note.case_id == id_of(case)))[0]
    arena.one_wins(arena.mentors, f"{case}/notes/{note}/correct", {"text": "Sa att bussen hem är värst."})
    assert arena.count(Note, Note.replaces_id == note) == 1
    arena.chains_hold()


def test_a_view_that_one_person_saves_in_eight_windows_at_once_is_saved_once(arena: Arena) -> None:
    for number in range(FEW):
        name = f"Torsdagens möte {number}"
        got = arena.race(arena.mentors, "/cases/views/new?view=others", {"name": name})
        assert Counter(status for status, _ in got) == {HAPPENED: 1, UNUSABLE: EIGHT - 1}
        assert all("Ta ett annat namn" in page for status, page in got if status == UNUSABLE)
        assert arena.count(SavedView, SavedView.name == name) == 1


def test_two_views_that_get_one_name_at_once_keep_two_names(arena: Arena) -> None:
    mentor = arena.mentors[0]
    for name in ("Den ena", "Den andra"):
        mentor.post("/cases/views/new?view=mine&stage=report", {**mentor.tokens(), "name": name})
    views = arena.rows(select(SavedView.id).where(SavedView.name.in_(("Den ena", "Den andra"))))
    runners = arena.mentors[:2]
    urls = [f"/cases/views/{one}" for one in views]
    got = at_once(runners, urls, [{**one.tokens(), "name": "Den enda"} for one in runners])
    assert sorted(status for status, _ in got) == [HAPPENED, UNUSABLE]
    assert arena.count(SavedView, SavedView.name == "Den enda") == 1

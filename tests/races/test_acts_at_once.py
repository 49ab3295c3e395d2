"""Eight do the same everyday act at once, on two processes and both databases: it has one effect."""

from __future__ import annotations

from sqlalchemy import select

from casework.cases.act_models import Annulment, Note
from casework.cases.models import Case
from casework.history.models import Event
from tests.races.arena import EIGHT, Arena, id_of

FEW = 3


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

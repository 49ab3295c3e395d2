"""The wheel of a school's year: what is to be done, by whom it is noted, and how it stands from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.people.models import Group, User
from casework.people.queries import person
from casework.prevention import actions
from casework.prevention.actions import Said
from casework.prevention.models import PreventionNote
from casework.prevention.queries import School as Place
from casework.prevention.queries import school_for, schools_for
from tests.clients import Client
from tests.factories import School, work
from tests.prevention.conftest import NOW

See = Callable[[str], Client]
Follow = Callable[[str], School]
MONTHLY, SURVEY = "monthly_students", "known_routines"


def place(school: School, name: str) -> Place:
    """The school for the person."""
    actor = person(db.session.get_one(User, getattr(school, name)), NOW.date())
    return school_for(actor, school.unit, NOW.date())


def says(school: School, name: str, turn: tuple[str, str], said: Said, group: UUID | None = None) -> str:
    """Somebody notes how the turn went; how it stands then."""
    here = place(school, name)
    piece = here.piece(*turn, group)
    seen = actions.state_of(piece)
    actions.note_work(here, piece, said, seen=seen, actor=here.actor, now=NOW)
    return place(school, name).piece(*turn, group).state


def test_what_is_due_is_noted_on_the_page_and_told_from_then_on(laid: School, sees: See) -> None:
    team = sees("health_team")
    page = team.get("/prevention/")
    title = "Följ upp närvaron för varje elev med elevhälsoteamet"
    assert page.main.text.count(title) > 10
    at = f"/prevention/{laid.unit}/work/{MONTHLY}/2026-11"
    assert at in [link.attributes["href"] for link in page.main.all("a")]
    form = team.get(at)
    wrong = team.send(form, at, 422, kind="not_done", on="2026-11-06", note="")
    assert "Skriv varför" in wrong.main.text
    for day in ("", "2026-02-31", "2026-06-01"):  # no day, none that there is, one of the last school year
        lost = team.send(form, at, 422, kind="done", on=day, note="Det vi kom fram till.")
        assert "Ange dagen under läsåret" in lost.main.text
        assert "Det vi kom fram till." in lost.main.text
    small = team.send(form, at, 422, kind="done", on="2026-11-06", answered="4", result="Bra.")
    assert "minst 5 svar" in small.main.text
    there = team.send(form, at, kind="done", on="2026-11-06", note="Gick igenom 8B.")
    told = team.get(there).main.text
    assert "Gick igenom 8B." in told
    assert "Klart 6 november" in told
    rector = sees("rector")
    assert "Försenat" in rector.get("/prevention/").main.text  # September and October, with others
    back = rector.get(at)
    assert "Vilken dag?" not in back.main.text
    rector.send(back, at, 422, kind="undone", note=" ")
    rector.send(back, at, kind="undone", note="Det var oktober.")
    assert "Det var oktober." in rector.get(there).main.text


def test_only_who_is_asked_or_leads_notes_and_nobody_from_elsewhere_comes_in(laid: School, sees: See) -> None:
    at = f"/prevention/{laid.unit}/work/{MONTHLY}/2026-11"
    assert sees("rector").get(at)
    sees("subject_teacher").get(at, 403)
    sees("stranger").get(at, 404)
    sees("administration").get("/prevention/", 403)
    sees("rector").get(f"/prevention/{laid.unit}/work/nothing", 404)
    sees("rector").get(f"{at}9", 404)


def test_the_newest_word_counts_and_is_taken_back_by_another(app: Flask, laid: School) -> None:
    turn = (MONTHLY, "2026-11")
    with work(app):
        assert place(laid, "health_team").piece(*turn, None).state == "overdue"
        assert says(laid, "health_team", turn, Said("moved", date(2026, 11, 27))) == "later"
        assert says(laid, "health_team", turn, Said("moved", NOW.date())) == "due"
        assert says(laid, "health_team", turn, Said("not_done", note="Alla var sjuka.")) == "not_done"
        assert says(laid, "rector", turn, Said("undone", note="Fel månad.")) == "overdue"
        assert says(laid, "health_team", turn, Said("done", date(2026, 11, 19))) == "done"
        assert len(db.session.scalars(select(PreventionNote)).all()) == 5


REFUSED: dict[str, tuple[Said, type[Exception]]] = {
    "what is not done without why": (Said("not_done"), NotAcceptable),
    "a day to come": (Said("done", date(2026, 11, 21)), NotAcceptable),
    "moved to a day that has been": (Said("moved", date(2026, 11, 19)), NotAcceptable),
    "moved into the next school year": (Said("moved", date(2027, 8, 2)), NotAcceptable),
    "done on no day": (Said("done"), NotAcceptable),
    "taken back before anybody said anything": (Said("undone", note="Fel."), NotAcceptable),
    "another word": (Said("planned", NOW.date()), NotAcceptable),
    "a result of four": (Said("done", NOW.date(), answered=4, result="Bra."), NotAcceptable),
    "a result of nobody knows how many": (Said("done", NOW.date(), result="Bra."), NotAcceptable),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_to_note(app: Flask, laid: School, case: str) -> None:
    said, error = REFUSED[case]
    with work(app):
        with pytest.raises(error):
            says(laid, "rector", (SURVEY, "2026"), said)
        enough = Said("done", NOW.date(), answered=5, result="Fyra av fem är nöjda.")
        assert says(laid, "rector", (SURVEY, "2026"), enough) == "done"


def test_who_is_not_asked_and_who_comes_second_is_refused(app: Flask, laid: School) -> None:
    with work(app):
        said: dict[str, Any] = {"seen": "0", "now": NOW}
        for name, error in (("mentor", NotAllowed), ("rector", None), ("rector", Conflict)):
            here = place(laid, name)
            piece = here.piece(SURVEY, "2026", None)
            if error is None:
                actions.note_work(here, piece, Said("done", NOW.date()), actor=here.actor, **said)
                continue
            with pytest.raises(error):
                actions.note_work(here, piece, Said("done", NOW.date()), actor=here.actor, **said)


def test_each_mentor_tells_their_own_class_and_the_principal_sees_all(
    app: Flask, follows: Follow, sees: See
) -> None:
    school = follows("norwegian-routine")
    turn = ("tell_students", "2026")
    with work(app):
        mine = [
            one.group.name for one in place(school, "mentor").pieces if one.group and one.work.id == turn[0]
        ]
        assert mine == ["8B"]
        assert says(school, "mentor", turn, Said("done", date(2026, 8, 20)), school.group) == "done"
        every = {
            one.group.name: one.state
            for one in place(school, "rector").pieces
            if one.group and one.work.id == turn[0]
        }
        assert every == {"8A": "overdue", "8B": "done"}
        other = db.session.scalars(select(Group.id).where(Group.name == "8A")).one()
        with pytest.raises(NotHere):
            says(school, "mentor", turn, Said("done", date(2026, 8, 20)), other)
        assert says(school, "other_mentor", turn, Said("done", date(2026, 8, 20)), other) == "done"
    assert "2 av 2 klasser" in sees("rector").get("/prevention/").main.text


def test_what_goes_on_all_the_time_is_noted_as_often_as_one_likes(app: Flask, laid: School) -> None:
    turn = ("relations", "2026-t1")
    with work(app):
        for _ in range(2):
            assert says(laid, "subject_teacher", turn, Said("done", NOW.date(), "Rastvärdar.")) == "ongoing"
        piece = place(laid, "mentor").piece(*turn, None)
        assert [note.note for note in piece.notes] == ["Rastvärdar."] * 2
        assert not piece.waits


def test_who_works_at_several_schools_chooses_and_others_see_none(app: Flask, laid: School) -> None:
    with work(app):
        stranger = person(db.session.get_one(User, laid.stranger), NOW.date())
        assert [one.unit.name for one in schools_for(stranger, NOW.date())] == ["Strandskolan"]
        with pytest.raises(NotHere):
            school_for(stranger, laid.unit, NOW.date())


def test_what_was_noted_is_never_changed(app: Flask, laid: School) -> None:
    with work(app):
        says(laid, "rector", (SURVEY, "2026"), Said("done", NOW.date()))
    with app.app_context():
        db.session.scalars(select(PreventionNote)).one().note = "Något annat"
        with pytest.raises(DatabaseError, match="only ever added to"):
            db.session.flush()
        db.session.rollback()

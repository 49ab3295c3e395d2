"""Preventive work in the demonstration: a year under way, a group with dated members, a goal with figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.clock import school_date
from casework.demo.teller import morning
from casework.extensions import db
from casework.people.models import Student, Unit, User
from casework.people.queries import person
from casework.prevention import cohorts, goals
from casework.prevention.actions import Said, note_work, state_of
from casework.prevention.models import PreventionNote
from casework.prevention.queries import School, school_for

LATELY = timedelta(days=35)  # what was due since then is still to be done
SCHOOL, PROJECT = "Ekbackaskolan", "Granviks gymnasium"
WORKERS = {SCHOOL: ("per", "sofia"), PROJECT: ("ylva",)}
GROUP = "project_group"
NOTES = {
    "known_routines": "Arbetslagen gick igenom rutinerna på uppstarten. Hemmen fick dem med veckobrevet.",
    "monthly_students": "Sju elever följs upp av mentorerna, två tas upp igen om en månad.",
    "monthly_groups": "Måndagarna i årskurs 9 sticker ut. Arbetslaget provar en lugnare start.",
}
FIGURES = (
    ("merit_value", 90, "196", "Vårens betyg"),
    ("merit_value", 10, "203", "Terminsprognosen"),
    ("calm", 30, "71 procent", "Elevenkäten, andel som oftast har studiero"),
    ("safety", 30, "88 procent", "Elevenkäten, andel som känner sig trygga"),
    ("fourth_year", 60, "12", ""),
)


def prevent(now: datetime) -> None:
    """Lets people note what they have done, where nobody has noted anything."""
    if db.session.scalar(select(PreventionNote.id).limit(1)):
        return
    for name, workers in WORKERS.items():
        for username in workers:
            _work(name, _who(username, now), now)
    _follow_the_project(now)


def _work(name: str, actor: Person, now: datetime) -> None:
    """What was due some weeks ago is done; of what is planned, the day is set."""
    school = _school(name, actor, now)
    for piece in [one for one in school.pieces if school.is_asked(one)]:
        note = NOTES.get(piece.work.id, "")
        if piece.due and piece.due < school.today - LATELY:
            ago = (school.today - piece.due).days
            said = Said("done", piece.due, note)
            note_work(school, piece, said, seen=state_of(piece), actor=actor, now=morning(now, ago))
        elif piece.state == "to_plan":
            said = Said("moved", school.today + timedelta(days=9), "Nätverket träffas i kommunhuset.")
            note_work(school, piece, said, seen=state_of(piece), actor=actor, now=morning(now, 3))


def _follow_the_project(now: datetime) -> None:
    """Students in the group, and the figures of the goals."""
    actor = _who("ylva", now)
    school = _school(PROJECT, actor, now)
    school.unit.school_form = "upper_secondary"
    students = db.session.scalars(
        select(Student).where(Student.unit_id == school.unit.id).order_by(Student.search_name)
    ).all()
    cohort, goal = cohorts.cohort_in(school, GROUP), goals.goal_in(school, "attainment")
    since = school.today - timedelta(days=45)
    cohorts.add_members(school, cohort, students[:6], since, actor=actor, now=morning(now, 45))
    for track, ago, value, note in FIGURES:
        on = school.today - timedelta(days=ago)
        goals.enter_value(school, goal, track, on, value, note, actor=actor, now=morning(now, ago))


def _school(name: str, actor: Person, now: datetime) -> School:
    unit_id: UUID = db.session.scalars(select(Unit.id).where(Unit.name == name)).one()
    return school_for(actor, unit_id, school_date(now))


def _who(username: str, now: datetime) -> Person:
    user = db.session.scalars(select(User).where(User.username == username)).one()
    return person(user, school_date(now))

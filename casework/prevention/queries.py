"""What is known of a school's preventive work: its wheel, who is in which group, figures of its goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance.calendars import calendars_of
from casework.clock import day_begins
from casework.engine.beside import Prevention
from casework.engine.school_calendar import SchoolCalendar, school_year
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import NotHere
from casework.extensions import db
from casework.people.models import Group, Unit
from casework.prevention import reach
from casework.prevention.models import PreventionNote
from casework.prevention.standing import Piece, pieces
from casework.versions.queries import model_in, models_on


@dataclass(frozen=True)
class School:
    """A school with its routine and calendar, for somebody who takes part in its preventive work."""

    unit: Unit
    actor: Person
    model: LocalisedWorkflow | None
    calendar: SchoolCalendar
    today: date

    @property
    def works(self) -> Sequence[Prevention]:
        """The preventive work of the routine."""
        return self.model.rules.prevention if self.model else ()

    @property
    def workflow(self) -> str:
        """The id of the routine; empty where the school follows none today."""
        return self.model.rules.workflow if self.model else ""

    @property
    def may_lead(self) -> bool:
        """Whether the reader looks after all of it."""
        return reach.may_lead(self.actor, self.unit.id)

    def is_asked(self, piece: Piece) -> bool:
        """Whether the routine asks it of the reader."""
        group_id = piece.group.id if piece.group else None
        return self.model is not None and reach.is_asked(
            self.actor, self.unit.id, piece.work, group_id, self.model.rules
        )

    def may_note(self, piece: Piece) -> bool:
        """Whether the reader may say how it went."""
        return self.may_lead or self.is_asked(piece)

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every turn in the school year that is about the school or a class of the reader's."""
        if self.model is None:
            return []
        works = [(one, reach.is_for_each_class(one, self.actor, self.model.rules)) for one in self.works]
        notes = _notes(self.unit.id, self.workflow, school_year(self.today))
        return pieces(works, self.groups, notes, self.calendar, self.today)

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The classes of the school that the reader has to do with, by name."""
        mine = reach.classes_of(self.actor, self.unit.id)
        wanted = select(Group).where(Group.unit_id == self.unit.id)
        if mine is not None:
            wanted = wanted.where(Group.id.in_(mine))
        return db.session.scalars(wanted.order_by(Group.name)).all()

    def work(self, work_id: str) -> Prevention:
        """The work with the id; NotHere where the routine has none."""
        found = next((one for one in self.works if one.id == work_id), None)
        if found is None:
            raise NotHere
        return found

    def piece(self, work_id: str, turn: str, group_id: UUID | None) -> Piece:
        """One turn; NotHere where the year has none such for the reader."""
        wanted = (work_id, turn, group_id)
        for one in self.pieces:
            if (one.work.id, one.turn.key, one.group.id if one.group else None) == wanted:
                return one
        raise NotHere


def schools_for(actor: Person, today: date) -> list[School]:
    """The schools where the actor takes part in preventive work, by name."""
    mine = reach.schools_of(actor)
    units = db.session.scalars(
        select(Unit).where(Unit.id.in_(mine), Unit.kind == "school").order_by(Unit.name)
    ).all()
    calendars, offered = calendars_of([unit.id for unit in units]), models_on(today)
    return [School(unit, actor, model_in(offered, unit), calendars[unit.id], today) for unit in units]


def school_for(actor: Person, unit_id: UUID, today: date) -> School:
    """One of them; NotHere where it is not."""
    found = next((one for one in schools_for(actor, today) if one.unit.id == unit_id), None)
    if found is None:
        raise NotHere
    return found


def locked_school(actor: Person, unit_id: UUID, today: date) -> School:
    """The same, where nobody else says anything of its preventive work until the unit of work is over."""
    db.session.get_one(Unit, unit_id, with_for_update=True)
    return school_for(actor, unit_id, today)


def _notes(unit_id: UUID, workflow: str, year: tuple[date, date]) -> Sequence[PreventionNote]:
    """What was said at the school in the year and since, about any turn."""
    return db.session.scalars(
        select(PreventionNote).where(
            PreventionNote.unit_id == unit_id,
            PreventionNote.workflow == workflow,
            PreventionNote.at >= day_begins(year[0]),
        )
    ).all()

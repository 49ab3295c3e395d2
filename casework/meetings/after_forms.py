"""The forms of what becomes of a meeting: it is called off, or was held and leads on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, Optional, ValidationError

from casework import clock
from casework.cases.forms import LONGEST, demand, shows
from casework.cases.task_care import LONGEST_TITLE, Wanted
from casework.meetings.form_parts import demand_year, moment_of, ticks
from casework.web.forms import choices
from casework.web.text import gettext

Pairs = Sequence[tuple[str, str]]
ROWS = 3


class CancelForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why a meeting is called off."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])
    seen = HiddenField()

    def __init__(self, seen: str) -> None:
        super().__init__()
        shows(self.seen, seen)
        self.reason.label.text = gettext("Why is it called off?")
        self.reason.description = gettext("Kept in the history. It does not stand in what is sent.")
        demand(self.reason, gettext("Write why"))


@dataclass(frozen=True)
class Known:
    """Who was called, who can be given a task, which open task the next meeting may serve."""

    called: Pairs
    doers: Pairs
    next_for: Pairs


class DecidedForm(Form):
    """One decision: what is done, by whom, until when; an empty row is none."""

    title = StringField(validators=[Length(max=LONGEST_TITLE)])
    who = SelectField()
    due_on = DateField(validators=[Optional()])

    @property
    def wanted(self) -> Wanted | None:
        """The task that it becomes."""
        title = (self.title.data or "").strip()
        role, _, person = (self.who.data or "").partition(" ")
        return (
            Wanted(title, (role,), (), UUID(person) if person else None, self.due_on.data) if title else None
        )

    def validate_title(self, field: StringField) -> None:
        """A row that has its day is a decision, and says what is to be done."""
        if self.due_on.data and not (field.data or "").strip():
            raise ValidationError(gettext("Write what is to be done"))

    def validate_due_on(self, field: DateField) -> None:
        """What is to be done is done by a day to come."""
        if field.data and field.data < clock.school_date(clock.now()):
            raise ValidationError(gettext("Give today or a later day"))


class HeldForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Who came, what was decided, and when the next meeting is."""

    came = ticks()
    decided = FieldList(FormField(DecidedForm), max_entries=12)
    next_day = DateField(validators=[Optional()])
    next_time = TimeField(validators=[Optional()])
    next_for = SelectField()
    next_late = TextAreaField(validators=[Length(max=LONGEST)])
    seen = HiddenField()

    def __init__(self, known: Known, seen: str, due: dict[str, date | None]) -> None:
        super().__init__()
        shows(self.seen, seen)
        self._due = due
        self.came.label.text = gettext("Who came?")
        self.came.choices = choices(known.called)
        demand(self.came, gettext("Choose who came"))
        self.next_day.label.text, self.next_time.label.text = gettext("Day"), gettext("Time")
        self.next_for.label.text = gettext("Which meeting is it?")
        self.next_for.choices = choices(
            [*known.next_for, ("", gettext("One that the routine does not ask for"))]
        )
        self.next_late.label.text = gettext("Why so late?")
        self.next_late.description = gettext("Needed where it is after the day that the routine says.")
        if not self.is_submitted():
            self.came.data = [one for one, _ in known.called]
            for _ in range(ROWS):
                self.decided.append_entry()
        if not known.doers:
            del self.decided
            return
        for one in self.decided:
            one.form.who.choices = choices(known.doers)

    @property
    def wanted(self) -> list[Wanted]:
        """The tasks that the decisions become."""
        rows = self.decided or ()
        return [found for one in rows if (found := one.form.wanted)]

    def validate_next_day(self, field: DateField) -> None:
        """The day is one that can be met on, and has its time; without a time that field is not asked."""
        demand_year(field)
        if not self.next_time.raw_data or not self.next_time.raw_data[0]:
            raise ValidationError(_both())

    def validate_next_time(self, field: TimeField) -> None:
        """Day and time come together, and are to come."""
        if bool(self.next_day.data) != bool(field.data):
            raise ValidationError(_both())
        at = moment_of(self.next_day, field)
        if at and at <= clock.now():
            raise ValidationError(gettext("The time has been. Give a day and time to come."))

    def validate_next_late(self, field: Field) -> None:
        """What comes later than the routine says has its reason."""
        due = self._due.get(self.next_for.data or "")
        if self.next_day.data and due and self.next_day.data > due and not (field.data or "").strip():
            raise ValidationError(gettext("Write why the meeting comes later than the routine says"))


def _both() -> str:
    return gettext("Give both day and time of the next meeting, or neither")


class ShareForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Who gets which parts of the minutes; nothing is ticked beforehand."""

    people = ticks()
    parts = ticks()

    def __init__(self, people: Pairs, parts: Pairs) -> None:
        super().__init__()
        self.people.label.text = gettext("Who gets it?")
        self.people.choices = choices(people)
        demand(self.people, gettext("Choose who gets it"))
        self.parts.label.text = gettext("Which parts?")
        self.parts.choices = choices(parts)
        demand(self.parts, gettext("Choose at least one part"))

"""The forms of preventive work: how a turn went, who comes into a group, a figure of a goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput

from casework.cases.forms import LONGEST, demand, shows
from casework.engine.school_calendar import school_year
from casework.prevention.actions import SMALLEST, Said
from casework.prevention.goals import LONGEST_VALUE
from casework.web.forms import choices
from casework.web.text import gettext


class NoteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """How a turn went: what became of it, on which day, what people want to remember, and a result."""

    kind = RadioField()
    on = DateField()
    note = TextAreaField(validators=[Length(max=LONGEST)])
    answered = IntegerField(validators=[Optional(), NumberRange(min=0, max=100_000)])
    result = TextAreaField(validators=[Length(max=LONGEST)])
    seen = HiddenField()

    def __init__(self, seen: str, kinds: tuple[str, ...], today: date, *, on: date | None = None) -> None:
        super().__init__()
        shows(self.seen, seen)
        self._today = today
        words = {
            "done": gettext("It is done"),
            "moved": gettext("We do it on another day"),
            "not_done": gettext("It will not be done"),
            "undone": gettext("What was noted last is wrong"),
        }
        self.kind.label.text = gettext("How does it stand?")
        self.kind.choices = choices([(one, words[one]) for one in kinds])
        demand(self.kind, gettext("Say how it stands"))
        self.on.label.text = gettext("Which day?")
        self.on.description = gettext("The day it was done, or the day to which you move it.")
        self.on.flags.required = True  # mostly
        self.note.label.text = gettext("Note")
        self.note.description = gettext(
            "What you did and what you want to remember. Write about the group, never about one student."
        )
        self.answered.label.text = gettext("How many answered?")
        self.answered.description = gettext("Only where there is a result, such as of a survey.")
        self.result.label.text = gettext("Result")
        self.result.description = gettext(
            "In figures or in words. With fewer than %(number)s answers it would tell of single students.",
            number=SMALLEST,
        )
        if not self.is_submitted():
            self.on.data, self.kind.data = on or today, kinds[0]
        if kinds == ("undone",):
            del self.on, self.answered, self.result
            demand(self.note, gettext("Write why"))

    @property
    def said(self) -> Said:
        """What was said."""
        has_more = self.on is not None
        return Said(
            self.kind.data or "",
            self.on.data if has_more else None,
            self.note.data or "",
            self.answered.data if has_more else None,
            (self.result.data or "") if has_more else "",
        )

    def validate_on(self, field: DateField) -> None:
        """What is done has been, and what is moved lies ahead, both in the school year."""
        field.errors = []  # what the library says of a day that is not there
        kind, (first, last) = self.kind.data, school_year(self._today)
        if kind == "done" and not (field.data and first <= field.data <= self._today):
            raise ValidationError(gettext("Give the day of this school year it was done, today or before"))
        if kind == "moved" and not (field.data and self._today <= field.data <= last):
            raise ValidationError(gettext("Give a day to come in this school year"))

    def validate_note(self, field: Field) -> None:
        """What is not done, or was noted by mistake, has a reason."""
        if self.kind.data in ("not_done", "undone") and not (field.data or "").strip():
            raise ValidationError(gettext("Write why"))

    def validate_result(self, field: Field) -> None:
        """A result rests on enough answers."""
        if (field.data or "").strip() and (self.answered.data or 0) < SMALLEST:
            raise ValidationError(
                gettext("Say how many answered. A result needs at least %(number)s answers.", number=SMALLEST)
            )


class AddForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which students of a class come into a group, and from which day."""

    students = SelectMultipleField(option_widget=CheckboxInput(), coerce=str)
    on = DateField()

    def __init__(self, students: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__()
        self._today = today
        self.students.label.text = gettext("Which students?")
        self.students.choices = choices(students)
        demand(self.students, gettext("Choose at least one student"))
        self.on.label.text = gettext("From which day?")
        self.on.data = self.on.data or today
        demand(self.on, gettext("Give the day"))

    @property
    def day(self) -> date:
        """The day that was given."""
        return self.on.data or self._today

    def validate_on(self, field: DateField) -> None:
        """Nobody comes into a group beforehand."""
        if field.data and field.data > self._today:
            raise ValidationError(gettext("Give a day that has been"))


class EndForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The last day of a student in a group."""

    on = DateField()

    def __init__(self, first: date, today: date) -> None:
        super().__init__()
        self._first, self._today = first, today
        self.on.label.text = gettext("Which was the last day?")
        self.on.data = self.on.data or today
        demand(self.on, gettext("Give the day"))

    @property
    def day(self) -> date:
        """The day that was given."""
        return self.on.data or self._today

    def validate_on(self, field: DateField) -> None:
        """Between the first day and today."""
        if field.data and not self._first <= field.data <= self._today:
            raise ValidationError(gettext("Give a day that has been, and not before the first one"))


class ValueForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A figure of something that a goal follows."""

    track = RadioField()
    on = DateField()
    value = StringField(validators=[Length(max=LONGEST_VALUE)])
    note = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, tracks: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__()
        self._today = today
        self.track.label.text = gettext("What is the figure of?")
        self.track.choices = choices(tracks)
        demand(self.track, gettext("Choose what the figure is of"))
        if len(tracks) == 1:
            self.track.data = self.track.data or tracks[0][0]
        self.value.label.text = gettext("Figure")
        self.value.description = gettext(
            "As you say it: 214, or 84.5 per cent. Of a group, never of one student."
        )
        demand(self.value, gettext("Write the figure"))
        self.on.label.text = gettext("Of which day?")
        self.on.data = self.on.data or today
        demand(self.on, gettext("Give the day"))
        self.note.label.text = gettext("Note")
        self.note.description = gettext("Where the figure comes from.")

    @property
    def day(self) -> date:
        """The day that was given."""
        return self.on.data or self._today

    def validate_on(self, field: DateField) -> None:
        """A figure is of a day that has been."""
        if field.data and field.data > self._today:
            raise ValidationError(gettext("Give a day that has been"))

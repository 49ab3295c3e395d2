"""The small forms of attendance: a lesson that is held, one that was not, and whether absence was valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework.attendance import actions
from casework.attendance.actions import LONGEST_REASON
from casework.attendance.leave import LONGEST
from casework.attendance.models import Lesson
from casework.errors import NotAcceptable
from casework.web.forms import choices
from casework.web.text import gettext

LONGEST_SUBJECT, LONGEST_LESSON = 120, 600
USUAL_MINUTES = 60
Choices = Sequence[tuple[str, str]]


class LessonForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A lesson of a group: when it begins, how long it is, and what it is about."""

    group = SelectField()
    day = DateField()
    starts = TimeField()
    minutes = IntegerField()
    subject = StringField(validators=[Length(max=LONGEST_SUBJECT)])

    def __init__(self, groups: Choices, day: date, today: date) -> None:
        super().__init__()
        self._today = today
        self.group.label.text = gettext("Class or group")
        self.group.choices = choices(groups)
        self.day.label.text = gettext("Day")
        self.day.data = self.day.data or day
        self.day.validators = [InputRequired(gettext("Give the day"))]
        self.starts.label.text = gettext("Begins")
        self.starts.validators = [InputRequired(gettext("Write when it begins, such as 08:10"))]
        self.minutes.label.text = gettext("How many minutes?")
        self.minutes.data = self.minutes.data or (None if self.is_submitted() else USUAL_MINUTES)
        words = gettext("Write the minutes, from 1 to 600")
        self.minutes.validators = [InputRequired(words), NumberRange(1, LONGEST_LESSON, words)]
        self.subject.label.text = gettext("Subject")
        for field in (self.day, self.starts, self.minutes):
            field.flags.required = True

    def schedule(self) -> Lesson:
        """The lesson that is written, in the database; called when all of it is there."""
        day, starts, minutes = self.day.data, self.starts.data, self.minutes.data
        if day is None or starts is None or minutes is None:
            raise NotAcceptable("stale_page")
        subject = (self.subject.data or "").strip()
        at = starts.hour * 60 + starts.minute
        return actions.schedule(UUID(self.group.data), day, at, minutes, subject=subject)

    def validate_day(self, field: DateField) -> None:
        """A lesson is entered when it is held."""
        if field.data and field.data > self._today:
            raise ValidationError(gettext("The date is in the future. Enter a lesson on the day it is held."))


class ValidityForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Whether the absence of a day had a valid reason, which of its lessons that is about, and why."""

    lessons = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    validity = RadioField()
    reason = TextAreaField(validators=[Length(max=LONGEST_REASON)])

    def __init__(self, lessons: Choices) -> None:
        super().__init__()
        self.lessons.label.text = gettext("Which lessons?")
        self.lessons.choices = choices(lessons)
        self.lessons.validators = [DataRequired(gettext("Choose at least one lesson"))]
        if not self.is_submitted():
            self.lessons.data = [value for value, _ in lessons]
        self.validity.label.text = gettext("Was there a valid reason?")
        self.validity.choices = choices(
            [
                ("valid", gettext("Yes, the absence is valid")),
                ("invalid", gettext("No, the absence is invalid")),
            ]
        )
        self.validity.validators = [DataRequired(gettext("Choose valid or invalid"))]
        self.reason.label.text = gettext("Why?")
        self.reason.description = gettext("Who has said what. No diagnoses.")
        self.reason.validators = [*self.reason.validators, DataRequired(gettext("Write why"))]
        for field in (self.lessons, self.validity, self.reason):
            field.flags.required = True


class LeaveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """From when until when somebody is on leave, and why."""

    first_day = DateField()
    last_day = DateField()
    reason = TextAreaField(validators=[Length(max=LONGEST_REASON)])

    def __init__(self) -> None:
        super().__init__()
        self.first_day.label.text = gettext("First day")
        self.last_day.label.text = gettext("Last day")
        self.last_day.description = gettext("The day counts.")
        for one in (self.first_day, self.last_day):
            one.validators = [InputRequired(gettext("Give the day"))]
        self.reason.label.text = gettext("Why?")
        self.reason.description = gettext("Who has said what. No diagnoses.")
        self.reason.validators = [*self.reason.validators, DataRequired(gettext("Write why"))]
        for field in (self.first_day, self.last_day, self.reason):
            field.flags.required = True

    def validate_last_day(self, field: DateField) -> None:
        """Not before the first, and within a year."""
        first = self.first_day.data
        if field.data and first and not timedelta(0) <= field.data - first <= LONGEST:
            raise ValidationError(
                gettext("Give a day that is not before the first, and within a year of it.")
            )


class DecideLeaveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Yes or no to leave; nothing is chosen beforehand, and a no has its reason."""

    decision = RadioField()
    reason = TextAreaField(validators=[Length(max=LONGEST_REASON)])

    def __init__(self) -> None:
        super().__init__()
        self.decision.label.text = gettext("Your decision")
        self.decision.choices = choices(
            [("granted", gettext("Grant the leave")), ("declined", gettext("Do not grant it"))]
        )
        self.decision.validators = [DataRequired(gettext("Choose one of the answers"))]
        self.decision.flags.required = True
        self.reason.label.text = gettext("Reason")
        self.reason.description = gettext("Needed where the leave is not granted.")

    def validate_reason(self, field: TextAreaField) -> None:
        """A no says why."""
        if self.decision.data == "declined" and not (field.data or "").strip():
            raise ValidationError(gettext("Write why"))


class TakeBackLeaveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why leave is taken back."""

    reason = TextAreaField(validators=[Length(max=LONGEST_REASON)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why is it taken back?")
        self.reason.description = gettext("Kept in the student's history.")
        self.reason.validators = [*self.reason.validators, DataRequired(gettext("Write why"))]
        self.reason.flags.required = True

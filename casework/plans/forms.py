"""The forms of measures: a follow-up with three questions to tap, and what a meeting has decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from casework.cases.forms import LONGEST, demand, shows
from casework.cases.pages.measure_words import effects, statuses
from casework.forms.plan import DONE
from casework.plans.actions import FollowUp
from casework.plans.deciding import Decided
from casework.web.forms import choices
from casework.web.text import gettext

LONGEST_MEASURE = 300
A_WHILE = timedelta(days=14)
FRIDAY = 5


class FollowUpForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Whether the measure was carried out, what it has led to, and how it goes on."""

    done = RadioField()
    effect = RadioField(validate_choice=False)  # there may be none; a foreign word the action refuses
    onwards = RadioField()
    next_on = DateField()
    said = TextAreaField(validators=[Length(max=LONGEST)])
    seen = HiddenField()

    def __init__(self, seen: int, today: date) -> None:
        super().__init__()
        shows(self.seen, seen)
        self._today = today
        words = statuses()
        self.done.label.text = gettext("Did you do what you had decided?")
        self.done.choices = choices([(one, words[one]) for one in DONE])
        demand(self.done, gettext("Say whether it was carried out"))
        self.effect.label.text = gettext("What has it led to?")
        self.effect.choices = choices(list(effects().items()))
        self.effect.description = gettext("Leave it where it was not carried out.")
        self.effect.flags.required = self.next_on.flags.required = True  # mostly, so neither is optional
        self.onwards.label.text = gettext("How does it go on?")
        self.onwards.choices = choices(
            [
                ("keep", gettext("Goes on as now")),
                ("change", gettext("Goes on, changed")),
                ("stop", gettext("Ends")),
            ]
        )
        demand(self.onwards, gettext("Say how it goes on"))
        self.next_on.label.text = gettext("When do you follow it up next?")
        self.next_on.description = gettext("Not needed where the measure ends.")
        self.said.label.text = gettext("Why?")
        self.said.description = gettext(
            "What came between, what you change, or why it ends. Facts, and who said it. No diagnoses."
        )
        if not self.is_submitted():
            self.onwards.data, self.next_on.data = "keep", school_day(today + A_WHILE)

    @property
    def follow_up(self) -> FollowUp:
        """What was said; the day of the next follow-up only where there is one."""
        is_over = self.onwards.data == "stop"
        return FollowUp(
            self.done.data or "",
            self.effect.data or "",
            self.onwards.data or "",
            None if is_over else self.next_on.data,
            self.said.data or "",
        )

    def validate_effect(self, field: Field) -> None:
        """What was done has led to something, or that cannot be told."""
        if not field.data and self.done.data in ("carried_out", "partly"):
            raise ValidationError(gettext("Say what it has led to, or that it cannot be told yet"))

    def validate_next_on(self, field: DateField) -> None:
        """A measure that goes on has a day on which it is followed up; else the day does not count."""
        field.errors = []  # what the library says of a day that is not there
        if self.onwards.data != "stop" and (field.data is None or field.data <= self._today):
            raise ValidationError(gettext("Give a day to come for the next follow-up"))

    def validate_said(self, field: Field) -> None:
        """What was not done, is changed or ends has a reason."""
        if self.follow_up.needs_reason() and not (field.data or "").strip():
            raise ValidationError(gettext("Write why"))


class DecidedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A measure that a meeting has decided: what, who answers for it, from when, when it is followed up."""

    what = StringField(validators=[Length(max=LONGEST_MEASURE)])
    responsible = SelectField()
    start = DateField()
    follow_up = DateField()

    def __init__(self, colleagues: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__()
        self._today = today
        self.what.label.text = gettext("What is to be done?")
        demand(self.what, gettext("Write what is to be done"))
        self.responsible.label.text = gettext("Who answers for it?")
        self.responsible.choices = choices([("", gettext("Choose")), *colleagues])
        demand(self.responsible, gettext("Choose who answers for it"))
        self.start.label.text = gettext("From which day?")
        demand(self.start, gettext("Give the day"))
        self.follow_up.label.text = gettext("When do you follow it up?")
        demand(self.follow_up, gettext("Give the day"))
        if not self.is_submitted():
            self.start.data, self.follow_up.data = today, school_day(today + A_WHILE)

    @property
    def decided(self) -> Decided:
        """What was filled in."""
        return Decided(
            self.what.data or "",
            UUID(self.responsible.data),
            self.start.data or self._today,
            self.follow_up.data or self._today,
        )

    def validate_follow_up(self, field: DateField) -> None:
        """It is followed up after it has begun, on a day to come."""
        if field.data and (field.data <= self._today or (self.start.data and field.data < self.start.data)):
            raise ValidationError(gettext("Give a day to come for the follow-up, after it has begun"))


def school_day(on: date) -> date:
    """The day, or the Monday after where it falls on a weekend."""
    return on + timedelta(days=max(0, 8 - on.isoweekday())) if on.isoweekday() > FRIDAY else on

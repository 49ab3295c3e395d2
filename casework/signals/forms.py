"""The forms of signals and of tasks about absence: dismissing, silencing, one report for several tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework.cases.act_forms import TakeBackForm, ask_class
from casework.cases.forms import LONGEST, ReportForm, demand
from casework.web.dates import day as day_text
from casework.web.forms import choices
from casework.web.text import gettext

Choices = Sequence[tuple[str, str]]


class DismissForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why the proposal is not followed."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why is it not followed?")
        self.reason.description = gettext("What you know and the figures do not. No diagnoses.")
        demand(self.reason, gettext("Write why"))


class SilenceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why a rule says nothing about the student for a while, and until when.

    `latest` is the last day that the routine allows, for each reason.
    """

    cause = RadioField()
    until = DateField()
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, causes: Sequence[tuple[str, str]], today: date, latest: dict[str, date]) -> None:
        super().__init__()
        self._today, self._latest = today, latest
        self.cause.label.text = gettext("Why?")
        self.cause.choices = choices(causes)
        demand(self.cause, gettext("Choose one of the answers"))
        self.until.label.text = gettext("Silent until")
        self.until.description = gettext("The day counts. After it the rule is read afresh.")
        demand(self.until, gettext("Give the day"))
        self.reason.label.text = gettext("In your words")
        self.reason.description = gettext("What you know and the figures do not. No diagnoses.")
        demand(self.reason, gettext("Write why"))

    def validate_until(self, field: DateField) -> None:
        """Not before today, and no longer than the routine allows for the reason."""
        latest = self._latest.get(self.cause.data or "", max(self._latest.values()))
        if field.data and not self._today <= field.data <= latest:
            raise ValidationError(gettext("Give a day from today until %(day)s", day=day_text(latest)))


class MarkForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What somebody says of a student, since when, why, and for whom; one thing alone is not asked for."""

    what = RadioField()
    since = DateField()
    reason = TextAreaField(validators=[Length(max=LONGEST)])
    confidentiality = RadioField()

    def __init__(self, offered: Mapping[str, str], classes: Choices, today: date) -> None:
        super().__init__()
        self._today = today
        self.what.label.text = gettext("What is your assessment?")
        self.what.choices = choices(offered.items())
        demand(self.what, gettext("Choose one of the answers"))
        if len(offered) == 1:
            del self.what
        self.since.label.text = gettext("Since which day?")
        self.since.data = self.since.data or (None if self.is_submitted() else today)
        demand(self.since, gettext("Give the day"))
        self.reason.label.text = gettext("What do you build on?")
        self.reason.description = gettext("What you know and the figures do not. No diagnoses.")
        demand(self.reason, gettext("Write why"))
        ask_class(self, classes)

    def validate_since(self, field: DateField) -> None:
        """A day that has been."""
        if field.data and field.data > self._today:
            raise ValidationError(gettext("The date is in the future."))


class EndMarkForm(TakeBackForm):
    """Why an assessment does not hold any more."""

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why does it hold no longer?")
        self.reason.description = gettext("Kept in the student's history.")


class ReportAllForm(ReportForm):
    """What was done about a task, and about which others of the same kind: one call, several absences."""

    also = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))

    def __init__(self, outcomes: Choices, others: Choices, *, note: str, prefix: str) -> None:
        super().__init__(outcomes, note=note, is_note_needed=False, prefix=prefix)
        self.also.label.text = gettext("It was about these absences too")
        self.also.description = gettext("Each gets the same line. Untick what you did not talk about.")
        self.also.choices = choices(others)
        if not self.is_submitted():
            self.also.data = [value for value, _ in others]


class ReopenForm(TakeBackForm):
    """Why a task is opened again."""

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why is it opened again?")
        self.reason.description = gettext("Kept in the student's history.")

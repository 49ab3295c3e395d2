"""The small forms of the case pages: opening, moving, deciding, tasks, consents."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from casework import clock
from casework.web.forms import choices
from casework.web.text import gettext

LONGEST = 4000


def demand(field: Field, message: str) -> None:
    """The field must be filled in; the message says with what, in the reader's language."""
    field.validators = [*field.validators, DataRequired(message)]
    field.flags.required = True


def not_later(_form: FlaskForm, field: DateField) -> None:
    """The date has been."""
    if field.data and field.data > clock.school_date(clock.now()):
        raise ValidationError(gettext("The date is in the future. Give the day it happened."))


def shows(field: HiddenField, revision: int | str) -> None:
    """The page holds which state it shows; a form that was sent says so itself, or is not taken."""
    if request.method == "GET":
        field.data = str(revision)


class OpenForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """In which step a case is opened, and why."""

    stage = RadioField()
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, stages: Sequence[tuple[str, str]], proposed: str = "") -> None:
        super().__init__()
        self.stage.label.text = gettext("Which step does the case begin in?")
        self.stage.choices = choices(stages)
        self.stage.data = self.stage.data or proposed or stages[0][0]
        self.reason.label.text = gettext("Why is the case opened?")
        self.reason.description = gettext("What you have seen and who has told you. No diagnoses.")
        demand(self.reason, gettext("Write why the case is opened"))


class StepForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What a person writes when a case moves: a reason, and in a request some lines for who decides."""

    summary = TextAreaField(validators=[Length(max=LONGEST)])
    reason = TextAreaField(validators=[Length(max=LONGEST)])
    revision = HiddenField()

    def __init__(self, *, revision: int, asks_summary: bool, reason: str) -> None:
        super().__init__()
        shows(self.revision, revision)
        if asks_summary:
            self.summary.label.text = gettext("In short")
            self.summary.description = gettext("At most five sentences, for who decides.")
            demand(self.summary, gettext("Write in short what the decision is about"))
        else:
            del self.summary
        if reason:
            self.reason.label.text = reason
            self.reason.description = gettext(
                "Kept in the history. Everybody who follows the case can read it."
            )
            demand(self.reason, gettext("Write why"))
        else:
            del self.reason


class DecideForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Yes or no to a request; nothing is chosen beforehand, and a no has its reason."""

    decision = RadioField()
    reason = TextAreaField(validators=[Length(max=LONGEST)])
    revision = HiddenField()

    def __init__(self, *, revision: int) -> None:
        super().__init__()
        shows(self.revision, revision)
        self.decision.label.text = gettext("Your decision")
        self.decision.choices = choices([("approve", gettext("Approve")), ("decline", gettext("Decline"))])
        demand(self.decision, gettext("Choose approve or decline"))
        self.reason.label.text = gettext("Reasons")
        self.reason.description = gettext("Needed when you decline: write what has to be added.")

    def validate_reason(self, field: Field) -> None:
        """A no must say why."""
        if self.decision.data == "decline" and not (field.data or "").strip():
            raise ValidationError(gettext("Write what has to be added"))


class ReportForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What was done about a task: which outcome, when, and a note; for which day a meeting is called."""

    outcome = RadioField(validators=[Optional()])
    happened_on = DateField(validators=[not_later])
    meets_on = DateField(validators=[Optional()])
    note = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(
        self,
        outcomes: Sequence[tuple[str, str]],
        *,
        note: str,
        is_note_needed: bool,
        prefix: str,
        calls_meeting: str | None = None,
    ) -> None:
        super().__init__(prefix=prefix)
        if outcomes:
            is_decision = is_note_needed
            self.outcome.label.text = (
                gettext("What is decided?") if is_decision else gettext("How did it go?")
            )
            self.outcome.choices = choices(outcomes)
            self.outcome.validators = []
            demand(self.outcome, gettext("Choose one of the answers"))
        else:
            del self.outcome
        self.happened_on.label.text = gettext("When")
        self.happened_on.data = self.happened_on.data or clock.school_date(clock.now())
        demand(self.happened_on, gettext("Give the day it happened"))
        if calls_meeting is None:
            del self.meets_on
        else:
            self.happened_on.label.text = gettext("When was it called?")
            self.meets_on.label.text = gettext("Which day is the meeting?")
            self.meets_on.description = calls_meeting
        self.note.label.text = note
        self.note.description = gettext("Facts, and who said it. No diagnoses.")
        if is_note_needed:
            demand(self.note, gettext("Write the reasons"))


class WaiveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why a task is not needed."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, *, prefix: str) -> None:
        super().__init__(prefix=prefix)
        self.reason.label.text = gettext("Why is it not needed?")
        demand(self.reason, gettext("Write why it is not needed"))


class ConsentForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A consent that somebody has given."""

    given_by = StringField(validators=[Length(max=240)])
    given_on = DateField(validators=[not_later])
    scope = TextAreaField(validators=[Length(max=LONGEST)])
    valid_to = DateField(validators=[Optional()])

    def __init__(self) -> None:
        super().__init__()
        self.given_by.label.text = gettext("Who has given it?")
        self.given_by.description = gettext("Guardian, or the student from 18 years.")
        demand(self.given_by, gettext("Write who has given the consent"))
        self.given_on.label.text = gettext("When")
        self.given_on.data = self.given_on.data or clock.school_date(clock.now())
        demand(self.given_on, gettext("Give the day it was given"))
        self.scope.label.text = gettext("What it covers")
        self.scope.description = gettext("Which bodies, and which information may be shared.")
        demand(self.scope, gettext("Write what the consent covers"))
        self.valid_to.label.text = gettext("Until")
        self.valid_to.description = gettext("Leave empty when no end was agreed.")


class SignForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The button under what is signed, and which state of it the reader has seen."""

    revision = HiddenField()

    def __init__(self, *, revision: str) -> None:
        super().__init__()
        shows(self.revision, revision)


class ViewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What somebody calls a view of the case list."""

    name = StringField(validators=[Length(max=60)], filters=[lambda text: " ".join((text or "").split())])

    def __init__(self, taken: Sequence[str], name: str = "") -> None:
        super().__init__(name=name)
        self._taken = taken
        self.name.label.text = gettext("What do you call the view?")
        self.name.description = gettext("Only you see it. Do not write the name of a student.")
        demand(self.name, gettext("Write what you call the view"))

    def validate_name(self, field: StringField) -> None:
        """Two views with one name could not be told apart."""
        if field.data in self._taken:
            raise ValidationError(gettext("You have a view with that name already. Take another name."))

"""The small forms about tasks: putting one off, saying who does it, adding one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework import clock
from casework.cases.forms import LONGEST, demand
from casework.cases.task_care import LONGEST_TITLE
from casework.web.dates import day
from casework.web.forms import choices
from casework.web.text import gettext

Choices = Sequence[tuple[str, str]]


class PutOffForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Whether a task is due later or rests, until which day, and why."""

    kind = RadioField()
    until = DateField(validators=[Optional()])
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, due_on: date | None, *, is_put_off: bool) -> None:
        super().__init__()
        self._due_on = due_on
        kinds = [
            ("extended", gettext("It may be done later")),
            ("paused", gettext("It rests, and waits for nobody until the day")),
        ]
        if is_put_off:
            kinds.append(("ended", gettext("The day that holds otherwise is to hold again")))
        self.kind.label.text = gettext("What do you decide?")
        self.kind.choices = choices(kinds)
        self.kind.data = self.kind.data or "extended"
        self.until.label.text = gettext("Until which day?")
        self.reason.label.text = gettext("Why?")
        self.reason.description = gettext("Kept in the history. Everybody who follows the case can read it.")
        demand(self.reason, gettext("Write why"))

    def validate_kind(self, field: Field) -> None:
        """Something that is put off has a later day."""
        until, today = self.until.data, clock.school_date(clock.now())
        if field.data == "ended":
            self.until.data = None
        elif until is None or until <= today:
            raise ValidationError(gettext("Give a day after today"))
        elif field.data == "extended" and self._due_on and until <= self._due_on:
            said = gettext("It is due %(day)s already. Give a later day.", day=day(self._due_on))
            raise ValidationError(said)


class GiveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Who does a task."""

    who = RadioField(validate_choice=True)

    def __init__(self, people: Choices, now: str) -> None:
        super().__init__()
        self.who.label.text = gettext("Who does it?")
        self.who.choices = choices([*people, ("", gettext("Nobody in particular"))])
        if not self.is_submitted():
            self.who.data = now


class AddTaskForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A task that the routine does not ask for."""

    title = StringField(validators=[Length(max=LONGEST_TITLE)])
    who = SelectField()
    together_with = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    due_on = DateField(validators=[Optional()])

    def __init__(self, who: Choices, roles: Choices) -> None:
        super().__init__()
        self.title.label.text = gettext("What is to be done?")
        self.title.description = gettext(
            "Begin with what one does. No diagnoses: everybody who follows the case can read it."
        )
        demand(self.title, gettext("Write what is to be done"))
        self.who.label.text = gettext("Who does it?")
        self.who.choices = choices(who)
        self.together_with.label.text = gettext("Together with")
        self.together_with.choices = choices(roles)
        self.due_on.label.text = gettext("Until which day?")
        self.due_on.description = gettext("Leave it empty if there is no hurry.")

    def validate_due_on(self, field: Field) -> None:
        """A day that has been is no day to do something by."""
        if field.data and field.data < clock.school_date(clock.now()):
            raise ValidationError(gettext("Give today or a later day"))

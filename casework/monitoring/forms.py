"""The form in which one thing is noted: of whom, which day, how it went, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework import clock
from casework.cases.forms import LONGEST, demand, not_later
from casework.cases.monitoring_models import MonitoringAct
from casework.monitoring.actions import Said
from casework.monitoring.kinds import AGAINST_GUARDIANS, KINDS, NOT_HEARD
from casework.web.forms import choices
from casework.web.text import gettext

STUDENT = "student"


@dataclass(frozen=True)
class Offered:
    """What can be chosen and how it is asked for: whom, which answers, and the labels of what is written."""

    kind: str
    people: Sequence[tuple[str, str]]
    outcomes: Sequence[tuple[str, str]]
    labels: dict[str, tuple[str, str]]  # field → its label and hint
    chosen: tuple[str, ...] = ()
    until: date | None = None


class ActForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """One thing that has happened; a correction can also say that it never did."""

    people = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    outcome = RadioField()
    happened_on = DateField(validators=[not_later])
    until = DateField()
    reference = StringField(validators=[Length(max=60)])
    text = TextAreaField(validators=[Length(max=LONGEST)])
    is_void = BooleanField()

    def __init__(self, offered: Offered, old: MonitoringAct | None = None) -> None:
        super().__init__()
        self._offered, kind = offered, KINDS[offered.kind]
        for name, is_asked in (
            ("people", bool(offered.people)),
            ("outcome", bool(offered.outcomes)),
            ("until", bool(kind.until)),
            ("reference", kind.has_reference),
            ("is_void", old is not None),
        ):
            if not is_asked:
                delattr(self, name)
        for name, (label, hint) in offered.labels.items():
            field = getattr(self, name, None)
            if field is not None:
                field.label.text, field.description = label, hint
        self._ask(offered, kind.needs_text)
        if not self.is_submitted():
            self._open(offered, old)

    def _ask(self, offered: Offered, needs_text: bool) -> None:
        if self.people:
            self.people.choices = choices(offered.people)
            self.people.flags.required = True
        if self.outcome:
            self.outcome.choices = choices(offered.outcomes)
            demand(self.outcome, gettext("Choose one of the answers"))
        demand(self.happened_on, gettext("Give the day it happened"))
        self.text.flags.required = needs_text
        if self.until:
            self.until.flags.required = offered.kind == "heard"  # its hint says when there is none
        if self.reference and offered.kind == "board":
            demand(self.reference, gettext("Write the number in the minutes"))

    def _open(self, offered: Offered, old: MonitoringAct | None) -> None:
        """What stands there before anything is written: what was noted earlier, or today."""
        student = (STUDENT,) if old and old.is_about_student else ()
        self.happened_on.data = old.happened_on if old else clock.school_date(clock.now())
        if self.people:
            self.people.data = [*offered.chosen, *student]
        if self.until:
            self.until.data = old.until if old else offered.until
        if old:
            self.text.data = old.text
            if self.outcome:
                self.outcome.data = old.outcome
            if self.reference:
                self.reference.data = old.reference

    @property
    def said(self) -> Said:
        """What was filled in."""
        chosen = tuple((self.people.data or ()) if self.people else ())
        return Said(
            kind=self._offered.kind,
            happened_on=self.happened_on.data or clock.school_date(clock.now()),
            guardians=tuple(one for one in chosen if one != STUDENT),
            is_about_student=STUDENT in chosen,
            until=self.until.data if self.until else None,
            outcome=(self.outcome.data or "") if self.outcome else "",
            reference=(self.reference.data or "") if self.reference else "",
            text=self.text.data or "",
            is_void=self._is_void,
        )

    @property
    def _is_void(self) -> bool:
        """Whether it never happened: then nothing is asked but why."""
        return bool(self.is_void and self.is_void.data)

    def validate_people(self, field: Field) -> None:
        """It is about somebody; a decision that orders nobody is about nobody."""
        is_about_nobody = self._offered.kind == "board" and self.outcome.data not in AGAINST_GUARDIANS
        if not field.data and not is_about_nobody and not self._is_void:
            raise ValidationError(gettext("Choose whom it is about"))

    def validate_until(self, field: DateField) -> None:
        """Who may reply knows until when; nothing ends before it began."""
        field.errors = []  # what the library says of a day that is not there
        if self._is_void:
            return
        needs_day = self._offered.kind == "heard" and self.outcome.data != NOT_HEARD
        if not field.data and (needs_day or any(field.raw_data or ())):
            raise ValidationError(gettext("Give the day"))
        if field.data and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(gettext("The day is before the one on which it happened."))

    def validate_text(self, field: Field) -> None:
        """What must be said in words is; so is why somebody is not heard, or why it is taken back."""
        outcome = self.outcome.data if self.outcome else ""
        if (field.flags.required or outcome == NOT_HEARD or self._is_void) and not (field.data or "").strip():
            raise ValidationError(gettext("Write it in words"))

"""The form with which an extract is released: what, to whom, on which ground, who reads it here, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from casework.cases.extracts import ADMINISTRATION, GUARDIAN, Wanted
from casework.cases.forms import LONGEST, not_later
from casework.errors import NotAcceptable
from casework.web.forms import choices
from casework.web.problem_words import UNUSABLE
from casework.web.text import gettext

Choices = Sequence[tuple[str, str]]
WHOLE = "*"  # before the id of a part: all of it


@dataclass(frozen=True)
class Offered:
    """What can be chosen: parts with their questions, those at home, grounds, and classes; ids with texts."""

    parts: Sequence[tuple[str, str, Choices]]
    home: Choices
    grounds: Choices
    classes: Choices

    def fields(self, chosen: Sequence[str]) -> tuple[str, ...]:
        """The questions that were chosen, singly or with their part."""
        return tuple(
            field
            for part, _, questions in self.parts
            for field, _ in questions
            if field in chosen or WHOLE + part in chosen
        )

    def things(self) -> Iterator[tuple[str, str]]:
        """Each part as a whole, then its questions."""
        for part, title, questions in self.parts:
            yield WHOLE + part, gettext("All of “%(title)s”", title=title)
            yield from questions


class ReleaseForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """One decision to release an extract; nothing is chosen beforehand but the strictest class."""

    # What is missing or unknown is told in our own words, with the other faults.
    what = SelectMultipleField(
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False
    )
    recipient = RadioField(validate_choice=False)
    name = StringField(validators=[Length(max=240)])
    ground = RadioField(validate_choice=False)
    consent_on = DateField(validators=[Optional(), not_later])
    confidentiality = RadioField(validate_choice=False)
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, offered: Offered) -> None:
        super().__init__()
        self._offered = offered
        self.what.label.text = gettext("What is released?")
        self.what.choices = choices(list(offered.things()))
        self.recipient.label.text = gettext("To whom?")
        self.recipient.choices = choices([*offered.home, *_others()])
        self.name.label.text = gettext("Which school or authority?")
        self.name.description = gettext("Not needed for somebody at home or the administration.")
        self.ground.label.text = gettext("On which legal ground?")
        self.ground.choices = choices(offered.grounds)
        self.consent_on.label.text = gettext("Day of the consent")
        self.consent_on.description = gettext("Where the ground is consent.")
        self.confidentiality.label.text = gettext("Who reads the extract here?")
        self.confidentiality.choices = choices(offered.classes)
        self.confidentiality.data = self.confidentiality.data or offered.classes[-1][0]
        self.reason.label.text = gettext("Why?")
        self.reason.description = gettext("Those who read the extract here read it. It is not on the paper.")
        for field in (self.what, self.recipient, self.ground, self.confidentiality, self.reason):
            field.flags.required = True

    @property
    def wanted(self) -> Wanted:
        """What was filled in."""
        key, home = str(self.recipient.data), dict(self._offered.home)
        names = {**home, ADMINISTRATION: gettext("The administration")}
        return Wanted(
            fields=self._offered.fields(self.what.data or ()),
            confidentiality=str(self.confidentiality.data),
            kind=GUARDIAN if key in home else key,
            recipient=names.get(key) or self.name.data or "",
            bond_id=UUID(key) if key in home else None,
            ground=str(self.ground.data),
            consent_on=self.consent_on.data,
            reason=self.reason.data or "",
        )

    def blames(self, faults: Callable[[Wanted], Iterator[tuple[str, NotAcceptable]]]) -> bool:
        """Whether the decision cannot be taken so; each fault then stands at its field."""
        at: Mapping[str, Any] = {"fields": self.what}
        found = False
        for place, fault in faults(self.wanted):
            field, found = at.get(place) or self[place], True
            field.errors = [*field.errors, str(UNUSABLE[fault.code])]
        return found


def _others() -> Choices:
    return [
        (ADMINISTRATION, gettext("The administration")),
        ("school", gettext("Another school")),
        ("authority", gettext("Another authority")),
    ]

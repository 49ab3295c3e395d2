"""What is filled in about letters: writing one, sending it, that it came through, and what came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework import clock
from casework.cases.forms import LONGEST, demand, not_later, shows
from casework.letters.actions import Said
from casework.letters.registering import Arrival
from casework.web.forms import choices
from casework.web.text import gettext

Choices = Sequence[tuple[str, str]]
HOME, STUDENT = "home", "student"


@dataclass(frozen=True)
class Offered:
    """What can be chosen: those at home by their bond, other recipients, parts, languages; ids with texts.

    `start` is where the own text begins; empty where the letter has none. `takes_address` is false where the
    identity is protected.
    """

    home: Choices
    bodies: Choices
    parts: Choices
    languages: Choices
    language: str
    start: str
    has_own_text: bool
    takes_address: bool
    student: str = ""


class WriteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """One letter: to whom, where to, in which language, with which parts, and what the writer adds."""

    recipient = RadioField()
    name = StringField(validators=[Length(max=240)])
    address = TextAreaField(validators=[Length(max=400)])
    own_text = TextAreaField(validators=[Length(max=LONGEST)])
    parts = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    language = RadioField()
    seen = HiddenField()

    def __init__(self, offered: Offered, earlier: Said | None = None, seen: str = "") -> None:
        super().__init__(**_before(offered, earlier))
        self._offered = offered
        shows(self.seen, seen)
        self.recipient.label.text = gettext("To whom?")
        self.recipient.choices = choices([*offered.home, *offered.bodies])
        demand(self.recipient, gettext("Choose whom the letter goes to"))
        self.name.label.text = gettext("What is the recipient called?")
        self.name.description = gettext("Not needed for the student or somebody at home.")
        outside = [key for key, _ in offered.bodies if key != STUDENT]
        if not outside:
            del self.name
        elif len(outside) == len(offered.home) + len(offered.bodies):
            self.name.description, self.name.flags.required = "", True
        self._offer_address(offered)
        self.own_text.label.text = gettext("In your own words")
        self.own_text.description = gettext("Change the text as you need. Facts, and no diagnoses.")
        if not offered.has_own_text:
            del self.own_text
        self.parts.label.text = gettext("What goes with it?")
        self.parts.description = gettext("Leave out what the recipient does not need.")
        self.parts.choices = choices(offered.parts)
        if not offered.parts:
            del self.parts
        self.language.label.text = gettext("Language of the letter")
        self.language.choices = choices(offered.languages)

    def _offer_address(self, offered: Offered) -> None:
        self.address.label.text = gettext("Address")
        self.address.description = gettext("As it stands on the envelope. It is kept with the letter only.")
        if not offered.takes_address:
            del self.address

    def validate_name(self, field: Field) -> None:
        """A body outside has a name."""
        is_body = self.recipient.data in dict(self._offered.bodies) and self.recipient.data != STUDENT
        if is_body and not (field.data or "").strip():
            raise ValidationError(gettext("Write what the recipient is called"))

    @property
    def said(self) -> Said:
        """What was filled in."""
        key, home = str(self.recipient.data), dict(self._offered.home)
        kept = set(self.parts.data or ()) if self.parts else set()
        name = (self.name.data or "") if self.name else ""
        return Said(
            recipient_kind=HOME if key in home else key,
            recipient=home.get(key) or (self._offered.student if key == STUDENT else name),
            language=str(self.language.data),
            guardianship_id=UUID(key) if key in home else None,
            address=(self.address.data or "") if self.address else "",
            left_out=tuple(part for part, _ in self._offered.parts if part not in kept),
            own_text=(self.own_text.data or "") if self.own_text else "",
        )


def _before(offered: Offered, earlier: Said | None) -> dict[str, object]:
    """What stands in the form when it is opened."""
    parts = [part for part, _ in offered.parts]
    if earlier is None:
        every = [*offered.home, *offered.bodies]
        only = every[0][0] if len(every) == 1 else None
        name = offered.bodies[0][1] if only and offered.bodies and only != STUDENT else ""
        first: dict[str, object] = {
            "recipient": only,
            "own_text": offered.start,
            "parts": parts,
            "name": name,
        }
        return first | {"language": offered.language}
    is_home = earlier.guardianship_id is not None
    return {
        "recipient": str(earlier.guardianship_id) if is_home else earlier.recipient_kind,
        "name": "" if is_home or earlier.recipient_kind == STUDENT else earlier.recipient,
        "address": earlier.address,
        "own_text": earlier.own_text,
        "parts": [part for part in parts if part not in earlier.left_out],
        "language": earlier.language,
    }


class ReceiptForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """When a letter came through, and how one knows."""

    on = DateField(validators=[not_later])
    how = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, today: date) -> None:
        super().__init__(on=today)
        self.on.label.text = gettext("Which day did it come through?")
        demand(self.on, gettext("Give the day it happened"))
        self.how.label.text = gettext("How do you know?")
        self.how.description = gettext("For example a signed receipt, or what somebody said on the phone.")
        demand(self.how, gettext("Write how you know that it has come through."))


class ArrivalForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """When a document came in, from whom, and its number in the register."""

    on = DateField(validators=[not_later])
    sender = RadioField()
    number = StringField(validators=[Length(max=60)])

    def __init__(self, senders: Choices, number: str, today: date) -> None:
        super().__init__(on=today, number=number)
        self.on.label.text = gettext("Which day did it come in?")
        demand(self.on, gettext("Give the day it came in"))
        self.sender.label.text = gettext("From whom?")
        self.sender.choices = choices(senders)
        demand(self.sender, gettext("Choose from whom it came"))
        self.number.label.text = gettext("Registry number")
        self.number.description = gettext("Where the authority keeps a register.")

    @property
    def arrival(self) -> Arrival:
        """What was filled in."""
        on = self.on.data or clock.school_date(clock.now())
        return Arrival(on, str(self.sender.data), (self.number.data or "").strip())


class DraftForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The button that takes a draft away, and which state of it the reader has seen."""

    seen = HiddenField()

    def __init__(self, seen: str) -> None:
        super().__init__()
        shows(self.seen, seen)

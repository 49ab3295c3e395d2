"""The form of a contact: with whom, how it went, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework import clock
from casework.cases.act_forms import ask_class
from casework.cases.forms import LONGEST, demand, not_later
from casework.contacts.actions import Said
from casework.contacts.models import LoggedContact
from casework.errors import NotAcceptable
from casework.web.forms import choices
from casework.web.text import gettext

Pairs = Sequence[tuple[str, str]]
STUDENT, OTHER = "student", "other"


@dataclass(frozen=True)
class Offered:
    """What can be chosen: with whom (bond or word → name), how, why, which tasks, for whom it is written.

    `guardians` is bond → guardian. `whose`: the tasks that are for one of those at home, with whom.
    `agreeing` are the tasks that ask for an agreement.
    """

    parties: Pairs
    guardians: dict[str, UUID]
    outcomes: Pairs
    channels: Pairs
    reasons: Pairs
    tasks: Pairs
    whose: dict[str, UUID]
    agreeing: frozenset[str]
    classes: Pairs


@dataclass(frozen=True)
class Before:
    """What stands in the form when it opens."""

    party: str = ""
    channel: str = "phone"
    tasks: tuple[str, ...] = ()
    earlier: LoggedContact | None = None


EARLIEST = 2000  # a year before that is a slip of the keys


class ContactForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """One contact or attempt; what most calls need comes first."""

    party = RadioField()
    party_name = StringField(validators=[Length(max=240)])
    outcome = RadioField()
    tasks = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    note = TextAreaField(validators=[Length(max=LONGEST)])
    agreement = TextAreaField(validators=[Length(max=LONGEST)])
    home_knew = SelectField()
    reason_given = SelectField()
    next_on = DateField(validators=[Optional()])
    direction = SelectField()
    channel = SelectField()
    happened_on = DateField(validators=[not_later])
    happened_time = TimeField()
    confidentiality = RadioField()

    def __init__(self, offered: Offered, before: Before) -> None:
        super().__init__()
        self._offered = offered
        self._ask(offered)
        self._ask_more(offered)
        if not self.is_submitted():
            self._open(before)
        if before.earlier or not offered.tasks:
            del self.tasks
        if before.earlier:
            del self.confidentiality
        else:
            ask_class(self, offered.classes)

    def _ask(self, offered: Offered) -> None:
        """What every call needs."""
        self.party.label.text = gettext("Who was it with?")
        self.party.choices = choices(offered.parties)
        demand(self.party, gettext("Choose who it was with"))
        self.party_name.label.text = gettext("Who was it?")
        self.outcome.label.text = gettext("How did it go?")
        self.outcome.choices = choices(offered.outcomes)
        demand(self.outcome, gettext("Choose one of the answers"))
        self.tasks.label.text = gettext("Which tasks is it about?")
        self.tasks.choices = choices(offered.tasks)
        self.note.label.text = gettext("Note")
        self.note.description = gettext("Facts, and who said it. No diagnoses.")

    def _ask_more(self, offered: Offered) -> None:
        """What some calls need."""
        self.agreement.label.text = gettext("What did you agree?")
        self.agreement.description = gettext("Who gets in touch with whom, how and how often.")
        self.home_knew.label.text = gettext("Did the home know of the absence?")
        knew = [("", gettext("Was not asked")), ("yes", gettext("Yes")), ("no", gettext("No"))]
        self.home_knew.choices = choices([*knew, ("unknown", gettext("Do not know"))])
        self.reason_given.label.text = gettext("What reason did they give?")
        self.reason_given.choices = choices([("", gettext("None")), *offered.reasons])
        self.next_on.label.text = gettext("When are you in touch next?")
        self.next_on.description = gettext(
            "Where nobody was reached: the next day of school, if you leave it."
        )
        self.direction.label.text = gettext("Who got in touch?")
        self.direction.choices = choices([("out", gettext("The school")), ("in", gettext("They did"))])
        self.channel.label.text = gettext("How?")
        self.channel.choices = choices(offered.channels)
        self.happened_on.label.text = gettext("Day")
        demand(self.happened_on, gettext("Give the day it happened"))
        self.happened_time.label.text = gettext("Time")
        demand(self.happened_time, gettext("Give the time"))

    def _open(self, before: Before) -> None:
        """What stands there before anything is written: now, or what was logged earlier."""
        old = before.earlier
        moment = clock.local(old.happened_at if old else clock.now())
        self.happened_on.data = moment.date()
        self.happened_time.data = moment.time().replace(second=0, microsecond=0)
        self.party.data, self.channel.data = before.party or None, before.channel
        self.tasks.data = list(before.tasks)
        if old:
            self.party_name.data, self.outcome.data, self.note.data = old.party_name, old.outcome, old.note
            self.agreement.data, self.home_knew.data = old.agreement, old.home_knew
            self.reason_given.data, self.next_on.data = old.reason_given, old.next_on
            self.direction.data, self.channel.data = old.direction, old.channel

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the tasks that are ticked."""
        return frozenset((self.tasks.data or ()) if self.tasks else ())

    def said(self, confidentiality: str, now: datetime) -> Said:
        """What was filled in; a time of this minute is this moment."""
        party = self.party.data
        if self.happened_on.data is None or self.happened_time.data is None:
            raise NotAcceptable("stale_page")
        at = datetime.combine(self.happened_on.data, self.happened_time.data, clock.SCHOOL_ZONE)
        return Said(
            happened_at=min(at.astimezone(UTC), now),
            party=party if party in (STUDENT, OTHER) else "guardian",
            guardian_id=self._offered.guardians.get(party),
            party_name=(self.party_name.data or "") if party == OTHER else "",
            outcome=self.outcome.data,
            confidentiality=self.confidentiality.data if self.confidentiality else confidentiality,
            direction=self.direction.data,
            channel=self.channel.data,
            home_knew=self.home_knew.data,
            reason_given=self.reason_given.data,
            agreement=self.agreement.data or "",
            note=self.note.data or "",
            next_on=self.next_on.data,
        )

    def validate_party_name(self, field: Field) -> None:
        """Somebody else has a name."""
        if self.party.data == OTHER and not (field.data or "").strip():
            raise ValidationError(gettext("Write who it was with"))

    def validate_tasks(self, field: Field) -> None:
        """What is for one of those at home is done with that one."""
        whom = self._offered.guardians.get(self.party.data or "")
        if any(self._offered.whose.get(one, whom) != whom for one in field.data or ()):
            raise ValidationError(
                gettext("A task here is for somebody else. Take it away, or choose whom it is for.")
            )

    def validate_agreement(self, field: Field) -> None:
        """An agreement says what was agreed."""
        asks = self.outcome.data == "agreed" or (
            self.outcome.data == "reached" and bool(self.chosen & self._offered.agreeing)
        )
        if asks and not (field.data or "").strip():
            raise ValidationError(gettext("Write what you agreed"))

    def validate_next_on(self, field: DateField) -> None:
        """The next contact is to come."""
        if field.data and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(gettext("The day is before the contact. Give a day to come."))

    def validate_happened_on(self, field: DateField) -> None:
        """The contact was not many years ago."""
        if field.data and field.data.year < EARLIEST:
            raise ValidationError(gettext("Write the day with four digits for the year."))

    def validate_happened_time(self, field: TimeField) -> None:
        """The time has been."""
        if field.data and self.happened_on.data:
            at = datetime.combine(self.happened_on.data, field.data, clock.SCHOOL_ZONE)
            if at > clock.now() and self.happened_on.data == clock.school_date(clock.now()):
                raise ValidationError(gettext("The time is still to come. Give the time it happened."))

"""What is filled in where a letter goes out: by itself, as an invitation, or to all homes at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from casework import clock
from casework.cases.forms import LONGEST, demand, not_later, shows
from casework.letters.writing import Sending
from casework.web.forms import choices
from casework.web.text import gettext

Choices = Sequence[tuple[str, str]]


class SendForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """How a letter goes out, on which day, and its number in the register."""

    way = RadioField()
    sent_on = DateField(validators=[not_later])
    number = StringField(validators=[Length(max=60)])
    seen = HiddenField()

    def __init__(self, ways: Choices, number: str, today: date, seen: str) -> None:
        super().__init__(sent_on=today, number=number)
        shows(self.seen, seen)
        ask_how(self, ways)

    @property
    def sending(self) -> Sending:
        """What was filled in."""
        return sending_of(self)


class InvitationForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """An invitation to a meeting, written and sent in one go: its text, and how it is delivered."""

    own_text = TextAreaField(validators=[Length(max=LONGEST)])
    address = TextAreaField(validators=[Length(max=400)])
    way = RadioField()
    sent_on = DateField(validators=[not_later])
    number = StringField(validators=[Length(max=60)])
    seen = HiddenField()

    def __init__(self, text: str, ways: Choices, number: str, today: date, seen: str) -> None:
        super().__init__(own_text=text, sent_on=today, number=number)
        shows(self.seen, seen)
        self.own_text.label.text = gettext("What stands in the letter?")
        self.own_text.description = gettext("Taken from the meeting. Change the text as you need.")
        demand(self.own_text, gettext("Write what the letter says"))
        self.address.label.text = gettext("Address")
        self.address.description = gettext("As it stands on the envelope. It is kept with the letter only.")
        if "post" not in dict(ways):
            del self.address
        ask_how(self, ways)

    @property
    def sending(self) -> Sending:
        """How it goes out."""
        return sending_of(self)


def ask_how(form: SendForm | InvitationForm | ToAllForm, ways: Choices) -> None:
    """Asks how a letter is delivered, which day, and under which number."""
    form.way.label.text = gettext("How is it delivered?")
    form.way.choices = choices(ways)
    demand(form.way, gettext("Choose how the letter is delivered"))
    form.sent_on.label.text = gettext("Which day?")
    demand(form.sent_on, gettext("Give the day it is sent"))
    form.number.label.text = gettext("Registry number")
    form.number.description = gettext("Where the authority keeps a register. It stands in the letter.")


def sending_of(form: SendForm | InvitationForm | ToAllForm) -> Sending:
    """What was filled in of it."""
    on = form.sent_on.data or clock.school_date(clock.now())
    return Sending(str(form.way.data), on, (form.number.data or "").strip())


class ToAllForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A letter to a whole class or school: to whom, in which language, what is added, and how it goes out."""

    to = SelectField()
    language = RadioField()
    own_text = TextAreaField(validators=[Length(max=LONGEST)])
    way = RadioField()
    sent_on = DateField(validators=[not_later])
    number = StringField(validators=[Length(max=60)])

    def __init__(
        self,
        receivers: Choices,
        text: str,
        languages: Choices,
        language: str,
        ways: Choices,
        number: str,
        today: date,
    ) -> None:
        super().__init__(own_text=text, language=language, sent_on=today, number=number)
        self.to.label.text = gettext("To whom?")
        self.to.choices = choices(receivers)
        self.language.label.text = gettext("Language of the letter")
        self.language.choices = choices(languages)
        self.own_text.label.text = gettext("In your own words")
        self.own_text.description = gettext(
            "Stands in the letter beside the text that is there already. Name no student."
        )
        ask_how(self, ways)

    @property
    def sending(self) -> Sending:
        """How it goes out."""
        return sending_of(self)

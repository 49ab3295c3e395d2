"""What the forms of meetings are put together from: moments, people to tick, a row for who has no account."""

from __future__ import annotations

from datetime import UTC, datetime

from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework import clock
from casework.web.text import gettext

YEARS = range(2000, 2200)


def is_year(on: DateField) -> bool:
    """Whether the day, if there is one, lies in a year in which somebody may meet."""
    return on.data is None or on.data.year in YEARS


def demand_year(on: DateField) -> None:
    """Raises ValidationError for a year that is a slip of the keys."""
    if not is_year(on):
        raise ValidationError(gettext("Write the day with four digits for the year."))


def ticks() -> SelectMultipleField:
    """Several of what there is, each with a box to tick."""
    return SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


def moment_of(on: DateField, time: TimeField) -> datetime | None:
    """The moment on the clock of schools; None while one is missing, or the year is a slip of the keys."""
    if on.data is None or time.data is None or not is_year(on):
        return None
    return datetime.combine(on.data, time.data, clock.SCHOOL_ZONE).astimezone(UTC)


class OutsideForm(Form):
    """Somebody from another body; empty rows are nobody."""

    name = StringField(validators=[Length(max=240)])
    body = StringField(validators=[Length(max=240)])
    email = StringField(validators=[Length(max=254)])
    is_protected = BooleanField()

    @property
    def is_somebody(self) -> bool:
        """Whether a name or an address stands there; a body by itself is whom the routine asks for."""
        return bool((self.name.data or "").strip() or (self.email.data or "").strip())

    def validate_email(self, field: Field) -> None:
        """An address has a sign in the middle, and none that mail cannot carry."""
        text = (field.data or "").strip()
        name, _, place = text.partition("@")
        if text and not (name and "." in place and text.isascii() and text.isprintable() and " " not in text):
            raise ValidationError(gettext("Write the whole e-mail address"))

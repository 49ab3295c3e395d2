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


def ticks() -> SelectMultipleField:
    """Several of what there is, each with a box to tick."""
    return SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


def moment_of(on: DateField, time: TimeField) -> datetime | None:
    """The moment on the school's clock; None while one of them is missing."""
    if on.data is None or time.data is None:
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

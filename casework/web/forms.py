"""What the forms of several rooms are made with."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs lag behind the library


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """The pairs as WTForms takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


class ConfirmForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Nothing to fill in: only the button."""

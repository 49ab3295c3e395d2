"""The forms for signing in and for choosing a password."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from casework.people.models import User
from casework.people.passwords import LONGEST, SHORTEST, WeakPassword, demand_strong, is_right
from casework.web.text import lazy_gettext as _


class SignInForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Who one is, and the password."""

    username = StringField(
        _("User name"),
        validators=[InputRequired(_("Write your user name.")), Length(max=80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Write your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


TOO_SHORT = _("A password has at least %(num)d signs.", num=SHORTEST)
WEAK = {
    "one_sign": _("A password is more than the same sign many times."),
    "own_name": _("Your name and your user name are the first that others try. Choose something else."),
    "common": _("That password is one of the first that others try. Choose something else."),
}


class PasswordForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A new password, twice; the present one first, unless the person has just signed in with it.

    The user name stands there for those who let their browser keep passwords; what comes back is not read.
    """

    username = StringField(_("User name"), render_kw={"autocomplete": "username", "readonly": True})
    present = PasswordField(
        _("Your password now"),
        validators=[InputRequired(_("Write the password that you have now.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _("New password"),
        description=_(
            "At least %(num)d signs. Some words that only you would put together are good.", num=SHORTEST
        ),
        validators=[InputRequired(_("Write a new password.")), Length(SHORTEST, LONGEST, TOO_SHORT)],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("The new password again"),
        validators=[
            InputRequired(_("Write the new password once more.")),
            EqualTo("password", _("The two are not alike. Write them again.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, user: User, *, asks_present: bool) -> None:
        super().__init__()
        self._user, self.username.data = user, user.username
        if not asks_present:
            del self.present

    def validate_present(self, field: PasswordField) -> None:
        """It is the person's own."""
        if not is_right(self._user.password_hash, field.data or ""):
            raise ValidationError(_("That is not the password that you have now."))

    def validate_password(self, field: PasswordField) -> None:
        """Nobody would guess it first."""
        try:
            demand_strong(field.data or "", username=self._user.username, name=self._user.name)
        except WeakPassword as error:
            raise ValidationError(WEAK[error.code]) from None

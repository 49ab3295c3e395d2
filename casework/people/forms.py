"""The forms for signing in, for choosing a password, and for naming a substitute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from casework.people.models import User
from casework.people.passwords import LONGEST, SHORTEST, WeakPassword, demand_strong, is_right
from casework.people.substitutes import LONGEST as LONGEST_AWAY
from casework.web.text import gettext
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


TOO_LONG = _(
    "Somebody stands in for %(num)d days at most. After that the role is given.", num=LONGEST_AWAY.days
)


class SubstituteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which colleague stands in, and from when until when."""

    substitute = SelectField(_("Who stands in?"), validators=[InputRequired(_("Choose a colleague."))])
    first_on = DateField(_("From"), validators=[InputRequired(_("Write the first day."))])
    last_on = DateField(_("Until"), validators=[InputRequired(_("Write the last day."))])

    def __init__(self, colleagues: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__(data={"first_on": today})
        self._today = today
        self.substitute.choices = [("", gettext("Choose")), *colleagues]

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return cast(date, self.first_on.data), cast(date, self.last_on.data)

    def validate_first_on(self, field: DateField) -> None:
        """Nobody stands in for days that have been."""
        if field.data and field.data < self._today:
            raise ValidationError(gettext("Give today or a day to come."))

    def validate_last_on(self, field: DateField) -> None:
        """It ends after it begins, within three months."""
        if not field.data or not self.first_on.data:
            return
        if field.data < self.first_on.data:
            raise ValidationError(gettext("The last day comes before the first."))
        if field.data - self.first_on.data > LONGEST_AWAY:
            raise ValidationError(str(TOO_LONG))

"""The form for signing in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from casework.people.passwords import LONGEST
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

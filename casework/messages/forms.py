"""What somebody wants to be written about, and where."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from casework.messages.mail import address
from casework.messages.staff import Wanted
from casework.messages.wires import Undelivered
from casework.people.models import User
from casework.web.forms import choices
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

HOURS = range(6, 19)  # in which a summary may come
NEVER = ""


class MailForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The address at work, and which mails go there."""

    email = StringField(
        _("Your e-mail address at work"),
        description=_("Without an address no mail is sent to you."),
        validators=[Length(max=254)],
        render_kw={"type": "email", "autocomplete": "email"},
    )
    digest_hour = SelectField(
        _("A summary of how much waits for you, Monday to Friday"),
        description=_("It comes only when something waits. It holds a number and a link, and names nobody."),
    )
    is_told_at_once = BooleanField(
        _("Write to me at once when I have a decision to make, or get an answer to something I asked for")
    )

    def __init__(self, user: User) -> None:
        super().__init__(obj=user)
        at = [(str(hour), gettext("At %(hour)s", hour=f"{hour:02}.00")) for hour in HOURS]
        self.digest_hour.choices = choices([(NEVER, gettext("No summary")), *at])
        if not self.is_submitted():
            self.digest_hour.data = NEVER if user.digest_hour is None else str(user.digest_hour)

    def validate_email(self, field: StringField) -> None:
        """It is one address, or none."""
        field.data = (field.data or "").strip()
        try:
            if field.data:
                address(field.data)
        except Undelivered:
            raise ValidationError(gettext("This is no e-mail address. Write it as name@school.se.")) from None

    def wanted(self) -> Wanted:
        """What the person has chosen."""
        hour = int(self.digest_hour.data) if self.digest_hour.data else None
        return Wanted(self.email.data or "", hour, bool(self.is_told_at_once.data))

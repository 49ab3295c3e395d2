"""The form that sends a file of attendance."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from casework.feeds.queries import KnownProfile
from casework.web.forms import choices
from casework.web.problem_words import UNUSABLE
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

ACCEPTED = ".csv,.txt,.xml,text/csv,text/plain,text/xml,application/xml"


class SendForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A file, and how it is read."""

    file = FileField(_("File"))
    profile = RadioField(_("How is the file read?"))

    def __init__(self, known: Mapping[str, KnownProfile], most: int) -> None:
        super().__init__()
        self.file.render_kw = {
            "accept": ACCEPTED,
            "data-largest": str(most),
            "data-too-large": str(UNUSABLE["file_too_large"]),
        }
        self.file.validators = [FileRequired(gettext("Choose a file"))]
        self.profile.choices = choices([(word, one.name) for word, one in known.items()])
        self.profile.validators = [InputRequired(gettext("Choose how the file is read."))]
        self.profile.flags.required = True


class SampleForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A file of which the first lines are looked at."""

    file = FileField(_("File"), render_kw={"accept": ".csv,.txt,text/csv,text/plain"})

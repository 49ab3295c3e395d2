"""The forms of the attachment pages: choosing a file with its title and place; why one is removed."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from casework.attachments.kinds import CHOOSABLE
from casework.cases.forms import LONGEST, demand
from casework.extensions import file_limits
from casework.web.forms import choices
from casework.web.problem_words import UNUSABLE
from casework.web.sizes import size_text
from casework.web.text import gettext

LONGEST_TITLE = 120


class AttachForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A file, what it is called, and where it belongs when there is more than one place for it."""

    file = FileField()
    title = StringField()
    place = RadioField()

    def __init__(self, places: Sequence[tuple[str, str]], *, question: str, title: str = "") -> None:
        super().__init__()
        largest = file_limits().bytes_each
        self.file.label.text = gettext("File")
        self.file.description = gettext(
            "PDF, a picture (JPEG, PNG or HEIC), Word (docx), OpenDocument (odt) or plain text. "
            "At most %(size)s.",
            size=size_text(largest),
        )
        self.file.validators = [FileRequired(gettext("Choose a file"))]
        self.file.flags.required = True
        self.file.render_kw = {
            "accept": CHOOSABLE,
            "data-largest": str(largest),
            "data-too-large": str(UNUSABLE["file_too_large"]),
        }
        self.title.label.text = gettext("What it is")
        self.title.description = gettext(
            "Short, such as “Letter from the home, 12 November”. No names, nothing about illness: "
            "the title stands in lists."
        )
        demand(self.title, gettext("Write in a few words what it is"))
        self.title.validators = [
            *self.title.validators,
            Length(max=LONGEST_TITLE, message=gettext("Make it shorter")),
        ]
        self.title.data = title if self.title.raw_data is None else self.title.data
        if len(places) > 1:
            self.place.label.text = question
            self.place.choices = choices(places)
            demand(self.place, gettext("Choose one of the answers"))
        else:
            del self.place


class RemoveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why an attachment is removed."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why is it removed?")
        self.reason.description = gettext("Kept in the history. Whoever could read the file can read it.")
        demand(self.reason, gettext("Write why it is removed"))

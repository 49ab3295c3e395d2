"""The small forms of everyday acts: notes, asking, annulling, taking back, naming people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from casework import clock
from casework.cases.forms import LONGEST, demand, not_later, shows
from casework.web.forms import choices
from casework.web.text import gettext


class NoteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What somebody has seen or heard, on which day, and for whom it is written."""

    text = TextAreaField(validators=[Length(max=LONGEST)])
    happened_on = DateField(validators=[not_later])
    confidentiality = RadioField()

    def __init__(self, classes: Sequence[tuple[str, str]], earlier: tuple[str, date] | None = None) -> None:
        super().__init__()
        self.text.label.text = gettext("Note")
        self.text.description = gettext(
            "Write what you have seen and heard and who said it. No judgements, no diagnoses."
        )
        demand(self.text, gettext("Write the note"))
        if earlier:
            del self.happened_on, self.confidentiality
            self.text.data = self.text.data if self.is_submitted() else earlier[0]
            return
        self.happened_on.label.text = gettext("Which day is it about?")
        self.happened_on.data = self.happened_on.data or clock.school_date(clock.now())
        demand(self.happened_on, gettext("Give the day it is about"))
        ask_class(self, classes)


def ask_class(form: FlaskForm, classes: Sequence[tuple[str, str]]) -> None:
    """Asks who may read what is written, the first class beforehand; not where there is only one."""
    if len(classes) == 1:
        del form.confidentiality
        return
    form.confidentiality.label.text = gettext("Who may read it?")
    form.confidentiality.choices = choices(classes)
    form.confidentiality.data = form.confidentiality.data or classes[0][0]


class AskForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What somebody asks for, why, and for whom that is written."""

    way = RadioField()
    reason = TextAreaField(validators=[Length(max=LONGEST)])
    confidentiality = RadioField()

    def __init__(self, ways: Sequence[tuple[str, str]], classes: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.way.label.text = gettext("What do you ask for?")
        self.way.choices = choices(ways)
        demand(self.way, gettext("Choose what you ask for"))
        self.reason.label.text = gettext("Why?")
        self.reason.description = gettext(
            "What you have seen and heard, and what you hope for. No diagnoses."
        )
        demand(self.reason, gettext("Write why"))
        ask_class(self, classes)


class AnswerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What somebody says to what is asked of them."""

    answer = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, *, is_no: bool) -> None:
        super().__init__()
        self.answer.label.text = gettext("Why not?") if is_no else gettext("What do you answer?")
        self.answer.description = gettext("The same people read it as read what was asked.")
        demand(self.answer, gettext("Write your answer"))


class AnnulForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why a case should be annulled."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("What went wrong?")
        self.reason.description = gettext(
            "Everybody who can see the case reads it. Do not name the student whom it should have been about."
        )
        demand(self.reason, gettext("Write what went wrong"))


class SecondPersonForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Yes or no to annulling a case; nothing is chosen beforehand, and a no has its reason."""

    decision = RadioField()
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.decision.label.text = gettext("Your decision")
        self.decision.choices = choices(
            [("confirm", gettext("Annul the case")), ("decline", gettext("Leave the case as it is"))]
        )
        demand(self.decision, gettext("Choose whether the case is annulled"))
        self.reason.label.text = gettext("Reasons")
        self.reason.description = gettext("Needed when the case is left as it is.")

    def validate_reason(self, field: Field) -> None:
        """A no must say why."""
        if self.decision.data == "decline" and not (field.data or "").strip():
            raise ValidationError(gettext("Write why the case is left as it is"))


class TakeBackForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why something is taken back."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why is it taken back?")
        self.reason.description = gettext("Kept in the history. Everybody who follows the case can read it.")
        demand(self.reason, gettext("Write why"))


class ResponsibleForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which colleague is responsible while the case stands where it does."""

    colleague = SelectField()

    def __init__(self, colleagues: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__()
        self.colleague.label.text = gettext("Responsible")
        self.colleague.choices = choices(colleagues)
        self.colleague.data = self.colleague.data if self.is_submitted() else chosen


class ParticipantForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Somebody who takes part: a colleague by choice, or a person outside the school by name."""

    colleague = SelectField()
    person = StringField(validators=[Length(max=240)])
    body = StringField(validators=[Length(max=240)])
    phone = StringField(validators=[Length(max=40)])
    since = DateField(validators=[not_later])

    def __init__(self, colleagues: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.colleague.label.text = gettext("Colleague")
        self.colleague.choices = choices([("", gettext("Somebody outside the school")), *colleagues])
        self.person.label.text = gettext("Name")
        self.person.description = gettext("Only for somebody outside the school.")
        self.body.label.text = gettext("Where they work")
        self.phone.label.text = gettext("Phone")
        self.since.label.text = gettext("From which day?")
        self.since.data = self.since.data or clock.school_date(clock.now())
        demand(self.since, gettext("Give the day"))

    def validate_person(self, field: Field) -> None:
        """Somebody must be meant."""
        if not self.colleague.data and not (field.data or "").strip():
            raise ValidationError(
                gettext("Choose a colleague, or write the name of somebody outside the school.")
            )


class NothingNeededForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why nothing follows from a report of concern."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why is nothing needed?")
        self.reason.description = gettext("What you know, and who has said it. No diagnoses.")
        demand(self.reason, gettext("Write why nothing is needed"))


class ReviewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What is seen when a report is followed up, and whether it comes back in a week."""

    said = TextAreaField(validators=[Length(max=LONGEST)])
    onwards = RadioField()
    seen = HiddenField()

    def __init__(self, seen: str) -> None:
        super().__init__(onwards="again")
        shows(self.seen, seen)
        self.said.label.text = gettext("How is it going now?")
        self.said.description = gettext(
            "What you see, and who has said it. Where you close it: why. No diagnoses."
        )
        demand(self.said, gettext("Write how it is going"))
        self.onwards.label.text = gettext("How does it go on?")
        self.onwards.choices = choices(
            [("again", gettext("We look at it again in a week")), ("stop", gettext("It need not come back"))]
        )
        demand(self.onwards, gettext("Say how it goes on"))

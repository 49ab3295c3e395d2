"""The small forms for what is kept from people: an identity, a colleague’s own child, a case from a home."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casework import clock
from casework.cases.forms import LONGEST, demand
from casework.people.home import AtHome, Rights
from casework.people.municipality import LONGEST as LONGEST_NAME
from casework.people.names import Unfit, fit_name, fit_text
from casework.people.protecting import LONGEST_NAMING
from casework.people.roster import EARLIEST_BIRTH, school_year
from casework.web.forms import choices
from casework.web.text import gettext

Choices = Sequence[tuple[str, str]]


def _within_a_year(_form: FlaskForm, field: Field) -> None:
    today = clock.school_date(clock.now())
    if field.data and not today <= field.data <= today + LONGEST_NAMING:
        raise ValidationError(gettext("Give a day from today until a year from now"))


def _prepare_until(field: Field) -> None:
    field.label.text = gettext("Until which day?")
    field.description = gettext("The day counts. Then it has to be decided anew.")
    if not field.data:
        field.data = school_year(clock.school_date(clock.now()))[1]
    demand(field, gettext("Give the day"))


def _prepare_reason(field: Field, label: str, words: str) -> None:
    field.label.text = label
    field.description = gettext("Do not write where the student lives or what the threat is.")
    demand(field, words)


class ProtectForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why the identity is protected, who may read, and until when."""

    readers = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    until = DateField(validators=[_within_a_year])
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, colleagues: Choices) -> None:
        super().__init__()
        self.readers.label.text = gettext("Who may see the student besides you?")
        self.readers.description = gettext("As few as possible. Their roles decide what they may do.")
        self.readers.choices = choices(colleagues)
        _prepare_until(self.until)
        _prepare_reason(self.reason, gettext("What is the decision based on?"), gettext("Write the ground"))


class AliasForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Who the student is here, which is not the true name; why that is so, and until when one sees them."""

    given = StringField(validators=[Length(max=120)])
    family = StringField(validators=[Length(max=120)])
    born = DateField()
    group = SelectField()
    until = DateField(validators=[_within_a_year])
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, groups: Choices) -> None:
        super().__init__()
        self.given.label.text = gettext("First name here")
        self.given.description = gettext("Agreed with the student and the home; not the true name.")
        self.family.label.text = gettext("Last name here")
        self.born.label.text = gettext("Date of birth")
        self.born.description = gettext("The year must be right, for what the law says of age.")
        self.group.label.text = gettext("Class")
        self.group.choices = choices(groups)
        demand(self.given, gettext("Write the name"))
        demand(self.family, gettext("Write the name"))
        demand(self.born, gettext("Give the day"))
        _prepare_until(self.until)
        _prepare_reason(self.reason, gettext("What is the decision based on?"), gettext("Write the ground"))

    def validate_born(self, field: Field) -> None:
        """A day on which a student can have been born."""
        if field.data and not EARLIEST_BIRTH <= field.data <= clock.school_date(clock.now()):
            raise ValidationError(gettext("Give the day"))

    def validate_given(self, field: Field) -> None:
        """A name as names are kept."""
        _fit(field)

    def validate_family(self, field: Field) -> None:
        """A name as names are kept."""
        _fit(field)


def _fit(field: Field) -> None:
    try:
        field.data = fit_name(field.data or "")
    except Unfit:
        raise ValidationError(gettext("Write the name")) from None


class ReaderForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """One more who may read, until when."""

    colleague = SelectField()
    until = DateField(validators=[_within_a_year])

    def __init__(self, colleagues: Choices) -> None:
        super().__init__()
        self.colleague.label.text = gettext("Who?")
        self.colleague.choices = choices(colleagues)
        _prepare_until(self.until)


class KeepAwayForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A colleague who must keep away from the student."""

    colleague = SelectField()

    def __init__(self, colleagues: Choices) -> None:
        super().__init__()
        self.colleague.label.text = gettext("Who?")
        self.colleague.choices = choices(colleagues)


class LiftForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why something is no longer kept from people."""

    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        _prepare_reason(self.reason, gettext("Why?"), gettext("Write why"))


class WithholdForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which answers are kept from somebody at home, and why."""

    fields = SelectMultipleField(option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, questions: Choices) -> None:
        super().__init__()
        self.fields.label.text = gettext("Which answers?")
        self.fields.choices = choices(questions)
        demand(self.fields, gettext("Choose at least one question"))
        self.reason.label.text = gettext("Why?")
        self.reason.description = gettext(
            "Colleagues who decide about those at home read it. It stands on no paper."
        )
        demand(self.reason, gettext("Write why"))


class HomeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What somebody at home may; why, where something is kept from them."""

    kind = RadioField()
    may_be_contacted = BooleanField()
    may_be_informed = BooleanField()
    is_agreed_by_student = BooleanField()
    speaks = StringField(validators=[Length(max=60)])
    household = StringField(validators=[Length(max=60)])
    reason = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, one: AtHome) -> None:
        super().__init__(obj=one.bond)
        self.kind.label.text = gettext("Who is it?")
        self.kind.choices = choices(
            [("guardian", gettext("Guardian")), ("legal_representative", gettext("Legal representative"))]
        )
        self.may_be_contacted.label.text = gettext("The school may contact this person")
        self.may_be_informed.label.text = gettext("This person may be told about the case")
        self.is_agreed_by_student.label.text = gettext("The student, who is of age, agrees to both")
        if not one.is_student_of_age:
            del self.is_agreed_by_student
        self.speaks.label.text = gettext("Language")
        self.speaks.description = gettext("Which language the person speaks, where it takes an interpreter.")
        self.household.label.text = gettext("Which home?")
        self.household.description = gettext(
            "Where the student has several, such as “every other week”. No address."
        )
        self.reason.label.text = gettext("Reason")
        self.reason.description = gettext(
            "Needed where the person may not be contacted or told, such as a decision about custody."
        )

    @property
    def rights(self) -> Rights:
        """What was filled in."""
        agreed = self.is_agreed_by_student
        return Rights(
            self.kind.data,
            self.may_be_contacted.data,
            self.may_be_informed.data,
            bool(agreed and agreed.data),
            self.speaks.data or "",
            self.reason.data or "",
            self.household.data or "",
        )

    def validate_reason(self, field: Field) -> None:
        """What is kept from somebody has its reason."""
        is_limited = not (self.may_be_contacted.data and self.may_be_informed.data)
        if is_limited and not (field.data or "").strip():
            raise ValidationError(gettext("Write why"))


class MunicipalityForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """In which municipality the student is registered as living."""

    name = StringField(validators=[Length(max=LONGEST_NAME)])

    def __init__(self, known: str) -> None:
        super().__init__(data={"name": known})
        self.name.label.text = gettext("Municipality where the student lives")
        self.name.description = gettext(
            "The name of the municipality where the student is registered as living. Leave it empty where "
            "nobody knows."
        )

    def validate_name(self, field: StringField) -> None:
        """It can be a name."""
        try:
            fit_text(field.data or "")
        except Unfit:
            raise ValidationError(gettext("Write the name with signs that can be seen")) from None

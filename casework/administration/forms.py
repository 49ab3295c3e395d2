"""The administrator's forms: schools, classes, accounts, roles, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from casework.administration import queries
from casework.administration.pages.words import placing_fault
from casework.administration.queries import SchoolRow
from casework.catalog import catalog
from casework.people.models import Group, Unit
from casework.people.names import Unfit, fit_name, fit_username
from casework.people.placing import misheld, misplaced
from casework.people.roster import latest_end, school_year
from casework.web.dates import day
from casework.web.forms import choices
from casework.web.languages import NAMES
from casework.web.role_titles import role_title
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

LONGEST_LIST = 2_000


def _fitting(fit: Callable[[str], str], words: object) -> Callable[[FlaskForm, Field], None]:
    """A validator that keeps the text as `fit` writes it, or says why it cannot be."""

    def check(_form: FlaskForm, field: Field) -> None:
        try:
            field.data = fit(field.data or "")
        except Unfit:
            raise ValidationError(str(words)) from None

    return check


NAME = _fitting(fit_name, _("A name has 1 to 120 signs, all of which can be seen."))
USERNAME = _fitting(fit_username, _("A user name has 2 to 80 signs: a–z, digits and . _ @ -"))


class UnitForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What the authority is called."""

    name = StringField(_("Name"), validators=[InputRequired(_("Write the name.")), NAME])

    def __init__(self, unit: Unit | None = None) -> None:
        self._unit = unit
        super().__init__(obj=unit)

    def validate_name(self, field: StringField) -> None:
        """No other unit has it."""
        if queries.is_name_taken(str(field.data), self._unit.id if self._unit else None):
            raise ValidationError(gettext("There is a school or authority with that name already."))


class SchoolForm(UnitForm):
    """What a school is called, and which routine its cases follow."""

    workflow = RadioField(_("Which routine does the school follow?"))

    def __init__(self, models: Sequence[tuple[str, str]], unit: Unit | None = None) -> None:
        super().__init__(unit)
        self.workflow.choices = choices(models)
        self.workflow.validators = [InputRequired(gettext("Choose a routine."))]
        self.workflow.flags.required = True
        if self.workflow.data is None and len(models) == 1:
            self.workflow.data = models[0][0]


class ClassesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Names of classes."""

    names = TextAreaField(
        _("New classes"),
        description=_("One on each line, or with commas between them. Those that are there stay."),
        validators=[InputRequired(_("Write at least one class.")), Length(max=LONGEST_LIST)],
    )

    def validate_names(self, _field: TextAreaField) -> None:
        """Each of them can be a name."""
        try:
            self.classes()
        except Unfit:
            raise ValidationError(gettext("A class has 1 to 60 signs, all of which can be seen.")) from None

    def classes(self) -> list[str]:
        """The names, one by one. Raises Unfit."""
        words = (self.names.data or "").replace(",", "\n").replace(";", "\n").splitlines()
        found = [fit_name(word) for word in words if word.strip()]
        if any(len(name) > Group.name.type.length for name in found):
            raise Unfit("too long")
        return found


class AccountForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A new account."""

    name = StringField(_("Name"), validators=[InputRequired(_("Write the name.")), NAME])
    username = StringField(
        _("User name"),
        description=_("What the person signs in with. It cannot be changed later."),
        validators=[InputRequired(_("Write the user name.")), USERNAME],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    language = RadioField(_("Language"), choices=choices(list(NAMES.items())))

    def validate_username(self, field: StringField) -> None:
        """Nobody has it."""
        if queries.is_username_taken(str(field.data)):
            raise ValidationError(gettext("There is an account with that user name already."))


class DaysForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """From when until when a role is held."""

    valid_from = DateField(_("From"), validators=[InputRequired(_("Write the first day."))])
    valid_to = DateField(_("Until"), validators=[InputRequired(_("Write the last day."))])

    def __init__(self, today: date, **kept: object) -> None:
        super().__init__(**kept)
        self._today = today

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return cast(date, self.valid_from.data), cast(date, self.valid_to.data)

    def validate_valid_to(self, field: DateField) -> None:
        """The role begins before it ends."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("The last day comes before the first."))
        latest = latest_end(self.valid_from.data or self._today, self._today)
        if field.data and field.data > latest:
            raise ValidationError(gettext("A role is held until %(day)s at the latest.", day=day(latest)))


class RoleForm(DaysForm):
    """A role for somebody: which, where, and from when until when."""

    role = SelectField(_("Role"))
    unit = SelectField(_("School"))
    group = StringField(
        _("Class"),
        description=_("Only for mentors and subject teachers; one class at a time."),
        validators=[Length(max=60)],
    )

    def __init__(self, authority: Unit | None, schools: Sequence[SchoolRow], today: date) -> None:
        super().__init__(today, data={"valid_from": today, "valid_to": school_year(today)[1]})
        self._authority, self._schools = authority, schools
        self.role.choices = choices([(role, role_title(role)) for role in catalog().access.roles])
        places = [row.unit for row in schools] + ([authority] if authority else [])
        self.unit.choices = choices([(str(unit.id), unit.name) for unit in places])

    @property
    def place(self) -> tuple[Unit, Group | None]:
        """The chosen unit and class; they are known to be there."""
        unit_id, name = UUID(self.unit.data), (self.group.data or "").strip().casefold()
        row = next((row for row in self._schools if row.unit.id == unit_id), None)
        if row is None:
            return cast(Unit, self._authority), None
        return row.unit, next((one for one in row.classes if one.name.casefold() == name), None)

    def validate_group(self, field: StringField) -> None:
        """The role can be held at that place."""
        if self.unit.data not in {str(unit_id) for unit_id, *_ in self.unit.iter_choices()}:
            return  # told at the unit
        unit, group = self.place
        name = (field.data or "").strip()
        classes = {row.unit.name: [one.name for one in row.classes] for row in self._schools}
        authority = self._authority.name if self._authority else ""
        found = misplaced(unit.name, group.name if group else name, {**classes, authority: ()})
        found = found or misheld(self.role.data, unit.name, name, authority, catalog().access)
        if found:
            raise ValidationError(placing_fault(found))


class FileForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A file, or its text."""

    file = FileField(_("File"), render_kw={"accept": ".csv,.txt,text/csv,text/plain"})
    text = TextAreaField(_("Or paste the lines here"), render_kw={"rows": 6, "spellcheck": "false"})


class CalendarFileForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A file with a school's year."""

    file = FileField(
        _("File"),
        description=_("A calendar (ICS), or a table saved as CSV."),
        validators=[FileRequired(_("Choose a file"))],
        render_kw={"accept": ".ics,.csv,.txt,text/calendar,text/csv,text/plain"},
    )


class GiveUpForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why a message is not sent."""

    reason = TextAreaField(
        _("Why is it not sent?"),
        description=_("Such as what somebody does instead. Name no student."),
        validators=[InputRequired(_("Write why it is not sent.")), Length(max=500)],
    )

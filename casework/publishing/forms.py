"""Forms about routines: a file with a version, its days, which school follows which, why cases go on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from casework.cases.forms import LONGEST, demand, shows
from casework.engine.workflow import LocalisedWorkflow
from casework.people.models import Unit
from casework.versions.models import Publication
from casework.versions.queries import fitting
from casework.web.forms import choices
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

DEFAULT = "default"
SCHOOL_FORMS = {
    "compulsory": _("Compulsory school"),
    "upper_secondary": _("Upper secondary school"),
    "adapted_compulsory": _("Adapted compulsory school"),
}
COUNTRIES = {"SE": _("Sweden"), "NO": _("Norway")}


class UploadForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A file with a version of a routine."""

    file = FileField(_("File"), render_kw={"accept": ".yaml,.yml,application/yaml,text/yaml,text/plain"})


class PublishForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """From when until when cases are opened on the version, and why it was made."""

    valid_from = DateField(_("From"), validators=[InputRequired(_("Write the first day."))])
    valid_until = DateField(
        _("Until"), description=_("Leave empty when no end is decided."), validators=[Optional()]
    )
    reason = TextAreaField(
        _("Why is the routine changed?"),
        description=_("For instance who has decided it, and when."),
        validators=[Length(max=LONGEST)],
    )

    def __init__(self, today: date) -> None:
        super().__init__(data={"valid_from": today})
        self._today = today
        demand(self.reason, gettext("Write why the routine is changed"))

    @property
    def days(self) -> tuple[date, date | None]:
        """The first and the last day."""
        return cast(date, self.valid_from.data), self.valid_until.data

    def validate_valid_from(self, field: DateField) -> None:
        """Nothing is published for days that have been."""
        if field.data and field.data < self._today:
            raise ValidationError(gettext("The day has been. Write today or a later day."))

    def validate_valid_until(self, field: DateField) -> None:
        """The version begins before it ends."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("The last day comes before the first."))


class EndForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The last day on which cases are opened on a version, earlier than was decided."""

    last_day = DateField(_("Last day"), validators=[InputRequired(_("Write the last day."))])

    def __init__(self, row: Publication, today: date) -> None:
        super().__init__(data={"last_day": today})
        self._first, self._last = max(row.valid_from or today, today), row.valid_until

    @property
    def day(self) -> date:
        """The last day."""
        return cast(date, self.last_day.data)

    def validate_last_day(self, field: DateField) -> None:
        """The day has not been, and lies within the days that the version has."""
        if field.data and field.data < self._first:
            raise ValidationError(gettext("The day has been, or the version has not begun by then."))
        if field.data and self._last and field.data > self._last:
            raise ValidationError(gettext("The version ends before that day already."))


class SchoolRoutineForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Of which kind a school is, and which routine its cases follow."""

    country = RadioField(_("Country"), choices=choices([*COUNTRIES.items()]))
    school_form = RadioField(_("School form"), choices=choices([*SCHOOL_FORMS.items()]))
    workflow = RadioField(_("Which routine does the school follow?"))

    def __init__(self, unit: Unit, offered: Mapping[str, LocalisedWorkflow], language: str) -> None:
        kept = {
            "country": unit.country,
            "school_form": unit.school_form,
            "workflow": unit.workflow or DEFAULT,
        }
        super().__init__(data=kept)
        self._offered = offered
        usual = gettext("The one that is written for the school form in the country")
        named = [(name, _named(model, language)) for name, model in offered.items()]
        self.workflow.choices = choices([(DEFAULT, usual), *named])
        for field in (self.country, self.school_form, self.workflow):
            field.flags.required = True  # one of them is always chosen

    @property
    def chosen(self) -> str:
        """The id of the routine, empty for the usual one."""
        return "" if self.workflow.data == DEFAULT else str(self.workflow.data)

    def validate_workflow(self, field: RadioField) -> None:
        """The routine is written for such schools."""
        written = fitting(self._offered.values(), self.school_form.data or "", self.country.data or "")
        if field.data == DEFAULT and not written:
            raise ValidationError(gettext("No routine is written for that school form in the country."))
        if field.data in self._offered and self._offered[field.data] not in written:
            raise ValidationError(gettext("That routine is not written for the school form in the country."))


class MigrateForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Why cases go on with another version."""

    reason = TextAreaField(_("Why do they go on with it?"), validators=[Length(max=LONGEST)])

    def __init__(self) -> None:
        super().__init__()
        self.reason.description = gettext(
            "It stands in the history of each case. Write nothing about a student."
        )
        demand(self.reason, gettext("Write why they go on with it"))


class MigrateOneForm(MigrateForm):
    """The same for one case, with the state of it that was looked at."""

    revision = HiddenField()

    def __init__(self, revision: int) -> None:
        super().__init__()
        self.reason.label.text = gettext("Why does the case go on with it?")
        self.reason.description = gettext("It stands in the history of the case.")
        shows(self.revision, revision)


def _named(model: LocalisedWorkflow, language: str) -> str:
    """The routine with what it is written for, so that the right one is chosen at once."""
    rules = model.rules
    kinds = [*(SCHOOL_FORMS[one] for one in rules.school_forms), COUNTRIES[rules.country]]
    return f"{model.in_language(language).title} ({', '.join(map(str, kinds))})"

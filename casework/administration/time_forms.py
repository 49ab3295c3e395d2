"""The form of the weekdays that a school keeps."""

from __future__ import annotations

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField

from casework.administration.queries import SchoolRow
from casework.web.forms import choices
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

WEEKDAYS = (_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"))
TEAM, CLASS = "team", "class_"


class TimesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A weekday for the team, and one for each class."""

    @property
    def team_day(self) -> int | None:
        """When the team meets, 0 for Monday."""
        return _day(self[TEAM].data)

    @property
    def mentor_days(self) -> dict[UUID, int | None]:
        """When each class has its mentor time."""
        mine = (field for field in self if field.name.startswith(CLASS))
        return {UUID(field.name.removeprefix(CLASS)): _day(field.data) for field in mine}


def _day(text: str) -> int | None:
    return int(text) if text else None


def times_form(row: SchoolRow) -> TimesForm:
    """The form for the school and its classes, with what is kept now."""
    known = [("", gettext("No fixed day")), *((str(place), str(day)) for place, day in enumerate(WEEKDAYS))]
    fields = {TEAM: SelectField(gettext("The team meets"), choices=choices(known))}
    now = {TEAM: row.unit.team_weekday}
    for one in row.classes:
        label = gettext("Mentor time of %(name)s", name=one.name)
        fields[f"{CLASS}{one.id.hex}"] = SelectField(label, choices=choices(known))
        now[f"{CLASS}{one.id.hex}"] = one.mentor_weekday
    made = type("SchoolTimesForm", (TimesForm,), fields)
    return made(data={name: "" if day is None else str(day) for name, day in now.items()})  # type: ignore[no-any-return]

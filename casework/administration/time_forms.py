"""The forms of the times that a school and its classes keep each week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, TimeField
from wtforms.validators import Optional, ValidationError

from casework.administration.queries import SchoolRow
from casework.engine.deadlines import Regular
from casework.people.models import Group
from casework.web.forms import choices
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

WEEKDAYS = (_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"))
TEAM, DAY, CLOCK = "team", "class_", "clock_"


class TimesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A weekday and a time for each class; in that of a school also a weekday for the team."""

    classes: tuple[Group, ...] = ()

    @property
    def team_day(self) -> int | None:
        """When the team meets, 0 for Monday."""
        return _day(self[TEAM].data)

    @property
    def rows(self) -> list[tuple[str, Field, Field]]:
        """For each class its name and its two fields."""
        return [(one.name, self[f"{DAY}{one.id.hex}"], self[f"{CLOCK}{one.id.hex}"]) for one in self.classes]

    @property
    def mentor_times(self) -> dict[UUID, Regular | None]:
        """When each class has its mentor time."""
        found: dict[UUID, Regular | None] = {}
        for group, (_name, weekday, clock) in zip(self.classes, self.rows, strict=True):
            day = _day(weekday.data)
            at = clock.data.strftime("%H:%M") if clock.data else ""
            found[group.id] = None if day is None else Regular(day, at)
        return found


def _day(text: str) -> int | None:
    return int(text) if text else None


def _demand_day(form: TimesForm, field: TimeField) -> None:
    """A time is on a weekday."""
    if field.data and not form[field.name.replace(CLOCK, DAY)].data:
        raise ValidationError(gettext("Choose the weekday too"))


def school_times(row: SchoolRow) -> TimesForm:
    """The form for the school and its classes, with what is kept now."""
    team = _weekday(gettext("The team meets"))
    kept = "" if row.unit.team_weekday is None else str(row.unit.team_weekday)
    return _form(row.classes, {TEAM: team}, {TEAM: kept})


def own_times(classes: Iterable[Group]) -> TimesForm:
    """The form for the classes that one is mentor of."""
    return _form(tuple(classes), {}, {})


def _weekday(label: str) -> SelectField:
    days = ((str(place), str(day)) for place, day in enumerate(WEEKDAYS))
    return SelectField(label, choices=choices([("", gettext("No fixed day")), *days]))


def _form(classes: tuple[Group, ...], fields: dict[str, Field], kept: dict[str, object]) -> TimesForm:
    for one in classes:
        day, clock = f"{DAY}{one.id.hex}", f"{CLOCK}{one.id.hex}"
        fields[day] = _weekday(gettext("Mentor time of %(name)s", name=one.name))
        fields[clock] = TimeField(gettext("Time"), validators=[Optional(), _demand_day])
        kept[day] = "" if one.mentor_weekday is None else str(one.mentor_weekday)
        kept[clock] = time.fromisoformat(one.mentor_clock) if one.mentor_clock else None
    made = type("MadeTimesForm", (TimesForm,), {**fields, "classes": classes})
    return made(data=kept)  # type: ignore[no-any-return]

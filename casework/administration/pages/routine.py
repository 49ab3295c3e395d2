"""Which routine each school follows, and what nobody at the school could do in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.administration.pages.words import any_of, stop_line
from casework.administration.queries import Holders, SchoolRow, holders
from casework.catalog import Catalog, catalog
from casework.clock import now, school_date
from casework.engine.holders import Stop, stops
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.people.models import Unit
from casework.people.placing import is_for_class
from casework.versions.queries import model_at, model_in, models_on
from casework.web.languages import language
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext

WHOLE = ""  # in place of a class: what holds for the whole school


@dataclass(frozen=True)
class Gap:
    """A role without holder: in a sentence, and what that stops."""

    sentence: str
    stopped: tuple[str, ...]


@dataclass(frozen=True)
class Routine:
    """A school with its routine, and what is missing in it."""

    school: str
    url: str
    title: str
    version: str
    gaps: tuple[Gap, ...]
    is_known: bool = True


def routine(row: SchoolRow, today: date) -> Routine:
    """The school's routine with everything that nobody could do today."""
    unit, found = row.unit, catalog()
    url = url_for("administration.school", unit_id=unit.id)
    model = model_at(unit, today)
    if model is None:
        missing = gettext("%(school)s follows no routine that is in the program.", school=unit.name)
        return Routine(unit.name, url, unit.workflow, "", (Gap(missing, ()),), is_known=False)
    read = model.in_language(language())
    version = gettext("version %(number)s, from %(day)s", number=read.version, day=read.valid_from)
    gaps = tuple(_gaps(unit.name, model, found, holders(unit, today)))
    return Routine(unit.name, url, read.title, version, gaps)


def model_choices() -> list[tuple[str, str]]:
    """Every routine that cases can be opened on today, id and title."""
    offered = models_on(school_date(now()))
    read = ((name, model.in_language(language())) for name, model in offered.items())
    return [(name, f"{model.title} ({model.country})") for name, model in read]


def routine_titles(units: Iterable[Unit]) -> dict[UUID, str]:
    """What the routine is called that each school follows today; its id where there is none."""
    offered = models_on(school_date(now()))
    found = {unit.id: (model_in(offered, unit), unit.workflow) for unit in units}
    return {
        unit_id: model.in_language(language()).title if model else name
        for unit_id, (model, name) in found.items()
    }


def _gaps(school: str, model: LocalisedWorkflow, found: Catalog, held: Holders) -> Sequence[Gap]:
    """One gap for each role, or choice of roles, that nobody has, with the classes where it lacks."""
    read = model.in_language(language())
    by_class = held.by_class or {WHOLE: frozenset()}
    classes: dict[tuple[str, ...], dict[str, None]] = {}
    stopped: dict[tuple[str, ...], dict[Stop, None]] = {}
    for name, in_class in by_class.items():
        for stop in stops(read, held.whole | in_class):
            classes.setdefault(stop.roles, {})[name] = None
            stopped.setdefault(stop.roles, {})[stop] = None
    return [
        Gap(_nobody(read, roles, school, [name for name in names if name]), _lines(stopped[roles], found))
        for roles, names in classes.items()
    ]


def _nobody(model: Workflow, roles: tuple[str, ...], school: str, classes: list[str]) -> str:
    titles = any_of([in_sentence(role, _title(model, role)) for role in roles])
    if classes and any(is_for_class(model.rights(role), catalog().access) for role in roles):
        return gettext("Nobody is %(role)s for %(classes)s", role=titles, classes=", ".join(classes))
    return gettext("Nobody is %(role)s at %(school)s", role=titles, school=school)


def _title(model: Workflow, role: str) -> str:
    named = model.roles.get(role)
    return named.title if named else role_title(role)


def _lines(stopped: dict[Stop, None], found: Catalog) -> tuple[str, ...]:
    return tuple(
        stop_line(
            stop.what,
            found.forms[stop.name].in_language(language()).title if stop.what == "sign" else stop.name,
        )
        for stop in stopped
    )

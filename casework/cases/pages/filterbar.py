"""What stands above the case list: views as chips, filters, what is chosen, and how it is sorted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import g, url_for

from casework.access.policy import Person
from casework.cases import lists, saved_views
from casework.cases.filters import WAITED, Filter, in_address
from casework.cases.models import SavedView
from casework.catalog import catalog
from casework.clock import now, school_date
from casework.engine.workflow import LocalisedWorkflow
from casework.versions.queries import models_on
from casework.web.paging import Chip
from casework.web.role_titles import mentioned, role_title
from casework.web.text import gettext, ngettext

Option = tuple[str, str, bool]
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Select:
    """A filter to choose in."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Column:
    """A column that the list can be sorted by: where that leads, and how it is sorted now."""

    label: str
    url: str
    direction: str


@dataclass(frozen=True)
class Views:
    """The built-in views and the reader's own, and what can be done with the present one."""

    chips: tuple[Chip, ...]
    save_url: str
    change_url: str


def address(wanted: Filter) -> str:
    """The list's address with the filter in it: it survives the way back and can be sent to a colleague."""
    return url_for("cases.index", **in_address(wanted))


def built_in() -> list[tuple[str, Filter]]:
    """The views that everybody has."""
    return [
        (gettext("All open"), Filter()),
        (gettext("Waiting for me"), Filter(view="mine")),
        (gettext("Waiting for others"), Filter(view="others")),
        (gettext("All closed"), Filter(view="closed")),
    ]


def views(wanted: Filter, own: Sequence[SavedView], counts: Mapping[Filter, int]) -> Views:
    """The chips, with the one marked that the list shows; a filter without one can be saved."""
    kept = [(view, saved_views.filter_of(view)) for view in own]
    here = [view.id for view, its in kept if its == wanted][:1]
    chips = [
        Chip(label, counts[its], address(its), not here and its.view == wanted.view)
        for label, its in built_in()
    ]
    chips += [Chip(view.name, counts[its], address(its), view.id in here) for view, its in kept]
    asked = saved_views.without_words(wanted)
    is_new = asked not in [*(its for _, its in built_in()), *(its for _, its in kept)]
    may_save = is_new and len(own) < saved_views.MOST
    return Views(
        tuple(chips),
        url_for("cases.save_view", **in_address(asked)) if may_save else "",
        _change_url(here),
    )


def _change_url(here: Sequence[UUID]) -> str:
    return url_for("cases.change_view", view_id=here[0]) if here else ""


def selects(actor: Person, language: str, wanted: Filter) -> tuple[Select, ...]:
    """The filters that the reader has use for: who sees one class only needs not choose it."""
    classes = [(one, one) for one in lists.classes_for(actor)]
    has_classes = len(classes) > 1 or wanted.group
    group = [Select("group", gettext("Class"), _options(classes, wanted.group))] if has_classes else []
    if wanted.is_closed:
        return tuple(group)
    models = [model.rules for model in _offered()]
    owning = {model.rights(stage.owner) for model in models for stage in model.stages}
    acting = {model.rights(role) for model in models for role in model.acting}
    return (
        Select("stage", gettext("Step"), _options(_stages(language), wanted.stage)),
        *group,
        Select("owner", gettext("Responsible"), _options(_roles(owning), wanted.owner)),
        Select("waits_for", gettext("Waiting for"), _options(_roles(acting), wanted.waits_for)),
        Select("waited", gettext("How long"), _options(_waits(), wanted.waited)),
        Select("due", gettext("Next date"), _options(_days(), wanted.due)),
    )


def sorting(wanted: Filter) -> Select:
    """The orders of the list, for who cannot press the head of a column."""
    orders = [
        ("newest", gettext("Waited the shortest")),
        ("student", gettext("Student, A to Z")),
        ("-student", gettext("Student, Z to A")),
        ("step", gettext("Step, the first first")),
        ("-step", gettext("Step, the last first")),
        ("due", gettext("Next date, the nearest first")),
        ("-due", gettext("Next date, the furthest first")),
    ]
    first = gettext("Closed last") if wanted.is_closed else gettext("Waited the longest")
    return Select("sort", gettext("Order"), _options(orders, wanted.sort, first))


def columns(wanted: Filter) -> Mapping[str, Column]:
    """The heads that sort the list: once more turns the order around."""
    since = _column(gettext("How long"), wanted, "", "newest")
    return {
        "student": _column(gettext("Student"), wanted, "student", "-student"),
        "step": _column(gettext("Step"), wanted, "step", "-step"),
        "due": _column(gettext("Next date"), wanted, "due", "-due"),
        "since": Column(gettext("Closed"), "", "") if wanted.is_closed else since,
    }


def chosen(language: str, wanted: Filter) -> tuple[tuple[str, str], ...]:
    """What the list is narrowed down to, each with the address of the list without it."""
    role = mentioned(wanted.waits_for, role_title(wanted.waits_for))
    told = {
        "query": gettext("“%(text)s”", text=wanted.query),
        "stage": dict(_stages(language)).get(wanted.stage, wanted.stage),
        "group": wanted.group,
        "owner": gettext("Responsible: %(role)s", role=role_title(wanted.owner)),
        "waits_for": gettext("Waits for %(who)s", who=role),
        "waited": dict(_waits()).get(wanted.waited, ""),
        "due": gettext("Next date: %(day)s", day=dict(_days()).get(wanted.due, "").lower()),
    }
    return tuple(
        (text, address(replace(wanted, **{name: ""}))) for name, text in told.items() if getattr(wanted, name)
    )


def told(language: str, wanted: Filter) -> list[str]:
    """What the filter shows, in words: its view, what it is narrowed down to, and its order."""
    view = [label for label, its in built_in() if its.view == wanted.view]
    orders = [label for value, label, _ in sorting(wanted).options if value == wanted.sort]
    return [*view, *(text for text, _ in chosen(language, wanted)), *orders]


def clear_url(wanted: Filter) -> str:
    """The same view with nothing narrowed down."""
    return address(Filter(view=wanted.view, sort=wanted.sort))


def _column(label: str, wanted: Filter, rising: str, falling: str) -> Column:
    directions = {rising: "ascending", falling: "descending"}
    target = falling if wanted.sort == rising else rising
    return Column(label, address(replace(wanted, sort=target)), directions.get(wanted.sort, ""))


def _options(choices: Choices, now: str, everything: str = "") -> tuple[Option, ...]:
    known = [*choices, *([(now, now)] if now and now not in dict(choices) else [])]
    rest = ((value, label, value == now) for value, label in known)
    return (("", everything or gettext("All"), not now), *rest)


def _offered() -> tuple[LocalisedWorkflow, ...]:
    """The versions that cases are opened on today; read once for a page."""
    if "offered_models" not in g:
        g.offered_models = tuple(models_on(school_date(now())).values())
    found: tuple[LocalisedWorkflow, ...] = g.offered_models
    return found


def _stages(language: str) -> list[tuple[str, str]]:
    """The stages of all models that cases may be opened on, each id once."""
    found: dict[str, str] = {}
    for model in _offered():
        for stage in model.in_language(language).stages:
            found.setdefault(stage.id, stage.name)
    return [*found.items()]


def _waits() -> list[tuple[str, str]]:
    """How long a case may have waited at least."""
    return [(days, ngettext("At least %(num)d day", "At least %(num)d days", int(days))) for days in WAITED]


def _days() -> list[tuple[str, str]]:
    """When the next task may be due."""
    return [
        ("overdue", gettext("Overdue")),
        ("today", gettext("Until today")),
        ("week", gettext("Until the end of the week")),
        ("none", gettext("No date")),
    ]


def _roles(wanted: Collection[str]) -> list[tuple[str, str]]:
    """The roles with their titles, those nearest to the student first."""
    return [(role, role_title(role)) for role in catalog().access.reaching if role in wanted]

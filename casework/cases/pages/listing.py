"""The case list: its views, filters and rows, and the address that keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from casework.access.policy import Person
from casework.cases import queries as found_by
from casework.cases.around import responsible_names
from casework.cases.pages.start import speeches_of
from casework.cases.pages.words import Speech, capital, since, waiting_what
from casework.cases.queries import Filter
from casework.catalog import catalog
from casework.web.paging import Chip, Pager, pager
from casework.web.role_titles import mentioned, role_title
from casework.web.text import gettext, ngettext

PER_PAGE = 50

Option = tuple[str, str, bool]


@dataclass(frozen=True)
class CaseRow:
    """One case in the list."""

    student: str
    url: str
    class_name: str
    ministair: tuple[int, int]
    step_text: str
    waits_who: str
    waits_what: str
    ready: bool
    since: str
    owner: str | None


@dataclass(frozen=True)
class Listing:
    """Everything on the case list, and the students it shows."""

    views: tuple[Chip, ...]
    filters: Mapping[str, object]
    chosen: tuple[tuple[str, str], ...]
    rows: tuple[CaseRow, ...]
    sentence: str
    pager: Pager | None
    students: frozenset[UUID]


def listing(actor: Person, language: str, wanted: Filter, page: int, now: datetime) -> Listing:
    """The list as the reader asked for it, longest waiting first."""
    offset = (page - 1) * PER_PAGE
    found, total = found_by.cases_for(actor, wanted, offset=offset, limit=PER_PAGE)
    speeches = speeches_of(actor, language, found, now)
    named = responsible_names(row.case.id for row in found)
    return Listing(
        views=_views(actor, wanted),
        filters=_filters(actor, language, wanted),
        chosen=_chosen(language, wanted),
        rows=tuple(_row(speeches[row.case.id], row, named.get(row.case.id), now) for row in found),
        sentence=_sentence(wanted, total),
        pager=pager("cases.index", page, PER_PAGE, total, _kept(wanted)),
        students=frozenset(row.student.id for row in found),
    )


def _row(speech: Speech, row: found_by.CaseRow, named: tuple[UUID, str] | None, now: datetime) -> CaseRow:
    case, workflow = row.case, speech.workflow
    is_closed = case.closed_at is not None
    who = capital(speech.who(tuple(case.waiting_for)))
    what = waiting_what(speech, case.waiting_code, case.waiting_params)
    is_ready = case.waiting_code == "ready"
    number = workflow.order.get(case.stage, case.place) + 1
    return CaseRow(
        student=row.student.name,
        url=url_for("cases.show", case_id=case.id),
        class_name=row.group,
        ministair=(0 if is_closed else number, len(workflow.order)),
        step_text=gettext("Closed") if is_closed else f"{number} {speech.stage(case.stage)}",
        waits_who=capital(what) if is_ready else who,
        waits_what=who if is_ready else what,
        ready=is_ready,
        since="" if is_closed else since(case.waiting_since, now),
        owner=None if is_closed else _owner(speech, case.stage, named),
    )


def _owner(speech: Speech, stage: str, named: tuple[UUID, str] | None) -> str:
    """The colleague who was named, while they are around the student; else whose stage it is."""
    is_around = named is not None and any(one.id == named[0] for one in speech.colleagues)
    return named[1] if named and is_around else capital(speech.one(speech.workflow.stage(stage).owner))


def address(wanted: Filter) -> str:
    """The list's address with the filter in it: it survives the way back and can be sent to a colleague."""
    return url_for("cases.index", **_kept(wanted))


def _kept(wanted: Filter) -> dict[str, Any]:
    """What of the filter stands in the address."""
    names = {"query": "q", "is_closed": "closed", "is_mine": "mine"}
    asked = asdict(wanted).items()
    return {names.get(key, key): "1" if value is True else value for key, value in asked if value}


def _views(actor: Person, wanted: Filter) -> tuple[Chip, ...]:
    mine, everything, closed = Filter(is_mine=True), Filter(), Filter(is_closed=True)
    views = (
        (gettext("All open"), everything),
        (gettext("Waiting for me"), mine),
        (gettext("All closed"), closed),
    )
    return tuple(
        Chip(
            label,
            found_by.count_for(actor, view),
            address(view),
            (view.is_mine, view.is_closed) == (wanted.is_mine, wanted.is_closed),
        )
        for label, view in views
    )


def _stages(language: str) -> list[tuple[str, str]]:
    """The stages of all models that cases may be opened on, each id once."""
    found: dict[str, str] = {}
    for model in catalog().workflows.values():
        for stage in model.in_language(language).stages:
            found.setdefault(stage.id, stage.name)
    return [*found.items()]


def _filters(actor: Person, language: str, wanted: Filter) -> Mapping[str, object]:
    def options(pairs: Sequence[tuple[str, str]], chosen: str) -> list[Option]:
        return [
            ("", gettext("All"), not chosen),
            *((value, label, value == chosen) for value, label in pairs),
        ]

    roles = [(role, role_title(role)) for role in found_by.waiting_roles_for(actor)]
    return {
        "q": wanted.query,
        "mine": wanted.is_mine,
        "closed": wanted.is_closed,
        "stage": options(_stages(language), wanted.stage),
        "group": options([(group, group) for group in found_by.groups_for(actor)], wanted.group),
        "waits_for": options(roles, wanted.waits_for),
    }


def _chosen(language: str, wanted: Filter) -> tuple[tuple[str, str], ...]:
    stages = dict(_stages(language))
    chosen = (
        (wanted.query, gettext("“%(text)s”", text=wanted.query), replace(wanted, query="")),
        (wanted.stage, stages.get(wanted.stage, wanted.stage), replace(wanted, stage="")),
        (wanted.group, wanted.group, replace(wanted, group="")),
        (
            wanted.waits_for,
            gettext("Waits for %(who)s", who=mentioned(wanted.waits_for, role_title(wanted.waits_for))),
            replace(wanted, waits_for=""),
        ),
    )
    return tuple((label, address(without)) for value, label, without in chosen if value)


def _sentence(wanted: Filter, total: int) -> str:
    if wanted.is_closed:
        return ngettext("%(num)d closed case", "%(num)d closed cases", total)
    count = ngettext("%(num)d open case", "%(num)d open cases", total)
    return gettext("%(count)s, sorted by how long they have waited", count=count) if total > 1 else count

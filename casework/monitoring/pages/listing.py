"""The cases that the authority monitors: where each stands, and the day that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place
from casework.monitoring.pages.words import FUTURE, standing_day, standing_title
from casework.monitoring.queries import Monitored, monitored
from casework.monitoring.rules import Standing, standing
from casework.web.dates import day
from casework.web.paging import Pager, pager
from casework.web.text import ngettext

PAGE = 25


@dataclass(frozen=True)
class Row:
    """One case: whom, where, how it stands, the day that goes with it, since when."""

    name: str
    group: str
    school: str
    url: str
    is_protected: bool
    standing: str
    day: str
    is_past: bool
    since: str


@dataclass(frozen=True)
class Listing:
    """A page of the list, and the students it shows."""

    rows: tuple[Row, ...]
    pager: Pager | None
    sentence: str
    students: tuple[tuple[UUID, Place], ...]


def listing(actor: Person, page: int, today: date) -> Listing:
    """The monitored cases that the actor may see: those first whose next day comes first."""
    found = [(one, standing(one.matter)) for one in monitored(actor, today)]
    found.sort(key=lambda pair: (_comes(pair[1]), pair[0].row.case.number))
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Listing(
        tuple(_row(one, stands, today) for one, stands in shown),
        pager("monitoring.index", page, PAGE, len(found), {}),
        ngettext("%(num)d case", "%(num)d cases", len(found)),
        tuple(one.row.shown for one, _ in shown),
    )


def _comes(stands: Standing) -> date:
    return stands.day if stands.day and stands.code in FUTURE else date.max


def _row(one: Monitored, stands: Standing, today: date) -> Row:
    return Row(
        name=one.row.student.name,
        group=one.row.group,
        school=one.school,
        url=url_for("monitoring.of_case", case_id=one.row.case.id),
        is_protected=one.row.student.is_protected,
        standing=standing_title(stands),
        day=standing_day(stands),
        is_past=stands.day is not None and stands.code in FUTURE and stands.day < today,
        since=day(one.matter.since),
    )

"""The overview of a case as its page shows it: who, where, what now, what else is open, which other ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.models import Visit
from casework.cases.pages.words import Speech, capital, since, waiting_what
from casework.cases.queries import CaseRow
from casework.cases.waiting import missing, usual_way
from casework.clock import school_date
from casework.engine.workflow import CLOSED
from casework.people.models import Guardian
from casework.web.dates import day, day_brief
from casework.web.text import gettext, ngettext

# What a case waits for as a whole; everything else is one need among several.
WHOLE = ("approval", "ready", "task", "stage")


@dataclass(frozen=True)
class SubnavItem:
    """One of the case's pages."""

    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Identity:
    """The head of a case's pages."""

    name: str
    first_name: str
    class_name: str
    age: int | None
    number: int
    opened_on: datetime
    owner: str | None
    waiting: tuple[str, ...]
    state: str
    state_text: str | None
    sub: tuple[SubnavItem, ...]


@dataclass(frozen=True)
class Rung:
    """A stage in the picture of the ladder."""

    number: int
    short: str
    title: str
    state: str
    visits: tuple[str, ...]


@dataclass(frozen=True)
class Stair:
    """Where the case stands and has been."""

    steps: tuple[Rung, ...]
    back: tuple[int, int, str] | None
    summary: str
    closed: bool
    description: str


@dataclass(frozen=True)
class PersonRow:
    """Somebody around the student."""

    initials: str
    name: str
    line: str
    phone: str | None = None


@dataclass(frozen=True)
class People:
    """Everybody around the student."""

    title: str
    staff: tuple[PersonRow, ...]
    home_title: str
    home: tuple[PersonRow, ...]
    outside: tuple[PersonRow, ...] = ()


def identity(row: CaseRow, situation: Situation, speech: Speech, *, now: datetime, page: str) -> Identity:
    """The head of the case's pages, with the page it stands on marked."""
    case, student = row.case, row.student
    owner = situation.workflow.stage(situation.facts.last_stage).owner
    pages = (
        (gettext("Overview"), "show"),
        (gettext("Forms"), "forms"),
        (gettext("Documents"), "attachments"),
        (gettext("Consents"), "consents"),
        (gettext("History"), "history_page"),
    )
    return Identity(
        name=student.name,
        first_name=student.given_name,
        class_name=row.group,
        age=student.age(school_date(now)),
        number=case.number,
        opened_on=case.opened_at,
        owner=speech.one(owner) if not case.closed_at else None,
        waiting=() if case.closed_at else (_waiting(situation, speech, row, now),),
        state="closed" if case.closed_at else "administration" if case.is_handed_over else "open",
        state_text=_state_text(row),
        sub=tuple(
            SubnavItem(label, url_for(f"cases.{view}", case_id=case.id), current=view == page)
            for label, view in pages
            if view != "consents" or situation.workflow.purposes
        ),
    )


def _waiting(situation: Situation, speech: Speech, row: CaseRow, now: datetime) -> str:
    """Whom the case waits for and for what; what it waits for from the reader before what comes first."""
    roles = tuple(row.case.waiting_for)
    is_for_need = row.case.waiting_code not in WHOLE
    unmet = missing(usual_way(situation)) if is_for_need else []
    mine = [one for one in unmet if speech.is_mine(one.who)]
    who = gettext("you") if speech.is_mine(roles) or mine else speech.who(roles)
    code, params = row.case.waiting_code, row.case.waiting_params
    if mine and not speech.is_mine(roles):
        code, params = mine[0].code, dict(mine[0].params)
    what = waiting_what(speech, code, params)
    waited = since(row.case.waiting_since, now)
    return f"{who}: {what}, {waited}" if what else f"{who} {waited}"


def _state_text(row: CaseRow) -> str | None:
    if row.case.closed_at:
        return gettext("Closed %(day)s", day=day(row.case.closed_at))
    return gettext("With the administration") if row.case.is_handed_over else None


def stair(situation: Situation, speech: Speech, *, now: datetime) -> Stair:
    """The ladder with the path that the case has taken."""
    workflow, present = speech.workflow, situation.case.stage
    steps = tuple(
        Rung(
            number=workflow.order[stage.id] + 1,
            short=stage.name,
            title=stage.title,
            state="now" if stage.id == present else "been" if _visits(situation, stage.id) else "ahead",
            visits=tuple(_stay(visit, now) for visit in _visits(situation, stage.id)),
        )
        for stage in workflow.stages
    )
    return Stair(
        steps,
        _back(situation, speech),
        _summary(situation, speech),
        present == CLOSED,
        _path(situation, speech),
    )


def _visits(situation: Situation, stage: str) -> list[Visit]:
    return [visit for visit in situation.visits if visit.stage == stage]


def _stay(visit: Visit, now: datetime) -> str:
    if visit.left_at:
        if school_date(visit.left_at) == school_date(visit.entered_at):
            return day_brief(visit.entered_at)
        return f"{day_brief(visit.entered_at)}–{day_brief(visit.left_at)}"
    days = (school_date(now) - school_date(visit.entered_at)).days
    if days < 1:
        return gettext("since today")
    length = ngettext("%(num)d day", "%(num)d days", days)
    return gettext("since %(day)s, %(days)s", day=day_brief(visit.entered_at), days=length)


def _back(situation: Situation, speech: Speech) -> tuple[int, int, str] | None:
    """The latest move down the ladder."""
    order = situation.workflow.order
    for before, after in reversed(list(zip(situation.visits, situation.visits[1:], strict=False))):
        if order[after.stage] < order[before.stage]:
            label = gettext("back %(day)s", day=day_brief(after.entered_at))
            return order[before.stage], order[after.stage], label
    return None


def _summary(situation: Situation, speech: Speech) -> str:
    order, stage = situation.workflow.order, situation.case.stage
    if stage == CLOSED:
        last = speech.numbered(situation.facts.last_stage)
        return gettext("The case is closed. It stood in %(step)s.", step=last)
    return gettext(
        "Step %(number)s of %(count)s: %(name)s",
        number=order[stage] + 1,
        count=len(order),
        name=speech.stage(stage),
    )


def _path(situation: Situation, speech: Speech) -> str:
    names = [speech.stage(visit.stage) for visit in situation.visits]
    return gettext("The case has been in: %(path)s.", path=", ".join(names))


def people(situation: Situation, speech: Speech, guardians: Sequence[tuple[Guardian, bool]]) -> People:
    """The adults around the student: staff once each with all their roles, and the home."""
    by_name: dict[str, list[str]] = {}
    for colleague in speech.colleagues:
        if colleague.role != "administration" or situation.case.is_handed_over:
            by_name.setdefault(colleague.name, []).append(speech.role_within(colleague.role))
    staff = tuple(
        PersonRow(
            _initials(name),
            gettext("%(name)s (you)", name=name) if name == speech.reader else name,
            ", ".join(roles),
        )
        for name, roles in by_name.items()
    )
    around = gettext("Around %(name)s", name=situation.student.given_name)
    return People(around, staff, gettext("At home"), home_rows(guardians))


def home_rows(guardians: Sequence[tuple[Guardian, bool]]) -> tuple[PersonRow, ...]:
    """The guardians; a number only of those whom the school may call."""
    return tuple(
        PersonRow(
            _initials(guardian.name),
            guardian.name,
            gettext("guardian") if may else gettext("guardian, may not be contacted"),
            guardian.phone if may else None,
        )
        for guardian, may in guardians
    )


def _initials(name: str) -> str:
    words = name.split()
    return capital(words[0][:1]) + (capital(words[-1][:1]) if len(words) > 1 else "")

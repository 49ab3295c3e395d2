"""What the pages about substitutes show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from casework.access.policy import Person
from casework.clock import school_date
from casework.people import substitutes
from casework.people.substitutes import Passed, StandsIn
from casework.web.dates import day
from casework.web.role_titles import role_title
from casework.web.text import gettext


@dataclass(frozen=True)
class Row:
    """One substitution: who for whom, the days, and where it is ended."""

    title: str
    days: str
    end_url: str | None


@dataclass(frozen=True)
class SubstituteList:
    """Those that are to come or hold, those that are over, and for whom the reader may name one."""

    rows: tuple[Row, ...]
    over: tuple[Row, ...]
    staff: tuple[tuple[UUID, str], ...]
    name_url: str


@dataclass(frozen=True)
class Follows:
    """The roles that follow to a substitute, and those that do not; each as a line."""

    follow: tuple[str, ...]
    stay: tuple[str, ...]


def substitute_list(actor: Person, now: datetime) -> SubstituteList:
    """What the reader has to do with."""
    today = school_date(now)
    found = substitutes.substitutions_for(actor, today)
    return SubstituteList(
        rows=tuple(_row(one, actor, today) for one in found if not one.is_over(today)),
        over=tuple(_row(one, actor, today) for one in reversed(found) if one.is_over(today)),
        staff=tuple((one.id, one.name) for one in substitutes.staff_of(actor, today)),
        name_url=url_for("people.new_substitute"),
    )


def who_can_stand_in(away_id: UUID, actor: Person, today: date) -> list[tuple[str, str]]:
    """The colleagues to choose among, as a list shows them; nobody gives themselves a role."""
    colleagues = substitutes.colleagues_of(away_id, today)
    return [(str(one.id), one.name) for one in colleagues if one.id != actor.id]


def what_follows(away_id: UUID, actor: Person, today: date) -> Follows:
    """What a substitute gets of the person's roles; of somebody else's those where the actor decides."""
    found = substitutes.roles_between(away_id, today, date.max)
    if away_id != actor.id:
        units = substitutes.units_of(actor, today)
        found = [one for one in found if one.grant.unit_id in units]
    return Follows(
        follow=tuple(dict.fromkeys(_line(one) for one in found if one.is_passed)),
        stay=tuple(dict.fromkeys(_line(one) for one in found if not one.is_passed)),
    )


def today_lines(actor: Person, now: datetime) -> Sequence[str]:
    """What the reader is told today: for whom they stand in, and who stands in for them."""
    return [_said(one, actor) for one in substitutes.today_for(actor.id, school_date(now))]


def _said(one: StandsIn, actor: Person) -> str:
    until = day(one.row.last_on)
    if one.row.absent_id == actor.id:
        return gettext("%(name)s stands in for you until %(day)s.", name=one.substitute, day=until)
    return gettext("You stand in for %(name)s until %(day)s.", name=one.absent, day=until)


def _row(one: StandsIn, actor: Person, today: date) -> Row:
    title = gettext("%(substitute)s for %(absent)s", substitute=one.substitute, absent=one.absent)
    days = gettext("%(first)s to %(last)s", first=day(one.row.first_on), last=day(one.row.last_on))
    if one.row.ended_at:
        days = gettext("%(days)s, ended %(day)s", days=days, day=day(school_date(one.row.ended_at)))
    end_url = url_for("people.end_substitute", substitution_id=one.row.id)
    return Row(title, days, None if one.is_over(today) else end_url)


def _line(one: Passed) -> str:
    return gettext("%(role)s, %(where)s", role=role_title(one.grant.role), where=one.where)

"""A team's agenda as pages show it: the week's cases, and one point with what one has to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from casework.cases.pages import notes as note_pages
from casework.cases.pages.rows import task_state
from casework.cases.pages.words import capital
from casework.cases.views.desk import Desk
from casework.meetings.agenda import ONE_WEEK, Point, Team
from casework.web.dates import day, week
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

WHY = {
    "put": _("A colleague has put it here."),
    "waits": _("The case waits for the team."),
    "signal": _("There is a new signal."),
    "moved": _("Moved here from last week."),
}
STATES = {"open": _("To go through"), "done": _("Done"), "moved": _("Moved to next week")}
LATEST, TASKS = 3, 5


@dataclass(frozen=True)
class PointRow:
    """One case in the list."""

    name: str
    class_name: str
    url: str
    why: str
    status: str
    state: str
    is_protected: bool


def key_of(team: Team) -> str:
    """The team as addresses and forms name it."""
    return f"{team.unit_id} {team.role}"


def chosen(teams: Sequence[Team], key: str) -> Team | None:
    """The team that the address names; the first where it names none of them."""
    return next((one for one in teams if key_of(one) == key), teams[0] if teams else None)


def week_of(text: str, this: date) -> date:
    """The Monday that the address names; this week's where it is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return this
    return found if found.weekday() == 0 and abs((found - this).days) <= 366 else this


def title(team: Team) -> str:
    """ "elevhälsoteamet, Ekbackaskolan"."""
    return f"{capital(in_sentence(team.role, role_title(team.role)))}, {team.unit}"


def week_title(on: date) -> str:
    """ "Vecka 48, från 23 november"."""
    return gettext("%(week)s, from %(day)s", week=week(on), day=day(on))


def address(team: Team, on: date) -> str:
    """Where the agenda of the week is."""
    return url_for("meetings.agenda", team=key_of(team), week=on.isoformat())


def point_url(point: Point) -> str:
    """Where one goes through the point."""
    return url_for("meetings.point", case_id=point.case.case.id, point_id=point.row.id)


def listing(
    teams: Sequence[Team], team: Team, on: date, points: Sequence[Point], more: int
) -> dict[str, Any]:
    """What the page of a week shows; `more` cases are proposed for it."""
    first = next((one for one in points if one.row.status == "open"), None)
    done = sum(one.row.status != "open" for one in points)
    return {
        "heading": gettext("Team meeting"),
        "lead": f"{title(team)}. {week_title(on)}",
        "progress": gettext("%(done)s of %(all)s gone through.", done=done, all=len(points))
        if points
        else "",
        "rows": [_row(one) for one in points],
        "start_url": point_url(first) if first else None,
        "is_begun": bool(done),
        "more": more,
        "before": (gettext("The week before"), address(team, on - ONE_WEEK)),
        "after": (gettext("The week after"), address(team, on + ONE_WEEK)),
        "others": [(title(one), address(one, on)) for one in teams if one != team],
        "fill": {"team": key_of(team), "week": on.isoformat()},
    }


def _row(one: Point) -> PointRow:
    return PointRow(
        name=one.case.student.name,
        class_name=one.case.group,
        url=point_url(one),
        why=str(WHY[one.row.why]),
        status=one.row.status,
        state=str(STATES[one.row.status]),
        is_protected=one.case.student.is_protected,
    )


def one_point(desk: Desk, team: Team, points: Sequence[Point], here: Point) -> dict[str, Any]:
    """What the page of one point shows: what waits, what was noted last, and the way to the next."""
    place, then = points.index(here), following(points, here.row.id)
    spoken = desk.speech
    tasks = [one for one in desk.situation.tasks if one.status == "open" and not one.is_optional]
    tasks.sort(key=lambda one: one.due_on or date.max)
    return {
        "heading": f"{here.case.student.name}, {here.case.group}"
        if here.case.group
        else here.case.student.name,
        "place": gettext("Point %(n)s of %(all)s", n=place + 1, all=len(points)),
        "why": str(WHY[here.row.why]),
        "stage": spoken.stage(desk.situation.facts.last_stage),
        "status": here.row.status,
        "state": str(STATES[here.row.status]),
        "tasks": [
            (
                spoken.titled(one.action, one.title),
                url_for("cases.task", case_id=one.case_id, task_id=one.id),
                task_state(desk.situation, one)[1],
            )
            for one in tasks[:TASKS]
        ],
        "notes": note_pages.notes(desk.row, spoken, desk.reader, desk.readable).rows[:LATEST],
        "next_url": point_url(then) if then else None,
        "next_name": then.case.student.given_name if then else "",
        "case_url": url_for("cases.show", case_id=desk.row.case.id),
        "up": (gettext("Team meeting"), address(team, here.row.week_on)),
    }


def following(points: Sequence[Point], point_id: UUID) -> Point | None:
    """The next point that nobody has settled, the first again after the last; None where none is."""
    place = next(n for n, one in enumerate(points) if one.row.id == point_id)
    return next((one for one in (*points[place + 1 :], *points[:place]) if one.row.status == "open"), None)


def weeks(this: date) -> list[tuple[str, str]]:
    """The weeks in which a case can be taken up."""
    return [((this + n * ONE_WEEK).isoformat(), week_title(this + n * ONE_WEEK)) for n in range(4)]


def teams_for(teams: Sequence[Team], unit_id: object) -> list[tuple[str, str]]:
    """The reader's teams at the student's school."""
    return [(key_of(one), title(one)) for one in teams if one.unit_id == unit_id]

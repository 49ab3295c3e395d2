"""The share of absence from day to day as a picture with the limits of the routine, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from casework.attendance.pages.words import percent
from casework.engine.course import Limit, Measure, Point
from casework.engine.workflow import CLOSED, Workflow
from casework.web.dates import day as day_text
from casework.web.dates import month_brief, week
from casework.web.text import gettext

# The picture's own units: the plot, and what stands to its right and below it.
WIDE, HIGH, RIGHT, BELOW, ABOVE = 340, 140, 48, 20, 10
LEAST_TOP, STEP = 10, 10  # per cent


@dataclass(frozen=True)
class Mark:
    """A line across the picture or a word below it: where, and what it says."""

    at: int
    text: str


@dataclass(frozen=True)
class CoursePicture:
    """The curve as a path, with limits, months and the height of the scale; the same figures week by week.

    `rules` say what each limit leads to, `counted` how it is counted and since when.
    """

    path: str
    limits: tuple[Mark, ...]
    months: tuple[Mark, ...]
    top: Mark
    zero: int
    now: str
    weeks: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    routine: str
    counted: str
    width: int = WIDE + RIGHT
    height: int = ABOVE + HIGH + BELOW


def course_picture(points: Sequence[Point], measure: Measure, spoken: Workflow) -> CoursePicture | None:
    """The picture; None before there is anything to show."""
    if not points:
        return None
    highest = max([*(one.percent for one in points), *(Fraction(one.percent) for one in measure.limits)])
    top = min(max(LEAST_TOP, (int(highest) // STEP + 1) * STEP), 100)
    scale = _Scale(points[0].on, points[-1].on, top)
    return CoursePicture(
        path=_path(points, scale),
        limits=tuple(Mark(scale.y(one.percent), percent(Fraction(one.percent))) for one in measure.limits),
        months=tuple(_months(scale)),
        top=Mark(scale.y(top), percent(Fraction(top))),
        zero=scale.y(0),
        now=percent(points[-1].percent),
        weeks=tuple(_weeks(points)),
        rules=tuple(_rule(one, spoken) for one in measure.limits),
        routine=spoken.title,
        counted=_counted(measure, points[-1].begins),
    )


@dataclass(frozen=True)
class _Scale:
    """Where a day and a share stand in the picture."""

    first: date
    last: date
    top: int

    def x(self, day: date) -> int:
        return round(WIDE * ((day - self.first).days / max((self.last - self.first).days, 1)))

    def y(self, share: Fraction | Decimal | int) -> int:
        return ABOVE + round(HIGH * (1 - float(share) / self.top))


def _path(points: Sequence[Point], scale: _Scale) -> str:
    """A line for each window: where a new one begins, the share begins anew."""
    lines = []
    for _, same in groupby(points, key=lambda one: one.begins):
        places = [f"{scale.x(one.on)} {scale.y(one.percent)}" for one in same]
        lines.append("M" + "L".join([*places, places[-1]]))  # a lone point is a dot, with round line ends
    return "".join(lines)


def _months(scale: _Scale) -> Iterator[Mark]:
    """The months that begin within the picture, those too near its right end without a word."""
    day = scale.first.replace(day=1)
    while day <= scale.last:
        if day > scale.first and scale.x(day) <= WIDE - BELOW:
            yield Mark(scale.x(day), month_brief(day))
        day = (day + timedelta(days=32)).replace(day=1)


def _weeks(points: Sequence[Point]) -> Iterator[tuple[str, str]]:
    """What the share was at the end of each week, the latest first."""
    for _, same in groupby(reversed(points), key=lambda one: one.on.isocalendar()[:2]):
        last = next(same)
        yield week(last.on), percent(last.percent)


def _rule(limit: Limit, spoken: Workflow) -> str:
    trigger, order = limit.trigger, spoken.order
    title = next(one.title for one in spoken.triggers if one.id == trigger.id)
    limited = percent(Fraction(limit.percent))
    target = trigger.proposes or ""
    if target in order:
        told = {"limit": limited, "number": order[target] + 1, "name": spoken.stage(target).name}
        return gettext("%(limit)s: step %(number)s, %(name)s", **told)
    return f"{limited}: {gettext('Close the case') if target == CLOSED else title}"


def _counted(measure: Measure, begins: date) -> str:
    """How the share is counted, and since when."""
    since = day_text(begins)
    if measure.rule.counting != "any":
        return gettext("Counted as the routine counts it, since %(day)s.", day=since)
    if measure.rule.measured_in == "minutes":
        return gettext(
            "Missed minutes of registered lessons since %(day)s, late arrivals too. "
            "Lessons that nobody has registered are left out.",
            day=since,
        )
    return gettext(
        "Missed parts of what was registered since %(day)s. What nobody has registered is left out.",
        day=since,
    )

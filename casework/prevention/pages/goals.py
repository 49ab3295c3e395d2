"""Goals and groups of a school: what is to be reached, the figures over time, and who the groups are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import url_for

from casework.attendance.pages.words import percent
from casework.attendance.shares import Share
from casework.engine.beside import Goal
from casework.engine.workflow import Workflow
from casework.prevention import cohorts, goals
from casework.prevention.actions import SMALLEST
from casework.prevention.goals import Counted
from casework.prevention.models import GoalValue
from casework.prevention.pages.words import rules_of, speaker
from casework.prevention.queries import School
from casework.routines.rules import goal_facts
from casework.web.dates import day, day_of_year, month_heading
from casework.web.text import gettext, ngettext

GOAL_FACTS = ("target", "for_whom")


@dataclass(frozen=True)
class MonthRow:
    """The attendance in one month, as text and as whole percent for a bar."""

    title: str
    text: str
    bar: int


@dataclass(frozen=True)
class TrackRow:
    """Something that a goal follows by hand: the newest figure, and those before it."""

    title: str
    newest: str
    on: str
    note: str
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class GoalPart:
    """One goal with its figures."""

    title: str
    facts: tuple[str, ...]
    now: str
    reached: str
    look: str
    months: tuple[MonthRow, ...]
    tracks: tuple[TrackRow, ...]
    hidden: str
    enter_url: str | None


@dataclass(frozen=True)
class CohortPart:
    """One group: how many are in it today."""

    title: str
    text: str
    url: str | None


@dataclass(frozen=True)
class GoalsPage:
    """The page."""

    school: str
    parts: tuple[GoalPart, ...]
    cohorts: tuple[CohortPart, ...]


def goals_page(school: School) -> GoalsPage:
    """Every goal and every group of the routine."""
    rules = rules_of(school)
    if rules is None:
        return GoalsPage(school.unit.name, (), ())
    values = goals.values_of(school)
    return GoalsPage(
        school=school.unit.name,
        parts=tuple(_part(school, rules, goal, values) for goal in rules.goals),
        cohorts=tuple(_cohort(school, one.id, one.title) for one in rules.cohorts),
    )


def _part(
    school: School, rules: Workflow, goal: Goal, values: Mapping[tuple[str, str], Sequence[GoalValue]]
) -> GoalPart:
    facts = [one.text for one in goal_facts(speaker(rules), goal) if one.fields[0] in GOAL_FACTS]
    found = goals.counted(school, goal.for_whom) if goal.measure == goals.COUNTED else Counted(0, {})
    reached = goals.is_reached(goal, found.so_far)
    may_enter = school.may_lead and goal.measure != goals.COUNTED
    return GoalPart(
        title=goal.title,
        facts=tuple(facts),
        now=_now(found) if found.months else "",
        reached={True: gettext("Reached so far"), False: gettext("Not reached so far"), None: ""}[reached],
        look="done" if reached else "draft",
        months=tuple(_month_rows(goal, found)),
        tracks=tuple(_tracks(goal, values)),
        hidden=_hidden(found),
        enter_url=url_for("prevention.enter", unit_id=school.unit.id, goal_word=goal.id)
        if may_enter
        else None,
    )


def _now(found: Counted) -> str:
    told = percent(goals.present(found.so_far))
    number = ngettext("%(num)d student", "%(num)d students", found.number)
    return gettext("%(share)s in the school year so far, %(number)s", share=told, number=number)


def _hidden(found: Counted) -> str:
    if not found.is_hidden:
        return ""
    if found.number >= SMALLEST:
        return gettext(
            "Months in which the group was smaller than %(number)s are neither shown nor counted. Their "
            "figures would tell of single students.",
            number=SMALLEST,
        )
    return gettext(
        "The group is smaller than %(number)s. Its figures would tell of single students.", number=SMALLEST
    )


def _month_rows(goal: Goal, found: Counted) -> Iterable[MonthRow]:
    """Month by month where the goal is shown over time."""
    if goal.show == "over_time":
        for first, share in found.months.items():
            there = goals.present(share)
            yield MonthRow(month_heading(first), percent(there), _whole(there, share))


def _whole(there: Fraction, share: Share) -> int:
    return int(there) if share.held else 0


def _tracks(goal: Goal, values: Mapping[tuple[str, str], Sequence[GoalValue]]) -> Iterable[TrackRow]:
    for track, title in goals.tracks(goal).items():
        known = values.get((goal.id, track), ())
        newest = known[0] if known else None
        yield TrackRow(
            title=title,
            newest=newest.value if newest else gettext("No figure yet"),
            on=day_of_year(newest.on) if newest else "",
            note=newest.note if newest else "",
            earlier=tuple(f"{day_of_year(one.on)}: {one.value}" for one in known[1:]),
        )


def _cohort(school: School, cohort_word: str, title: str) -> CohortPart:
    number = len(cohorts.days_in(school, cohort_word, school.today, school.today))
    text = ngettext("%(num)d student today", "%(num)d students today", number)
    named: dict[str, Any] = {"unit_id": school.unit.id, "cohort_word": cohort_word}
    return CohortPart(title, text, url_for("prevention.cohort", **named) if school.may_lead else None)


@dataclass(frozen=True)
class MemberRow:
    """A student in the group."""

    name: str
    url: str
    group: str
    days: str
    is_protected: bool
    end_url: str | None


def member_rows(found: Iterable[cohorts.Member]) -> Iterable[MemberRow]:
    """Who is or was in the group, those who are first."""
    for one in sorted(found, key=lambda member: member.row.ended_at is not None):
        last = one.row.last_on
        days = (
            gettext("%(first)s to %(last)s", first=day(one.row.first_on), last=day(last))
            if last
            else gettext("From %(day)s", day=day(one.row.first_on))
        )
        ids: dict[str, Any] = {"student_id": one.student.id, "member_id": one.row.id}
        yield MemberRow(
            one.student.name,
            url_for("cases.student", student_id=one.student.id),
            one.group,
            days,
            one.student.is_protected,
            None if one.row.ended_at else url_for("prevention.leave", **ids),
        )

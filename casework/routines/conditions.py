"""Conditions in words, as a sentence says when: "at the fifth occasion of absence during the term"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casework.engine.condition import Condition
from casework.engine.counted import AbsenceShare, OccasionCount
from casework.routines.absences import absence, absence_names
from casework.routines.amounts import (
    amount,
    amount_limit,
    day_of,
    each_stretch,
    limited,
    number,
    ordinal,
    percent_limit,
    times_limit,
)
from casework.routines.speaker import Speaker, both, quoted
from casework.routines.students import age_clause, passed_clause, student_clause, times_clause
from casework.routines.times import window
from casework.web.text import gettext, ngettext

Said = Callable[[Speaker, Any], str]


def when(speaker: Speaker, condition: Condition) -> str:
    """When the condition is met."""
    return _SAID[condition.kind](speaker, condition.rule)


def _each(speaker: Speaker, kind: str, rule: Any) -> str:
    what = absence(speaker, rule.counting)
    if kind == "occasion" and rule.counting == "any":
        return gettext("at each occasion of absence")
    if kind == "occasion":
        return gettext("at each occasion of %(absence)s", absence=what)
    if kind == "lesson":
        return gettext("at each lesson with %(absence)s", absence=what)
    if kind == "session":
        return gettext("at each half-day with %(absence)s", absence=what)
    return gettext("on each day with %(absence)s", absence=what)


def _occasions(speaker: Speaker, rule: OccasionCount) -> str:
    word, count = rule.limit
    what, place = absence(speaker, rule.counting), ordinal(count) if word == "at_least" else ""
    if place and rule.counting == "any":
        found = gettext("at the %(ordinal)s occasion of absence", ordinal=place)
    elif place:
        found = gettext("at the %(ordinal)s occasion of %(absence)s", ordinal=place, absence=what)
    else:
        noun = ngettext(
            "%(num)d occasion of %(absence)s", "%(num)d occasions of %(absence)s", count, absence=what
        )
        found = gettext("when there are %(occasions)s", occasions=limited(rule.limit, noun))
    return " ".join((*_which(rule, found), window(speaker, rule.window)))


def _which(rule: OccasionCount, found: str) -> list[str]:
    said = [found]
    if rule.lasting:
        said.append(gettext("that lasts at least %(amount)s", amount=amount(rule.lasting)))
    if rule.same == "weekday":
        said.append(gettext("on the same weekday"))
    elif rule.same == "subject":
        said.append(gettext("in the same subject"))
    elif rule.same == "time_of_day":
        said.append(gettext("at the same time of day"))
    return said


def _late(speaker: Speaker, rule: Any) -> str:
    told = {"times": times_limit(rule.limit), "window": window(speaker, rule.window)}
    if rule.counting == "any":
        return gettext("when the student has come late %(times)s %(window)s", **told)
    counted = absence(speaker, rule.counting)
    return gettext(
        "when the student has come late %(times)s %(window)s, counted as %(absence)s", absence=counted, **told
    )


def _run(speaker: Speaker, rule: Any) -> str:
    return gettext(
        "when there has been %(absence)s without a break for %(amount)s",
        absence=absence(speaker, rule.counting),
        amount=amount_limit(rule.limit),
    )


def _sum(speaker: Speaker, rule: Any) -> str:
    return gettext(
        "when there has been %(absence)s for %(amount)s in all %(window)s",
        absence=absence(speaker, rule.counting),
        amount=amount_limit(rule.limit),
        window=window(speaker, rule.window),
    )


def _percent(speaker: Speaker, rule: AbsenceShare) -> str:
    said = gettext(
        "when %(share)s of %(time)s %(window)s is %(absence)s",
        share=percent_limit(rule.limit),
        time=_scheduled(rule),
        window=window(speaker, rule.window),
        absence=absence(speaker, rule.counting),
    )
    if rule.same:
        said = gettext("%(said)s, in one and the same subject", said=said)
    if rule.after_school_days:
        days = ngettext("%(num)d school day", "%(num)d school days", rule.after_school_days)
        return gettext("%(said)s (read only after %(days)s)", said=said, days=days)
    return said


def _scheduled(rule: AbsenceShare) -> str:
    so_far = {
        "minutes": gettext("the scheduled time so far"),
        "lessons": gettext("the scheduled lessons so far"),
        "sessions": gettext("the scheduled half-days so far"),
        "days": gettext("the school days so far"),
    }
    in_all = {
        "minutes": gettext("all scheduled time"),
        "lessons": gettext("all scheduled lessons"),
        "sessions": gettext("all scheduled half-days"),
        "days": gettext("all school days"),
    }
    return (so_far if rule.of == "scheduled_so_far" else in_all)[rule.measured_in]


def _rise(speaker: Speaker, rule: Any) -> str:
    word, value = rule.limit
    points = gettext("%(number)s percentage points", number=number(value))
    return gettext(
        "when the share of %(absence)s %(window)s is %(points)s higher than %(against)s",
        absence=absence(speaker, rule.counting),
        window=window(speaker, rule.window),
        points=limited((word, value), points),
        against=window(speaker, rule.against),
    )


def _mixed(speaker: Speaker, rule: Any) -> str:
    return gettext(
        "when %(absences)s together come to %(times)s %(window)s",
        absences=absence_names(speaker, rule.of),
        times=times_limit(rule.limit),
        window=window(speaker, rule.window),
    )


def _calendar(speaker: Speaker, rule: Any) -> str:
    each = [each_stretch(rule.each)] if rule.each else []
    dates = [gettext("on %(day)s", day=day_of(one)) for one in rule.dates]
    return both([*each, *dates]) or gettext("never")


def _concern(speaker: Speaker, rule: Any) -> str:
    who = speaker.whoever(rule.raised_by)
    if rule.about:
        mark = quoted(speaker.model.marks.get(rule.about, rule.about))
        return gettext("when %(who)s says, with the reason: %(mark)s", who=who, mark=mark)
    return gettext("when %(who)s says that something is worrying, with the reason", who=who)


def _any(speaker: Speaker, rule: tuple[Condition, ...]) -> str:
    between = gettext("or")
    return f", {between} ".join(when(speaker, one) for one in rule)


def _all(speaker: Speaker, rule: tuple[Condition, ...]) -> str:
    parts = [
        gettext("either %(said)s", said=when(speaker, one)) if one.kind == "any" else when(speaker, one)
        for one in rule
    ]
    between = gettext("and at the same time")
    return f", {between} ".join(parts)


def _clause(clause: Said) -> Said:
    return lambda speaker, rule: gettext("when %(clause)s", clause=clause(speaker, rule))


_SAID: Mapping[str, Said] = {
    "occasion": lambda speaker, rule: _each(speaker, "occasion", rule),
    "lesson": lambda speaker, rule: _each(speaker, "lesson", rule),
    "session": lambda speaker, rule: _each(speaker, "session", rule),
    "day": lambda speaker, rule: _each(speaker, "day", rule),
    "occasions": _occasions,
    "late_arrivals": _late,
    "run": _run,
    "absence": _sum,
    "percent": _percent,
    "rise": _rise,
    "mixed": _mixed,
    "times": _clause(times_clause),
    "passed": _clause(passed_clause),
    "age": _clause(age_clause),
    "student": _clause(student_clause),
    "calendar": _calendar,
    "concern": _concern,
    "in_stage": lambda speaker, rule: gettext(
        "when the case stands at %(stage)s", stage=speaker.stages(rule)
    ),
    "entered": lambda speaker, rule: gettext("when the case comes to %(stage)s", stage=speaker.stage(rule)),
    "started": lambda speaker, rule: gettext("when somebody begins %(form)s", form=speaker.form(rule)),
    "finalised": lambda speaker, rule: gettext("when %(form)s is finalised", form=speaker.form(rule)),
    "recorded": lambda speaker, rule: gettext(
        "when this has come: %(moment)s",
        moment=quoted(speaker.model.moments[rule].title if rule in speaker.model.moments else rule),
    ),
    "overdue": lambda speaker, rule: gettext("when %(action)s is late", action=speaker.action(rule)),
    "not_yet": lambda speaker, rule: gettext(
        "as long as %(action)s is not done", action=speaker.action(rule)
    ),
    "any": _any,
    "all": _all,
}

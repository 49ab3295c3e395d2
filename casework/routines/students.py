"""Clauses about the student, time and what was done: the same in conditions and in what a step needs."""

from __future__ import annotations

from typing import Any

from casework.engine.conditions import COMPULSORY, ELSEWHERE, StudentTrait, TimePassed, TimesDone
from casework.routines.amounts import amount_limit, limited, times_limit
from casework.routines.speaker import Speaker, both, either, quoted
from casework.routines.times import STRETCHES, since, window
from casework.web.text import gettext, ngettext


def times_clause(speaker: Speaker, rule: TimesDone) -> str:
    """ "“Call home” has been done at least 3 times since the case was opened"."""
    told = {
        "what": either(speaker.rule(name) for name in rule.of),
        "times": times_limit(rule.limit),
        "window": window(speaker, rule.window),
    }
    if rule.state == "tried":
        said = gettext("%(what)s has been tried in vain %(times)s %(window)s", **told)
    else:
        said = gettext("%(what)s has happened %(times)s %(window)s", **told)
    return gettext("%(said)s, counted for each guardian", said=said) if rule.per else said


def passed_clause(speaker: Speaker, rule: TimePassed) -> str:
    """ "it has been at least 3 weeks since the case was opened"."""
    return gettext(
        "it has been %(amount)s %(since)s", amount=amount_limit(rule.limit), since=since(speaker, rule.since)
    )


def age_clause(speaker: Speaker, rule: Any) -> str:
    """ "the student is at least 18 years old"."""
    word, years = rule.limit
    old = ngettext("%(num)d year old", "%(num)d years old", years)
    if word == "less_than":
        return gettext("the student is under %(old)s", old=old)
    if word == "more_than":
        return gettext("the student is over %(old)s", old=old)
    return gettext("the student is %(old)s", old=limited(rule.limit, old))


def student_clause(speaker: Speaker, rule: StudentTrait) -> str:
    """ "the student must go to school and is in year 7"."""
    said = [_has(speaker, trait) for trait in rule.has] + [_has_not(speaker, trait) for trait in rule.has_not]
    return both(said)


def _has(speaker: Speaker, trait: str) -> str:
    if trait == COMPULSORY:
        return gettext("the student is of compulsory school age")
    if trait == ELSEWHERE:
        return gettext("the student lives in another municipality")
    if trait in speaker.model.marks:
        return gettext("this is noted about the student: %(mark)s", mark=quoted(speaker.model.marks[trait]))
    return gettext("the student is in year %(year)s", year=trait)


def _has_not(speaker: Speaker, trait: str) -> str:
    if trait == COMPULSORY:
        return gettext("the student is past compulsory schooling")
    if trait == ELSEWHERE:
        return gettext("the student is not known to live in another municipality")
    if trait in speaker.model.marks:
        mark = quoted(speaker.model.marks[trait])
        return gettext("nobody has noted this about the student: %(mark)s", mark=mark)
    return gettext("the student is in another year than %(year)s", year=trait)


def in_scope(scope: str) -> str:
    """How far back something counts, where it is not the usual; nothing for the usual."""
    return "" if scope == "round" else str(STRETCHES[scope])

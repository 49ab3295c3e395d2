"""What stands beside the ladder, in sentences: signals, duties, prevention, goals, leave and pauses."""

from __future__ import annotations

from collections.abc import Iterator

from casework.engine.beside import Cohort, Duty, Goal, Pause, Prevention, Trigger
from casework.engine.counting import Leave
from casework.engine.elements import CLOSED
from casework.engine.moments import Moment
from casework.routines.amounts import amount, percent_limit
from casework.routines.conditions import when
from casework.routines.deadlines import form_line, rhythm
from casework.routines.needs import noted
from casework.routines.speaker import Fact, Speaker, both, capital, either, quoted
from casework.web.text import gettext

SCHOOL = "school"


def trigger_facts(speaker: Speaker, trigger: Trigger) -> Iterator[Fact]:
    """When a step is proposed, or tasks opened."""
    said = when(speaker, trigger.when)
    fields = ("when", "proposes", "opens")
    if trigger.proposes == CLOSED:
        yield Fact(fields, gettext("It is proposed to close the case %(when)s.", when=said))
    elif trigger.proposes:
        stage = capital(speaker.stage(trigger.proposes))
        yield Fact(fields, gettext("%(stage)s is proposed %(when)s.", stage=stage, when=said))
    opened = both(speaker.action(one) for one in trigger.opens)
    if trigger.opens and trigger.proposes:
        yield Fact(fields, gettext("This comes up at the same time: %(actions)s.", actions=opened))
    elif trigger.opens:
        yield Fact(fields, gettext("This comes up %(when)s: %(actions)s.", actions=opened, when=said))
    yield from _for_students(speaker, trigger)
    yield from _again(trigger)


def _for_students(speaker: Speaker, value: Trigger | Duty) -> Iterator[Fact]:
    if value.for_students:
        said = when(speaker, value.for_students)
        yield Fact(("for_students",), gettext("Holds only %(when)s.", when=said))


def _again(value: Trigger | Duty) -> Iterator[Fact]:
    again = {
        "never": gettext("Once for each student, never again."),
        "every_time": gettext("Every time anew."),
        "when_reached_again": gettext(
            "Again when it is reached anew; what has been counted once is not counted again."
        ),
    }
    if value.again in again:
        yield Fact(("again",), again[value.again])


def duty_facts(speaker: Speaker, duty: Duty) -> Iterator[Fact]:
    """When the duty holds and for whom; its actions are told by themselves."""
    if duty.guidance:
        yield Fact(("guidance",), duty.guidance.strip())
    if duty.when:
        yield Fact(("when",), gettext("Holds %(when)s.", when=when(speaker, duty.when)))
    else:
        yield Fact(("when",), gettext("Begun when somebody sees that it is needed."))
    yield from _for_students(speaker, duty)
    if duty.suggested_if:
        said = when(speaker, duty.suggested_if)
        yield Fact(("suggested_if",), gettext("The program suggests it %(when)s.", when=said))
    yield from _again(duty)


def prevention_facts(speaker: Speaker, work: Prevention) -> Iterator[Fact]:
    """Who does it, how often and for whom."""
    told = {"who": capital(speaker.who(work.by)), "when": rhythm(work.when)}
    yield Fact(("by", "when"), gettext("%(who)s, %(when)s.", **told))
    if work.cohort and work.cohort.group:
        titles = {cohort.id: cohort.title for cohort in speaker.model.cohorts}
        group = quoted(titles.get(work.cohort.group, work.cohort.group))
        yield Fact(("cohort",), gettext("For the group %(group)s.", group=group))
    if work.cohort and work.cohort.year_groups:
        years = both(work.cohort.year_groups)
        yield Fact(("cohort",), gettext("For year %(years)s.", years=years))
    if work.form:
        yield Fact(("form",), form_line(speaker, work.form))
    if work.guidance:
        yield Fact(("guidance",), work.guidance.strip())
    if work.links:
        yield Fact(("links",), gettext("Read more: %(links)s", links=", ".join(work.links)))


def cohort_facts(speaker: Speaker, cohort: Cohort) -> Iterator[Fact]:
    """How a group gets its members."""
    yield Fact(("members",), gettext("Students are put in and taken out by hand, with dates."))


def goal_facts(speaker: Speaker, goal: Goal) -> Iterator[Fact]:
    """What is followed, for whom, and what is to be reached."""
    measures = {
        "attendance_percent": gettext("What is measured: attendance in percent."),
        "by_hand": gettext("What is measured is put in by hand."),
    }
    yield Fact(("measure",), measures[goal.measure])
    if goal.track:
        yield Fact(("track",), gettext("What is followed: %(what)s.", what=both(goal.track.values())))
    directions = {
        "higher": gettext("The aim is a higher figure."),
        "lower": gettext("The aim is a lower figure."),
    }
    if isinstance(goal.target, str):
        yield Fact(("target",), directions[goal.target])
    elif goal.target:
        yield Fact(("target",), gettext("The aim is %(limit)s.", limit=percent_limit(goal.target.limit)))
    titles = {cohort.id: cohort.title for cohort in speaker.model.cohorts}
    if goal.for_whom == SCHOOL:
        yield Fact(("for_whom",), gettext("For the whole school."))
    else:
        group = quoted(titles.get(goal.for_whom, goal.for_whom))
        yield Fact(("for_whom",), gettext("For the group %(group)s.", group=group))
    shown = {"over_time": gettext("Shown over time."), "once": gettext("Shown as one figure.")}
    yield Fact(("show",), shown[goal.show])


def leave_line(speaker: Speaker, leave: Leave) -> str:
    """Who may grant leave, and for how long."""
    who = capital(speaker.one(leave.by))
    if leave.up_to:
        return gettext("%(who)s may grant leave of up to %(amount)s.", who=who, amount=amount(leave.up_to))
    return gettext("%(who)s may grant leave of any length.", who=who)


def pause_facts(speaker: Speaker, pause: Pause) -> Iterator[Fact]:
    """Who may silence a signal, for how long and why."""
    said = gettext(
        "%(who)s may silence a signal for a student, for at most %(amount)s.",
        who=capital(speaker.whoever(pause.by)),
        amount=amount(pause.at_most),
    )
    yield Fact(("by", "at_most"), said)
    for reason, longest in pause.at_most_for.items():
        named = quoted(pause.reasons.get(reason, reason))
        limit = gettext("For %(reason)s at most %(amount)s.", reason=named, amount=amount(longest))
        yield Fact(("at_most_for",), limit)
    reasons = either(quoted(one) for one in pause.reasons.values())
    yield Fact(("reasons",), gettext("The reason is one of these: %(reasons)s.", reasons=reasons))


def moment_facts(speaker: Speaker, moment: Moment) -> Iterator[Fact]:
    """When the moment comes."""
    origin = moment.origin
    if origin.form and origin.field:
        question = speaker.question(origin.form, origin.field)
        said = gettext(
            "The date %(question)s in %(form)s.", question=question, form=speaker.form(origin.form)
        )
    elif origin.form:
        said = gettext("When %(form)s is finalised.", form=speaker.form(origin.form))
    elif origin.state:
        actions = either(speaker.action(one) for one in origin.actions)
        state = noted(speaker, origin.actions, origin.state)
        said = gettext("When %(actions)s is noted as %(state)s.", actions=actions, state=state)
    else:
        said = gettext(
            "When %(actions)s is done.", actions=either(speaker.action(one) for one in origin.actions)
        )
    yield Fact(("origin",), said)

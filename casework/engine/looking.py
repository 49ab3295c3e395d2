"""A student as one model sees them on one day, and when the moments were that its clocks start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from casework.engine.absence import Tally
from casework.engine.clocks import moment_on
from casework.engine.conditions import Condition
from casework.engine.counting import Counting
from casework.engine.reading import Circumstances, Event, Look, Reading
from casework.engine.register import Register
from casework.engine.school_calendar import SchoolCalendar, school_year
from casework.engine.stretches import stretch
from casework.engine.workflow import Workflow

NOTHING_ELSE = Circumstances()


def counting_for(workflow: Workflow, traits: frozenset[str] = frozenset()) -> Counting:
    """The model's way of counting for the student's year group; by lesson where it says nothing."""
    for block in workflow.counting:
        if not block.for_year_groups or traits & set(block.for_year_groups):
            return block
    return Counting(registered_by="lesson")


def look_at(
    workflow: Workflow,
    register: Register,
    calendar: SchoolCalendar,
    today: date,
    circumstances: Circumstances = NOTHING_ELSE,
    *,
    is_over: bool = True,
) -> Look:
    """The student as the model's conditions see them on the day; `is_over`: once the day is."""
    counting = counting_for(workflow, circumstances.student.traits)
    if counting.school_week:
        calendar = on_weekdays(calendar, frozenset(counting.school_week.days))
    tally = Tally(register, counting, calendar, today, is_over=is_over)
    return Look(tally, workflow.absences, partial(moment, workflow), circumstances)


@lru_cache(maxsize=64)
def on_weekdays(calendar: SchoolCalendar, weekdays: frozenset[int]) -> SchoolCalendar:
    """The calendar with school on these weekdays; kept, since every student asks for the same."""
    return replace(calendar, weekdays=weekdays)


def moment(workflow: Workflow, name: str, look: Look) -> date | None:
    """The day of the moment, None before it has come; an action's own name means that it was done."""
    facts = look.circumstances.facts
    if name == "first_absence":
        own = stretch(look.window, look, look.today) if look.window else None
        return look.first_absence((own or school_year(look.today))[0])
    if name == "enrolled":
        return look.circumstances.enrolled_on
    action = workflow.find_action(name)
    if action is not None:
        done = [one.on for one in look.circumstances.deeds if one.action == name and not one.is_tried]
        here = facts.within("round", facts.milestones) if facts else ()
        done += [one.on for one in here if one.action == name and one.kind == action.natural]
        return max(done, default=None)
    return moment_on(name, workflow.find_moment(name), facts) if facts else None


def read(condition: Condition, look: Look, spent: frozenset[str] = frozenset()) -> Reading:
    """The reading of a rule, which does not count again the absence in the lessons that it has spent."""
    return condition.reading(look.for_rule(condition.named_window, spent))


def each_since(condition: Condition, look: Look, since: date) -> list[Event] | None:
    """What a rule finds each time, from the day on and in order of time; None where it is met as a whole."""
    return condition.each_since(look.for_rule(condition.named_window), since)


def read_if_met(condition: Condition, look: Look, spent: frozenset[str] = frozenset()) -> Reading | None:
    """The same reading, where the rule is met."""
    return condition.when_met(look.for_rule(condition.named_window, spent))

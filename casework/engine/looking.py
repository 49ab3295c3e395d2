"""A student as one model sees them on one day, and when the moments were that its clocks start from."""

from __future__ import annotations

from datetime import date

from casework.engine.absence import Tally
from casework.engine.clocks import moment_on
from casework.engine.conditions import Condition
from casework.engine.counting import Counting
from casework.engine.reading import Circumstances, Look, Reading
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
    """The student as the model's conditions see them on the day; `is_over`: once its last lesson is."""
    counting = counting_for(workflow, circumstances.student.traits)
    tally = Tally(register, counting, calendar, today, is_over=is_over)
    look = Look(tally, workflow.absences, lambda name: None, circumstances)
    look.moments = lambda name: moment(name, workflow, look)
    return look


def moment(name: str, workflow: Workflow, look: Look, since: date | None = None) -> date | None:
    """The day of the moment, None before it has come; an action's own name means that it was done."""
    facts = look.circumstances.facts
    if name == "first_absence":
        return look.first_absence(since or school_year(look.today)[0])
    if name == "enrolled":
        return look.circumstances.enrolled_on
    action = workflow.find_action(name)
    if action is not None:
        done = [one.on for one in look.circumstances.deeds if one.action == name]
        here = facts.within("round", facts.milestones) if facts else ()
        done += [one.on for one in here if one.action == name and one.kind == action.natural]
        return max(done, default=None)
    return moment_on(name, workflow.find_moment(name), facts) if facts else None


def read(condition: Condition, workflow: Workflow, look: Look) -> Reading:
    """The reading, with the first absence sought in the window in which the rule itself counts occasions."""
    windows = [one.rule.window for one in condition.unfolded() if one.kind == "occasions"]
    words = [window for window in windows if isinstance(window, str)]
    span = stretch(words[0], look, look.today) if words else None
    kept = look.moments
    look.moments = lambda name: moment(name, workflow, look, span[0] if span else None)
    try:
        return condition.reading(look)
    finally:
        look.moments = kept

"""The chapters of the routine that stand beside the steps."""

from __future__ import annotations

from collections.abc import Iterator

from casework.engine.beside import Duty
from casework.engine.elements import CLOSED, Role, Transition
from casework.engine.workflow import Workflow
from casework.routines.absences import absence_facts
from casework.routines.asked import form_entries
from casework.routines.counting import counting_facts
from casework.routines.facts import role_facts, works
from casework.routines.paper import Chapter, Entry, Part
from casework.routines.rules import (
    cohort_facts,
    duty_facts,
    goal_facts,
    leave_line,
    moment_facts,
    pause_facts,
    prevention_facts,
    trigger_facts,
)
from casework.routines.speaker import Fact, Speaker, both, entry, small
from casework.routines.tasks import action_facts
from casework.routines.ways import way_entry
from casework.web.text import gettext


def chapters(speaker: Speaker) -> tuple[Chapter, ...]:
    """Every chapter that has something to say."""
    found = (
        Chapter("cases", gettext("Opening, moving and closing a case"), (), tuple(_cases(speaker))),
        Chapter("duties", gettext("Whatever the step"), (), tuple(_duties(speaker))),
        Chapter("prevention", gettext("Before anybody is away"), (), tuple(_prevention(speaker))),
        Chapter("goals", gettext("Goals and groups"), (), tuple(_goals(speaker))),
        Chapter("counting", gettext("How absence is counted"), (), tuple(_counting(speaker))),
        Chapter(
            "leave",
            gettext("Who may grant leave"),
            tuple(leave_line(speaker, one) for one in speaker.model.leave),
        ),
        Chapter("pause", gettext("When a signal may be silenced"), tuple(_pause(speaker))),
        Chapter("words", gettext("Who is who, and what the words mean"), (), tuple(_words(speaker))),
        Chapter("forms", gettext("What the forms ask"), (), tuple(_forms(speaker)), is_appendix=True),
    )
    return tuple(chapter for chapter in found if chapter.paragraphs or chapter.parts)


def _told(facts: Iterator[Fact]) -> tuple[str, ...]:
    return tuple(fact.text for fact in facts)


def _filled(*parts: Part) -> Iterator[Part]:
    yield from (part for part in parts if not part.is_empty)


def _cases(speaker: Speaker) -> Iterator[Part]:
    """The ways of more than one step, and what proposes to close one or opens tasks of no step."""
    ways = [way for way in speaker.model.transitions if not _is_of_one_step(speaker, way)]
    at_steps = {action.id for _, action in speaker.model.actions()}
    rules = [
        one
        for one in speaker.model.triggers
        if one.proposes == CLOSED or (not one.proposes and not at_steps.intersection(one.opens))
    ]
    entries = [way_entry(speaker, way) for way in ways]
    entries += [Entry(one.title, _told(trigger_facts(speaker, one))) for one in rules]
    yield from _filled(Part("", entries=tuple(entries)))


def _is_of_one_step(speaker: Speaker, way: Transition) -> bool:
    return len(way.sources) == 1 and way.sources[0] in speaker.model.order


def _duties(speaker: Speaker) -> Iterator[Part]:
    for duty in speaker.model.duties:
        yield Part(duty.title, _told(duty_facts(speaker, duty)), tuple(_duty_actions(speaker, duty)))


def _duty_actions(speaker: Speaker, duty: Duty) -> Iterator[Entry]:
    for action in duty.actions:
        own = tuple(one.text.strip() for one in speaker.model.guidance if one.show == action.id)
        yield entry(action.title, action_facts(speaker, action), own)


def _prevention(speaker: Speaker) -> Iterator[Part]:
    works = speaker.model.prevention
    yield from _filled(
        Part("", entries=tuple(Entry(one.title, _told(prevention_facts(speaker, one))) for one in works))
    )


def _goals(speaker: Speaker) -> Iterator[Part]:
    goals = tuple(Entry(one.title, _told(goal_facts(speaker, one))) for one in speaker.model.goals)
    groups = tuple(Entry(one.title, _told(cohort_facts(speaker, one))) for one in speaker.model.cohorts)
    yield from _filled(Part(gettext("Goals"), entries=goals), Part(gettext("Groups"), entries=groups))


def _counting(speaker: Speaker) -> Iterator[Part]:
    blocks = [_told(counting_facts(block)) for block in speaker.model.counting]
    yield from _filled(*(Part("", block) for block in blocks))
    absences = tuple(
        Entry(one.title, _told(absence_facts(speaker, one))) for one in speaker.model.absences.values()
    )
    yield from _filled(Part(gettext("Kinds of absence"), entries=absences))


def _forms(speaker: Speaker) -> Iterator[Part]:
    yield from _filled(Part("", entries=tuple(form_entries(speaker))))


def _pause(speaker: Speaker) -> tuple[str, ...]:
    return _told(pause_facts(speaker, speaker.model.pause)) if speaker.model.pause else ()


def _words(speaker: Speaker) -> Iterator[Part]:
    model = speaker.model
    moments = tuple(Entry(one.title, _told(moment_facts(speaker, one))) for one in model.moments.values())
    yield from _filled(
        Part(gettext("Who takes part"), entries=tuple(_roles(speaker, model))),
        Part(gettext("What may be noted about a student"), tuple(model.marks.values())),
        Part(gettext("Moments that time is counted from"), entries=moments),
    )


def _roles(speaker: Speaker, model: Workflow) -> Iterator[Entry]:
    """One entry for each side, with whom the program lets do the same as another."""
    by_side: dict[str, list[Role]] = {}
    for name, role in model.roles.items():
        by_side.setdefault(works(model.side(name)), []).append(role)
    for place, roles in by_side.items():
        same = (
            f"{role.title}: {small(fact.text)}"
            for role in roles
            for fact in role_facts(speaker, role)
            if fact.fields == ("rights_as",)
        )
        yield Entry(place.rstrip("."), (f"{both(role.title for role in roles)}.", *same))

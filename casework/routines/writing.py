"""Writes a model as the routine that people read: purpose, table, each step in sentences, what is beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.engine.actions import Action
from casework.engine.workflow import Stage
from casework.routines import beside
from casework.routines.deadlines import documented, follow_up
from casework.routines.facts import schools, source_facts, validity
from casework.routines.matrix import anchor, matrix
from casework.routines.paper import Chapter, Entry, Ladder, Part, Routine, Rung
from casework.routines.rules import trigger_facts
from casework.routines.speaker import Fact, Speaker, both, capital, entry
from casework.routines.tasks import action_facts
from casework.routines.ways import way_entry
from casework.web.text import gettext, ngettext

MODEL = "model"


def write(speaker: Speaker) -> Routine:
    """The routine in the language of the speaker."""
    model = speaker.model
    chapters = [_step(speaker, stage) for stage in model.stages]
    return Routine(
        name=model.workflow,
        language=model.language,
        title=model.title,
        about=tuple(_about(speaker)),
        ladder=_ladder(speaker),
        matrix=matrix(speaker),
        chapters=(*chapters, *beside.chapters(speaker)),
    )


def told(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The sentences of the facts."""
    return tuple(fact.text for fact in facts)


def _about(speaker: Speaker) -> Iterator[str]:
    """What the routine is for, where it comes from and since when it holds."""
    model = speaker.model
    yield from (one.text.strip() for one in model.guidance if one.show == MODEL)
    yield from told(source_facts(speaker, model.source))
    yield validity(model)
    yield gettext("For %(schools)s.", schools=both(schools(model)))


def _ladder(speaker: Speaker) -> Ladder:
    stages = speaker.model.stages
    steps = tuple(Rung(number, stage.name, stage.title) for number, stage in enumerate(stages, 1))
    summary = ngettext("The ladder has %(num)d step", "The ladder has %(num)d steps", len(steps))
    return Ladder(steps, summary, ", ".join(f"{step.number}. {step.short}" for step in steps))


def _step(speaker: Speaker, stage: Stage) -> Chapter:
    number = speaker.model.order[stage.id] + 1
    title = gettext("Step %(number)s. %(title)s", number=number, title=stage.title)
    parts = (
        Part(gettext("When the step is proposed"), entries=tuple(_proposals(speaker, stage))),
        Part(gettext("What is done"), entries=tuple(_actions(speaker, stage))),
        Part(gettext("Before the case moves on"), entries=tuple(_ways(speaker, stage.id))),
        Part(gettext("Follow-up and documentation"), tuple(_afterwards(speaker, stage))),
    )
    lead = tuple(_lead(speaker, stage))
    return Chapter(anchor(stage), title, lead, tuple(part for part in parts if not part.is_empty))


def _lead(speaker: Speaker, stage: Stage) -> Iterator[str]:
    yield gettext("%(who)s is responsible for the step.", who=capital(speaker.one(stage.owner)))
    if stage.case == "none":
        yield gettext("No case is opened at this step: what is done is noted on the student.")
    if stage.guidance:
        yield stage.guidance.strip()
    yield from (one.text.strip() for one in speaker.model.guidance if one.show == stage.id)


def _proposals(speaker: Speaker, stage: Stage) -> Iterator[Entry]:
    actions = {action.id for action in stage.actions}
    for trigger in speaker.model.triggers:
        if trigger.proposes == stage.id or (not trigger.proposes and actions.intersection(trigger.opens)):
            yield Entry(trigger.title, told(trigger_facts(speaker, trigger)))


def _actions(speaker: Speaker, stage: Stage) -> Iterator[Entry]:
    for action in stage.actions:
        own = tuple(one.text.strip() for one in speaker.model.guidance if one.show == action.id)
        yield entry(action.title, _task_facts(speaker, action), own)


def _task_facts(speaker: Speaker, action: Action) -> Iterator[Fact]:
    """The facts of the task, without under which heading it stands in the table: there it is seen."""
    yield from (fact for fact in action_facts(speaker, action) if fact.fields != ("in_row",))


def _ways(speaker: Speaker, source: str) -> Iterator[Entry]:
    """The ways that lead from this step alone; the others are told once, beside the steps."""
    for way in speaker.model.transitions:
        if way.sources == (source,):
            yield way_entry(speaker, way)


def _afterwards(speaker: Speaker, stage: Stage) -> Iterator[str]:
    if stage.follow_up:
        yield follow_up(speaker, stage.follow_up)
    yield from documented(speaker, stage.documented_by)

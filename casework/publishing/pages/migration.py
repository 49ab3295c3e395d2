"""What would change for cases that went on with another version, those with the same changes together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from casework.attendance.calendars import calendars_of
from casework.cases.effects import Effect, migration_effects
from casework.cases.facts import Situation
from casework.cases.migrating import shift_of
from casework.cases.moved_days import days_move
from casework.cases.pages.effects import EffectLine, days_line, effect_line
from casework.cases.pages.words import Speech
from casework.engine.migration import Shift
from casework.engine.workflow import LocalisedWorkflow
from casework.publishing.queries import Running, RunRow
from casework.web.languages import language
from casework.web.text import gettext, ngettext

AS_BEFORE = ("tasks_go_on", "stays_done")  # told of one case; of many only what changes


@dataclass(frozen=True)
class Choice:
    """One case that can be chosen: what its tick sends, whom it is about, and which days would be others."""

    value: str
    name: str
    days: str = ""


@dataclass
class Group:
    """Cases for which the same changes."""

    heading: str
    hindrance: str
    effects: tuple[EffectLine, ...]
    cases: list[Choice] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """How many they are."""
        return ngettext("%(num)d case", "%(num)d cases", len(self.cases))


@dataclass(frozen=True)
class StageChoice:
    """A step of an earlier version that the new one does not have, and where it may lead."""

    id: str
    name: str
    chosen: str


@dataclass(frozen=True)
class Preview:
    """Everything that would change; `lost` are the steps that somebody has to say about where they lead."""

    groups: tuple[Group, ...]
    lost: tuple[StageChoice, ...]
    targets: tuple[tuple[str, str], ...]
    can_go: int


def speech_in(model: LocalisedWorkflow, reader: str) -> Speech:
    """What sentences about any case on the version are made with: nobody is named."""
    return Speech(model.in_language(language()), language(), (), reader, frozenset())


@dataclass(frozen=True)
class TargetChoice:
    """A version that a case could go on with: its steps, and the one that it would stand in."""

    sha: str
    name: str
    steps: tuple[tuple[str, str], ...]
    step: str
    is_own: bool


def target_choice(model: LocalisedWorkflow, stage: str, *, is_own: bool) -> TargetChoice:
    """The version as a choice; `is_own` is it of the school that the student goes to now."""
    steps = tuple((one.id, one.name) for one in model.in_language(language()).stages)
    return TargetChoice(model.sha, named(model), steps, stage, is_own)


def named(model: LocalisedWorkflow) -> str:
    """The version as it is called in headings."""
    rules = model.in_language(language())
    return gettext("%(title)s, version %(number)s", title=rules.title, number=rules.version)


def preview(
    rows: Sequence[Running],
    situations: Iterable[Situation],
    model: LocalisedWorkflow,
    stages: Mapping[str, str],
    reader: str,
) -> Preview:
    """The cases in groups, those that can go on first."""
    by_case = {situation.case.id: situation for situation in situations}
    calendars = calendars_of({one.student.unit_id for one in by_case.values()})
    speech, groups = speech_in(model, reader), dict[tuple[object, ...], Group]()
    lost: dict[str, StageChoice] = {}
    for row in rows:
        situation = by_case[row.case.id]
        changed = shift_of(situation, model, stages)
        found = tuple(one for one in effects_of(situation, model, changed) if one.code not in AS_BEFORE)
        key = (changed.hindrance, situation.case.workflow_sha, changed.source, found)
        if key not in groups:
            lines = tuple(effect_line(speech, one) for one in found)
            heading = _heading(situation, model, changed)
            groups[key] = Group(heading, hindrance_text(changed.hindrance), lines)
        moved = days_move(situation, changed, model.rules, calendars[situation.student.unit_id])
        days = days_line(speech, moved) if moved else ""
        groups[key].cases.append(Choice(f"{row.case.id}:{row.case.revision}", row.name, days))
        if row.case.stage not in model.rules.order:
            name = _stage(situation.model, row.case.stage)
            lost[row.case.stage] = StageChoice(row.case.stage, name, stages.get(row.case.stage, ""))
    ordered = sorted(groups.values(), key=lambda group: bool(group.hindrance))
    targets = tuple((stage.id, stage.name) for stage in model.in_language(language()).stages)
    can_go = sum(len(group.cases) for group in ordered if not group.hindrance)
    return Preview(tuple(ordered), tuple(lost.values()), targets, can_go)


def effects_of(situation: Situation, model: LocalisedWorkflow, changed: Shift) -> tuple[Effect, ...]:
    """What follows for the case; nothing where it stays."""
    return () if changed.hindrance else migration_effects(situation.workflow, model.rules, changed)


def days_of(situation: Situation, model: LocalisedWorkflow, changed: Shift) -> tuple[Effect, ...]:
    """Which days of its tasks would be others."""
    school = situation.student.unit_id
    found = days_move(situation, changed, model.rules, calendars_of([school])[school])
    return (found,) if found else ()


def hindrance_text(code: str) -> str:
    """Why cases have to stay on the version that they run on."""
    texts = {
        "": "",
        "stage_gone": gettext("The version has no such step. Say above which step it becomes, or they stay."),
        "approval_pending": gettext("Somebody is to decide about a step. The request is decided first."),
    }
    return texts[code]


def _heading(situation: Situation, model: LocalisedWorkflow, changed: Shift) -> str:
    source = _stage(situation.model, changed.source)
    here = gettext("%(step)s, version %(number)s", step=source, number=situation.workflow.version)
    if changed.hindrance:
        return gettext("Stay: %(here)s", here=here)
    return here if _stage(model, changed.target) == source else f"{here} → {_stage(model, changed.target)}"


def _stage(model: LocalisedWorkflow, stage: str) -> str:
    return model.in_language(language()).stage(stage).name


@dataclass(frozen=True)
class RunState:
    """How far a run has come."""

    done: int
    total: int
    waiting: int
    can_undo: int
    rows: tuple[tuple[str, str, str], ...]  # whom about, how it went, its tag
    sentence: str


def run_state(rows: Sequence[RunRow], undoable: frozenset[object], *, is_undoing: bool) -> RunState:
    """The cases of a run, and how many of them are done."""
    waiting = sum(row.migration.status == "waiting" for row in rows)
    to_undo = sum(row.migration.id in undoable and not row.migration.why for row in rows)
    left = to_undo if is_undoing else waiting
    done = len(rows) - left
    return RunState(
        done=done,
        total=len(rows),
        waiting=left,
        can_undo=len(undoable),
        rows=() if left else tuple((row.name, *_state(row)) for row in rows),
        sentence=gettext("%(done)s of %(total)s cases are done.", done=done, total=len(rows)),
    )


def _state(row: RunRow) -> tuple[str, str]:
    status, why = row.migration.status, row.migration.why
    if status == "done" and why == "built_on":
        return gettext("Goes on; something has happened in it since"), "done"
    if status == "stayed":
        return gettext("Stays: %(why)s", why=_why(why)), ""
    texts = {
        "waiting": (gettext("Waits for its turn"), ""),
        "done": (gettext("Goes on with the version"), "done"),
        "undone": (gettext("Taken back"), ""),
    }
    return texts[status]


def _why(code: str) -> str:
    texts = {
        "changed": gettext("somebody has changed it since you looked"),
        "closed": gettext("it has been closed"),
        "there_already": gettext("it runs on that version already"),
        "out_of_reach": gettext("your role does not reach it"),
        "stage_gone": gettext("the version has no such step"),
        "approval_pending": gettext("a request waits for a decision"),
    }
    return texts[code]

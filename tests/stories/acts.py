"""What people can do so that a guard is met, read from the model alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.engine.facts import Facts
from casework.engine.guards import (
    ActionReported,
    AnyOf,
    ArrangementMade,
    ConsentInForce,
    DecisionTaken,
    DocumentReceived,
    DoneOften,
    FormFinalised,
    Guard,
    MomentCome,
    ReasonWritten,
    TaskSettled,
    TasksSettled,
    TimeGone,
)
from casework.engine.workflow import Workflow

Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Act:
    """One thing that somebody does: `signs` a form, `reports` on a task, `consents`, `says` why …

    `state` is what is reported or decided; `by` are those who must do it, where the guard says who;
    `answers` are those that a form must have, `other` those that it must not have.
    """

    kind: str
    about: str = ""
    state: str = ""
    by: tuple[str, ...] = ()
    answers: Answers = ()
    other: Answers = ()


Way = tuple[Act, ...]


@dataclass(frozen=True)
class Ground:
    """What the ways start from: the model, the case as it is, and the guards that are asked together."""

    rules: Workflow
    facts: Facts | None = None
    beside: tuple[Guard, ...] = ()

    def is_met(self, guard: Guard) -> bool:
        """Whether what the guard asks is there already, wherever it applies."""
        bare = guard.model_copy(update={"applies_if": ()})
        return self.facts is not None and bare.need(self.facts, self.rules).is_met


def ways(guard: Guard, ground: Ground) -> list[Way]:
    """Every way to meet the guard and to let it apply, the usual one first; none where no act does.

    A form is also signed with an answer that another guard beside this one does not accept.
    """
    first = applying(guard, ground)
    is_there = ground.is_met(guard) and not (first and isinstance(guard, TaskSettled))  # once it is opened
    own = [()] if is_there else list(_ways(guard, ground))
    return [first + way for way in own]


def applying(guard: Guard, ground: Ground) -> Way:
    """What lets the guard apply, where it has an `if`, or is about a task that has one."""
    conditions = guard.applies_if
    if isinstance(guard, TaskSettled):
        conditions += ground.rules.action(guard.task).applies_if
    return tuple(act for one in conditions for act in next(iter(ways(one, ground)), ()))


def _ways(guard: Guard, ground: Ground) -> Iterator[Way]:
    rules, beside = ground.rules, ground.beside
    if isinstance(guard, AnyOf):
        for inner in guard.any:
            yield from ways(inner, ground)
    elif isinstance(guard, FormFinalised):
        answers = tuple((field, options[0]) for field, options in guard.answered.items())
        yield (Act("signs", guard.form, by=guard.by, answers=answers),)
        for field, options in _asked_of(guard.form, beside):
            if field not in guard.answered:
                other = tuple((field, option) for option in options)
                yield (Act("signs", guard.form, by=guard.by, answers=answers, other=other),)
    elif isinstance(guard, ReasonWritten):
        yield (Act("says"),)
    elif isinstance(guard, ConsentInForce):
        yield (Act("consents", guard.consent),)
    elif isinstance(guard, TasksSettled):
        yield (Act("settles"),)
    else:
        for way in _by_reporting(guard, rules):
            yield (*(act for one in way for act in _opening(one, ground)), *way)


def _opening(act: Act, ground: Ground) -> Iterator[Act]:
    """What lets the task of the act be opened, where the action has an `if`."""
    action = ground.rules.find_action(act.about) if act.kind == "reports" else None
    for one in action.applies_if if action else ():
        yield from next(iter(ways(one, ground)), ())


def _by_reporting(guard: Guard, rules: Workflow) -> Iterator[Way]:
    """What is met by doing an action: the guards on actions, documents, moments and times."""
    if isinstance(guard, DocumentReceived):
        yield from ((Act("reports", action, "received"),) for action in rules.requests_for(guard.document))
    elif isinstance(guard, TaskSettled):
        yield (Act("settles", guard.task),)
    elif isinstance(guard, ActionReported):
        states = guard.state or (rules.action(guard.about()).natural,)
        if isinstance(guard, DecisionTaken) and not guard.state:
            states = tuple(rules.action(guard.about()).outcomes("taken"))
        for state in states if isinstance(guard, DecisionTaken | ArrangementMade) else states[:1]:
            yield (Act("reports", guard.about(), state),)
    elif isinstance(guard, MomentCome | TimeGone):
        start = tuple(_until(guard.about(), rules))
        yield (*start, Act("waits", guard.about())) if isinstance(guard, TimeGone) else start
    elif isinstance(guard, DoneOften):
        _, limit = guard.times.limit
        doing = (Act("reports", action, rules.action(action).natural) for action in guard.times.of)
        yield tuple(doing)[: limit + (guard.times.limit[0] == "more_than")]


def _until(name: str, rules: Workflow) -> Iterator[Act]:
    """What lets the moment come."""
    moment = rules.find_moment(name)
    if moment and moment.origin.form:
        yield Act("signs", moment.origin.form)
    elif moment:
        action = moment.origin.actions[0]
        yield Act("reports", action, moment.origin.state or rules.action(action).natural)


def _asked_of(form: str, guards: Iterable[Guard]) -> Iterator[tuple[str, list[str]]]:
    """The answers of the form that the guards look at."""
    for guard in guards:
        for inner in guard.unfolded():
            if isinstance(inner, FormFinalised) and inner.form == form:
                yield from inner.answered.items()

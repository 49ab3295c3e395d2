"""Cases made of plain facts, for any model: all that its guards can look at, each thing so or otherwise.

A world says for each thing how it is; `facts_of` makes it into what the engine reads, and `holds` says, from
the words of the model's file alone, whether a need of the file is met in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import prod
from random import Random
from typing import Any

from casework.engine.action import Action
from casework.engine.actions import Decision
from casework.engine.facts import Facts, StudentFact
from casework.engine.workflow import LocalisedWorkflow, Workflow
from tests.engine.examples import consent, facts, milestone, signed, task

DRAWN = 4096  # combinations are looked at; of more, so many are drawn
TODAY = date(2026, 11, 20)
# How near a thing is: in this visit, earlier in this round, in a round before; and in which scopes it counts.
NEAR = {"visit": ("v9", 2), "round": ("v8", 2), "case": ("v1", 1)}
COUNTS = {"visit": ("visit",), "round": ("visit", "round"), "case": ("visit", "round", "case")}
DAYS = {"days": 1, "weeks": 7, "months": 31, "years": 366}
REPORTED = ("contact", "meeting", "report", "notice", "decision", "arrangement")
Need = str | Mapping[str, Any]
World = Mapping[tuple[str, ...], Any]


@dataclass(frozen=True)
class Paper:
    """A signed form: how near, by whom, with which answers."""

    near: str
    role: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Deed:
    """A task: how near, how it stands, what was reported, how many times over."""

    near: str
    status: str
    reported: tuple[tuple[str, str], ...] = ()
    count: int = 1


def unfolded(need: Need) -> Iterator[Need]:
    """The need with those inside it."""
    yield need
    if isinstance(need, Mapping):
        for inner in (*need.get("any", ()), *need.get("if", ())):
            yield from unfolded(inner)


def listed(words: Any) -> list[str]:
    """One word or several, as a list."""
    return [words] if isinstance(words, str) else list(words or ())


class Things:
    """What the needs hang on, with the states of each, the one that helps first."""

    def __init__(self, model: LocalisedWorkflow, needs: list[Need]) -> None:
        self.rules: Workflow = model.rules
        self.data: Mapping[str, Any] = model.document.data
        self.all: list[Need] = [inner for need in needs for inner in unfolded(need)]
        self.states: dict[tuple[str, ...], list[Any]] = {}
        for need in self.all:
            self._add(need)

    def _add(self, need: Need) -> None:
        if isinstance(need, str):
            self.states[(need,)] = [True, False]
            return
        adding = {
            "form": self._form,
            **dict.fromkeys((*REPORTED, "task"), self._action),
            "document": lambda kind: [self._action(name) for name in self.rules.requests_for(kind)],
            "recorded": self._moment,
            "passed": lambda rule: self._moment(rule["since"]),
            "times": lambda rule: [self._action(name) for name in listed(rule["of"])],
            "consent": lambda purpose: self.states.update({("consent", purpose): [True, False]}),
            "age": self._age,
            "student": self._traits,
        }
        for word in need.keys() & adding.keys():
            adding[word](need[word])

    def _age(self, limits: Mapping[str, int]) -> None:
        self.states[("age",)] = sorted({one + way for one in limits.values() for way in (-1, 0, 1)})

    def _traits(self, asked: Mapping[str, list[str]]) -> None:
        for word in (*asked.get("is", ()), *asked.get("is_not", ())):
            self.states[("trait", word)] = [True, False]

    def _form(self, form: str) -> None:
        asking = [one for one in self.all if isinstance(one, Mapping) and one.get("form") == form]
        roles = list(dict.fromkeys(role for one in asking for role in listed(one.get("by"))))
        fields: dict[str, list[str]] = {}
        for one in asking:
            for field, options in one.get("answered", {}).items():
                fields.setdefault(field, []).extend(options)
        answers = [
            [(name, option) for option in (*dict.fromkeys(known), "another")]
            for name, known in fields.items()
        ]
        papers = [
            Paper(near, role, tuple(given))
            for near in NEAR
            for role in [*roles[:1], "subject_teacher"]
            for given in product(*answers)
        ]
        self.states[("form", form)] = [*papers, None]

    def _action(self, name: str) -> None:
        action = self.rules.action(name)
        most = max(
            [1, *(value + 1 for one in self._times(name) for value in one.values() if isinstance(value, int))]
        )
        done = [Deed("visit", "done", tuple(way), count) for way in _reports(action) for count in {1, most}]
        tried = [Deed("visit", "open", ((kind, ""),)) for kind in action.milestones[1:]]
        far = [Deed(near, "done", tuple(_reports(action)[0])) for near in ("round", "case")]
        self.states[("action", name)] = [
            *done,
            *tried,
            *far,
            Deed("visit", "open"),
            Deed("visit", "waived"),
            None,
        ]

    def _times(self, name: str) -> list[Mapping[str, Any]]:
        found = (one["times"] for one in self.all if isinstance(one, Mapping) and "times" in one)
        return [one for one in found if name in listed(one["of"])]

    def _moment(self, name: str) -> None:
        amounts = [
            int(value.split()[0]) * DAYS[value.split()[1].rstrip("s") + "s"]
            for one in self.all
            if isinstance(one, Mapping) and one.get("passed", {}).get("since") == name
            for word, value in one["passed"].items()
            if word != "since"
        ]
        days = {amount + way for amount in amounts for way in (-1, 0, 1)}
        if any(unit in str(self.all) for unit in ("month", "year")):
            days = {amount * way for amount in amounts for way in (1, 2)} | {1}
        self.states[("ago", name)] = sorted(days, reverse=True) or [0]
        origin = self.data.get("moments", {}).get(name, {}).get("from", {})
        if "form" in origin:
            self._form(origin["form"])
        for word in origin.keys() - {"form", "is", "field"}:
            for action in listed(origin[word]):
                self._action(action)


def _reports(action: Action) -> list[tuple[tuple[str, str], ...]]:
    """The ways in which the action can be done, as what is reported."""
    if isinstance(action, Decision):
        return [((action.natural, option),) for option in action.options]
    outcomes = list(action.outcomes(action.natural)) or [""]
    first = tuple((kind, "") for kind in reversed(action.milestones[1:]))
    return [(*first, (action.natural, outcome)) for outcome in outcomes]


def worlds(things: Things, seed: str) -> Iterator[World]:
    """Every combination of the states of all things; where they are too many, some of them, drawn.

    Half of those are drawn near the one in which everything is as it should be.
    """
    states = things.states
    if prod(len(one) for one in states.values()) <= DRAWN:
        yield from (dict(zip(states, one, strict=True)) for one in product(*states.values()))
        return
    chance = Random(seed)
    for number in range(DRAWN):
        good = 0.9 if number % 2 else 0.3
        yield {
            name: known[0] if chance.random() < good else chance.choice(known)
            for name, known in states.items()
        }


def facts_of(things: Things, stage: str, world: World, roles: tuple[str, ...]) -> Facts:
    """The world as the engine reads it."""
    days = {origin: TODAY - timedelta(days=ago) for origin, ago in _days(things, world)}
    forms, deeds, tasks = [], [], []
    for (word, *rest), state in world.items():
        if word == "form" and state:
            visit, number = NEAR[state.near]
            dates = dict.fromkeys(_dates(things, rest[0]), days.get(rest[0], TODAY))
            paper = {"answers": dict(state.answers), "role": state.role, "visit": visit, "dates": dates}
            forms.append(signed(rest[0], in_round=number, **paper))
        elif word == "action" and state:
            visit, number = NEAR[state.near]
            more = {"visit": visit, "in_round": number}
            tasks += [task(rest[0], state.status, **more)] * state.count
            for kind, outcome in state.reported:
                day = days.get(rest[0], TODAY)
                deeds.append(milestone(rest[0], kind, outcome=outcome, happened_on=day, **more))
    if world.get(("tasks_settled",)) is False:
        tasks.append(task("something", visit="v9", in_round=2))
    traits = frozenset(word for (kind, *rest), so in world.items() if kind == "trait" and so for word in rest)
    given: dict[str, Any] = {
        "visit": "v9",
        "round": 2,
        "today": TODAY,
        "opened_on": days.get("case_opened", TODAY),
        "entered_on": days.get("stage_entered", TODAY),
        "student": StudentFact(world.get(("age",)), traits),
        "consents": tuple(
            consent(rest[0]) for (kind, *rest), so in world.items() if kind == "consent" and so
        ),
        "proposed": frozenset((*things.rules.order, "closed")) if world.get(("signal",)) else frozenset(),
        "reason": "Därför" if world.get(("reason",)) else "",
    }
    return facts(stage, *roles, forms=tuple(forms), milestones=tuple(deeds), tasks=tuple(tasks), **given)


def _days(things: Things, world: World) -> Iterator[tuple[str, int]]:
    """How many days ago each moment was, by what it comes from."""
    for (word, *rest), ago in world.items():
        if word == "ago":
            moment = things.rules.find_moment(rest[0])
            origins = [rest[0]] if moment is None else [moment.origin.form, *moment.origin.actions]
            yield from ((origin, ago) for origin in origins if origin)


def _dates(things: Things, form: str) -> list[str]:
    moments = things.rules.moments.values()
    return [one.origin.field for one in moments if one.origin.form == form and one.origin.field]

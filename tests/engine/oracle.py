"""Whether a need of a model's file is met in a world: read from the file's words, without the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.engine.worlds import COUNTS, DAYS, REPORTED, Deed, Need, Things, World, listed

LIMITS = ("at_least", "more_than", "at_most", "less_than")
NATURAL = {
    "contact": ("done",),
    "meeting": ("held",),
    "report": ("sent",),
    "notice": ("sent", "received"),
    "decision": ("taken",),
    "arrangement": ("started",),
}


def holds(need: Need, world: World, things: Things) -> bool:
    """Whether the need is met."""
    if need == "tasks_settled":
        left = [one for one in world.values() if isinstance(one, Deed)]
        return world[(need,)] and all(one.near != "visit" or one.status != "open" for one in left)
    if isinstance(need, str):
        return bool(world[(need,)])
    if not all(holds(one, world, things) for one in need.get("if", ())):
        return True
    if "any" in need:
        return any(holds(one, world, things) for one in need["any"])
    word = next(word for word in RULES if word in need)
    return bool(RULES[word](need, world, things))


def _form(need: Mapping[str, Any], world: World, things: Things) -> bool:
    paper = world[("form", need["form"])]
    if paper is None or paper.near not in COUNTS[need.get("in", "round")]:
        return False
    given = dict(paper.answers)
    by = listed(need.get("by"))
    is_by = not by or paper.role in by
    return is_by and all(given[field] in options for field, options in need.get("answered", {}).items())


def _reported(need: Mapping[str, Any], world: World, things: Things) -> bool:
    word = next(word for word in REPORTED if word in need)
    deed = world[("action", need[word])]
    if deed is None or deed.near not in COUNTS[need.get("in", "round")]:
        return False
    asked = listed(need.get("is"))
    if not asked:
        return any(kind in NATURAL[word] for kind, _ in deed.reported)
    return any({kind, outcome} & set(asked) for kind, outcome in deed.reported)


def _document(need: Mapping[str, Any], world: World, things: Things) -> bool:
    deeds = (world[("action", action)] for action in things.rules.requests_for(need["document"]))
    scope = COUNTS[need.get("in", "round")]
    return any(one and one.near in scope and ("received", "") in one.reported for one in deeds)


def _task(need: Mapping[str, Any], world: World, things: Things) -> bool:
    deed = world[("action", need["task"])]
    if deed is None or deed.near not in COUNTS[need.get("in", "round")]:
        return "is" not in need
    return deed.status == "done" or (deed.status == "waived" and "is" not in need)


def _recorded(need: Mapping[str, Any], world: World, things: Things) -> bool:
    return has_come(need["recorded"], world, things)


def has_come(name: str, world: World, things: Things) -> bool:
    """Whether the moment has come in the round."""
    origin = things.data.get("moments", {}).get(name, {}).get("from")
    if origin is None:
        return name in ("case_opened", "stage_entered")
    if "form" in origin:
        paper = world[("form", origin["form"])]
        return paper is not None and paper.near in COUNTS["round"]
    word = next(word for word in origin if word != "is")
    deeds = (world[("action", one)] for one in listed(origin[word]))
    near = [one for one in deeds if one and one.near in COUNTS["round"]]
    return any("is" not in origin or origin["is"] in pair for one in near for pair in one.reported)


def _passed(need: Mapping[str, Any], world: World, things: Things) -> bool:
    rule = need["passed"]
    word, amount = next((word, rule[word]) for word in LIMITS if word in rule)
    number, unit = amount.split()
    days = int(number) * DAYS[unit.rstrip("s") + "s"]
    ago = world[("ago", rule["since"])]
    return has_come(rule["since"], world, things) and _keeps(word, ago, days)


def _times(need: Mapping[str, Any], world: World, things: Things) -> bool:
    rule = need["times"]
    word, limit = next((word, rule[word]) for word in LIMITS if word in rule)
    deeds = (world[("action", one)] for one in listed(rule["of"]))
    near = [one for one in deeds if one and one.near in COUNTS[need.get("in", "round")]]
    return _keeps(word, sum(one.count for one in near if one.status == "done"), limit)


def _age(need: Mapping[str, Any], world: World, things: Things) -> bool:
    return all(_keeps(word, world[("age",)], limit) for word, limit in need["age"].items())


def _student(need: Mapping[str, Any], world: World, things: Things) -> bool:
    asked = need["student"]
    return all(world[("trait", one)] for one in asked.get("is", ())) and not any(
        world[("trait", one)] for one in asked.get("is_not", ())
    )


def _keeps(word: str, figure: int, limit: int) -> bool:
    """Whether the figure keeps to the limit."""
    if word in ("at_least", "less_than"):
        return (figure >= limit) == (word == "at_least")
    return (figure > limit) == (word == "more_than")


RULES = {
    "form": _form,
    **dict.fromkeys(REPORTED, _reported),
    "document": _document,
    "task": _task,
    "consent": lambda need, world, things: world[("consent", need["consent"])],
    "recorded": _recorded,
    "passed": _passed,
    "times": _times,
    "age": _age,
    "student": _student,
}

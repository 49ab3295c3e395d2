"""The ways between the steps in sentences: who decides, what must be finished, who approves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casework.engine.elements import CLOSED, Transition
from casework.routines.needs import need
from casework.routines.paper import Entry
from casework.routines.speaker import Fact, Speaker, capital, either, entry
from casework.web.text import gettext

ANYWHERE = "any"


def way_facts(speaker: Speaker, way: Transition) -> Iterator[Fact]:
    """Every sentence about the way, except its title."""
    yield Fact(("by", "kind", "sources", "targets"), _move(speaker, way))
    if way.approved_by:
        who = capital(speaker.whoever(way.approved_by))
        yield Fact(("approved_by",), gettext("%(who)s approves it first.", who=who))
    if way.renew:
        forms = either(speaker.form(one) for one in way.renew)
        yield Fact(("renew",), gettext("To be written anew afterwards: %(forms)s.", forms=forms))
    if way.guidance:
        yield Fact(("guidance",), way.guidance.strip())
    needs = tuple(need(speaker, one) for one in way.needs)
    if len(needs) == 1:
        yield Fact(("needs",), gettext("What it takes: %(needs)s.", needs=needs[0]))
    elif needs:
        yield Fact(("needs",), gettext("What it takes:"), needs)


def way_entry(speaker: Speaker, way: Transition) -> Entry:
    """The way with its sentences, and what it takes as points."""
    return entry(way.title, way_facts(speaker, way))


def _move(speaker: Speaker, way: Transition) -> str:
    told = {
        "who": capital(speaker.whoever(way.by)),
        "source": _places(speaker, way.sources),
        "target": _places(speaker, way.targets),
    }
    said = {
        "open": gettext("%(who)s may open a case, at %(target)s."),
        "forward": gettext("%(who)s may move the case on from %(source)s to %(target)s."),
        "back": gettext("%(who)s may move the case back from %(source)s to %(target)s."),
        "restart": gettext("%(who)s may let the case start again from %(source)s, at %(target)s."),
        "hand_over": gettext("%(who)s may hand the case over from %(source)s to %(target)s."),
        "return": gettext("%(who)s may send the case back from %(source)s to %(target)s."),
        "close": gettext("%(who)s may close the case from %(source)s."),
        "reopen": gettext("%(who)s may reopen a closed case, at %(target)s."),
    }
    return said[way.kind] % told


def _places(speaker: Speaker, names: Sequence[str]) -> str:
    if all(name in speaker.model.order for name in names) and names:
        return speaker.stages(names)
    return either(_place(speaker, one) for one in names)


def _place(speaker: Speaker, name: str) -> str:
    named = {
        ANYWHERE: gettext("any step"),
        "any_later": gettext("any later step"),
        "any_earlier": gettext("any earlier step"),
        "last_stage": gettext("the step where it was closed"),
        CLOSED: gettext("closed"),
    }
    return named[name] if name in named else speaker.stage(name)

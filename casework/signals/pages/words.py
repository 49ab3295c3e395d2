"""The words of signals: what is proposed, what was read against which limit, how a signal stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from casework.attendance.pages.words import percent
from casework.cases.signal_models import Signal
from casework.catalog import catalog
from casework.engine.beside import Trigger
from casework.engine.condition import Condition
from casework.engine.quantities import UNITS, Amount
from casework.engine.workflow import CLOSED, LocalisedWorkflow, Workflow
from casework.routines.amounts import amount
from casework.routines.conditions import when
from casework.routines.speaker import Speaker, capital, speaker
from casework.signals.measured import figure_of
from casework.web.dates import day as day_text
from casework.web.languages import language
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

STATES = {
    "new": _("Waits for somebody"),
    "noted": _("The case was there already"),
    "taken_up": _("Taken up in a case"),
    "dismissed": _("Dismissed"),
    "paused": _("Silenced"),
    "withdrawn": _("Withdrawn: a correction took the ground away"),
}
_UNREAD = {
    "clock_not_started": _("the clock has not started"),
    "too_early": _("too early to say"),
    "nothing_scheduled": _("nothing was scheduled"),
}


@dataclass(frozen=True)
class Part:
    """A part of the rule: when it is met, what was read, and whether it was met.

    `is_other`: another way to meet the rule begins with it.
    """

    rule: str
    figure: str
    is_met: bool
    is_other: bool = False


def trigger_of(signal: Signal, workflow: Workflow) -> Trigger | None:
    """The rule of the signal in its version of the routine."""
    return next((one for one in workflow.triggers if one.id == signal.rule), None)


def rule_title(signal: Signal, workflow: Workflow) -> str:
    """What the routine calls the rule."""
    found = trigger_of(signal, workflow)
    return found.title if found else signal.rule


def step_title(signal: Signal, workflow: Workflow) -> str:
    """The step that is proposed, with its number."""
    if signal.proposes == CLOSED:
        return gettext("Close the case")
    number = workflow.order[signal.proposes] + 1
    return gettext("Step %(number)s, %(name)s", number=number, name=workflow.stage(signal.proposes).name)


def parts(signal: Signal, model: LocalisedWorkflow) -> list[Part]:
    """The rule part by part, those that were not met too."""
    trigger = trigger_of(signal, model.in_language(language()))
    said = speaker(model, catalog(), language())
    return list(_parts(said, trigger.when, signal.reading)) if trigger else []


def _parts(said: Speaker, condition: Condition, kept: Mapping[str, Any]) -> Iterator[Part]:
    inner = condition.inner()
    if inner and len(inner) == len(kept["inner"]):
        for place, (one, reading) in enumerate(zip(inner, kept["inner"], strict=True)):
            first, *rest = _parts(said, one, reading)
            is_other = first.is_other or (condition.kind == "any" and place > 0)
            yield from (replace(first, is_other=is_other), *rest)
    else:
        yield Part(capital(when(said, condition)), _figure(kept), bool(kept["is_met"]))


def _figure(kept: Mapping[str, Any]) -> str:
    """What was read, with its window."""
    if kept["unread"]:
        return capital(str(_UNREAD.get(kept["unread"], "")))
    figure, unit = figure_of(kept), str(kept["unit"])
    if figure is None:
        return gettext("Yes") if kept["is_met"] else gettext("No")
    text = _amount(figure, unit)
    if not kept["window"]:
        return text
    first, last = (day_text(date.fromisoformat(one)) for one in kept["window"])
    return gettext("%(figure)s, %(first)s to %(last)s", figure=text, first=first, last=last)


def _amount(figure: Fraction, unit: str) -> str:
    whole = int(figure)
    if unit in UNITS:
        return amount(Amount(number=whole, unit=unit))
    if unit == "percent":
        return percent(figure)
    if unit == "occasions":
        return ngettext("%(num)d occasion", "%(num)d occasions", whole)
    if unit == "late_arrivals":
        return ngettext("%(num)d late arrival", "%(num)d late arrivals", whole)
    return str(whole)

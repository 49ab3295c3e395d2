"""What is noted in the monitoring of compulsory schooling, by name: for the history and for its own pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.cases.facts import Situation
from casework.cases.monitored import noted_for
from casework.cases.monitoring_models import MonitoringAct
from casework.forms.definition import Form
from casework.people.home import AtHome
from casework.people.merged import known_again
from casework.web.dates import day_of_year
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

TITLES: Mapping[str, str] = {
    "asked": _("The guardian was asked for something"),
    "done": _("What the guardian has done"),
    "heard": _("Given the chance to reply"),
    "replied": _("Reply"),
    "board": _("The board's decision"),
    "served": _("The decision is served"),
    "appealed": _("Appeal"),
    "judged": _("The court's decision on the appeal"),
    "fined": _("The conditional fine"),
    "ended": _("The monitoring has ended"),
}


def monitored_sentence(kind: str, says: Mapping[str, object]) -> str:
    """The event as a sentence: what was noted, or that it was corrected."""
    title = str(TITLES.get(str(says.get("kind", "")), ""))
    return gettext("Corrected: %(title)s", title=title) if kind == "monitoring:corrected" else title


def noted_records(form: Form, situation: Situation, home: Sequence[AtHome]) -> dict[str, Any]:
    """What each guardian was asked and has done, as records that the form takes from; none else."""
    acts = noted_for(form, situation.case.id)
    if not acts:
        return {}
    same = known_again([situation.student.id])[situation.student.id]
    names = {str(one.guardian.id): one.guardian.name for one in home}
    rows = [
        (names[key], act)
        for act in acts
        for key in dict.fromkeys(same.get(one, one) for one in act.guardians)
        if key in names
    ]
    done = sorted(((name, act) for name, act in rows if act.kind == "done"), key=lambda one: one[0])
    left = [name for name in dict.fromkeys(names.values()) if name not in {who for who, _ in done}]
    return {
        "guardians_asked": "\n".join(_asked(name, act) for name, act in rows if act.kind == "asked"),
        "guardians_done": [
            *({"guardian": who, "what": act.text, "when": day_of_year(act.happened_on)} for who, act in done),
            *({"guardian": who} for who in left if done),
        ],
    }


def _asked(name: str, act: MonitoringAct) -> str:
    said = {"name": name, "day": day_of_year(act.happened_on), "what": act.text.strip()}
    if act.until:
        return gettext(
            "%(name)s, %(day)s: %(what)s To be done by %(until)s.", until=day_of_year(act.until), **said
        )
    return gettext("%(name)s, %(day)s: %(what)s", **said)

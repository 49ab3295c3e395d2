"""What changes for whom between two versions of a model, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from casework.engine.condition import Condition
from casework.engine.diff import Change, diff
from casework.engine.elements import Transition
from casework.routines.facts import facts
from casework.routines.limits import changed_limits
from casework.routines.needs import need
from casework.routines.speaker import Fact, Speaker, both, capital, quoted
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

NOUNS = {
    "model": _("the routine"),
    "source": _("the written routine"),
    "demands": _("sentence of the written routine"),
    "guidance": _("advice"),
    "roles": _("role"),
    "rows": _("heading of the table"),
    "marks": _("what may be noted about a student"),
    "counting": _("how absence is counted"),
    "absences": _("kind of absence"),
    "leave": _("who may grant leave"),
    "moments": _("moment"),
    "triggers": _("signal"),
    "pause": _("silencing of signals"),
    "duties": _("duty"),
    "cohorts": _("group"),
    "goals": _("goal"),
    "prevention": _("preventive work"),
    "stages": _("step"),
    "transitions": _("way"),
    "actions": _("task"),
}


def changes(old: Speaker, new: Speaker) -> list[str]:
    """Every difference in a sentence; nothing where the models are equal."""
    found = diff(old.model, new.model)
    said: list[str] = []
    for (kind, part, name), group in groupby(found, lambda one: (one.kind, one.part, one.id)):
        if kind == "changed":
            said += _changed(old, new, part, name, list(group))
        else:
            said += [_whole(old, new, one) for one in group]
    return said


def _whole(old: Speaker, new: Speaker, change: Change) -> str:
    """An element that is new, is gone, or a list that stands in another order."""
    told = {"noun": NOUNS[change.part]}
    if change.kind == "moved":
        names = both(_title(new, change.part, name) for name in change.after)
        return gettext("Another order – %(noun)s: %(names)s.", names=names, **told)
    if change.kind == "added":
        lines = " ".join(
            one.text for one in facts(new, change.part, change.after) if one.fields != ("title",)
        )
        if change.part == "actions":
            told = {"who": _doers(new, change.after), "place": _place(new, change.within)}
            title = quoted(change.after.title)
            return gettext(
                "%(who)s: new task %(place)s, %(title)s. %(lines)s", title=title, lines=lines, **told
            )
        title = _named(change.part, change.id, change.after)
        return gettext("New – %(noun)s %(title)s: %(lines)s", title=title, lines=lines, **told)
    if change.part == "actions":
        told = {"who": _doers(old, change.before), "place": _place(old, change.within)}
        return gettext(
            "%(who)s: the task %(title)s %(place)s is gone.", title=quoted(change.before.title), **told
        )
    title = _named(change.part, change.id, change.before)
    return gettext("Gone – %(noun)s %(title)s.", title=title, **told)


def _changed(old: Speaker, new: Speaker, part: str, name: str, found: list[Change]) -> Iterator[str]:
    """What differs in one element: roles and limits by themselves, the rest as before and now."""
    title = _title(new, part, name)
    rest = []
    for change in found:
        special = list(_special(old, new, title, change))
        yield from special
        rest += [] if special else [change]
    if rest:
        yield from _compared(old, new, title, rest)


def _special(old: Speaker, new: Speaker, title: str, change: Change) -> Iterator[str]:
    field, before, after = change.field, change.before, change.after
    if field == "within":
        told = {"title": title, "before": _place(old, before), "after": _place(new, after)}
        yield gettext("The task %(title)s stands %(after)s; it stood %(before)s.", **told)
    elif change.part == "actions" and field == "by":
        place = _place(new, change.within)
        for role in [one for one in before if one not in after]:
            who = capital(old.one(role))
            yield gettext(
                "%(who)s no longer has the task %(title)s %(place)s.", who=who, title=title, place=place
            )
        for role in [one for one in after if one not in before]:
            who = capital(new.one(role))
            yield gettext("%(who)s gets the task %(title)s %(place)s.", who=who, title=title, place=place)
    elif change.part == "transitions" and field in ("by", "approved_by"):
        yield from _way_roles(old, new, title, change)
    elif field == "needs":
        yield from _needed(old, new, title, change)
    elif isinstance(before, Condition) and isinstance(after, Condition):
        for was, is_now in changed_limits(before, after):
            told = {"title": title, "before": was, "after": is_now}
            yield gettext("The limit of %(title)s changes from %(before)s to %(after)s.", **told)


def _way_roles(old: Speaker, new: Speaker, title: str, change: Change) -> Iterator[str]:
    lost = [capital(old.one(role)) for role in change.before or () if role not in (change.after or ())]
    won = [capital(new.one(role)) for role in change.after or () if role not in (change.before or ())]
    for who in lost:
        if change.field == "by":
            yield gettext("%(who)s may no longer do this: %(title)s.", who=who, title=title)
        else:
            yield gettext("%(who)s no longer approves %(title)s.", who=who, title=title)
    for who in won:
        if change.field == "by":
            yield gettext("%(who)s may now do this: %(title)s.", who=who, title=title)
        else:
            yield gettext("%(who)s must now approve %(title)s.", who=who, title=title)


def _needed(old: Speaker, new: Speaker, title: str, change: Change) -> Iterator[str]:
    was = [need(old, guard) for guard in change.before or ()]
    is_now = [need(new, guard) for guard in change.after or ()]
    for said in [one for one in is_now if one not in was]:
        yield gettext("%(title)s now also takes this: %(need)s.", title=title, need=said)
    for said in [one for one in was if one not in is_now]:
        yield gettext("%(title)s no longer takes this: %(need)s.", title=title, need=said)


def _compared(old: Speaker, new: Speaker, title: str, found: list[Change]) -> Iterator[str]:
    """The sentences that were and are; what no sentence shows is told by itself."""
    part, name, within = found[0].part, found[0].id, found[0].within
    fields = {change.field for change in found}
    was = _told(facts(old, part, _value(old, part, name)), fields)
    is_now = _told(facts(new, part, _value(new, part, name)), fields)
    gone, come = [one for one in was if one not in is_now], [one for one in is_now if one not in was]
    told = {"what": _what(new, part, title, within)}
    if gone and come:
        yield gettext(
            "%(what)s: before: %(before)s Now: %(after)s", before=" ".join(gone), after=" ".join(come), **told
        )
    elif come:
        yield gettext("%(what)s: new: %(after)s", after=" ".join(come), **told)
    elif gone:
        yield gettext("%(what)s: no longer: %(before)s", before=" ".join(gone), **told)
    else:
        yield gettext(
            "%(what)s: which sentences of the written routine it answers to, or how that is shown.", **told
        )


def _told(found: Iterable[Fact], fields: set[str]) -> list[str]:
    return [fact.whole for fact in found if fields.intersection(fact.fields)]


def _what(speaker: Speaker, part: str, title: str, within: str) -> str:
    if part == "actions":
        action = gettext(
            "%(noun)s %(title)s %(place)s", noun=NOUNS[part], title=title, place=_place(speaker, within)
        )
        return gettext("Changed – %(what)s", what=action)
    return gettext("Changed – %(what)s", what=f"{NOUNS[part]} {title}".strip())


def _doers(speaker: Speaker, action: Any) -> str:
    return capital(speaker.whoever(action.by))


def _place(speaker: Speaker, within: str) -> str:
    """ "at step 2, Mapping", or which duty a task belongs to."""
    if within in speaker.model.order:
        return gettext("at %(stage)s", stage=speaker.stage(within))
    titles = {duty.id: duty.title for duty in speaker.model.duties}
    return gettext("in the duty %(duty)s", duty=quoted(titles.get(within, within)))


def _value(speaker: Speaker, part: str, name: str) -> Any:
    return speaker.elements[(part, name)].value


def _title(speaker: Speaker, part: str, name: str) -> str:
    return _named(part, name, _value(speaker, part, name))


def _named(part: str, name: str, value: Any) -> str:
    """What the element is called; the id where it has no name, nothing for what there is only one of."""
    if part in ("model", "source", "pause", "counting", "leave"):
        return ""
    if isinstance(value, Transition) or hasattr(value, "title"):
        return quoted(value.title)
    return name if part == "demands" else ""

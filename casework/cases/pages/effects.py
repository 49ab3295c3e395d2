"""The effects of a step or an act as lines: the same words before it is done and in the history after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.cases.effects import Effect
from casework.cases.moved_days import NONE
from casework.cases.pages.words import Speech, joined
from casework.web.dates import day
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class EffectLine:
    """One consequence of a step: a picture, what happens, and what exactly."""

    icon: str
    title: str
    text: str = ""


def effect_line(speech: Speech, effect: Effect) -> EffectLine:
    """The effect as a heading and what it is about; the same words before a step and after it."""
    named = zip(effect.items, effect.titles, strict=False)
    titles = (gettext("“%(text)s”", text=speech.titled(action, title)) for action, title in named)
    count, items = len(effect.items), ", ".join(titles)
    forms = joined([speech.form(form) for form in effect.items], gettext("and"))
    lines = {
        "round_started": EffectLine(
            "restart",
            gettext("A new round begins"),
            gettext("What the steps need has to be done again. The old can still be read."),
        ),
        "approval_lapses": EffectLine(
            "clock",
            gettext("The request for approval lapses"),
            gettext("Nobody has to decide on it any more."),
        ),
        "forms_keep": EffectLine("doc", gettext("Finalised forms stay valid"), forms),
        "forms_renew": EffectLine("doc", gettext("These forms have to be filled in again"), forms),
        "stays_done": EffectLine("check", gettext("What is done is not asked for again"), items),
        "case_closes": EffectLine(
            "lock", gettext("The case is closed"), gettext("It can still be read, and opened again.")
        ),
    }
    about_tasks = lines.get(effect.code) or _of_tasks(effect.code, count, items)
    return about_tasks or _of_migrating(speech, effect, items) or _of_annulling(effect.code, count, forms)


def _of_migrating(speech: Speech, effect: Effect, items: str) -> EffectLine | None:
    """What goes on otherwise in another version of the routine."""
    count = len(effect.items)
    named = ", ".join(_named(speech, *pair) for pair in zip(effect.items, effect.titles, strict=False))
    forms = joined([speech.form(form) for form in effect.items], gettext("and"))
    titles = dict(zip(("old", "new"), effect.titles, strict=False))
    lines = {
        "stage_becomes": lambda: EffectLine(
            "arrow", gettext("The step %(old)s becomes %(new)s", **titles), gettext("The stay goes on.")
        ),
        "tasks_dropped": lambda: EffectLine(
            "x",
            ngettext(
                "%(num)d open task is not asked for any more",
                "%(num)d open tasks are not asked for any more",
                count,
            ),
            items,
        ),
        "tasks_go_on": lambda: EffectLine(
            "bell", ngettext("%(num)d open task goes on", "%(num)d open tasks go on", count), items
        ),
        "days_move": lambda: EffectLine(
            "clock", gettext("Days that become others"), days_line(speech, effect)
        ),
        "needs_more": lambda: EffectLine("alert", gettext("Newly missing for the next step"), named),
        "needs_met": lambda: EffectLine("check", gettext("No longer missing for the next step"), named),
        "needs_less": lambda: EffectLine("check", gettext("No longer asked for by the next step"), named),
        "forms_gone": lambda: EffectLine(
            "doc",
            gettext("Forms that are not in the routine any more"),
            gettext("%(forms)s. What is written can still be read.", forms=forms),
        ),
    }
    return lines[effect.code]() if effect.code in lines else None


def days_line(speech: Speech, effect: Effect) -> str:
    """The tasks with the day that was and the one that becomes."""
    found = zip(effect.items, effect.titles, effect.days, strict=True)
    return "; ".join(_day_of(speech.titled(item, title), days) for item, title, days in found)


def _day_of(title: str, days: str) -> str:
    was, becomes = (day(date.fromisoformat(one)) if one != NONE else "" for one in days.split())
    if not was:
        return gettext("“%(title)s”: new, due %(day)s", title=title, day=becomes)
    if not becomes:
        return gettext("“%(title)s”: due %(was)s, then without a day", title=title, was=was)
    return gettext("“%(title)s”: due %(was)s, then %(day)s", title=title, was=was, day=becomes)


def _named(speech: Speech, item: str, title: str) -> str:
    """A form, an action, or a kind of need, as it is called in a list."""
    kinds = {
        "consent": gettext("consent"),
        "tasks_settled": gettext("the tasks of this step"),
        "approval": gettext("approval"),
    }
    if item in kinds:
        return kinds[item]
    form = speech.form(item)
    return gettext("“%(text)s”", text=form if form != item else speech.titled(item, title or item))


def _of_tasks(code: str, count: int, items: str) -> EffectLine | None:
    lines = {
        "tasks_left": EffectLine(
            "x",
            ngettext("%(num)d open task is closed as left", "%(num)d open tasks are closed as left", count),
            items,
        ),
        "tasks_reopen": EffectLine(
            "bell", ngettext("%(num)d task opens again", "%(num)d tasks open again", count), items
        ),
        "tasks_open": EffectLine("bell", ngettext("%(num)d task opens", "%(num)d tasks open", count), items),
        "tasks_catch_up": EffectLine(
            "bell",
            ngettext(
                "%(num)d task of the steps passed over: do it, or say why it is not needed",
                "%(num)d tasks of the steps passed over: do them, or say why they are not needed",
                count,
            ),
            items,
        ),
    }
    return lines.get(code)


def _of_annulling(code: str, count: int, forms: str) -> EffectLine:
    lines = {
        "case_annulled": EffectLine(
            "x",
            gettext("The case is annulled"),
            gettext("It disappears from lists and counts. Only those who could see it find it."),
        ),
        "drafts_left": EffectLine(
            "doc", ngettext("%(num)d draft is put away", "%(num)d drafts are put away", count), forms
        ),
        "student_free": EffectLine(
            "people",
            gettext("A new case can be opened at once"),
            gettext("Both for this student and for the one whom it should have been about."),
        ),
        "history_stays": EffectLine(
            "lock",
            gettext("The history stays"),
            gettext("What has been written and who has read it is kept and can be checked."),
        ),
    }
    return lines[code]

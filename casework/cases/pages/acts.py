"""What the history says of everyday acts, as sentences."""

from __future__ import annotations

from datetime import date

from casework.cases.pages.asking import ask_sentence
from casework.cases.pages.measure_words import decided_sentence, onwards_said
from casework.cases.pages.monitored import monitored_sentence
from casework.cases.pages.reading import class_note
from casework.cases.pages.words import Speech
from casework.history.queries import EventRow
from casework.web.dates import day
from casework.web.text import gettext


def act_sentence(speech: Speech, event: EventRow) -> str:
    """The sentence about the event; empty where it tells of something else."""
    if event.kind.startswith(("note:", "contact:")):
        return _noted(event)
    if event.kind.startswith("ask:"):
        return ask_sentence(speech, event.says)
    if event.kind.startswith("measure:"):
        return _measures(speech, event)
    if event.kind.startswith(("letter:", "document:")):
        return _posted(event)
    if event.kind.startswith("monitoring:"):
        return monitored_sentence(event.kind, event.says)
    if event.kind.startswith("meeting:"):
        return _met(event)
    name = str(event.says.get("name", ""))
    extract = {"form": speech.form(str(event.says.get("form", ""))), "name": event.says.get("recipient", "")}
    texts = {
        "responsible:named": gettext("%(name)s named as responsible", name=name),
        "participant:added": gettext("%(name)s takes part", name=name),
        "participant:ended": gettext("%(name)s takes part no longer", name=name),
        "annulment:requested": gettext("Asked to annul the case"),
        "annulment:declined": gettext("The case was not annulled"),
        "annulment:withdrawn": gettext("The request to annul the case was withdrawn"),
        "extract:released": gettext("Extract of %(form)s released to %(name)s", **extract),
        "extract:withdrawn": gettext("The extract of %(form)s to %(name)s was withdrawn", **extract),
        "case:annulled": gettext("Case annulled: opened on the wrong student"),
    }
    return texts.get(event.kind, "")


def _measures(speech: Speech, event: EventRow) -> str:
    if event.kind == "measure:decided":
        return decided_sentence(event.says, speech.form(str(event.says.get("form", ""))))
    if event.kind == "measure:added":
        return gettext("A measure was decided at a meeting")
    if event.kind == "measure:passed":
        return gettext("Measures now in the hands of %(name)s", name=event.says.get("name", ""))
    how = onwards_said(str(event.says.get("onwards", "keep")))
    return gettext("A measure was followed up. %(onwards)s", onwards=how)


def _posted(event: EventRow) -> str:
    title = str(event.says.get("title", ""))
    return {
        "letter:sent": gettext("Letter sent: %(title)s", title=title),
        "letter:received": gettext("Letter has come through: %(title)s", title=title),
        "letter:taken_back": gettext("Letter taken back: %(title)s", title=title),
        "document:received": gettext("“%(title)s” entered as received", title=title),
    }[event.kind]


def _met(event: EventRow) -> str:
    says = event.says
    on = day(date.fromisoformat(str(says["day"]))) if says.get("day") else ""
    told = {"title": says.get("title", ""), "day": on}
    return {
        "meeting:called": gettext("Meeting called for %(day)s: “%(title)s”", **told),
        "meeting:changed": gettext("Meeting changed, it is on %(day)s: “%(title)s”", **told),
        "meeting:cancelled": gettext("Meeting called off: “%(title)s”", **told),
        "meeting:held": gettext("Meeting held on %(day)s: “%(title)s”", **told),
        "meeting:shared": gettext("Minutes passed on: “%(title)s”", **told),
    }[event.kind]


def _noted(event: EventRow) -> str:
    for_whom = class_note(str(event.says.get("confidentiality", "")))
    text = {
        "note:written": gettext("Note"),
        "note:corrected": gettext("Note corrected"),
        "contact:logged": gettext("Contact logged"),
        "contact:corrected": gettext("Log of a contact corrected"),
    }[event.kind]
    return f"{text} ({for_whom})" if for_whom else text

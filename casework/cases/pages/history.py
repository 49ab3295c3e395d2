"""What the history says, as sentences: the events of a case and the effects of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.cases.effects import read
from casework.cases.pages.acts import act_sentence
from casework.cases.pages.effects import EffectLine, effect_line
from casework.cases.pages.lines import Line
from casework.cases.pages.task_care import care_sentence
from casework.cases.pages.words import Speech
from casework.history.queries import EventRow
from casework.web.dates import moment
from casework.web.text import gettext


def event_line(
    speech: Speech, event: EventRow, notes: Mapping[str, str], *, with_effects: bool = False
) -> Line:
    """The event as a sentence with who and when; under a note its text, where the reader may read that."""
    says = event.says
    effects: tuple[EffectLine, ...] = ()
    if with_effects and isinstance(says.get("effects"), list):
        effects = tuple(effect_line(speech, one) for one in read(_maps(says["effects"])))
    said, is_answer = str(says.get("reason", "")), event.kind == "ask:ended"
    return Line(
        text=_text(speech, event),
        when=moment(event.at),
        who=f"{event.by}, {speech.role_within(event.role)}" if event.role else event.by,
        reason=(said or None) if not is_answer else None,
        note=(said or None) if is_answer else notes.get(str(says.get("note", ""))),
        is_step=event.kind.startswith("case:"),
        effects=effects,
    )


def _text(speech: Speech, event: EventRow) -> str:
    says = event.says
    if event.kind == "case:opened":
        return gettext("Case opened in %(step)s", step=_stage(speech, says))
    if event.kind == "case:moved":
        return _moved(speech, says)
    if event.kind in ("case:migrated", "case:migration_undone"):
        return _migrated(says, event.kind)
    if event.kind == "task:reported":
        return _reported(speech, says)
    if event.kind == "task:waived":
        return gettext("“%(title)s” is not needed", title=_action(speech, says))
    if event.kind == "task:reopened":
        return gettext("“%(title)s” opened again: what was noted is taken back", title=_action(speech, says))
    if event.kind.startswith("form:"):
        title = speech.form(str(says.get("form", "")))
        texts = {
            "form:begun": gettext("%(form)s begun", form=title),
            "form:finalised": gettext("%(form)s finalised and signed", form=title),
            "form:received": gettext("%(form)s came to the case, signed before", form=title),
            "form:discarded": gettext("Draft put away: %(form)s", form=title),
            "form:restored": gettext("Draft fetched again: %(form)s", form=title),
            "form:corrected": gettext(
                "%(form)s corrected, version %(n)s", form=title, n=says.get("version", "")
            ),
        }
        return texts[event.kind]
    if event.kind.startswith("attachment:"):
        return _attached(says, event.kind)
    return act_sentence(speech, event) or care_sentence(speech, event) or _decided(speech, event)


def _migrated(says: Mapping[str, Any], kind: str) -> str:
    named = {"title": says.get("title", ""), "n": says.get("version", "")}
    if kind == "case:migrated":
        return gettext("Goes on with the routine %(title)s, version %(n)s", **named)
    return gettext("Taken back: goes on with the routine %(title)s, version %(n)s", **named)


def _attached(says: Mapping[str, Any], kind: str) -> str:
    title = says.get("title", "")
    texts = {
        "attachment:added": gettext("“%(title)s” attached", title=title),
        "attachment:replaced": gettext(
            "“%(title)s” attached again, version %(n)s", title=title, n=says.get("version", "")
        ),
        "attachment:removed": gettext("Attachment “%(title)s” removed", title=title),
    }
    return texts[kind]


def _decided(speech: Speech, event: EventRow) -> str:
    says = event.says
    title = _transition(speech, says)
    given_by = str(says.get("given_by", ""))
    texts = {
        "approval:requested": gettext("Approval requested: %(title)s", title=title),
        "approval:declined": gettext("Declined: %(title)s", title=title),
        "approval:withdrawn": gettext("The request was withdrawn: %(title)s", title=title),
        "approval:lapsed": gettext("The request has lapsed: %(title)s", title=title),
        "consent:given": gettext("Consent from %(name)s recorded", name=given_by),
        "consent:retracted": gettext("Consent from %(name)s was recorded by mistake", name=given_by),
        "consent:withdrawn": gettext("Consent from %(name)s withdrawn", name=given_by),
    }
    return texts[event.kind]


def _moved(speech: Speech, says: Mapping[str, Any]) -> str:
    step = _stage(speech, says)
    if says.get("approved_request"):
        return gettext("Approved: to %(step)s", step=step)
    texts = {
        "back": gettext("Back to %(step)s", step=step),
        "restart": gettext("Started again from %(step)s", step=step),
        "return": gettext("Returned to %(step)s", step=step),
        "close": gettext("Case closed"),
        "reopen": gettext("Case reopened in %(step)s", step=step),
    }
    return texts.get(str(says.get("kind")), gettext("To %(step)s", step=step))


def _reported(speech: Speech, says: Mapping[str, Any]) -> str:
    title = _action(speech, says)
    if says.get("outcome_title"):
        options = speech.options(str(says.get("action", "")))
        outcome = options.get(str(says.get("outcome", "")), says["outcome_title"])
        return gettext("%(title)s: %(outcome)s", title=title, outcome=outcome)
    texts = {
        "tried": gettext("%(title)s: tried, nobody reached", title=title),
        "called": gettext("%(title)s: called", title=title),
        "held": gettext("%(title)s: held", title=title),
        "sent": gettext("%(title)s: sent", title=title),
        "received": gettext("%(title)s: received", title=title),
        "started": gettext("%(title)s: started", title=title),
        "ended": gettext("%(title)s: ended", title=title),
    }
    return texts.get(str(says.get("milestone")), gettext("%(title)s: done", title=title))


def _action(speech: Speech, says: Mapping[str, Any]) -> str:
    return speech.titled(str(says.get("action", "")), str(says.get("title", "")))


def _stage(speech: Speech, says: Mapping[str, Any]) -> str:
    stage = str(says.get("to", ""))
    return speech.numbered(stage) if stage in speech.workflow.order else str(says.get("to_title", ""))


def _transition(speech: Speech, says: Mapping[str, Any]) -> str:
    known = {one.id: one.title for one in speech.workflow.transitions}
    return known.get(str(says.get("transition", "")), str(says.get("title", "")))


def _maps(value: object) -> Sequence[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

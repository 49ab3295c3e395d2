"""The gate at the foot of a panel: the only place with the way forward, or who opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.models import Approval
from casework.cases.pages.words import Speech, capital, since
from casework.engine.steps import Assessment, role_need
from casework.engine.workflow import CLOSED, Step
from casework.web.dates import day
from casework.web.text import gettext


@dataclass(frozen=True)
class Gate:
    """The foot of a panel: the way forward, or the sentence about who opens it."""

    kind: str
    text: str
    strong: str | None = None
    url: str | None = None
    label: str | None = None


def step_url(situation: Situation, step: Step) -> str:
    """Where the step is confirmed."""
    return url_for("cases.advance", case_id=situation.case.id, transition=step.transition.id, to=step.target)


def gate(situation: Situation, speech: Speech, found: Assessment, now: datetime) -> Gate:
    """Who opens the way, and the button for whoever it is."""
    step, approval = found.step, situation.approval
    if approval and approval.status == "pending" and approval.transition == step.transition.id:
        return _pending(situation, speech, step, approval, now)
    who = speech.who(step.transition.by)
    label = way_label(situation, speech, step)
    if not found.is_prepared:
        if step.transition.approved_by:
            approver = speech.who(step.transition.approved_by)
            text = gettext(
                "When all is done, %(who)s asks and %(approver)s decides.", who=who, approver=approver
            )
        elif step.target == CLOSED:
            text = gettext("When all is done, %(who)s closes the case.", who=who)
        else:
            text = gettext("When all is done, %(who)s moves the case on.", who=who)
        return Gate("not_yet", text)
    if found.role.is_met:
        text = _declined(situation, step) or gettext("Everything is in place.")
        return Gate("mine", text, url=step_url(situation, step), label=label)
    return Gate(
        "others", gettext("%(who)s can take the step now.", who=capital(who)), strong=gettext("Ready.")
    )


def _pending(situation: Situation, speech: Speech, step: Step, approval: Approval, now: datetime) -> Gate:
    url = url_for("cases.approval", case_id=situation.case.id, approval_id=approval.id)
    waited = since(approval.requested_at, now)
    if role_need(situation.facts.actor, step.transition.approved_by).is_met:
        text = gettext("Waits for your decision %(since)s.", since=waited)
        return Gate("pending_mine", text, url=url, label=gettext("Read and decide"))
    who = speech.who(step.transition.approved_by)
    text = gettext("Waits for %(who)s %(since)s.", who=who, since=waited)
    return Gate("pending", text, url=url, label=gettext("Read the request"))


def _declined(situation: Situation, step: Step) -> str:
    """What became of the last request, where it did not lead to the step."""
    approval = situation.approval
    if approval is None or approval.transition != step.transition.id or approval.decided_at is None:
        return ""
    if str(approval.visit_id) != situation.facts.visit:
        return ""
    at = day(approval.decided_at)
    if approval.status == "declined":
        return gettext(
            "Declined %(day)s: “%(reason)s” You can ask again.", day=at, reason=approval.decision_reason
        )
    return gettext("The request lapsed %(day)s. Ask again.", day=at) if approval.status == "lapsed" else ""


def way_label(situation: Situation, speech: Speech, step: Step) -> str:
    """The words of the button that leads to the step."""
    return gettext("Ask for approval") if step.transition.approved_by else way_title(situation, speech, step)


def name_among_equals(situation: Situation, speech: Speech, step: Step) -> str:
    """The model's name for the step, where others of its kind lead there too; else nothing."""
    here = (step.transition.kind, step.target)
    equals = [one for one in situation.steps if (one.transition.kind, one.target) == here]
    return speech.workflow.transition(step.transition.id).title if len(equals) > 1 else ""


def way_title(situation: Situation, speech: Speech, step: Step) -> str:
    """What the step is, by its kind or by the model's own name for it."""
    kind, own_name = step.transition.kind, name_among_equals(situation, speech, step)
    if own_name:
        return own_name
    if kind == "close":
        return gettext("Close the case")
    if kind == "reopen":
        return gettext("Open again")
    number = speech.workflow.order[step.target] + 1
    labels = {
        "back": gettext("Move back to step %(number)s", number=number),
        "return": gettext("Return to the school"),
        "restart": gettext("Start again from step %(number)s", number=number),
    }
    return labels.get(kind, gettext("Move to step %(number)s", number=number))

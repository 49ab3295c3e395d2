"""What the next step needs, each need met or unmet, who can meet it and where; and the gate at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.models import Approval
from casework.cases.pages.words import (
    Speech,
    capital,
    proof_text,
    proof_title,
    refusal_text,
    refusal_title,
    since,
)
from casework.engine.facts import Need, Proof, Refusal, Remedy
from casework.engine.steps import Assessment, assess, role_need
from casework.engine.workflow import CLOSED, Step
from casework.web.dates import day
from casework.web.text import gettext, ngettext

FORWARD = ("forward", "hand_over")


@dataclass(frozen=True)
class NeedRow:
    """One need: its state, what it is, what is missing, who can, and the button for whoever can."""

    state: str
    title: str
    url: str | None = None
    detail: str | None = None
    who: str | None = None
    mine: bool = False
    button: tuple[str, str] | None = None
    late: str | None = None


@dataclass(frozen=True)
class Gate:
    """The foot of a panel: the way forward, or the sentence about who opens it."""

    kind: str
    text: str
    strong: str | None = None
    url: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Panel:
    """One way forward with all its needs."""

    title: str
    anchor: str
    met: int
    total: int
    lead: str
    needs: tuple[NeedRow, ...]
    gate: Gate
    folded: bool


def panels(situation: Situation, speech: Speech, now: datetime) -> tuple[Panel, ...]:
    """A panel per way forward, the usual one open; from the last stage the way forward is closing."""
    if situation.case.closed_at:
        return ()
    ways = [step for step in situation.steps if step.transition.kind in FORWARD]
    ways = ways or [step for step in situation.steps if step.transition.kind == "close"]
    return tuple(_panel(situation, speech, step, now, folded=index > 0) for index, step in enumerate(ways))


def _panel(situation: Situation, speech: Speech, step: Step, now: datetime, *, folded: bool) -> Panel:
    found = assess(situation.workflow, step, situation.facts)
    asked = [need for need in found.needs if need.subject != "approval"]
    rows = [need_row(situation, speech, need) for need in asked]
    order = {"missing": 0, "waiting": 1, "asked_later": 2, "met": 3}
    rows.sort(key=lambda row: (order[row.state], not row.mine))
    unmet = [row for row in rows if row.state == "missing"]
    mine = sum(1 for row in unmet if row.mine)
    return Panel(
        title=_title(speech, step),
        anchor=f"way-{step.transition.id}",
        met=sum(1 for row in rows if row.state == "met"),
        total=sum(1 for row in rows if row.state in ("met", "missing")),
        lead=_lead(len(unmet), mine),
        needs=tuple(rows),
        gate=gate(situation, speech, found, now),
        folded=folded,
    )


def _title(speech: Speech, step: Step) -> str:
    if step.target == CLOSED:
        return gettext("What closing the case needs")
    number = speech.workflow.order[step.target] + 1
    return gettext("What step %(number)s, %(name)s, needs", number=number, name=speech.stage(step.target))


def _lead(unmet: int, mine: int) -> str:
    if not unmet:
        return ""
    if mine == unmet:
        return ngettext("You can do what is missing.", "You can do everything that is missing.", unmet)
    if mine:
        return ngettext(
            "%(num)d of those missing is yours to do.", "%(num)d of those missing are yours to do.", mine
        )
    return gettext("Others do what is missing.")


def need_row(situation: Situation, speech: Speech, need: Need) -> NeedRow:
    """The need as a row: what says that it is met, or what is missing and who can."""
    if need.refusal is None:
        proof = need.proof or Proof("done")
        url = _link(situation, proof.remedy)
        return NeedRow("met", proof_title(speech, proof), url, proof_text(proof))
    refusal = need.refusal
    if refusal.is_asked_at_the_step:
        return NeedRow("asked_later", gettext("A written reason"), detail=refusal_text(speech, refusal))
    mine = speech.is_mine(refusal.who)
    url = _link(situation, refusal.remedy)
    return NeedRow(
        state="missing",
        title=refusal_title(speech, refusal),
        url=url,
        detail=refusal_text(speech, refusal),
        who=speech.who_line(refusal.who) if refusal.who else None,
        mine=mine,
        button=(_button(refusal), url) if mine and url else None,
    )


def _button(refusal: Refusal) -> str:
    if refusal.code in ("form_draft", "form_answer"):
        return gettext("Continue")
    if refusal.code.startswith("form_"):
        return gettext("Begin")
    return gettext("Record") if refusal.code == "consent_missing" else gettext("Open")


def _link(situation: Situation, remedy: Remedy | None) -> str | None:
    """Where the need is mended or can be read."""
    case_id = situation.case.id
    if remedy is None:
        return None
    if remedy.kind == "form":
        return form_url(situation, remedy.target)
    if remedy.kind == "task":
        ids = {str(task.id) for task in situation.tasks}
        by_action = {task.action: str(task.id) for task in situation.tasks}
        task = remedy.target if remedy.target in ids else by_action.get(remedy.target)
        return url_for("cases.task", case_id=case_id, task_id=task) if task else None
    if remedy.kind == "consent":
        return url_for("cases.consents", case_id=case_id)
    return url_for("cases.show", case_id=case_id, _anchor="tasks") if remedy.kind == "tasks" else None


def form_url(situation: Situation, form: str) -> str:
    """The form's draft, else its newest signed version, else the page where it is begun."""
    case_id, facts = situation.case.id, situation.facts
    for draft in facts.drafts:
        if draft.form == form:
            return url_for("cases.form", case_id=case_id, submission_id=draft.submission)
    signed = [
        fact for fact in facts.within("round", facts.forms) if fact.form == form and not fact.is_renewed
    ]
    if signed:
        return url_for("cases.form", case_id=case_id, submission_id=signed[-1].submission)
    return url_for("cases.new_form", case_id=case_id, form_id=form)


def step_url(situation: Situation, step: Step) -> str:
    """Where the step is confirmed."""
    return url_for("cases.advance", case_id=situation.case.id, transition=step.transition.id, to=step.target)


def gate(situation: Situation, speech: Speech, found: Assessment, now: datetime) -> Gate:
    """Who opens the way, and the button for whoever it is."""
    step, approval = found.step, situation.approval
    if approval and approval.status == "pending" and approval.transition == step.transition.id:
        return _pending(situation, speech, step, approval, now)
    who = speech.who(step.transition.by)
    label = way_label(speech, step)
    if not found.is_prepared:
        if step.transition.approved_by:
            approver = speech.who(step.transition.approved_by)
            text = gettext(
                "When all is done, %(who)s asks and %(approver)s decides.", who=who, approver=approver
            )
        else:
            text = gettext("When all is done, %(who)s takes the step.", who=who)
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


def way_label(speech: Speech, step: Step) -> str:
    """The words of the button that leads to the step."""
    kind = step.transition.kind
    if step.transition.approved_by:
        return gettext("Ask for approval")
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

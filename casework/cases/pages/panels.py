"""What the next step needs, each need met or unmet, who can meet it and where; and the gate at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from casework.cases.demands import missing_before
from casework.cases.facts import Situation
from casework.cases.pages import due
from casework.cases.pages.gate import Gate, gate, name_among_equals
from casework.cases.pages.refusals import proof_text, proof_title, refusal_text, refusal_title
from casework.cases.pages.words import Speech
from casework.engine.facts import FormFact, Need, Proof, Refusal, Remedy
from casework.engine.steps import assess
from casework.engine.workflow import CLOSED, Step
from casework.tasks.models import Task
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
    """A panel per way forward, the usual one open.

    From the last stage the way forward is closing, which stays folded while the stage has work to do.
    """
    ways = onwards(situation)
    is_at_work = any(task.holds_up for task in situation.facts.tasks)
    return tuple(
        _panel(situation, speech, step, now, folded=index > 0 or (step.target == CLOSED and is_at_work))
        for index, step in enumerate(ways)
    )


def onwards(situation: Situation) -> list[Step]:
    """The ways forward; from the last stage that is closing."""
    if situation.case.closed_at:
        return []
    forward = [step for step in situation.steps if step.transition.kind in FORWARD]
    return forward or [step for step in situation.steps if step.transition.kind == "close"]


def _panel(situation: Situation, speech: Speech, step: Step, now: datetime, *, folded: bool) -> Panel:
    found = assess(situation.workflow, step, situation.facts)
    asked = [need for need in found.needs if need.subject != "approval"]
    rows = [need_row(situation, speech, need) for need in asked]
    order = {"missing": 0, "waiting": 1, "asked_later": 2, "met": 3}
    rows.sort(key=lambda row: (order[row.state], not row.mine))
    unmet = [row for row in rows if row.state == "missing"]
    mine = sum(1 for row in unmet if row.mine)
    return Panel(
        title=_title(situation, speech, step),
        anchor=f"way-{step.event}",
        met=sum(1 for row in rows if row.state == "met"),
        total=sum(1 for row in rows if row.state in ("met", "missing")),
        lead=_lead(len(unmet), mine),
        needs=tuple(rows),
        gate=gate(situation, speech, found, now),
        folded=folded,
    )


def _title(situation: Situation, speech: Speech, step: Step) -> str:
    own_name = name_among_equals(situation, speech, step)
    if own_name:
        return gettext("What is needed to do this: %(name)s", name=own_name)
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
    is_others_draft = refusal.code in ("form_missing", "form_draft") and not mine
    url = None if is_others_draft else _link(situation, refusal.remedy)
    return NeedRow(
        state="missing",
        title=refusal_title(speech, refusal),
        url=url,
        detail=_with_day(refusal_text(speech, refusal), due.of_need(situation, refusal.remedy)),
        who=speech.who_line(refusal.who) if refusal.who and refusal.code != "role" else None,
        mine=mine,
        button=(_button(refusal), url) if mine and url else None,
    )


def _with_day(text: str, when: str) -> str:
    """What is missing, and when it is due."""
    return f"{text.rstrip('.')}. {when}." if text and when else f"{when}." if when else text


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
        return form_link(situation, remedy.target)
    if remedy.kind == "task":
        ids = {str(task.id) for task in situation.tasks}
        by_action = {task.action: str(task.id) for task in situation.tasks}
        task = remedy.target if remedy.target in ids else by_action.get(remedy.target)
        return url_for("cases.task", case_id=case_id, task_id=task) if task else None
    if remedy.kind == "consent":
        return url_for("cases.consents", case_id=case_id)
    return url_for("cases.show", case_id=case_id, _anchor="tasks") if remedy.kind == "tasks" else None


def form_link(situation: Situation, form: str, task: Task | None = None) -> str | None:
    """The way to the form; none where nobody has begun it and the reader may not, or not yet.

    For a task that comes again: what was signed before it was opened belongs to an earlier time.
    """
    facts = situation.facts
    signed = _signed(situation, form, task)
    begun = {fact.form for fact in facts.drafts} | {fact.form for fact in signed}
    may_begin = facts.actor.roles & set(situation.workflow.contributors(form))
    may_begin_now = may_begin and not missing_before(situation, form)
    return form_url(situation, form, task) if form in begun or may_begin_now else None


def form_url(situation: Situation, form: str, task: Task | None = None) -> str:
    """The form's draft, else its newest signed version, else the page where it is begun."""
    case_id, facts = situation.case.id, situation.facts
    for draft in facts.drafts:
        if draft.form == form:
            return url_for("cases.form", case_id=case_id, submission_id=draft.submission)
    signed = [fact for fact in _signed(situation, form, task) if not fact.is_renewed]
    if signed:
        return url_for("cases.form", case_id=case_id, submission_id=signed[-1].submission)
    return url_for("cases.new_form", case_id=case_id, form_id=form)


def _signed(situation: Situation, form: str, task: Task | None) -> list[FormFact]:
    since = task.opened_at if task and task.number > 1 else None
    found = (one for one in situation.facts.within("round", situation.facts.forms) if one.form == form)
    return [one for one in found if since is None or one.at > since]

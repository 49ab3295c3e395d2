"""The page of one task: what it is about, the ways to do it, what has been done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.forms import ReportForm, WaiveForm
from casework.cases.pages import due, meetings
from casework.cases.pages.lines import Line
from casework.cases.pages.panels import form_link, need_row
from casework.cases.pages.rows import GuidanceText, task_state
from casework.cases.pages.task_care import care_links, delay_lines, doer_facts
from casework.cases.pages.undo import reopen_url, taken_back_lines
from casework.cases.pages.words import Speech, capital
from casework.engine.actions import Action, Contact, Contribution, Decision, FormAction, Meeting, Request
from casework.engine.facts import Need
from casework.engine.former import NOBODY, action_of
from casework.tasks.models import Task
from casework.web.dates import day
from casework.web.text import gettext

REACHED, TRIED = ("reached", "agreed", "declined"), ("not_reached", "message_left", "wrong_number")


@dataclass(frozen=True)
class Doing:
    """One way to do the task, with its form and button."""

    kind: str
    heading: str
    form: ReportForm | WaiveForm
    url: str
    label: str
    lead: str = ""
    folded: bool = False


def doings(situation: Situation, speech: Speech, task: Task, posted: str = "") -> tuple[Doing, ...]:
    """The ways in which the reader may do the task now; none for others and for tasks that are closed."""
    action = action_of(speech.workflow, task.action, task.title, task.by_hand)
    waivers = situation.workflow.waivers(action)
    if task.status != "open" or not speech.is_mine(action.by + action.together_with + waivers):
        return ()
    unmet = _unmet(situation, action)
    kinds = [kind for kind in action.milestones if kind != "tried"]
    if isinstance(action, Contribution):
        kinds = []  # given on a page of its own
    found = [
        _report(situation, task, action, kind, folded=index > 0 or isinstance(action, Contact))
        for index, kind in enumerate(_in_order(kinds, situation, task))
        if not (unmet and kind == action.natural)
    ]
    if speech.is_mine(waivers):
        found.append(_waive(situation, task, folded=bool(found or unmet)))
    return tuple(sorted(found, key=lambda one: one.kind != posted)) if posted else tuple(found)


def _in_order(kinds: Sequence[str], situation: Situation, task: Task) -> Sequence[str]:
    """A meeting is called before it is held; what has been noted already is not offered again."""
    noted = {milestone.kind for milestone, _ in situation.milestones if milestone.task_id == task.id}
    left = [kind for kind in reversed(kinds) if kind not in noted]
    again = [kind for kind in kinds if kind == "called" and kind in noted]  # for another day
    return [*left, *again] or kinds[:1]


def _report(situation: Situation, task: Task, action: Action, kind: str, *, folded: bool) -> Doing:
    outcomes: list[tuple[str, str]] = []
    if isinstance(action, Contact):
        outcomes = [(one, contact_outcome(one)) for one in (*REACHED, *TRIED)]
    else:
        outcomes = list(action.outcomes(kind).items())
    is_decision = isinstance(action, Decision)
    note = gettext("Reasons") if is_decision else gettext("Note")
    return Doing(
        kind=kind,
        heading=meetings.again(situation, task, kind) or doing_heading(kind),
        form=ReportForm(
            outcomes,
            note=note,
            is_note_needed=is_decision,
            prefix=kind,
            calls_meeting=meetings.calls(task, kind),
        ),
        url=url_for("cases.report_task", case_id=situation.case.id, task_id=task.id, milestone=kind),
        label=doing_label(kind, action),
        folded=folded,
    )


def _waive(situation: Situation, task: Task, *, folded: bool) -> Doing:
    return Doing(
        kind="waive",
        heading=gettext("Not needed, with a reason"),
        form=WaiveForm(prefix="waive"),
        url=url_for("cases.waive_task", case_id=situation.case.id, task_id=task.id),
        label=gettext("Not needed"),
        folded=folded,
    )


def doing_heading(kind: str) -> str:
    """What doing it is called, as a heading."""
    headings = {
        "called": gettext("Call the meeting"),
        "held": gettext("Note that the meeting was held"),
        "sent": gettext("Note that it is sent"),
        "received": gettext("Note that it has come in"),
        "taken": gettext("Decide"),
        "started": gettext("Note that it has started"),
        "ended": gettext("Note that it has ended"),
    }
    return headings.get(kind, gettext("Do the task"))


def doing_label(kind: str, action: Action) -> str:
    """What stands on its button."""
    labels = {
        "called": gettext("Save that it is called"),
        "held": gettext("Save that it was held"),
        "sent": gettext("Save that it is sent"),
        "received": gettext("Save that it has come in"),
        "taken": gettext("Save the decision"),
        "started": gettext("Save that it has started"),
        "ended": gettext("Save that it has ended"),
    }
    return labels.get(
        kind, gettext("Log the contact") if isinstance(action, Contact) else gettext("Mark as done")
    )


def contact_outcome(outcome: str) -> str:
    """How a contact went."""
    return {
        "reached": gettext("Reached"),
        "agreed": gettext("Reached, and we agreed"),
        "declined": gettext("Reached, but declined"),
        "not_reached": gettext("No answer"),
        "message_left": gettext("Left a message"),
        "wrong_number": gettext("Wrong number"),
    }[outcome]


def milestone_of(kind: str, outcome: str) -> tuple[str, str]:
    """What was reported: a contact that reached nobody is an attempt, and the task stays open."""
    return ("tried" if outcome in TRIED else kind), outcome


def _unmet(situation: Situation, action: Action) -> list[Need]:
    needs = (guard.need(situation.facts, situation.workflow) for guard in action.needs)
    return [need for need in needs if need.refusal]


def task_page(
    situation: Situation, speech: Speech, task: Task, ways: Sequence[Doing]
) -> Mapping[str, object]:
    """Everything on the page but its forms."""
    action = action_of(speech.workflow, task.action, task.title, task.by_hand)
    unmet = _unmet(situation, action) if task.status == "open" else []
    mine = speech.is_mine(action.by + action.together_with)
    return {
        "task": _head(situation, speech, task, action),
        "doings": ways,
        "needs": [need_row(situation, speech, need) for need in unmet],
        "closed_note": _closed(task),
        "reopen_url": reopen_url(situation, speech, task),
        "refusal": ""
        if mine or NOBODY in action.by
        else gettext("%(who)s does this task.", who=capital(speech.who(action.by))),
        "care_links": care_links(situation, speech, task),
        "written_in": written_in(situation, speech, task, action),
        "milestones": [
            *delay_lines(task),
            *taken_back_lines(task),
            *(
                report_line(one.kind, one.outcome, meetings.told(one), day(one.happened_on), name, action)
                for one, name in reversed(situation.milestones)
                if one.task_id == task.id
            ),
        ],
        "guidance": [GuidanceText(action.title, action.guidance)] if action.guidance else [],
    }


def written_in(situation: Situation, speech: Speech, task: Task, action: Action) -> tuple[str, str] | None:
    """The form in which what was done is written down, and where; for those who may write in it now."""
    if task.status != "open" or not action.form or isinstance(action, FormAction):
        return None
    url = form_link(situation, action.form)
    return (speech.form(action.form), url) if url else None


def _head(situation: Situation, speech: Speech, task: Task, action: Action) -> Mapping[str, object]:
    is_known = task.stage in speech.workflow.order and NOBODY not in action.by
    facts = [(gettext("Who"), capital(speech.who(action.by)))] if is_known else []
    facts += doer_facts(speech, task, action)
    if action.parties:
        facts.append((gettext("With"), capital(speech.parties(action.parties))))
    hand_to = action.hand_to if isinstance(action, Request) else ()
    for title, roles in ((gettext("Handed to"), hand_to), (gettext("Tell"), action.tell)):
        if roles:
            facts.append((title, capital(speech.parties(roles))))
    if isinstance(action, Meeting) and action.place:
        facts.append((gettext("Place"), action.place))
    if is_known:
        place = speech.workflow.order[task.stage] + 1
        facts.append((gettext("Step"), f"{place} {speech.stage(task.stage)}"))
    facts += due.day_fact(task)
    state, text = task_state(situation, task)
    why = " ".join((*due.why(task, speech), *meetings.called_late(situation, task)))
    return {"title": action.title, "facts": facts, "why": why, "state": state, "state_text": text}


def _closed(task: Task) -> str:
    if task.status == "waived":
        return gettext("Not needed: “%(reason)s”", reason=task.reason)
    if task.status == "left":
        return gettext("The case moved on before this was done.")
    return gettext("This task is done.") if task.status == "done" else ""


def report_line(kind: str, outcome: str, note: str, when: str, who: str, action: Action) -> Line:
    """What was reported, as a line of what has been done."""
    if isinstance(action, Contact) and outcome:
        text = contact_outcome(outcome)
    elif outcome:
        text = action.outcomes(kind).get(outcome, outcome)
    else:
        text = _noted(kind)
    return Line(text=text, when=when, who=who, note=note or None)


def _noted(kind: str) -> str:
    texts = {
        "tried": gettext("Tried, nobody reached"),
        "called": gettext("Called"),
        "held": gettext("Held"),
        "sent": gettext("Sent"),
        "received": gettext("Has come in"),
        "started": gettext("Has started"),
        "ended": gettext("Has ended"),
    }
    return texts.get(kind, gettext("Done"))

"""The page of one task: what it is about, the ways to do it, what has been done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.forms import ReportForm, WaiveForm
from casework.cases.pages import due, meetings
from casework.cases.pages.panels import form_link, need_row
from casework.cases.pages.reported import (
    NOT_TO_CONTACT,
    REACHED,
    TRIED,
    contact_outcome,
    doing_heading,
    doing_label,
    report_line,
)
from casework.cases.pages.rows import GuidanceText, task_state
from casework.cases.pages.task_care import care_links, delay_lines, doer_facts
from casework.cases.pages.undo import reopen_url, taken_back_lines
from casework.cases.pages.words import Speech, capital, for_one
from casework.engine.actions import Action, Contact, Contribution, Decision, FormAction, Meeting, Request
from casework.engine.facts import Need
from casework.engine.former import NOBODY
from casework.engine.guardians import Instead
from casework.tasks.models import Task
from casework.web.dates import day
from casework.web.text import gettext


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
    action = situation.action_of(task, speech.workflow)
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
    is_decision, is_reason_needed = isinstance(action, Decision), isinstance(action, Decision | Instead)
    note = gettext("Reasons") if is_decision else gettext("Note")
    return Doing(
        kind=kind,
        heading=meetings.again(situation, task, kind) or doing_heading(kind),
        form=ReportForm(
            outcomes,
            note=note,
            is_note_needed=is_reason_needed,
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


def _unmet(situation: Situation, action: Action) -> list[Need]:
    needs = (guard.need(situation.facts, situation.workflow) for guard in action.needs)
    return [need for need in needs if need.refusal]


def task_page(
    situation: Situation, speech: Speech, task: Task, ways: Sequence[Doing]
) -> Mapping[str, object]:
    """Everything on the page but its forms."""
    action = situation.action_of(task, speech.workflow)
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
    facts += due.try_fact(task) if task.status == "open" else []
    state, text = task_state(situation, task)
    told = (NOT_TO_CONTACT,) if isinstance(action, Instead) and task.status == "open" else ()
    why = " ".join((*map(str, told), *due.why(task, speech), *meetings.called_late(situation, task)))
    title = for_one(action.title, situation.guardian_of(task))
    return {"title": title, "facts": facts, "why": why, "state": state, "state_text": text}


def _closed(task: Task) -> str:
    if task.status == "waived":
        return gettext("Not needed: “%(reason)s”", reason=task.reason)
    if task.status == "left":
        return gettext("The case moved on before this was done.")
    return gettext("This task is done.") if task.status == "done" else ""

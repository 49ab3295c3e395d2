"""Rows of work in a case: its tasks, its forms, and the other ways it can go."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from casework.cases.effects import effects
from casework.cases.facts import Situation
from casework.cases.pages import due
from casework.cases.pages.effects import effect_line
from casework.cases.pages.gate import name_among_equals, step_url, way_label, way_title
from casework.cases.pages.panels import form_link, onwards
from casework.cases.pages.words import Speech, capital, for_one
from casework.cases.work import fillable_forms
from casework.catalog import catalog
from casework.engine.actions import FormAction
from casework.engine.consequences import consequences
from casework.engine.former import NOBODY
from casework.engine.steps import role_need
from casework.engine.workflow import Stage, Step
from casework.forms.base import Confidentiality
from casework.forms.context import is_readable_at_all
from casework.records.models import Submission
from casework.tasks.models import Task
from casework.web.dates import moment
from casework.web.text import gettext

MOST_BACK = 2  # ways back that stand side by side; of more, all but the nearest are folded


@dataclass(frozen=True)
class TaskRow:
    """A task as lists show it."""

    title: str
    url: str
    who: str
    state: str
    state_text: str
    why: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class FormRow:
    """A form as lists show it."""

    title: str
    url: str | None
    note: str
    state: str
    state_text: str
    changed: str | None


@dataclass(frozen=True)
class Way:
    """Another way that the case can go: what it leads to and who may take it; whether it `is_far` back."""

    icon: str
    title: str
    consequence: str
    who: str
    url: str | None
    label: str | None
    is_far: bool = False


def task_row(speech: Speech, situation: Situation, task: Task) -> TaskRow:
    """The task as a row; its title in the reader's language where the model still knows it."""
    action = situation.action_of(task, speech.workflow)
    state, state_text = task_state(situation, task)
    owner = next((one.name for one in speech.colleagues if one.id == task.owner_id), "")
    return TaskRow(
        title=for_one(action.title, situation.guardian_of(task)),
        url=task_url(situation, task),
        who=owner or (speech.who_line(action.by) if NOBODY not in action.by else ""),
        state=state,
        state_text=state_text,
        why=due.beside_state(situation, speech, task) or None,
        optional=task.is_optional,
    )


def task_state(situation: Situation, task: Task) -> tuple[str, str]:
    """Where the task stands: its look, and in words. An open one that something is told of has begun."""
    today = situation.facts.today
    if today and task.due_on and due.is_overdue(task, today):
        return due.OVERDUE, due.overdue(task.due_on, today)
    late = due.days_late(situation, task)
    if late:
        return task.status, due.done_late(late)
    reported = {milestone.task_id for milestone, _ in situation.milestones}
    state = "started" if task.status == "open" and task.id in reported else task.status
    states = {
        "open": gettext("To do"),
        "started": gettext("Begun"),
        "done": gettext("Done"),
        "waived": gettext("Not needed"),
        "left": gettext("Left"),
    }
    return state, states[state]


def task_url(situation: Situation, task: Task) -> str:
    """Where the task is done: a form's page for a form, else the task's own page."""
    action = situation.action_of(task)
    is_form = isinstance(action, FormAction) and task.status == "open"
    form = form_link(situation, action.form, task) if is_form and action.form else None
    return form or url_for("cases.task", case_id=situation.case.id, task_id=task.id)


def tasks_here(
    situation: Situation, speech: Speech, needed: frozenset[str]
) -> tuple[list[TaskRow], list[TaskRow]]:
    """The open tasks that are not among the step's needs, and those that are done."""
    tasks = situation.tasks
    here = [(situation.action_of(task), task) for task in tasks if task.status == "open"]
    opened = [task for action, task in here if action.form not in needed and action.id not in needed]
    done = [t for t in tasks if t.status in ("done", "waived") and t.round == situation.case.round]
    return [task_row(speech, situation, t) for t in opened], [task_row(speech, situation, t) for t in done]


def form_rows(
    situation: Situation, speech: Speech, readable: frozenset[Confidentiality], round_number: int = 0
) -> tuple[FormRow, ...]:
    """A row per form that is begun or may be begun now, the newest version of each; or an earlier round.

    Of a form that comes again each time is a row of its own.
    """
    wanted = round_number or situation.case.round
    newest = {one.form: one for one in situation.submissions if one.round == wanted}
    shown = {*newest} if round_number else {*newest, *fillable_forms(situation)}
    known = dict.fromkeys((*situation.workflow.forms, *situation.workflow.reports))
    forms = [form for form in known if form in shown]
    recurring = {action.form for _, action in situation.workflow.actions() if action.every}
    times = [one for one in reversed(situation.submissions) if one.round == wanted and one.form in recurring]
    before = [one for one in times if one.status == "finalised" and one is not newest[one.form]]
    rows = [(form, newest.get(form)) for form in forms] + [(one.form, one) for one in before]
    return tuple(_form_row(situation, speech, form, one, readable) for form, one in rows)


def _form_row(
    situation: Situation,
    speech: Speech,
    form: str,
    newest: Submission | None,
    readable: frozenset[Confidentiality],
) -> FormRow:
    workflow = situation.workflow
    may_write = speech.is_mine(workflow.contributors(form))
    definition = catalog().forms[form].in_language(speech.language)
    is_readable = is_readable_at_all(definition, readable)
    finalisers = speech.who(workflow.finalisers(form)) or gettext("whoever works with the student")
    who = gettext("%(who)s signs", who=capital(finalisers))
    if newest is None:
        url = form_link(situation, form) if is_readable else None
        return FormRow(definition.title, url, who, "none", gettext("Not begun"), None)
    if not is_readable:
        return FormRow(definition.title, None, who, "locked", gettext("Student health team only"), None)
    by = situation.writers.get(newest.finalised_by_id or newest.saved_by_id, "")
    changed = gettext("%(moment)s, %(name)s", moment=moment(newest.finalised_at or newest.saved_at), name=by)
    url = url_for("cases.form", case_id=situation.case.id, submission_id=newest.id)
    if newest.status == "draft":
        url = url if may_write else None
        return FormRow(definition.title, url, who, "draft", gettext("Draft"), changed)
    if newest.number > 1:
        state = gettext("Corrected, version %(number)s", number=newest.number)
        return FormRow(definition.title, url, who, "corrected", state, changed)
    return FormRow(definition.title, url, who, "finalised", gettext("Finalised"), changed)


def ways(situation: Situation, speech: Speech) -> tuple[Way, ...]:
    """Back, restart, return, close and reopen, each with what follows and who may; not what leads onwards.

    The step before comes first; where there are many further back, those are told apart.
    """
    here, order = onwards(situation), situation.workflow.order
    others = [step for step in situation.steps if step not in here]
    back = [step for step in others if step.transition.kind == "back"]
    back.sort(key=lambda step: order[step.target], reverse=True)
    far = back[1:] if len(back) > MOST_BACK else []
    rest = [step for step in others if step not in back]
    return tuple(_way(situation, speech, step, is_far=step in far) for step in (*back, *rest))


def _way(situation: Situation, speech: Speech, step: Step, *, is_far: bool) -> Way:
    may = role_need(situation.facts.actor, step.transition.by).is_met
    follows = effects(situation.workflow, step, consequences(situation.workflow, step, situation.facts))
    told = [effect_line(speech, one).title for one in follows[:2]]
    pictures = {
        "back": "back",
        "restart": "restart",
        "return": "return",
        "close": "close",
        "reopen": "reopen",
    }
    label = way_label(situation, speech, step)
    return Way(
        icon=pictures.get(step.transition.kind, "arrow"),
        title=_title(situation, speech, step),
        consequence=". ".join(told) + "." if told else "",
        who=gettext("%(who)s does it.", who=capital(speech.who(step.transition.by))),
        url=step_url(situation, step) if may else None,
        label=label if may else None,
        is_far=is_far,
    )


def _title(situation: Situation, speech: Speech, step: Step) -> str:
    if step.transition.kind == "back" and not name_among_equals(situation, speech, step):
        return gettext("Back to %(step)s", step=speech.numbered(step.target))
    return way_title(situation, speech, step)


@dataclass(frozen=True)
class GuidanceText:
    """A text of the routine, shown where the work happens."""

    title: str
    text: str


def guidance(situation: Situation, speech: Speech) -> tuple[GuidanceText, ...]:
    """What the routine says about the present stage, then about the model as a whole."""
    workflow, stage = speech.workflow, situation.case.stage
    texts: list[GuidanceText] = []
    if stage in workflow.order:
        here = workflow.stage(stage)
        told = [here.guidance, *(one.text for one in workflow.guidance if one.show == stage)]
        told += _documenting(here, speech)
        texts.append(GuidanceText(here.title, "\n\n".join(text.strip() for text in told if text)))
    about = [one.text.strip() for one in workflow.guidance if one.show == "model"]
    texts.append(GuidanceText(workflow.title, "\n\n".join(about)))
    return tuple(one for one in texts if one.text)


def _documenting(stage: Stage, speech: Speech) -> list[str]:
    """Who writes down what is done in the stage, and who gets it."""
    told = []
    for one in stage.documented_by:
        said = gettext("%(who)s writes down what is done.", who=capital(speech.one(one.role)))
        if one.distributed_to:
            given = speech.parties(one.distributed_to)
            said += " " + gettext("It goes to %(whom)s.", whom=given)
        told.append(said)
    return told

"""Whether the file is complete: what the routine has asked for, what is there, who can supply the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for

from casework.cases.measures import standing_in
from casework.cases.pages.panels import NeedRow, need_row
from casework.cases.pages.words import capital
from casework.cases.views.desk import Desk
from casework.engine.action import Action
from casework.engine.actions import FormAction
from casework.engine.guards import FormFinalised, Guard, TaskSettled
from casework.engine.workflow import Stage
from casework.tasks.models import Task
from casework.web.dates import day
from casework.web.text import gettext


@dataclass(frozen=True)
class Record:
    """What is missing in the file and what is there, each with the way to it."""

    missing: tuple[NeedRow, ...]
    there: tuple[NeedRow, ...]

    @property
    def total(self) -> int:
        """How much the routine asks for."""
        return len(self.missing) + len(self.there)


def record(desk: Desk, stage_id: str) -> Record:
    """What the steps before the stage ask for once, and the measures of the plans with their follow-ups."""
    rows = [*_asked(desk, stage_id), *_measures(desk)]
    missing = [row for row in rows if row.state != "met"]
    return Record(
        tuple(sorted(missing, key=lambda row: not row.mine)), tuple(row for row in rows if row.state == "met")
    )


def _asked(desk: Desk, stage_id: str) -> Iterator[NeedRow]:
    workflow, situation = desk.speech.workflow, desk.situation
    place = workflow.order[stage_id]
    been = {one.stage for one in situation.visits if one.round == situation.case.round}
    for stage in workflow.stages[:place]:
        if stage.case == "needed":
            for action in _once(stage):
                yield from _row(desk, action, is_visited=stage.id in been)


def _once(stage: Stage) -> Iterator[Action]:
    return (one for one in stage.actions if one.opens_by_itself and one.happens_once and not one.optional)


def _row(desk: Desk, action: Action, *, is_visited: bool) -> Iterator[NeedRow]:
    """The action as a need: its form signed, or its task done; what was never asked for is left out."""
    situation, round_number = desk.situation, desk.row.case.round
    tasks = [one for one in situation.tasks if one.action == action.id and one.round == round_number]
    forms = situation.facts.within("round", situation.facts.forms)
    is_form = isinstance(action, FormAction) and not (tasks and tasks[-1].status == "waived")
    if is_form and (tasks or any(one.form == action.form for one in forms)):
        yield _need(desk, FormFinalised.model_validate({"form": action.form}))
    elif tasks:
        yield _done(desk, action, tasks[-1]) or _need(desk, TaskSettled.model_validate({"task": action.id}))
    elif not (is_visited or action.applies_if):
        who = desk.speech.who_line(action.by)
        yield NeedRow("missing", action.title, detail=gettext("The step was skipped."), who=who)


def _need(desk: Desk, guard: Guard) -> NeedRow:
    return need_row(desk.situation, desk.speech, guard.need(desk.situation.facts, desk.situation.workflow))


def _done(desk: Desk, action: Action, task: Task) -> NeedRow | None:
    """What was reported on the task last, if it is done."""
    if task.status != "done":
        return None
    said = [(one, name) for one, name in desk.situation.milestones if one.task_id == task.id]
    url = url_for("cases.task", case_id=desk.row.case.id, task_id=task.id)
    told = [gettext("%(day)s, %(name)s.", day=capital(day(one.happened_on)), name=name) for one, name in said]
    return NeedRow("met", desk.speech.titled(action.id, task.title), url, told[-1] if told else None)


def _measures(desk: Desk) -> Iterator[NeedRow]:
    """Each measure: whether somebody has followed it up."""
    for one in standing_in(desk.row.case.id, desk.readable):
        url = url_for("plans.show", case_id=desk.row.case.id, measure_id=one.measure.id)
        what = one.version.cells["what"]
        if one.review:
            yield NeedRow("met", what, url, gettext("Followed up %(day)s.", day=day(one.review.at)))
            continue
        yield NeedRow(
            "missing",
            what,
            url,
            gettext("The measure has not been followed up."),
            one.version.cells.get("responsible") or None,
        )


def since_text(since: date) -> str:
    """Since when the authority has the case."""
    return gettext("With the authority since %(day)s.", day=day(since))

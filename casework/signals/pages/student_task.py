"""One task about a student that belongs to no stage of a case: what it is about, the ways to do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from casework.access.policy import Person, readable, roles_at
from casework.attendance.finding import Missed, missed_by
from casework.cases import student_tasks as about
from casework.cases.facts import Situation
from casework.cases.forms import ReportForm, WaiveForm
from casework.cases.pages.due import at_clock, try_fact
from casework.cases.pages.lines import Line
from casework.cases.pages.overview import People, home_rows
from casework.cases.pages.reported import (
    REACHED,
    TRIED,
    contact_outcome,
    doing_heading,
    doing_label,
    report_line,
)
from casework.cases.pages.rows import GuidanceText
from casework.cases.pages.task import Doing
from casework.cases.pages.words import Speech, capital, for_one
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.actions import Contact, Decision, FormAction
from casework.engine.guardians import Instead
from casework.people import queries as people
from casework.people.home import home_of
from casework.people.models import Student
from casework.signals.forms import ReportAllForm
from casework.signals.pages import student_care as care
from casework.signals.pages.one_signal import REASONS
from casework.signals.pages.student_task_case import case_for, form_in
from casework.signals.pages.student_task_words import absence, closed, why
from casework.signals.pages.student_tasks import STATES
from casework.tasks import student_tasks
from casework.tasks.student_models import StudentReport, StudentTask
from casework.tasks.student_tasks import TAKEN_BACK
from casework.versions.queries import model_of
from casework.web.dates import day as day_text
from casework.web.languages import language
from casework.web.text import gettext

Reported = Sequence[tuple[StudentReport, str]]


@dataclass(frozen=True)
class Desk:
    """One task in front of one reader."""

    student: Student
    task: StudentTask
    action: Action
    speech: Speech
    is_mine: bool
    reported: Reported
    others: Sequence[StudentTask]
    missed: Sequence[Missed]
    today: date
    may_read: bool
    reader: Person
    case: Situation | None

    @property
    def counting(self) -> list[StudentReport]:
        """What has been reported and was not taken back."""
        return student_tasks.that_count(one for one, _ in self.reported)


def desk(actor: Person, student: Student, task: StudentTask, now: datetime) -> Desk:
    """What the pages of the task are made from; `is_mine`: the reader has a role that may do it."""
    today = school_date(now)
    model = model_of(task.workflow_sha)
    spoken = model.in_language(language())
    held = roles_at(actor, people.place(student))
    asked = about.possible(task, spoken, student, today)
    action = asked or Action(id="former", title=task.title, by=())
    speech = Speech(
        spoken, language(), people.colleagues_for(student, today), actor.name, model.rules.held(held)
    )
    others = student_tasks.open_alike(task) if isinstance(action, Contact) else ()
    first = min(one.on for one in (task, *others))
    return Desk(
        student=student,
        task=task,
        action=action,
        speech=speech,
        is_mine=bool(held & student_tasks.roles_for(task.id)),
        reported=student_tasks.reports_on(task.id),
        others=others,
        missed=missed_by(student.id, first, today),
        today=today,
        may_read=REASONS in readable(actor, people.place(student)),
        reader=actor,
        case=case_for(actor, student, action, now) if task.status == "open" else None,
    )


def doings(at: Desk, posted: str = "") -> tuple[Doing, ...]:
    """The ways in which the reader may do the task now; none for others and for tasks that are closed."""
    if not at.is_mine or at.task.status not in ("open", "done"):
        return ()
    noted = {one.kind for one in at.counting}
    kinds = [kind for kind in at.action.milestones if kind != "tried" and kind not in noted]
    if form_in(at.case, at.action):
        kinds = []  # signing the form of the case does it
    kinds.sort(key=lambda kind: kind not in ("called", "sent", "started"))  # what comes first in time
    is_logged = isinstance(at.action, Contact)
    found = [_report(at, kind, folded=place > 0 or is_logged) for place, kind in enumerate(kinds)]
    if at.task.status == "open":
        found.append(_waive(at))
    return tuple(sorted(found, key=lambda one: one.kind != posted)) if posted else tuple(found)


def _report(at: Desk, kind: str, *, folded: bool) -> Doing:
    outcomes = [*at.action.outcomes(kind).items()]
    if isinstance(at.action, Contact):
        outcomes = [(one, contact_outcome(one)) for one in (*REACHED, *TRIED)]
    is_decision = isinstance(at.action, Decision)
    is_form = isinstance(at.action, FormAction)
    note = gettext("Reasons") if is_decision else gettext("Note")
    is_needed = is_decision or is_form or isinstance(at.action, Instead)
    form = ReportForm(outcomes, note=note, is_note_needed=is_needed, prefix=kind)
    if at.others and kind == at.action.natural:
        others = [(one.id.hex, absence(at, one)) for one in at.others]
        form = ReportAllForm(outcomes, others, note=note, prefix=kind)
    named: dict[str, Any] = {"student_id": at.student.id, "student_task_id": at.task.id}
    return Doing(
        kind=kind,
        heading=doing_heading(kind),
        form=form,
        url=url_for("signals.report_task", milestone=kind, **named),
        label=doing_label(kind, at.action),
        lead=gettext("There is no case, and so no form. Write here what was said.") if is_form else "",
        folded=folded,
    )


def _waive(at: Desk) -> Doing:
    return Doing(
        kind="waive",
        heading=gettext("Not needed, with a reason"),
        form=WaiveForm(prefix="waive"),
        url=url_for("signals.waive_task", student_id=at.student.id, student_task_id=at.task.id),
        label=gettext("Not needed"),
        folded=True,
    )


def task_page(at: Desk, ways: Sequence[Doing]) -> Mapping[str, object]:
    """Everything on the page of the task but its forms' state."""
    mine = at.is_mine or at.task.status != "open"
    around = gettext("Around %(name)s", name=at.student.given_name)
    form_url = form_in(at.case, at.action) if at.is_mine else None
    return {
        "task": _head(at),
        "doings": ways,
        "written_in": (at.speech.form(at.action.form), form_url) if at.action.form and form_url else None,
        "closed_note": closed(at),
        "reopen_url": _reopen_url(at),
        "care_links": care.links(at),
        "refusal": ""
        if mine
        else gettext("%(who)s does this task.", who=capital(at.speech.who(at.action.by))),
        "milestones": [
            *care.lines(at),
            *(_line(at, one, name) for one, name in reversed(at.reported)),
        ],
        "guidance": [GuidanceText(at.action.title, at.action.guidance)] if at.action.guidance else [],
        "people": People(around, (), gettext("At home"), home_rows(home_of(at.student, at.today))),
        "form": ways[0].form if ways else None,
        "form_prefix": f"{ways[0].kind}-" if ways else "",
    }


def _reopen_url(at: Desk) -> str | None:
    """Where the task is opened again, for those who may do it."""
    if not at.is_mine or about.hindrance(at.task):
        return None
    return url_for("signals.reopen_task", student_id=at.student.id, student_task_id=at.task.id)


def _line(at: Desk, one: StudentReport, name: str) -> object:
    note = one.note if at.may_read else ""
    if one.kind == TAKEN_BACK:
        return Line(gettext("Taken back"), when=day_text(one.happened_on), who=name, reason=note or None)
    return report_line(one.kind, one.outcome, note, day_text(one.happened_on), name, at.action)


def _head(at: Desk) -> Mapping[str, object]:
    task, action = at.task, at.action
    facts = [(gettext("Student"), at.student.name)]
    if action.by:
        facts.append((gettext("Who"), capital(at.speech.who(action.by))))
    facts += care.doer(at)
    facts += _stage_facts(at)
    if action.parties:
        facts.append((gettext("With"), capital(at.speech.parties(action.parties))))
    facts.append((gettext("About"), absence(at, task)))
    if task.due_on:
        facts.append((gettext("Due"), at_clock(day_text(task.due_on), task)))
    facts += try_fact(task) if task.status == "open" else []
    if task.rests_until and task.rests_until > at.today:
        facts.append((gettext("Rests"), gettext("until %(day)s", day=day_text(task.rests_until))))
    state = "started" if task.status == "open" and at.counting else task.status
    return {
        "title": for_one(action.title, task.guardian.name if task.guardian else ""),
        "facts": facts,
        "why": why(at),
        "state": "left" if state == "withdrawn" else state,
        "state_text": str(STATES[state]),
    }


def _stage_facts(at: Desk) -> list[tuple[str, str]]:
    """The step that the task belongs to, who is responsible there, and who writes down what was done."""
    spoken = at.speech.workflow
    if spoken.find_action(at.action.id) is None:
        return []
    stage = spoken.stage_of(at.action.id)
    place = spoken.order[stage.id] + 1
    found = [
        (gettext("Step"), f"{place} {stage.name}"),
        (gettext("Responsible"), capital(at.speech.one(stage.owner))),
    ]
    if stage.documented_by:
        who = capital(at.speech.parties([one.role for one in stage.documented_by]))
        found.append((gettext("Documented by"), who))
    return found

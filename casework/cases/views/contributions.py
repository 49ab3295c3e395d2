"""Giving what one is asked for to a form that somebody else fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import contributions as giving
from casework.cases.facts import Situation
from casework.cases.moves import locked_case
from casework.cases.pages import contribution as words
from casework.cases.pages import form as page
from casework.cases.pages.form_context import context_of
from casework.cases.pages.reading import read_parts
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.catalog import catalog
from casework.engine.actions import Contribution
from casework.errors import CaseworkError, Conflict, NotHere
from casework.forms.answers import answers_from, settled
from casework.forms.base import CONFIDENTIALITIES, element_id
from casework.forms.checks import FieldProblem, posted_problems, problems
from casework.forms.context import FormContext
from casework.forms.contributed import asked_part
from casework.forms.definition import Form
from casework.forms.rows import after_button
from casework.people.queries import StudentRow
from casework.records import contributions as kept
from casework.records.models import Contribution as Kept
from casework.tasks import queries as tasks
from casework.tasks.models import Task
from casework.web.dates import clock as clock_time
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.text import gettext


@dataclass(frozen=True)
class Sheet:
    """What one person is asked for, with what they have written so far. Everything on it is their own."""

    desk: Desk
    task: Task
    action: Contribution
    form: Form
    context: FormContext
    kept: Kept | None

    @property
    def answers(self) -> Mapping[str, object]:
        """What the person has written."""
        return self.kept.answers if self.kept else {}

    @property
    def revision(self) -> int:
        """Which saving the page shows; 0 before the first."""
        return self.kept.revision if self.kept else 0

    @property
    def is_given(self) -> bool:
        """Whether answers have been given, which stand in the form until they are given anew."""
        return self.kept is not None and self.kept.given_at is not None


@blueprint.route("/cases/<uuid:case_id>/contributions/<uuid:asked_id>", methods=["GET", "POST"])
@requires("contribution:give")
def contribute(case_id: UUID, asked_id: UUID) -> str | Response | tuple[str, int]:
    """The questions that the reader is asked, and nothing else of the form."""
    sheet = _sheet(case_id, asked_id)
    return _save(sheet) if request.method == "POST" else _page(sheet, sheet.answers, ())


def _sheet(case_id: UUID, task_id: UUID) -> Sheet:
    desk = at_desk(case_id, "contribution:give")
    task = tasks.task_in(case_id, task_id)
    action = desk.situation.workflow.find_action(task.action) if task else None
    if task is None or not isinstance(action, Contribution) or not desk.speech.is_mine(action.by):
        raise NotHere
    form = catalog().forms[action.to_form].in_language(desk.speech.language)
    student = StudentRow(desk.row.student, desk.row.group, "")
    everything = frozenset(CONFIDENTIALITIES)  # of one's own; nobody else's answers are on the page
    context = context_of(desk.situation, desk.speech, everything, (), student, desk.today)
    own = kept.contribution_of(task.id, desk.reader.id)
    return Sheet(desk, task, action, asked_part(form, action.asks), context, own)


def _save(sheet: Sheet) -> str | Response | tuple[str, int]:
    answers = answers_from(sheet.form, request.form, sheet.answers, sheet.context)
    unkept = posted_problems(sheet.form, request.form, sheet.context)
    do = request.form.get("do", "save")
    changed = after_button(sheet.form, answers, do, sheet.context)
    answers = changed or answers
    is_given = do == "give"
    found = unkept or (problems(sheet.form, answers, sheet.context) if is_given else ())
    if found:
        return _page(sheet, answers, found), 422
    seen = int(request.form.get("revision") or 0) if request.form.get("revision", "").isdigit() else -1

    def act() -> str:
        case = locked_case(sheet.desk.row.case.id)
        task = tasks.task_in(case.id, sheet.task.id)
        if task is None:
            raise NotHere
        giving.save_contribution(
            case,
            task,
            settled(sheet.form, answers, sheet.context) if is_given else answers,
            revision=seen,
            is_given=is_given,
            colleagues=sheet.desk.speech.colleagues,
            actor=sheet.desk.reader,
            now=sheet.desk.now,
        )
        return _told(sheet, do, is_given)

    show_again(lambda error: _again(error, sheet, answers))
    return once(act)


def _told(sheet: Sheet, do: str, is_given: bool) -> str:
    """Says what happened, and leads back to where one's own things wait; a row's button stays on the page."""
    if ":" in do:
        return url_for("cases.contribute", **request.view_args or {}, _anchor=element_id(do.split(":")[1]))
    if is_given:
        flash(
            gettext("Thank you. Your answers stand in the form now. You can change them until it is signed.")
        )
    else:
        flash(gettext("Saved %(time)s. You can go on when you like.", time=clock_time(sheet.desk.now)))
    return url_for("cases.start")


def _again(error: CaseworkError, sheet: Sheet, answers: Mapping[str, object]) -> str | None:
    """The page with what was typed, where the same person has saved in another window."""
    if not isinstance(error, Conflict) or error.code != "form_saved":
        return None
    newer = _sheet(sheet.desk.row.case.id, sheet.task.id)
    return _page(newer, answers, (), notice=_differs(newer))


def _differs(sheet: Sheet) -> str:
    return gettext(
        "You have saved this in another window too. "
        "What stands below is what you wrote here; save to keep it."
    )


def _page(
    sheet: Sheet, answers: Mapping[str, object], found: Sequence[FieldProblem], *, notice: str = ""
) -> str:
    situation, speech = sheet.desk.situation, sheet.desk.speech
    finalisers = situation.workflow.finalisers(sheet.action.to_form)
    student, group = sheet.desk.row.student.name, sheet.desk.row.group
    return render_template(
        "records/contribute.html",
        **dict(page.edit_page(sheet.form, answers, sheet.context, found)) | _head(sheet),
        about=f"{student}, {group}" if group else student,
        lead=words.lead(speech, finalisers, sheet.form.title),
        action=request.path,
        revision=sheet.revision,
        notice=notice,
        is_given=sheet.is_given,
        closed_note=_closed_note(situation, sheet),
        read=read_parts(sheet.form, sheet.answers, sheet.context),
        status=gettext("Saved %(time)s", time=clock_time(sheet.kept.saved_at)) if sheet.kept else "",
        up=(gettext("Start"), url_for("cases.start")),
    )


def _head(sheet: Sheet) -> dict[str, object]:
    """The task's own words in the place of the form's."""
    action = sheet.desk.speech.workflow.action(sheet.action.id)
    return {"heading": action.title, "intro": action.guidance}


def _closed_note(situation: Situation, sheet: Sheet) -> str:
    """Why nothing can be given any more; empty while something can."""
    if sheet.kept and sheet.kept.laid_in_id:
        return gettext("The form has been signed, with your answers in it.")
    is_open = sheet.task.status in ("open", "done") and situation.case.closed_at is None
    return "" if is_open else gettext("This is not asked for any more.")

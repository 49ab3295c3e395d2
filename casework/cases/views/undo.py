"""Taking back: a request, a draft, a task that was done, a consent; each says first what it leads to."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from casework.cases import queries
from casework.cases import undo as actions
from casework.cases.act_forms import TakeBackForm
from casework.cases.demands import demand_role
from casework.cases.moves import locked_case
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk, read_rules
from casework.cases.views.paper import begun_paper
from casework.errors import Conflict, NotHere, Refused
from casework.records import queries as kept
from casework.records.models import Submission
from casework.tasks import queries as tasks
from casework.tasks.models import Task
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.text import gettext


@blueprint.post("/cases/<uuid:case_id>/approvals/<uuid:approval_id>/withdraw")
@requires("case:change")
def withdraw_approval(case_id: UUID, approval_id: UUID) -> Response:
    """Whoever asked for an approval takes the request back."""
    desk = at_desk(case_id, "case:change")

    def act() -> str:
        case, approval = locked_case(case_id), queries.approval_in(case_id, approval_id)
        actions.withdraw_approval(case, approval, actor=desk.reader, now=desk.now)
        return url_for("cases.show", case_id=case_id)

    return once(act)


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>/discard", methods=["GET", "POST"])
@requires("case:change")
def discard_form(case_id: UUID, submission_id: UUID) -> Response | tuple[str, int]:
    """Puts a draft away."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_writer()
    form = ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id)
            actions.discard_form(case, _draft(case_id, submission_id), actor=paper.actor, now=paper.now)
            return url_for("cases.forms", case_id=case_id)

        return once(act)
    lead = gettext("It can be fetched again under Forms until somebody begins the form anew.")
    heading = gettext("Put away the draft of %(form)s?", form=paper.form.title)
    up = url_for("cases.form", case_id=case_id, submission_id=submission_id)
    return _page(paper.desk, form, heading, lead, gettext("Put the draft away"), up)


def _draft(case_id: UUID, submission_id: UUID) -> Submission:
    found = kept.submission_in(case_id, submission_id)
    if found is None:
        raise Conflict("form_locked", case_id=str(case_id))
    return found


@blueprint.post("/cases/<uuid:case_id>/forms/<uuid:submission_id>/restore")
@requires("case:change")
def restore_form(case_id: UUID, submission_id: UUID) -> Response:
    """Goes on with a draft that was put away."""
    desk = at_desk(case_id, "case:change")
    if actions.discarded_in(case_id, submission_id) is None:
        raise NotHere

    def act() -> str:
        case, put_away = locked_case(case_id), actions.discarded_in(case_id, submission_id)
        if put_away is None:
            raise NotHere
        draft = actions.restore_form(case, put_away, actor=desk.reader, now=desk.now)
        return url_for("cases.form", case_id=case_id, submission_id=draft.id)

    return once(act)


@blueprint.route("/cases/<uuid:case_id>/tasks/<uuid:task_id>/reopen", methods=["GET", "POST"])
@requires("case:change")
def reopen_task(case_id: UUID, task_id: UUID) -> Response | tuple[str, int]:
    """Opens a task again that was done or waived by mistake."""
    desk = at_desk(case_id, "case:change")
    found = _task(case_id, task_id)
    action = desk.situation.action_of(found)
    demand_role(desk.situation, action.by + action.together_with)
    refusals, form = actions.hindrances(desk.situation, found), TakeBackForm()
    if refusals:
        raise Refused(refusals, case_id=str(case_id))
    if form.validate_on_submit():

        def act() -> str:
            case, task = locked_case(case_id), _task(case_id, task_id)
            actions.reopen_task(case, task, form.reason.data or "", actor=desk.reader, now=desk.now)
            read_rules(desk.row.student, desk.now)
            return url_for("cases.task", case_id=case_id, task_id=task_id)

        return once(act)
    heading = gettext("Open “%(title)s” again?", title=desk.speech.titled(found.action, found.title))
    lead = gettext("What was noted stays in the history, marked as taken back. The task waits again.")
    up = url_for("cases.task", case_id=case_id, task_id=task_id)
    return _page(desk, form, heading, lead, gettext("Open the task again"), up)


def _task(case_id: UUID, task_id: UUID) -> Task:
    found = tasks.task_in(case_id, task_id)
    if found is None:
        raise NotHere
    return found


@blueprint.route("/cases/<uuid:case_id>/consents/<uuid:consent_id>/mistake", methods=["GET", "POST"])
@requires("case:change")
def retract_consent(case_id: UUID, consent_id: UUID) -> Response | tuple[str, int]:
    """Notes that a consent was recorded by mistake."""
    desk = at_desk(case_id, "case:change")
    consent = queries.consent_in(case_id, consent_id)
    demand_role(desk.situation, desk.situation.workflow.recorders(consent.purpose))
    form = TakeBackForm()
    if form.validate_on_submit():

        def act() -> str:
            case, found = locked_case(case_id), queries.consent_in(case_id, consent_id)
            actions.retract_consent(case, found, form.reason.data or "", actor=desk.reader, now=desk.now)
            return url_for("cases.consents", case_id=case_id)

        return once(act)
    heading = gettext("Was the consent from %(name)s recorded by mistake?", name=consent.given_by)
    lead = gettext("It stands as recorded by mistake from now on. What has been done on its ground stands.")
    up = url_for("cases.consents", case_id=case_id)
    return _page(desk, form, heading, lead, gettext("Recorded by mistake"), up)


def _page(
    desk: Desk, form: TakeBackForm | ConfirmForm, heading: str, lead: str, label: str, up: str
) -> tuple[str, int]:
    return act_page(form, heading, label, (desk.row.student.name, up), lead=lead)

"""What people do with the forms of a case: begin, write, sign; each notes whose turn it is then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from casework.access.policy import Person
from casework.attachments import actions as attachments
from casework.attachments.models import ConcernAttachment
from casework.cases.awaited import lay_in_contributions
from casework.cases.concern_files import lay_files
from casework.cases.demands import demand_case_open, demand_ready, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import lapse_approval, role_of
from casework.cases.planning import as_they_stand, take_in_plan
from casework.cases.signed import milestone_content, submission_content
from casework.cases.student_tasks import finish_by_form, forms_asked
from casework.cases.waiting import settle
from casework.clock import school_date
from casework.engine.actions import FormAction
from casework.engine.facts import Refusal
from casework.errors import Conflict, Refused
from casework.forms.definition import LocalisedForm
from casework.forms.merge import Merged
from casework.history import actions as history
from casework.history.events import What
from casework.records import actions as records
from casework.records import together
from casework.records.models import DraftClash, Submission
from casework.records.queries import definition_of
from casework.records.together import Sent
from casework.tasks import actions as tasks
from casework.tasks.actions import Report, Stay
from casework.tasks.models import Milestone


def begin_form(
    case: Case, form: LocalisedForm, *, actor: Person, now: datetime, corrects: Submission | None = None
) -> Submission:
    """A draft of the form, or of a correction of a signed version; the one that is under way if there is."""
    situation = situation_of(case, actor, now)
    demand_role(situation, situation.workflow.contributors(form.id))
    demand_ready(situation, form.id)
    if corrects is None and form.id not in fillable_forms(situation):
        raise Refused((Refusal("form_not_here", {"form": form.id}),), case_id=str(case.id))
    if corrects and (corrects.status != "finalised" or corrects.round != case.round or case.closed_at):
        raise Conflict("form_replaced", case_id=str(case.id))
    for draft in situation.submissions:
        if draft.form == form.id and draft.status == "draft":
            return draft
    draft = records.begin_form(stay_of(situation), form, actor=actor, now=now, corrects=corrects)
    if corrects:
        draft.answers = as_they_stand(corrects, form.in_language("sv"))
    record_form(What.FORM_BEGUN, situation, draft, form, actor=actor, now=now)
    settle(case, actor=actor, now=now)
    return draft


def stay_of(situation: Situation) -> Stay:
    """The visit that the case is in, for what is begun in it."""
    return Stay(situation.case.id, situation.visit.id, situation.visit.stage, situation.case.round)


def fillable_forms(situation: Situation) -> tuple[str, ...]:
    """The forms that may be begun now: of the stages it has been in, for the next steps, and for duties."""
    if situation.case.closed_at:
        return ()
    workflow = situation.workflow
    been = {visit.stage for visit in situation.visits if visit.round == situation.case.round}
    opened = {task.action for task in situation.tasks if task.round == situation.case.round}
    used = [a.form for stage, a in workflow.actions() if a.form and (stage.id in been or a.id in opened)]
    for step in situation.steps:
        used += [guard.form for guard in workflow.forms_needed(step.transition)]
    used += forms_asked(situation.student.id, workflow)
    return tuple(form for form in workflow.forms if form in used)


def save_form(case: Case, draft: Submission, sent: Sent, *, actor: Person, now: datetime) -> Merged | None:
    """Takes in what a page of the form has sent, valid or not; what two wrote differently is kept twice."""
    _demand_writer(case, draft, actor=actor, now=now)
    return together.take_in(draft, sent, actor=actor, now=now)


def change_draft(
    case: Case,
    draft: Submission,
    answers: Mapping[str, object],
    origins: records.Stored | None = None,
    *,
    actor: Person,
    now: datetime,
) -> None:
    """Keeps the answers after a row of a table was added, moved or taken away, or a value was fetched."""
    _demand_writer(case, draft, actor=actor, now=now)
    seen = draft.revision
    records.save_draft(draft, answers, origins=origins, revision=seen, actor=actor, now=now)


def settle_clash(
    case: Case, draft: Submission, clash: DraftClash, way: str, *, actor: Person, now: datetime
) -> None:
    """Chooses between two texts that stand against each other."""
    _demand_writer(case, draft, actor=actor, now=now)
    together.settle_clash(draft, clash, way, actor=actor, now=now)


def _demand_writer(case: Case, draft: Submission, *, actor: Person, now: datetime) -> None:
    situation = situation_of(case, actor, now)
    demand_role(situation, situation.workflow.contributors(draft.form))
    demand_case_open(case)


def finalise_form(
    case: Case,
    draft: Submission,
    form: LocalisedForm,
    answers: Mapping[str, object],
    *,
    origins: records.Stored | None = None,
    given: Sequence[UUID] = (),
    actor: Person,
    now: datetime,
) -> None:
    """Signs the draft with what others have `given` to it: its task is done, what rests on its ground lapses.

    Raises Conflict while two texts stand against each other in it.
    """
    situation = situation_of(case, actor, now)
    finalisers = situation.workflow.finalisers(form.id)
    demand_role(situation, finalisers)
    demand_case_open(case)
    demand_ready(situation, form.id)
    if together.clashes_of(draft.id):
        raise Conflict("form_differs", case_id=str(case.id))
    role = role_of(situation.facts, finalisers)
    stay = stay_of(situation)
    records.finalise_form(draft, answers, stay, origins=origins, role=role, actor=actor, now=now)
    what = What.FORM_CORRECTED if draft.corrects_id else What.FORM_FINALISED
    is_first = draft.corrects_id is None
    done = _finish_form_tasks(situation, form.id, actor=actor, now=now, is_first=is_first)
    lay_in_contributions(situation, draft, given, actor=actor, now=now)
    signed = {
        "content": submission_content(draft),
        "corrects": str(draft.corrects_id or ""),
        "reports": {str(one.id): milestone_content(one) for one in done},
        "attachments": attachments.sign(draft.id, first_version(situation, draft).id),
    }
    record_form(what, situation, draft, form, actor=actor, now=now, **signed)
    take_in_plan(situation, draft, form, role=role, actor=actor, now=now)
    if _is_ground(situation, form.id):
        lapse_approval(case.id, "form_corrected", actor=actor, now=now)
    settle(case, actor=actor, now=now)


def receive_form(
    case: Case,
    signed: records.Signed,
    corrects: Submission | None = None,
    files: Sequence[ConcernAttachment] = (),
    *,
    actor: Person,
    now: datetime,
) -> Submission:
    """Puts to the case a form that was signed outside of it, with its files: it is the case's own then.

    In place of the one that it `corrects`, where that lies in the case. The caller settles the case.
    """
    situation = situation_of(case, actor, now)
    received = records.add_signed(stay_of(situation), signed, corrects)
    form = definition_of(received)
    done = _finish_form_tasks(situation, form.id, actor=actor, now=now)
    says = {
        "content": submission_content(received),
        "corrects": str(received.corrects_id or ""),
        **lay_files(files, received, first_version(situation, corrects) if corrects else received),
        "reports": {str(one.id): milestone_content(one) for one in done},
    }
    record_form(What.FORM_RECEIVED, situation, received, form, actor=actor, now=now, **says)
    take_in_plan(situation, received, form, role="", actor=actor, now=now)
    if _is_ground(situation, form.id):
        lapse_approval(case.id, "form_corrected", actor=actor, now=now)
    return received


def first_version(situation: Situation, submission: Submission) -> Submission:
    """The version that the corrections began with: to it belongs what is attached to the form."""
    known = {one.id: one for one in situation.submissions}
    while submission.corrects_id:
        submission = known[submission.corrects_id]
    return submission


def _is_ground(situation: Situation, form_id: str) -> bool:
    """Whether a pending request rests on the form: a new version of it is another ground."""
    steps = (situation.workflow.transition(pending) for pending in situation.facts.pending)
    return any(guard.form == form_id for step in steps for guard in situation.workflow.forms_needed(step))


def _finish_form_tasks(
    situation: Situation, form_id: str, *, actor: Person, now: datetime, is_first: bool = True
) -> list[Milestone]:
    """Closes the tasks that the form was asked for by; a correction is not the next time of what recurs.

    Those beside the ladder are closed too, and told in the student's own history.
    """
    done = []
    for task in situation.tasks:
        action = situation.action_of(task)
        if task.status == "open" and isinstance(action, FormAction) and action.form == form_id:
            if action.every and not is_first:
                continue
            report = Report("finalised", school_date(now))
            done.append(tasks.report_milestone(task, action, report, actor=actor, now=now))
    if is_first:
        finish_by_form(situation.student.id, situation.workflow, form_id, actor=actor, now=now)
    return done


def record_form(
    what: What,
    situation: Situation,
    draft: Submission,
    form: LocalisedForm,
    *,
    actor: Person,
    now: datetime,
    **signed: object,
) -> None:
    """Notes in the history what happened to the form."""
    rules = form.in_language("sv")
    history.record(
        what,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, situation.workflow.contributors(form.id)),
        now=now,
        form=form.id,
        title=rules.title,
        submission=str(draft.id),
        version=draft.number,
        confidentiality=rules.confidentiality,
        **signed,
    )

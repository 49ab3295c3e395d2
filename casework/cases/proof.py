"""Compares what stands in the tables with the history: every case, and every row that an event binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from casework.attachments.models import Attachment, AttachmentVersion, SignedAttachment
from casework.cases import act_proof
from casework.cases.concern_proof import concern_faults
from casework.cases.fold import Torn, standing
from casework.cases.measure_signed import kept_measures, told_measures
from casework.cases.models import Approval, Case, CaseNumber, Consent
from casework.cases.signed import (
    attachment_content,
    consent_content,
    decision_content,
    milestone_content,
    removal_content,
    request_content,
    submission_content,
    waiver_content,
    withdrawal_content,
)
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.events import What
from casework.history.models import Chain
from casework.history.queries import EventRow, events_of
from casework.people.merged import leads_to
from casework.records.models import FormVersion, Submission
from casework.tasks.models import Milestone, Task
from casework.versions.models import WorkflowVersion


def faults() -> Iterator[str]:
    """Every case, row and definition that is not as the history says; told by number and id, not by name."""
    numbers: dict[UUID, int] = {
        row.id: row.number for row in db.session.execute(select(Case.id, Case.number))
    }
    for case_id, number in sorted(numbers.items(), key=lambda item: item[1]):
        try:
            yield from (f"case {number}: {fault}" for fault in _case_faults(case_id))
        except UNREADABLE as error:
            yield f"case {number}: cannot be read: {type(error).__name__}"
    yield from _number_faults(set(numbers), set(numbers.values()))
    yield from concern_faults()
    yield from _definition_faults()


def _case_faults(case_id: UUID) -> Iterator[str]:
    case, chain = db.session.get_one(Case, case_id), db.session.get(Chain, case_id)
    if chain is None or chain.kind != "case":
        yield "has no chain"
        return
    if leads_to(chain.student_id) != case.student_id:
        yield "is about another student than its chain"
    events = events_of(case_id)[::-1]
    yield from row_faults(told(events), kept(case_id))
    try:
        stood = standing(events)
    except Torn as error:
        yield str(error)
        return
    if case.stage != stood.stage:
        yield f"stands in {case.stage}, its history has led it to {stood.stage}"
    for name in (
        "round",
        "is_handed_over",
        "closed_at",
        "annulled_at",
        "opened_at",
        "number",
        "workflow_sha",
    ):
        if getattr(case, name) != getattr(stood, name):
            yield f"{name} is {getattr(case, name)}, its history says {getattr(stood, name)}"


def told(events: Sequence[EventRow]) -> Contents:
    """The rows that the events tell of, with the hashes that they were bound with."""
    found: Contents = {}
    for event in events:
        says = event.says
        content = str(says.get("content", ""))
        if event.kind in (What.FORM_FINALISED, What.FORM_CORRECTED, What.FORM_RECEIVED):
            found["signed form", str(says.get("submission"))] = content
            if says.get("corrects"):
                found["replaced form", str(says["corrects"])] = ""
            found |= _named("report", says.get("reports"))
            found |= _named("attachment", says.get("files"))
            found |= _named(f"form {says.get('submission')} signed with", says.get("attachments"))
        elif event.kind == What.CASE_MOVED and says.get("approved_request"):
            found["decision", str(says["approved_request"])] = content
        elif event.kind.startswith("measure:"):
            found |= told_measures(says)
        elif event.kind == What.TASK_REOPENED:
            found.pop(("waiver", str(says.get("task"))), None)
        if event.kind in _BINDS:
            kind, names = _BINDS[event.kind]
            found[kind, str(says.get(names))] = content
    return found


def _named(kind: str, hashes: object) -> Contents:
    """The hashes that an event has for several rows of a kind."""
    return (
        {(kind, str(key)): str(value) for key, value in hashes.items()} if isinstance(hashes, Mapping) else {}
    )


# Event → what its row is called, and which word of the event holds the row's id.
_BINDS: Mapping[str, tuple[str, str]] = {
    **act_proof.BINDS,
    What.TASK_REPORTED: ("report", "report"),
    What.TASK_WAIVED: ("waiver", "task"),
    What.APPROVAL_REQUESTED: ("request", "approval"),
    What.APPROVAL_DECLINED: ("decision", "approval"),
    What.APPROVAL_LAPSED: ("decision", "approval"),
    What.CONSENT_GIVEN: ("consent", "consent"),
    What.CONSENT_WITHDRAWN: ("withdrawal", "consent"),
    What.ATTACHMENT_ADDED: ("attachment", "file"),
    What.ATTACHMENT_REPLACED: ("attachment", "file"),
    What.ATTACHMENT_REMOVED: ("removal of attachment", "attachment"),
}


def kept(case_id: UUID) -> Contents:
    """The rows of the case that an event has to tell of, with the hashes of what they say now."""
    found: Contents = act_proof.kept_acts(case_id)
    signed = (Submission.case_id == case_id) & Submission.status.in_(("finalised", "replaced"))
    for form in db.session.scalars(select(Submission).where(signed)):
        found["signed form", str(form.id)] = submission_content(form)
        if form.status == "replaced":
            found["replaced form", str(form.id)] = ""
    for report in db.session.scalars(select(Milestone).join(Task).where(Task.case_id == case_id)):
        found["report", str(report.id)] = milestone_content(report)
    for task in db.session.scalars(select(Task).where(Task.case_id == case_id, Task.status == "waived")):
        found["waiver", str(task.id)] = waiver_content(task)
    for approval in db.session.scalars(select(Approval).where(Approval.case_id == case_id)):
        found["request", str(approval.id)] = request_content(approval)
        if approval.status != "pending":
            found["decision", str(approval.id)] = decision_content(approval)
    for consent in db.session.scalars(select(Consent).where(Consent.case_id == case_id)):
        found["consent", str(consent.id)] = consent_content(consent)
        if consent.withdrawn_at or consent.withdrawn_by_id:
            found["withdrawal", str(consent.id)] = withdrawal_content(consent)
    return found | _kept_attachments(case_id) | kept_measures(case_id)


def _kept_attachments(case_id: UUID) -> Contents:
    found: Contents = {}
    of_case = select(AttachmentVersion, Attachment).join(
        Attachment, Attachment.id == AttachmentVersion.attachment_id
    )
    for version, attachment in db.session.execute(of_case.where(Attachment.case_id == case_id)):
        found["attachment", str(version.id)] = attachment_content(attachment, version)
        if attachment.removed_at or attachment.removed_by_id:
            found["removal of attachment", str(attachment.id)] = removal_content(attachment)
    signed = select(SignedAttachment.submission_id, AttachmentVersion).join(
        AttachmentVersion, AttachmentVersion.id == SignedAttachment.version_id
    )
    signed = signed.join(Submission, Submission.id == SignedAttachment.submission_id)
    for submission_id, version in db.session.execute(signed.where(Submission.case_id == case_id)):
        found[f"form {submission_id} signed with", str(version.id)] = version.sha256
    return found


def _number_faults(cases: set[UUID], numbers: set[int]) -> Iterator[str]:
    """Chains without their case, and numbers that were given out to a case which is not there."""
    for chain_id in set(db.session.scalars(select(Chain.id).where(Chain.kind == "case"))) - cases:
        yield f"chain {chain_id}: its case is not there"
    given = set(db.session.scalars(select(CaseNumber.number)))
    for number in sorted(given ^ numbers):
        yield f"case {number}: {'is not there' if number in given else 'its number was never given out'}"


def _definition_faults() -> Iterator[str]:
    """Texts of models and forms that are not the ones which cases and answers were bound to."""
    for model in db.session.scalars(select(WorkflowVersion)):
        if sha256(model.text.encode()).hexdigest() != model.sha:
            yield f"workflow version {model.sha}: its text is changed"
    for form in db.session.scalars(select(FormVersion)):
        if sha256(f"{form.text}\0{form.options_text}".encode()).hexdigest() != form.sha:
            yield f"form version {form.sha}: its text is changed"

"""What the history binds of a row: the hash of what was signed, reported, asked, decided or agreed to."""

from __future__ import annotations

from casework.attachments.models import Attachment, AttachmentVersion
from casework.cases.act_models import Annulment, Ask, Note, Participant
from casework.cases.extract_models import Extract
from casework.cases.models import Approval, Consent, Visit
from casework.history.chain import content
from casework.records.models import Submission
from casework.tasks.models import Milestone, TakenBack, Task, TaskDelay
from casework.tasks.student_models import StudentReport, StudentTask, StudentTaskDelay


def submission_content(row: Submission) -> str:
    """The signed version: the answers and whence they came, on which form, who signed when and as what.

    Versions without a value from elsewhere are bound as they were before there were such values.
    """
    return content(
        case=row.case_id,
        visit=row.visit_id,
        round=row.round,
        form=row.form,
        form_sha=row.form_sha,
        number=row.number,
        corrects=row.corrects_id,
        answers=row.answers,
        **({"origins": row.origins} if row.origins else {}),
        finalised_at=row.finalised_at,
        finalised_by=row.finalised_by_id,
        finalised_role=row.finalised_role,
    )


def milestone_content(row: Milestone | StudentReport) -> str:
    """What was reported on which task, by whom and when.

    Reports that call no meeting are bound as they were before there was a day for that.
    """
    meets_on = row.meets_on if isinstance(row, Milestone) else None
    return content(
        task=row.task_id,
        kind=row.kind,
        outcome=row.outcome,
        happened_on=row.happened_on,
        **({"meets_on": meets_on} if meets_on else {}),
        note=row.note,
        at=row.at,
        by=row.by_id,
    )


def waiver_content(row: Task | StudentTask) -> str:
    """Which task was not needed, who said so, when and why."""
    return content(task=row.id, reason=row.reason, closed_at=row.closed_at, closed_by=row.closed_by_id)


def request_content(row: Approval) -> str:
    """What was asked for, why, and on which ground."""
    return content(
        case=row.case_id,
        visit=row.visit_id,
        transition=row.transition,
        target=row.target,
        summary=row.summary,
        reason=row.reason,
        rests_on=row.rests_on,
        requested_at=row.requested_at,
        requested_by=row.requested_by_id,
    )


def decision_content(row: Approval) -> str:
    """How a request ended: who decided what, when and why."""
    return content(
        status=row.status,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
        decision_reason=row.decision_reason,
    )


def consent_content(row: Consent) -> str:
    """Who agreed to what, and until when."""
    return content(
        case=row.case_id,
        purpose=row.purpose,
        given_by=row.given_by,
        given_on=row.given_on,
        scope=row.scope,
        valid_to=row.valid_to,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by_id,
    )


def withdrawal_content(row: Consent) -> str:
    """When a consent ended, who noted it, and why where it was noted by mistake."""
    mistake = {"mistake": row.mistake} if row.mistake else {}
    return content(withdrawn_at=row.withdrawn_at, withdrawn_by=row.withdrawn_by_id, **mistake)


def taken_back_content(row: TakenBack) -> str:
    """Which report was taken back on which task, by whom, when and why."""
    return content(task=row.task_id, milestone=row.milestone_id, reason=row.reason, at=row.at, by=row.by_id)


def delay_content(row: TaskDelay | StudentTaskDelay) -> str:
    """Until when which task was put off or rests, by whom, when and why."""
    return content(
        task=row.task_id, kind=row.kind, until=row.until, reason=row.reason, at=row.at, by=row.by_id
    )


def note_content(row: Note) -> str:
    """Who wrote what, for whom, and which earlier note it replaces."""
    return content(
        case=row.case_id,
        confidentiality=row.confidentiality,
        happened_on=row.happened_on,
        text=row.text,
        replaces=row.replaces_id,
        written_at=row.written_at,
        written_by=row.written_by_id,
        role=row.role,
    )


def annulment_content(row: Annulment) -> str:
    """Who asked for the case to be annulled, and why."""
    return content(
        case=row.case_id, reason=row.reason, requested_at=row.requested_at, requested_by=row.requested_by_id
    )


def annulment_end_content(row: Annulment) -> str:
    """How such a request ended: who decided what, when and why."""
    return content(
        status=row.status,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
        decision_reason=row.decision_reason,
    )


def ask_content(row: Ask) -> str:
    """Who asked whom for what, why, and for whom that is written."""
    return content(
        case=row.case_id,
        transition=row.transition,
        target=row.target,
        title=row.title,
        roles=row.roles,
        confidentiality=row.confidentiality,
        reason=row.reason,
        asked_at=row.asked_at,
        asked_by=row.asked_by_id,
    )


def ask_end_content(row: Ask) -> str:
    """What came of it: how it ended, by whom and when, and what was said."""
    return content(status=row.status, ended_at=row.ended_at, ended_by=row.ended_by_id, answer=row.answer)


def responsible_content(row: Visit) -> str:
    """Who is responsible for the stay."""
    return content(visit=row.id, responsible=row.responsible_id)


def participant_content(row: Participant) -> str:
    """Who takes part, from when, and who noted it."""
    return content(
        case=row.case_id,
        user=row.user_id,
        name=row.name,
        body=row.body,
        phone=row.phone,
        since=row.since,
        added_at=row.added_at,
        added_by=row.added_by_id,
    )


def participant_end_content(row: Participant) -> str:
    """When somebody's part ended, and who noted it."""
    return content(until=row.until, ended_at=row.ended_at, ended_by=row.ended_by_id)


def attachment_content(row: Attachment, version: AttachmentVersion) -> str:
    """One version of an attachment: where it belongs, who may read it, and the hash of the file itself.

    What was not sent is bound as it was before letters were.
    """
    return content(
        attachment=row.id,
        case=row.case_id,
        submission=row.submission_id,
        section=row.section,
        confidentiality=row.confidentiality,
        number=version.number,
        title=version.title,
        kind=version.kind,
        pages=version.pages,
        size=version.size,
        sha256=version.sha256,
        previews=version.previews,
        added_at=version.added_at,
        added_by=version.added_by_id,
        **({"is_sent": True} if row.is_sent else {}),
    )


def removal_content(row: Attachment) -> str:
    """When an attachment was removed, by whom and why."""
    return content(removed_at=row.removed_at, removed_by=row.removed_by_id, reason=row.removal_reason)


def extract_content(row: Extract) -> str:
    """Which answers of which version were released, to whom, in which class, on which ground, by whom."""
    return content(
        case=row.case_id,
        submission=row.submission_id,
        fields=row.fields,
        confidentiality=row.confidentiality,
        kind=row.kind,
        recipient=row.recipient,
        guardianship=row.guardianship_id,
        ground=row.ground,
        law=row.law,
        consent_on=row.consent_on,
        reason=row.reason,
        released_at=row.released_at,
        released_by=row.released_by_id,
        role=row.role,
    )


def extract_end_content(row: Extract) -> str:
    """When an extract was withdrawn, by whom and why."""
    return content(
        withdrawn_at=row.withdrawn_at, withdrawn_by=row.withdrawn_by_id, reason=row.withdrawal_reason
    )

"""Attachments in a case: who may add one where, newer versions, removal; each with its event."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access.policy import Confidentiality, Person, decide, readable
from casework.attachments import actions
from casework.attachments import queries as kept
from casework.attachments.files import Arrived, keep
from casework.attachments.models import Attachment, AttachmentVersion
from casework.attachments.queries import Held
from casework.cases.demands import demand_case_open, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import role_of
from casework.cases.signed import attachment_content, removal_content
from casework.engine.facts import Refusal
from casework.errors import Conflict, NotHere, Refused
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.records.models import Submission


@dataclass(frozen=True)
class Target:
    """Where a file is attached: to a section of a form (by its first version) or the case; its class.

    What `is_sent` stays as it is.
    """

    confidentiality: Confidentiality
    first: Submission | None = None
    section: str = ""
    is_sent: bool = False


def attach_file(
    case: Case, target: Target, title: str, arrived: Arrived, *, actor: Person, now: datetime
) -> AttachmentVersion:
    """Attaches the file. Raises Refused (role), Conflict (closed case), NotAcceptable (full)."""
    situation = situation_of(case, actor, now)
    form = target.first.form if target.first else ""
    demand_attacher(situation, form)
    classes = _readable(situation, actor)
    if target.confidentiality not in classes:
        raise NotHere
    others = kept.attachments_of(case.id, classes)
    first_id = target.first.id if target.first else None
    actions.demand_place(others, first_id)
    actions.demand_room(others, arrived)
    row = Attachment(
        case_id=case.id,
        submission_id=first_id,
        section=target.section,
        confidentiality=target.confidentiality,
        is_sent=target.is_sent,
    )
    held = actions.attach(row, title, arrived, actor=actor, now=now)
    _record_version(What.ATTACHMENT_ADDED, situation, row, held.newest, form, actor=actor, now=now)
    keep(arrived)
    return held.newest


def replace_file(
    case: Case, version_id: UUID, title: str, arrived: Arrived, *, actor: Person, now: datetime
) -> AttachmentVersion:
    """A newer version of the attachment. Raises Conflict where the page showed an older one."""
    situation = situation_of(case, actor, now)
    classes = _readable(situation, actor)
    held = newest_held(situation, version_id, classes)
    form = form_of(situation, held)
    demand_replacer(situation, held)
    actions.demand_room(kept.attachments_of(case.id, classes), arrived)
    version = actions.add_version(held, title, arrived, actor=actor, now=now)
    _record_version(What.ATTACHMENT_REPLACED, situation, held.attachment, version, form, actor=actor, now=now)
    keep(arrived)
    return version


def remove_file(
    case: Case, version_id: UUID, reason: str, *, actor: Person, now: datetime
) -> tuple[UUID, ...]:
    """Removes the attachment, all versions; answers which files the caller takes away after the commit."""
    situation = situation_of(case, actor, now)
    held = newest_held(situation, version_id, _readable(situation, actor))
    demand_remover(situation, held, actor)
    actions.remove(held, reason, actor=actor, now=now)
    row = held.attachment
    history.record(
        What.ATTACHMENT_REMOVED,
        case.id,
        actor=actor,
        role=_role(situation, actor),
        now=now,
        attachment=str(row.id),
        title=held.newest.title,
        form=form_of(situation, held),
        confidentiality=row.confidentiality,
        reason=row.removal_reason,
        content=removal_content(row),
    )
    return tuple(one.id for one in held.versions)


def held_in(situation: Situation, classes: Collection[Confidentiality]) -> list[Held]:
    """The attachments that the reader may know of: of their classes, and not of others' unsigned drafts."""
    found = kept.attachments_of(situation.case.id, classes)
    return [one for one in found if _is_open(situation, one.attachment)]


def held_with(situation: Situation, version_id: UUID, classes: Collection[Confidentiality]) -> Held:
    """The attachment that the version belongs to; NotHere where there is none or it is not for the reader."""
    for held in held_in(situation, classes):
        if any(version.id == version_id for version in held.versions):
            return held
    raise NotHere


def newest_held(situation: Situation, version_id: UUID, classes: Collection[Confidentiality]) -> Held:
    """The same, where that version is still the one that counts; else Conflict."""
    held = held_with(situation, version_id, classes)
    if held.newest.id != version_id or held.attachment.removed_at:
        raise Conflict("attachment_replaced", case_id=str(situation.case.id))
    return held


def form_of(situation: Situation, held: Held) -> str:
    """The form that it is attached to; empty for the case itself."""
    first = next((one for one in situation.submissions if one.id == held.attachment.submission_id), None)
    return first.form if first else ""


def removers(situation: Situation) -> tuple[str, ...]:
    """The roles that may remove what others have attached: who owns the step."""
    return (situation.workflow.stage(situation.facts.last_stage).owner,)


def may_remove(situation: Situation, held: Held, actor: Person) -> bool:
    """Whether the actor may: who attached it, or who owns the step; nobody once the case is closed.

    A letter that was sent stays, as does what was entered as received.
    """
    if held.attachment.stays:
        return False
    is_own = held.versions[0].added_by_id == actor.id
    is_owner = bool(situation.facts.actor.roles & set(removers(situation)))
    return (is_own or is_owner) and situation.case.closed_at is None


def demand_remover(situation: Situation, held: Held, actor: Person) -> None:
    """Raises Refused for anybody else, Conflict on a closed case."""
    demand_case_open(situation.case)
    if held.attachment.stays:
        raise NotHere
    if not may_remove(situation, held, actor):
        raise Refused((Refusal("role", {}, who=removers(situation)),), case_id=str(situation.case.id))


def may_attach(situation: Situation, form: str) -> bool:
    """Whether the actor may attach something to the form, or to the case where none is named."""
    roles = situation.workflow.contributors(form) if form else situation.facts.actor.roles
    return bool(situation.facts.actor.roles & set(roles)) and situation.case.closed_at is None


def may_replace(situation: Situation, held: Held) -> bool:
    """Whether the actor may attach a newer version in its place."""
    return not held.attachment.is_sent and may_attach(situation, form_of(situation, held))


def demand_replacer(situation: Situation, held: Held) -> None:
    """The same; raises Refused for another role, Conflict on a closed case, NotHere for what was sent."""
    if held.attachment.is_sent:
        raise NotHere
    demand_attacher(situation, form_of(situation, held))


def demand_attacher(situation: Situation, form: str) -> None:
    """Raises Refused where the actor may not write in the form, Conflict on a closed case."""
    demand_case_open(situation.case)
    if form:
        demand_role(situation, situation.workflow.contributors(form))


def _is_open(situation: Situation, attachment: Attachment) -> bool:
    if attachment.submission_id is None:
        return True
    first = next((one for one in situation.submissions if one.id == attachment.submission_id), None)
    if first is None:
        return False  # its draft has been taken away
    is_own = situation.facts.actor.roles & set(situation.workflow.contributors(first.form))
    return bool(is_own) or first.finalised_at is not None


def _readable(situation: Situation, actor: Person) -> frozenset[Confidentiality]:
    return readable(actor, people.place(situation.student, situation.case.is_handed_over))


def _role(situation: Situation, actor: Person, form: str = "") -> str:
    if form:
        return role_of(situation.facts, situation.workflow.contributors(form))
    place = people.place(situation.student, situation.case.is_handed_over)
    return decide(actor, "case:change", place).role


def _record_version(
    what: What,
    situation: Situation,
    row: Attachment,
    version: AttachmentVersion,
    form: str,
    *,
    actor: Person,
    now: datetime,
) -> None:
    history.record(
        what,
        situation.case.id,
        actor=actor,
        role=_role(situation, actor, form),
        now=now,
        attachment=str(row.id),
        file=str(version.id),
        version=version.number,
        title=version.title,
        kind=version.kind,
        form=form,
        confidentiality=row.confidentiality,
        content=attachment_content(row, version),
    )

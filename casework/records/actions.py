"""Begins, saves, finalises and corrects forms. A signed version never changes: a correction is a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.access.policy import Person
from casework.database import keep_once
from casework.errors import Conflict
from casework.extensions import db
from casework.forms.definition import LocalisedForm
from casework.forms.units import changed_paths
from casework.records.models import FormVersion, Submission
from casework.records.queries import fields_of
from casework.tasks.actions import Stay

Stored = dict[str, dict[str, Any]]  # field id → where its answer came from, see `carried.Origin`


def keep_form(form: LocalisedForm) -> None:
    """Keeps the texts of the definition, so that what is written on it can always be read."""
    if db.session.get(FormVersion, form.sha) is None:
        texts = {"text": form.text, "options_text": form.options_text}
        keep_once(db.session(), FormVersion(sha=form.sha, form=form.id, **texts))


def begin_form(
    stay: Stay, form: LocalisedForm, *, actor: Person, now: datetime, corrects: Submission | None = None
) -> Submission:
    """A new draft of the form; a correction starts from the answers of the version that it corrects."""
    keep_form(form)
    draft = Submission(
        case_id=stay.case_id,
        visit_id=stay.visit_id,
        round=stay.round,
        form=form.id,
        form_sha=form.sha,
        number=corrects.number + 1 if corrects else 1,
        corrects_id=corrects.id if corrects else None,
        status="draft",
        answers=dict(corrects.answers) if corrects else {},
        origins=dict(corrects.origins) if corrects else {},
        started_at=now,
        started_by_id=actor.id,
        saved_at=now,
        saved_by_id=actor.id,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def save_draft(
    draft: Submission,
    answers: Mapping[str, object],
    *,
    origins: Stored | None = None,
    revision: int,
    actor: Person,
    now: datetime,
) -> None:
    """Keeps the answers, if nobody has saved since that revision was read, and who wrote each of them.

    `origins` tell where answers came from; without them those of the draft stay.
    """
    if draft.status != "draft":
        raise Conflict("form_locked", case_id=str(draft.case_id))
    if draft.revision != revision:
        raise Conflict("form_saved", case_id=str(draft.case_id))
    origins = draft.origins if origins is None else origins
    if (answers, origins) != (draft.answers, draft.origins):
        paths = changed_paths(fields_of(draft), draft.answers, answers)
        mark = [str(actor.id), now.isoformat(), draft.revision + 1]
        draft.written = {**draft.written, **dict.fromkeys(paths, mark)}
        draft.answers, draft.saved_at, draft.saved_by_id = dict(answers), now, actor.id
        draft.origins = dict(origins)
    db.session.flush()


def finalise_form(
    draft: Submission,
    answers: Mapping[str, object],
    stay: Stay,
    *,
    origins: Stored | None = None,
    role: str,
    actor: Person,
    now: datetime,
) -> None:
    """Locks and signs the draft; what it corrects is replaced. The caller has checked the answers.

    It counts in the stay that it is signed in, also where it was begun in an earlier one.
    """
    if draft.status != "draft":
        raise Conflict("form_locked", case_id=str(draft.case_id))
    if draft.corrects_id:
        db.session.get_one(Submission, draft.corrects_id).status = "replaced"
    draft.answers, draft.status = dict(answers), "finalised"
    draft.origins = dict(draft.origins if origins is None else origins)
    draft.visit_id, draft.round = stay.visit_id, stay.round
    draft.finalised_at, draft.finalised_by_id, draft.finalised_role = now, actor.id, role
    db.session.flush()


@dataclass(frozen=True)
class Signed:
    """A form that somebody has written and signed outside of any case."""

    form: str
    form_sha: str
    answers: Mapping[str, object]
    by_id: UUID
    role: str
    begun_at: datetime
    at: datetime


def add_signed(stay: Stay, signed: Signed, corrects: Submission | None = None) -> Submission:
    """The signed form as one of the case; it counts in the stay in which it comes to the case.

    What it corrects is replaced.
    """
    if corrects:
        corrects.status = "replaced"
    row = Submission(
        case_id=stay.case_id,
        visit_id=stay.visit_id,
        round=stay.round,
        form=signed.form,
        form_sha=signed.form_sha,
        number=corrects.number + 1 if corrects else 1,
        corrects_id=corrects.id if corrects else None,
        status="finalised",
        answers=dict(signed.answers),
        origins={},
        started_at=signed.begun_at,
        started_by_id=signed.by_id,
        saved_at=signed.at,
        saved_by_id=signed.by_id,
        finalised_at=signed.at,
        finalised_by_id=signed.by_id,
        finalised_role=signed.role,
    )
    db.session.add(row)
    db.session.flush()
    return row


def discard_draft(draft: Submission) -> None:
    """Takes the draft away from the lists; its row stays."""
    if draft.status != "draft":
        raise Conflict("form_locked", case_id=str(draft.case_id))
    draft.status = "discarded"
    db.session.flush()

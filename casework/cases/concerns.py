"""Reports of concern: written and signed by whoever works with the student, then taken up or set aside.

A signed report lies in the student's open case as one of its forms: at once, or as soon as a case is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases import work
from casework.cases.concern_files import begin_with_files_of, files_of, let_all_go
from casework.cases.concern_finding import NEWEST, corrected_by, correction_of, draft_of, locked_report
from casework.cases.concern_models import Concern
from casework.cases.concern_proof import decision_content, replaced_content, report_content
from casework.cases.followed_reports import first_follow_up
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.cases.queries import open_case_of
from casework.cases.waiting import settle
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.forms.definition import LocalisedForm
from casework.history import actions as history
from casework.history.events import What
from casework.records.actions import Signed, keep_form
from casework.records.contributions import Page
from casework.records.queries import submission_in
from casework.versions.queries import model_of


@dataclass(frozen=True)
class About:
    """Which form is filled in about which student, and which signed report it is to stand in place of."""

    student_id: UUID
    form: LocalisedForm
    corrects: Concern | None = None

    def draft(self, author: Person) -> Concern | None:
        """What the author has begun and not signed."""
        if self.corrects:
            return correction_of(self.corrects)
        return draft_of(self.student_id, self.form.id, author)


def save_draft(
    about: About, answers: Mapping[str, object], *, page: Page, actor: Person, now: datetime
) -> Concern:
    """Keeps the author's answers, laid over those that stand: questions that were not sent stay as they are.

    Raises Conflict where another page of the same person has saved since. What one page sends twice, or what
    arrives after a later sending of it, changes nothing.
    """
    kept = about.draft(actor)
    if kept is None:
        kept = _begin(about, actor=actor, now=now)
    elif kept.page_id == page.id and page.turn <= kept.page_turn:
        return kept
    elif kept.page_id != page.id and kept.revision != page.seen:
        raise Conflict("saved_elsewhere")
    whole = {**kept.answers, **answers}
    kept.answers = {name: answer for name, answer in whole.items() if answer}
    kept.page_id, kept.page_turn, kept.saved_at = page.id, page.turn, now
    db.session.flush()
    return kept


def _begin(about: About, *, actor: Person, now: datetime) -> Concern:
    keep_form(about.form)
    old = about.corrects
    if old and old.replaced_at:
        raise Conflict("report_replaced")
    row = Concern(
        student_id=about.student_id,
        author_id=actor.id,
        form=about.form.id,
        form_sha=about.form.sha,
        confidentiality=about.form.in_language("sv").confidentiality,
        answers=dict(old.answers) if old else {},
        number=old.number + 1 if old else 1,
        corrects_id=old.id if old else None,
        state="draft",
        started_at=now,
        saved_at=now,
    )
    db.session.add(row)
    if old:
        db.session.flush()
        begin_with_files_of(old, row)
    return row


def discard_draft(row: Concern) -> list[UUID]:
    """Takes away what its author has begun and signed nowhere; nobody else has seen it.

    Answers which files the caller forgets when that is committed.
    """
    if row.state != "draft":
        raise Conflict("form_locked")
    gone = let_all_go(row)
    db.session.delete(row)
    db.session.flush()
    return gone


def sign(
    row: Concern, answers: Mapping[str, object], *, seen: str, role: str, actor: Person, now: datetime
) -> None:
    """Locks and signs the report as the page `seen` has shown it; in an open case it lies at once.

    A correction stands in place of the report that it corrects from then on, and waits anew.
    """
    if row.state != "draft":
        raise Conflict("form_locked")
    if str(row.revision) != seen:
        raise Conflict("saved_elsewhere")
    row.answers, row.state = dict(answers), "new"
    row.signed_at, row.signed_role = now, role
    row.follow_up_on = first_follow_up(row)
    db.session.flush()
    says = {
        "form": row.form,
        "confidentiality": row.confidentiality,
        "content": report_content(row, files_of(row.id)),
    }
    if row.corrects_id:
        old = locked_report(row.student_id, row.corrects_id)
        says |= {"corrects": str(old.id), "replaced": _replace(old, now)}
    what = What.CONCERN_CORRECTED if row.corrects_id else What.CONCERN_SIGNED
    _record(what, row, actor=actor, now=now, **says)
    lay_in_open_case(row, actor=actor, now=now)


def _replace(old: Concern, now: datetime) -> str:
    """Notes that a later version stands in place of the report; the hash of that."""
    old.replaced_at = now
    db.session.flush()
    return replaced_content(old)


def lay_in_open_case(row: Concern, *, actor: Person, now: datetime) -> None:
    """Puts the report to the student's open case, where there is one whose routine knows such reports."""
    case = open_case_of(row.student_id)
    if case is not None and row.submission_id is None:
        case = locked_case(case.id)
        if _lay_in(row, case, actor=actor, now=now):
            settle(case, actor=actor, now=now)


def lay_in_waiting(case: Case, *, actor: Person, now: datetime) -> None:
    """Puts to a case that is being opened the reports that wait; the caller settles the case."""
    waiting = select(Concern).where(
        Concern.student_id == case.student_id,
        Concern.state == "new",
        Concern.submission_id.is_(None),
        NEWEST,
    )
    for row in db.session.scalars(waiting.order_by(Concern.signed_at, Concern.id)).all():
        _lay_in(row, case, actor=actor, now=now)


def _lay_in(row: Concern, case: Case, *, actor: Person, now: datetime) -> bool:
    rules = model_of(case.workflow_sha).rules
    if row.form not in (*rules.forms, *rules.reports) or row.signed_at is None:
        return False
    sent = row.form, row.form_sha, row.answers, row.author_id, row.signed_role, row.started_at, row.signed_at
    old = corrected_by(row)
    corrects = submission_in(case.id, old.submission_id) if old and old.submission_id else None
    row.submission_id = work.receive_form(
        case, Signed(*sent), corrects, files_of(row.id), actor=actor, now=now
    ).id
    db.session.flush()
    return True


def take_up(row: Concern, *, actor: Person, now: datetime) -> None:
    """Somebody goes on with the report; where a case has been opened meanwhile, it lies there from now on.

    With a case it does not come back each week any more.
    """
    lay_in_open_case(row, actor=actor, now=now)
    if open_case_of(row.student_id):
        row.follow_up_on = None
    _decide(row, "taken_up", "", actor=actor, now=now)
    _record(What.CONCERN_TAKEN_UP, row, actor=actor, now=now, content=decision_content(row))


def dismiss(row: Concern, reason: str, *, actor: Person, now: datetime) -> None:
    """Nothing is needed, and why."""
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    _decide(row, "dismissed", reason.strip(), actor=actor, now=now)
    _record(What.CONCERN_DISMISSED, row, actor=actor, now=now, content=decision_content(row))


def _decide(row: Concern, state: str, reason: str, *, actor: Person, now: datetime) -> None:
    if row.replaced_at:
        raise Conflict("report_replaced")
    if row.state != "new":
        raise Conflict("report_settled")
    row.state, row.reason = state, reason
    row.decided_at, row.decided_by_id = now, actor.id
    db.session.flush()


def _record(what: What, row: Concern, *, actor: Person, now: datetime, **says: object) -> None:
    """Notes the deed in the student's own history: it may come before any case."""
    history.record_about(what, row.student_id, actor=actor, now=now, concern=str(row.id), **says)

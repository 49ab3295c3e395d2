"""Several people in one draft: takes in what their pages send, and keeps both texts where two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from casework.access.policy import Person
from casework.errors import Conflict
from casework.extensions import db
from casework.forms.merge import Merged, merge
from casework.forms.units import Prints, field_of, joined, replaced, units, with_its_row
from casework.records.actions import Stored, save_draft
from casework.records.carried import is_untouched, origins_in
from casework.records.models import DraftClash, DraftPage, Submission
from casework.records.queries import fields_of

STAMPED_EVERY = timedelta(seconds=8)  # a page that only waits is noted no more often
GONE_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(hours=12)  # no session is longer: such a page sends nothing any more


@dataclass(frozen=True)
class Sent:
    """What one page sends: answers by field, and where the writer is.

    `base` is what the page showed before (see forms/units.py), `turn` which of its sendings this is, and
    `heard` the last of them whose answer has reached the page. `origins` tell of the values from elsewhere
    that it showed (see carried.py).
    """

    page_id: UUID
    answers: Mapping[str, Any] = field(default_factory=dict)
    base: Prints = field(default_factory=dict)
    turn: int = 1
    heard: int = 0
    section: str = ""
    origins: Stored = field(default_factory=dict)


def take_in(draft: Submission, sent: Sent, *, actor: Person, now: datetime) -> Merged | None:
    """Merges what was sent into the draft; None where nothing was, or a later sending has overtaken it."""
    if draft.status != "draft":
        raise Conflict("form_locked", case_id=str(draft.case_id))
    page = note_presence(draft, sent, actor=actor, now=now)
    if sent.turn <= page.turn or not sent.answers:
        return None
    unheard = {turn: held for turn, held in page.held.items() if int(turn) > sent.heard}
    base = dict(sent.base)
    for turn in sorted(unheard, key=int):
        base = {path: one for path, one in base.items() if field_of(path) not in unheard[turn]["of"]}
        base |= unheard[turn]["prints"]
    shown = _shown_from_elsewhere(draft, sent)
    stood = {**draft.answers, **{one: origin["value"] for one, origin in shown.items()}}
    merged = merge(fields_of(draft), stood, sent.answers, base)
    page.held = {**unheard, str(sent.turn): {"of": sorted(sent.answers), "prints": merged.held}}
    page.turn = sent.turn
    origins = {**draft.origins, **shown}
    save_draft(draft, merged.answers, origins=origins, revision=draft.revision, actor=actor, now=now)
    _note_clashes(draft, page, merged, actor=actor, now=now)
    return merged


def _shown_from_elsewhere(draft: Submission, sent: Sent) -> Stored:
    """The values from elsewhere that the page showed in questions which nobody has touched yet."""
    kept = origins_in(draft)
    return {
        one.id: sent.origins[one.id]
        for one in fields_of(draft)
        if one.id in sent.origins and one.id in sent.answers and is_untouched(one, draft.answers, kept)
    }


def is_due(sent: Sent, *, now: datetime) -> bool:
    """Whether where the page is has to be noted again."""
    page = db.session.get(DraftPage, sent.page_id)
    return page is None or page.section != sent.section or now - page.seen_at >= STAMPED_EVERY


def note_presence(draft: Submission, sent: Sent, *, actor: Person, now: datetime) -> DraftPage:
    """The row of the page, with where its writer is now; pages that are long gone are forgotten."""
    page = db.session.get(DraftPage, sent.page_id)
    if page is None:
        db.session.execute(delete(DraftPage).where(DraftPage.seen_at < now - FORGOTTEN_AFTER))
        page = DraftPage(id=sent.page_id, submission_id=draft.id, user_id=actor.id, turn=0, held={})
        page.section, page.seen_at = sent.section, now
        db.session.add(page)
    elif (page.submission_id, page.user_id) != (draft.id, actor.id):
        raise Conflict("form_saved", case_id=str(draft.case_id))
    elif page.section != sent.section or now - page.seen_at >= STAMPED_EVERY:
        page.section, page.seen_at = sent.section, now
    db.session.flush()
    return page


def _note_clashes(
    draft: Submission, page: DraftPage, merged: Merged, *, actor: Person, now: datetime
) -> None:
    """Keeps the later texts; those of this page that agree with what stands by now are over."""
    known = {one.path: one for one in clashes_of(draft.id) if one.page_id == page.id}
    for path, answer in merged.clashes.items():
        one = known.pop(path, None) or DraftClash(submission_id=draft.id, path=path, page_id=page.id)
        if one.answer != answer:
            one.answer, one.at, one.by_id = answer, now, actor.id
            db.session.add(one)
            _tell_again(draft, path)
    for path, one in known.items():
        if path in merged.settled:
            db.session.delete(one)
            _tell_again(draft, path)
    db.session.flush()


def settle_clash(draft: Submission, clash: DraftClash, way: str, *, actor: Person, now: datetime) -> None:
    """Ends a clash: `take` its text, `keep` the one that stands, or `join` the two."""
    if draft.status != "draft":
        raise Conflict("form_locked", case_id=str(draft.case_id))
    of = next(each for each in fields_of(draft) if each.id == field_of(clash.path))
    pieces = units(of, draft.answers.get(of.id))
    if way == "take":
        pieces[clash.path] = clash.answer
    elif way == "join":
        pieces[clash.path] = joined(of, clash.path, pieces.get(clash.path), clash.answer)
    answers = replaced(draft.answers, of, with_its_row(of, clash.path, pieces))
    db.session.delete(clash)
    save_draft(draft, answers, revision=draft.revision, actor=actor, now=now)
    _tell_again(draft, clash.path)
    db.session.flush()


def _tell_again(draft: Submission, path: str) -> None:
    """Lets every page hear of the piece once more; who wrote it stays."""
    by, at, _ = draft.written.get(path, [str(draft.saved_by_id), draft.saved_at.isoformat(), 0])
    draft.written = {**draft.written, path: [by, at, draft.revision + 1]}


def clashes_of(submission_id: UUID) -> Sequence[DraftClash]:
    """The texts that stand against others, in the order in which they came."""
    of = DraftClash.submission_id == submission_id
    return db.session.scalars(select(DraftClash).where(of).order_by(DraftClash.at, DraftClash.id)).all()


def clash_in(submission_id: UUID, clash_id: str) -> DraftClash | None:
    """The clash of the draft; None where it has been settled, or never was."""
    try:
        clash = db.session.get(DraftClash, UUID(clash_id))
    except ValueError:
        return None
    return clash if clash and clash.submission_id == submission_id else None


def others_in(draft: Submission, *, actor: Person, now: datetime) -> Sequence[DraftPage]:
    """The pages that others write in just now."""
    here = (DraftPage.submission_id == draft.id) & (DraftPage.user_id != actor.id)
    seen = DraftPage.seen_at >= now - GONE_AFTER
    return db.session.scalars(select(DraftPage).where(here, seen).order_by(DraftPage.seen_at)).all()


def told_since(draft: Submission, revision: int) -> set[str]:
    """The ids of the fields of which something has been kept since that saving."""
    return {field_of(path) for path, (_, _, saving) in draft.written.items() if int(str(saving)) > revision}

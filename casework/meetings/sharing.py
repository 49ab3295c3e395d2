"""Passing on what was written of a meeting: to whom, which parts, and on which ground that may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from casework.access.classes import Confidentiality
from casework.access.policy import Person
from casework.cases.demands import demand_allowed
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.catalog import catalog
from casework.clock import school_date
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.meetings.models import Invited, Meeting, Shared
from casework.meetings.planned import is_open
from casework.meetings.proof import share_content
from casework.people import queries as people
from casework.people.home import home_of
from casework.records.models import Submission
from casework.records.queries import definition_of

CHANGE = "case:change"
TO_OTHERS: frozenset[Confidentiality] = frozenset({"open", "school"})  # what stays with student health stays


def share(
    case: Case,
    meeting: Meeting,
    parts: Mapping[Submission, Sequence[str]],
    to: Sequence[Invited],
    *,
    actor: Person,
    now: datetime,
) -> list[Shared]:
    """Notes that each of them gets the parts of the signed forms.

    Raises NotAcceptable where one of them may not read a part, may not be told, or comes from outside while
    nothing lets what concerns the student leave the school.
    """
    situation = situation_of(case, actor, now)
    role = demand_allowed(case, situation.student, actor, CHANGE)
    if not parts or not to or meeting.status != "held":
        raise NotAcceptable("share_nothing")
    rows = []
    for one in to:
        classes = readable_by(situation, meeting, one, now)
        for signed, sections in parts.items():
            if not _classes(signed, sections) <= classes:
                raise NotAcceptable("share_class")
            said = {"submission_id": signed.id, "sections": [*sections], "by_id": actor.id, "role": role}
            rows.append(_row(meeting, one, now, **said))
    db.session.add_all(rows)
    db.session.flush()
    told = {"meeting": str(meeting.id), "title": meeting.title}
    shares = {str(row.id): share_content(row) for row in rows}
    history.record(What.MEETING_SHARED, case.id, actor=actor, role=role, now=now, **told, shares=shares)
    return rows


def _row(meeting: Meeting, one: Invited, now: datetime, **said: object) -> Shared:
    ground = meeting.sharing if one.party == "outside" else ""
    return Shared(id=uuid4(), meeting_id=meeting.id, person_id=one.id, sharing=ground, at=now, **said)


def readable_by(
    situation: Situation, meeting: Meeting, one: Invited, now: datetime
) -> frozenset[Confidentiality]:
    """The classes that who was called may get. Raises NotAcceptable where they may get nothing."""
    today = school_date(now)
    if one.party == "staff":
        table = catalog().access
        held = [o.role for o in people.colleagues_for(situation.student, today) if o.id == one.user_id]
        return frozenset(one for role in held for one in table.reads(role))
    if one.party == "guardian":
        home = home_of(situation.student, today)
        if not any(o.guardian.id == one.guardian_id and o.may_be_informed for o in home):
            raise NotAcceptable("extract_not_informed")
    if one.party == "outside" and not is_open(meeting, {row.id: row for row in situation.consents}, now):
        raise NotAcceptable("share_closed")
    return TO_OTHERS


def _classes(signed: Submission, sections: Sequence[str]) -> set[Confidentiality]:
    """The classes of the parts; their stricter questions are left out on the paper."""
    form = definition_of(signed).in_language("sv")
    known = {section.id: section.confidentiality for section in form.sections}
    if not sections or not set(sections) <= known.keys():
        raise NotAcceptable("share_nothing")
    return {known[one] for one in sections}


def minutes_of(situation: Situation, meeting: Meeting, forms: Sequence[str]) -> list[Submission]:
    """The newest version of each of the forms that was signed since the day of the meeting.

    What was signed before that tells of something else.
    """
    day = school_date(meeting.starts_at)
    signed = [one for one in situation.submissions if one.status == "finalised" and one.finalised_at]
    newest = {one.form: one for one in signed if one.finalised_at and school_date(one.finalised_at) >= day}
    return [newest[form] for form in forms if form in newest]


def shared_with(rows: Sequence[Shared], person_id: UUID) -> dict[UUID, set[str]]:
    """Form → its parts that the person has got."""
    found: dict[UUID, set[str]] = {}
    for row in rows:
        if row.person_id == person_id:
            found.setdefault(row.submission_id, set()).update(row.sections)
    return found

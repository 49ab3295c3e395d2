"""Who is responsible for a case now, and who takes part in it; being named gives nobody access."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.act_models import Participant
from casework.cases.demands import demand_allowed, demand_case_open
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.signed import participant_content, participant_end_content, responsible_content
from casework.catalog import catalog
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student, User
from casework.people.protection import kept_apart

CHANGE = "case:change"


@dataclass(frozen=True)
class Somebody:
    """A person from outside the school, who has no account."""

    name: str
    body: str
    phone: str


def eligible(case: Case, colleagues: Iterable[people.Colleague]) -> dict[UUID, str]:
    """The colleagues who reach the case by a role of theirs, by id, each once."""
    return {one.id: one.name for one in colleagues if reaches(case, one.role)}


def reaches(case: Case, role: str) -> bool:
    """Whether whoever has the role towards the student can see the case."""
    table = catalog().access
    return table.may(role, "case:read") and (table.reach(role) != "handed_over" or case.is_handed_over)


def colleagues_near(students: Collection[Student], today: date) -> dict[UUID, list[people.Colleague]]:
    """The staff with a role towards each of the students today who are not kept away from them."""
    near = people.colleagues_at({(one.unit_id, one.group_id) for one in students}, today)
    apart = kept_apart([one.id for one in students])
    return {
        one.id: people.colleagues_for(one, today)
        if one.is_protected or one.id in apart
        else near[one.unit_id, one.group_id]
        for one in students
    }


def participants_of(case_id: UUID) -> Sequence[tuple[Participant, str]]:
    """Everybody who takes part or did, with the name of colleagues, in the order they came."""
    rows = db.session.execute(
        select(Participant, User.name)
        .outerjoin(User, User.id == Participant.user_id)
        .where(Participant.case_id == case_id)
        .order_by(Participant.since, Participant.added_at)
    )
    return [(row, row.name or name or "") for row, name in rows]


def participant_in(case_id: UUID, participant_id: UUID) -> Participant:
    """The participant, if they belong to the case; else NotHere."""
    found = db.session.get(Participant, participant_id)
    if found is None or found.case_id != case_id:
        raise NotHere
    return found


def name_responsible(case: Case, user_id: UUID, *, actor: Person, now: datetime) -> None:
    """Names a colleague who reaches the case as responsible for as long as it stands in this stage."""
    situation = situation_of(case, actor, now)
    role = demand_allowed(case, situation.student, actor, CHANGE)
    demand_case_open(case)
    name = _colleague(situation, user_id, now)
    visit = situation.visit
    if visit.responsible_id == user_id:
        return
    visit.responsible_id = user_id
    db.session.flush()
    history.record(
        What.RESPONSIBLE_NAMED,
        case.id,
        actor=actor,
        role=role,
        now=now,
        visit=str(visit.id),
        name=name,
        content=responsible_content(visit),
    )


def add_participant(
    case: Case, who: UUID | Somebody, since: date, *, actor: Person, now: datetime
) -> Participant:
    """A colleague who reaches the case takes part from the day on, or somebody from outside."""
    situation = situation_of(case, actor, now)
    role = demand_allowed(case, situation.student, actor, CHANGE)
    demand_case_open(case)
    row = Participant(case_id=case.id, since=since, added_at=now, added_by_id=actor.id)
    if isinstance(who, Somebody):
        row.name, row.body, row.phone = who.name.strip(), who.body.strip(), who.phone.strip()
        name = row.name
        if not name:
            raise NotAcceptable("name_missing")
    else:
        row.user_id, row.name, row.body, row.phone = who, "", "", ""
        name = _colleague(situation, who, now)
    db.session.add(row)
    db.session.flush()
    says = {"participant": str(row.id), "name": name, "content": participant_content(row)}
    history.record(What.PARTICIPANT_ADDED, case.id, actor=actor, role=role, now=now, **says)
    return row


def end_participant(case: Case, row: Participant, *, actor: Person, now: datetime) -> None:
    """Notes that somebody takes part no longer, from today; the row stays."""
    situation = situation_of(case, actor, now)
    role = demand_allowed(case, situation.student, actor, CHANGE)
    if row.until is not None:
        raise Conflict("participant_ended", case_id=str(case.id))
    row.until, row.ended_at, row.ended_by_id = school_date(now), now, actor.id
    db.session.flush()
    name = row.name or (people.names_of([row.user_id]).get(row.user_id, "") if row.user_id else "")
    says = {"participant": str(row.id), "name": name, "content": participant_end_content(row)}
    history.record(What.PARTICIPANT_ENDED, case.id, actor=actor, role=role, now=now, **says)


def _colleague(situation: Situation, user_id: UUID, now: datetime) -> str:
    """The colleague's name; raises NotAcceptable where no role of theirs reaches the case."""
    colleagues = people.colleagues_for(situation.student, school_date(now))
    found = eligible(situation.case, colleagues)
    if user_id not in found:
        raise NotAcceptable("not_a_colleague")
    return found[user_id]

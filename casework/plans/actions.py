"""Follows measures up: was it done, what has it led to, does it go on. A follow-up is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from casework.access import policy
from casework.access.policy import Person
from casework.cases.demands import demand_allowed, demand_case_open
from casework.cases.measure_models import Measure, MeasureReview
from casework.cases.measure_signed import measure_content, review_content
from casework.cases.measures_passed import FOLLOW_UP
from casework.cases.models import Case
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.forms.kept import ONWARDS
from casework.forms.plan import DONE, EFFECTS
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student


@dataclass(frozen=True)
class FollowUp:
    """What somebody says of a measure: done as DONE, effect as EFFECTS or empty, onwards as ONWARDS.

    `next_on` is the day of the next follow-up, None where the measure ends; `said` why, or what is changed.
    """

    done: str
    effect: str
    onwards: str
    next_on: date | None
    said: str

    def needs_reason(self) -> bool:
        """Whether it has to be said why: what was not done, is changed or ends."""
        return self.done == "not_carried_out" or self.onwards != "keep"


def follow_up(
    case: Case, measure: Measure, said: FollowUp, *, seen: str, actor: Person, now: datetime
) -> MeasureReview:
    """Keeps the follow-up, and how the measure stands from now on.

    Raises Conflict where it stands otherwise than was `seen`, NotAcceptable for what does not fit together.
    """
    role = _demand_role(case, measure, actor)
    demand_case_open(case)
    if str(measure.revision) != seen or measure.ended_at:
        raise Conflict("measure_changed", case_id=str(case.id))
    if not _fits(said, school_date(now)):
        raise NotAcceptable("not_a_follow_up")
    review = MeasureReview(
        id=uuid4(),
        measure_id=measure.id,
        done=said.done,
        effect=said.effect,
        onwards=said.onwards,
        next_on=said.next_on,
        said=said.said.strip(),
        at=now,
        by_id=actor.id,
        role=role,
    )
    db.session.add(review)
    _stands(measure, said, now)
    db.session.flush()
    history.record(
        What.MEASURE_FOLLOWED_UP,
        case.id,
        actor=actor,
        role=role,
        now=now,
        confidentiality=measure.confidentiality,
        onwards=said.onwards,
        reviews={str(review.id): review_content(review)},
        measures={str(measure.id): measure_content(measure)},
    )
    return review


def _demand_role(case: Case, measure: Measure, actor: Person) -> str:
    student = db.session.get_one(Student, case.student_id)
    demand_allowed(case, student, actor, FOLLOW_UP)
    place = people.place(student, case.is_handed_over)
    role = policy.cleared_role(actor, place, measure.confidentiality)
    if not role:
        raise NotAllowed
    return role


def _fits(said: FollowUp, today: date) -> bool:
    is_known = said.done in DONE and said.effect in ("", *EFFECTS) and said.onwards in ONWARDS
    is_whole = bool(said.effect) or said.done == "not_carried_out"
    has_reason = bool(said.said.strip()) or not said.needs_reason()
    if said.onwards == "stop":
        return is_known and is_whole and has_reason and said.next_on is None
    return is_known and is_whole and has_reason and said.next_on is not None and said.next_on > today


def _stands(measure: Measure, said: FollowUp, now: datetime) -> None:
    """A measure that ends before it was carried out is a stopped one."""
    is_over = said.onwards == "stop"
    measure.status = "stopped" if is_over and said.done != "carried_out" else said.done
    measure.effect = said.effect or measure.effect
    measure.follow_up_on = said.next_on
    measure.ended_at = now if is_over else None

"""What somebody says of a meeting that is called: when and where, who comes, what those outside may learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from casework.access.classes import Ground
from casework.access.policy import Person
from casework.cases.around import eligible
from casework.cases.facts import Situation
from casework.cases.models import Consent
from casework.catalog import catalog
from casework.clock import school_date
from casework.engine.actions import Meeting as Action
from casework.engine.guards import ConsentInForce
from casework.engine.roles import PURPOSES
from casework.errors import NotAcceptable
from casework.meetings.models import CONSENT, NOTHING, WAYS, Meeting
from casework.people import queries as people
from casework.people.home import home_of
from casework.tasks.models import Task

LONGEST = 480  # minutes


@dataclass(frozen=True)
class Somebody:
    """Somebody who is called: a colleague or guardian by id, the student, somebody from outside by name."""

    party: str
    user_id: UUID | None = None
    guardian_id: UUID | None = None
    name: str = ""
    body: str = ""
    email: str = ""
    is_protected: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Who it is, whatever is noted of them."""
        known = self.user_id or self.guardian_id or f"{self.name.strip()}, {self.body.strip()}"
        return self.party, str(known) if self.party != "student" else ""


@dataclass(frozen=True)
class Plan:
    """When, how long in minutes, in which way and where; why; who comes; what those outside may learn."""

    starts_at: datetime
    minutes: int
    people: tuple[Somebody, ...]
    way: str = "physical"
    place: str = ""
    about: str = ""
    sharing: str = NOTHING
    sharing_reason: str = ""
    late_reason: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether anybody from outside is called."""
        return any(one.party == "outside" for one in self.people)


@dataclass(frozen=True)
class Gate:
    """What opens the way to those outside: the consent in force, and the grounds where it is not the gate."""

    purpose: str
    is_asked: bool
    consent: Consent | None
    grounds: Mapping[str, Ground] = field(default_factory=dict)

    @property
    def ways(self) -> tuple[str, ...]:
        """What may be chosen now."""
        return (NOTHING, *((CONSENT,) if self.consent else ()), *self.grounds)


def gate_of(situation: Situation, action: Action | None, now: datetime, language: str = "sv") -> Gate:
    """What the meeting asks for before something about the student leaves the school.

    Where the routine asks for a consent nothing else will do; else a legal ground is chosen with a reason.
    """
    asked = [one.consent for one in action.needs if isinstance(one, ConsentInForce)] if action else []
    purpose = asked[0] if asked else next(iter(situation.workflow.purposes), PURPOSES[0])
    country = people.unit(situation.student.unit_id).country
    known = catalog().access.grounds_in(country, language)  # type: ignore[arg-type] # one of the two there are
    grounds = {} if asked else {name: one for name, one in known.items() if not one.is_consent}
    return Gate(purpose, bool(asked), consent_in_force(situation, purpose, now), grounds)


def consent_in_force(situation: Situation, purpose: str, now: datetime) -> Consent | None:
    """The newest consent for the purpose that holds today."""
    holding = [one for one in situation.consents if one.purpose == purpose and holds(one, now)]
    return max(holding, key=lambda one: one.recorded_at, default=None)


def holds(consent: Consent | None, now: datetime) -> bool:
    """Whether the consent holds on the day."""
    if consent is None or consent.withdrawn_at:
        return False
    today = school_date(now)
    return consent.given_on <= today and (consent.valid_to is None or consent.valid_to >= today)


def is_open(meeting: Meeting, consents: Mapping[UUID, Consent], now: datetime) -> bool:
    """Whether what concerns the student may still go to those outside."""
    if meeting.sharing != CONSENT:
        return meeting.sharing != NOTHING
    return holds(consents.get(meeting.consent_id) if meeting.consent_id else None, now)


def demand_sound(
    situation: Situation, task: Task | None, plan: Plan, gate: Gate, *, actor: Person, now: datetime
) -> None:
    """Raises NotAcceptable where the meeting cannot be called so."""
    if plan.starts_at <= now or not 0 < plan.minutes <= LONGEST or plan.way not in WAYS:
        raise NotAcceptable("meeting_when")
    others = [one for one in plan.people if one.user_id != actor.id] or is_called_outside(situation, task)
    if not plan.people or not others or len({one.key for one in plan.people}) != len(plan.people):
        raise NotAcceptable("meeting_nobody")
    if is_late(task, plan.starts_at) and not plan.late_reason.strip():
        raise NotAcceptable("meeting_late")
    if plan.is_outside and plan.sharing not in gate.ways:
        raise NotAcceptable("meeting_ground")
    if plan.is_outside and plan.sharing in gate.grounds and not plan.sharing_reason.strip():
        raise NotAcceptable("reason_missing")
    _demand_people(situation, plan, now)


def is_called_outside(situation: Situation, task: Task | None) -> bool:
    """Whether somebody outside the school calls the meeting; one may go there alone."""
    action = situation.action_of(task) if task else None
    callers = action.called_by if isinstance(action, Action) else ()
    return any(situation.workflow.side(one) == "outside" for one in callers)


def is_late(task: Task | None, starts_at: datetime) -> bool:
    """Whether the routine asks for the meeting on an earlier day."""
    return bool(task and task.due_on and school_date(starts_at) > task.due_on)


def _demand_people(situation: Situation, plan: Plan, now: datetime) -> None:
    """Nobody is called who cannot see the case, whom the school may not contact, or who has no name."""
    today = school_date(now)
    colleagues = eligible(situation.case, people.colleagues_for(situation.student, today))
    home = {one.guardian.id for one in home_of(situation.student, today) if one.may_be_contacted}
    for one in plan.people:
        if one.party == "staff" and one.user_id not in colleagues:
            raise NotAcceptable("not_a_colleague")
        if one.party == "guardian" and one.guardian_id not in home:
            raise NotAcceptable("not_to_contact")
        if one.party == "outside" and not (one.name.strip() or one.body.strip()):
            raise NotAcceptable("name_missing")

"""Consents in a case: noted when somebody gives one, and when it no longer holds."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Person
from casework.cases.demands import demand_case_open, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case, Consent
from casework.cases.moves import role_of
from casework.cases.signed import consent_content, withdrawal_content
from casework.cases.waiting import settle
from casework.errors import Conflict, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What


def record_consent(
    case: Case,
    purpose: str,
    *,
    given_by: str,
    given_on: date,
    scope: str,
    valid_to: date | None,
    actor: Person,
    now: datetime,
) -> Consent:
    """Notes a consent that somebody has given."""
    situation = situation_of(case, actor, now)
    if purpose not in situation.workflow.purposes:
        raise NotHere
    demand_role(situation, situation.workflow.recorders(purpose))
    demand_case_open(case)
    consent = Consent(
        case_id=case.id,
        purpose=purpose,
        given_by=given_by.strip(),
        given_on=given_on,
        scope=scope.strip(),
        valid_to=valid_to,
        recorded_by_id=actor.id,
        recorded_at=now,
    )
    db.session.add(consent)
    db.session.flush()
    _record_consent(What.CONSENT_GIVEN, situation, consent, consent_content(consent), actor=actor, now=now)
    settle(case, actor=actor, now=now)
    return consent


def withdraw_consent(case: Case, consent: Consent, *, actor: Person, now: datetime) -> None:
    """Notes that the consent no longer holds, from this moment."""
    record_end(What.CONSENT_WITHDRAWN, case, consent, mistake="", actor=actor, now=now)


def record_end(
    what: What, case: Case, consent: Consent, *, mistake: str, actor: Person, now: datetime
) -> None:
    """Ends the consent: it was withdrawn, or noted by mistake."""
    situation = situation_of(case, actor, now)
    demand_role(situation, situation.workflow.recorders(consent.purpose))
    if consent.withdrawn_at:
        raise Conflict("consent_withdrawn", case_id=str(case.id))
    consent.withdrawn_at, consent.withdrawn_by_id, consent.mistake = now, actor.id, mistake
    db.session.flush()
    _record_consent(what, situation, consent, withdrawal_content(consent), actor=actor, now=now)
    settle(case, actor=actor, now=now)


def _record_consent(
    what: What, situation: Situation, consent: Consent, content: str, *, actor: Person, now: datetime
) -> None:
    history.record(
        what,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, situation.workflow.recorders(consent.purpose)),
        now=now,
        consent=str(consent.id),
        purpose=consent.purpose,
        given_by=consent.given_by,
        content=content,
    )

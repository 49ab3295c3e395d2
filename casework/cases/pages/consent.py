"""The page of consents: what is asked for, given and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.models import Consent
from casework.cases.pages.words import Speech, capital
from casework.web.dates import day
from casework.web.text import gettext


@dataclass(frozen=True)
class ConsentRow:
    """One purpose or one consent."""

    title: str
    state: str
    state_text: str
    detail: str
    scope: str
    url: str | None
    label: str
    mistake_url: str | None = None


def purpose_title(purpose: str) -> str:
    """What the consent is for; a purpose of an authority's own reads as it is written there."""
    known = {
        "share_with_partners": gettext("Sharing what is needed with others who take part"),
        "health_information": gettext("Using health information in the investigation"),
    }
    return known.get(purpose, capital(purpose.replace("_", " ")))


def consent_rows(situation: Situation, speech: Speech) -> list[ConsentRow]:
    """What is in force and what was withdrawn; a row to record one for each purpose that has none."""
    given = [_given(situation, speech, consent) for consent in situation.consents]
    in_force = {consent.purpose for consent in situation.facts.consents}
    return [
        *(_missing(situation, speech, p) for p in situation.workflow.purposes if p not in in_force),
        *given,
    ]


def _missing(situation: Situation, speech: Speech, purpose: str) -> ConsentRow:
    recorders = situation.workflow.recorders(purpose)
    may = speech.is_mine(recorders) and not situation.case.closed_at
    return ConsentRow(
        title=purpose_title(purpose),
        state="missing",
        state_text=gettext("No consent is in force."),
        detail=gettext("%(who)s can record it.", who=capital(speech.who(recorders))),
        scope="",
        url=url_for("cases.new_consent", case_id=situation.case.id, purpose=purpose) if may else None,
        label=gettext("Record a consent"),
    )


def _given(situation: Situation, speech: Speech, consent: Consent) -> ConsentRow:
    is_ended = consent.withdrawn_at is not None
    may = speech.is_mine(situation.workflow.recorders(consent.purpose)) and not is_ended
    case_id = situation.case.id
    text = (
        gettext("Withdrawn %(day)s.", day=day(consent.withdrawn_at))
        if consent.withdrawn_at
        else gettext("Given.")
    )
    if consent.mistake:
        text = gettext("Recorded by mistake: “%(text)s”", text=consent.mistake)
    until = gettext("Until %(day)s.", day=day(consent.valid_to)) if consent.valid_to else ""
    by = gettext("By %(name)s, %(day)s.", name=consent.given_by, day=day(consent.given_on))
    return ConsentRow(
        title=purpose_title(consent.purpose),
        state="missing" if is_ended else "given",
        state_text=text,
        detail=f"{by} {until}".strip(),
        scope=consent.scope,
        url=url_for("cases.withdraw_consent", case_id=case_id, consent_id=consent.id) if may else None,
        label=gettext("Withdraw"),
        mistake_url=url_for("cases.retract_consent", case_id=case_id, consent_id=consent.id) if may else None,
    )

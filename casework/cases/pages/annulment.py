"""Annulling a case opened on the wrong student: the way to it, the request, and the line it leaves."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from casework.access import policy
from casework.access.policy import Person
from casework.cases.act_models import Annulment
from casework.cases.annulments import ASK, DECIDERS, may_decide, wishes_for
from casework.cases.effects import annulment_effects
from casework.cases.facts import Situation
from casework.cases.pages.effects import EffectLine, effect_line
from casework.cases.pages.rows import Way
from casework.cases.pages.start_rows import StartRow
from casework.cases.pages.words import Speech, capital
from casework.cases.queries import CaseRow
from casework.people import queries as people
from casework.web.dates import day, moment
from casework.web.text import gettext


@dataclass(frozen=True)
class AnnulmentPage:
    """A request to annul a case, what follows on a yes, and what the reader may do with it."""

    facts: tuple[tuple[str, str], ...]
    reason: str
    effects: tuple[EffectLine, ...]
    waits: str
    taken: str
    may_decide: bool
    withdraw_url: str | None


def annulment_page(
    row: CaseRow, situation: Situation, speech: Speech, wish: Annulment, reader: Person
) -> AnnulmentPage:
    """The request as the reader meets it."""
    names = people.names_of([wish.requested_by_id, wish.decided_by_id])
    is_pending = wish.status == "pending"
    is_own = wish.requested_by_id == reader.id
    url = url_for("cases.withdraw_annulment", case_id=row.case.id, annulment_id=wish.id)
    return AnnulmentPage(
        facts=(
            (gettext("Case"), str(row.case.number)),
            (gettext("Asked for by"), names.get(wish.requested_by_id, "")),
            (gettext("When"), moment(wish.requested_at)),
        ),
        reason=wish.reason,
        effects=effects_of(situation, speech) if is_pending else (),
        waits=gettext("%(who)s decides, never whoever asked.", who=capital(speech.who(DECIDERS))),
        taken=_taken(wish, names.get(wish.decided_by_id, "") if wish.decided_by_id else ""),
        may_decide=may_decide(reader, row, wish),
        withdraw_url=url if is_pending and is_own else None,
    )


def effects_of(situation: Situation, speech: Speech) -> tuple[EffectLine, ...]:
    """What follows from annulling, in the words that the history will have."""
    return tuple(effect_line(speech, one) for one in annulment_effects(situation))


def for_good() -> str:
    """What is said before, since there is no way back."""
    return gettext("An annulled case is never opened again. If it was right after all, a new one is opened.")


def _taken(wish: Annulment, by: str) -> str:
    if wish.decided_at is None:
        return ""
    at = day(wish.decided_at)
    texts = {
        "confirmed": gettext("Annulled %(day)s by %(name)s.", day=at, name=by),
        "declined": gettext("Left as it is %(day)s by %(name)s.", day=at, name=by),
        "withdrawn": gettext("Withdrawn %(day)s by %(name)s.", day=at, name=by),
    }
    return " ".join((texts[wish.status], wish.decision_reason)).strip()


def annul_ways(row: CaseRow, speech: Speech, reader: Person, pending: Annulment | None) -> tuple[Way, ...]:
    """The way to annulling among the other ways; none where it has been done or asked for."""
    if row.case.annulled_at or pending:
        return ()
    may = policy.decide(reader, ASK, row.place).is_allowed
    return (
        Way(
            icon="x",
            title=gettext("Annul (wrong student)"),
            consequence=gettext("Only for a case that was opened by mistake. A second person confirms it."),
            who=gettext("The school does it.") if not may else "",
            url=url_for("cases.annul", case_id=row.case.id) if may else None,
            label=gettext("Annul") if may else None,
        ),
    )


def annul_notice(row: CaseRow, pending: Annulment | None) -> list[tuple[str, str, str]]:
    """What stands on top of a case while somebody has asked for it to be annulled: text, link, address."""
    if pending is None:
        return []
    name = people.names_of([pending.requested_by_id]).get(pending.requested_by_id, "")
    text = gettext("%(name)s has asked for the case to be annulled.", name=name)
    url = url_for("cases.annulment", case_id=row.case.id, annulment_id=pending.id)
    return [(text, gettext("Read the request"), url)]


def annulment_rows(actor: Person, *, limit: int) -> list[tuple[StartRow, CaseRow]]:
    """The requests that wait for the reader, as the start page lists them."""
    found = []
    for wish in wishes_for(actor, limit=limit):
        case_id, annulment_id = wish.row.case.id, wish.annulment.id
        url = url_for("cases.annulment", case_id=case_id, annulment_id=annulment_id)
        title = gettext("Annul the case of %(name)s?", name=wish.row.student.name)
        why = gettext("Opened on the wrong student. Asked %(day)s.", day=day(wish.annulment.requested_at))
        found.append((StartRow(title, url, why, gettext("Read and decide")), wish.row))
    return found

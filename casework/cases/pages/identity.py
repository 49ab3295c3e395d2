"""The head of a case's pages: whom it is about, how it stands, whom it waits for, and the pages there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from casework.cases.around import eligible
from casework.cases.facts import Situation
from casework.cases.models import Case
from casework.cases.monitored import is_monitored
from casework.cases.pages.words import Speech, since, waiting_what
from casework.cases.queries import CaseRow
from casework.cases.waiting import missing, usual_way
from casework.catalog import catalog
from casework.clock import school_date
from casework.web.dates import day
from casework.web.text import gettext

# What a case waits for as a whole; everything else is one need among several.
WHOLE = ("approval", "ready", "task", "stage")


@dataclass(frozen=True)
class SubnavItem:
    """One of the case's pages."""

    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Identity:
    """The head of a case's pages."""

    name: str
    first_name: str
    class_name: str
    age: int | None
    number: int
    opened_on: datetime
    owner: str | None
    waiting: tuple[str, ...]
    is_protected: bool
    state: str
    state_text: str | None
    sub: tuple[SubnavItem, ...]


def identity(
    row: CaseRow, situation: Situation, speech: Speech, *, now: datetime, page: str, is_protected: bool
) -> Identity:
    """The head of the case's pages, with the page it stands on marked."""
    case, student = row.case, row.student
    owner = situation.workflow.stage(situation.facts.last_stage).owner
    pages = (
        (gettext("Overview"), "show"),
        (gettext("Forms"), "forms"),
        (gettext("Measures"), "plans.index"),
        (gettext("Notes"), "notes"),
        (gettext("Contacts"), "contacts.of_case"),
        (gettext("Letters"), "letters.of_case"),
        (gettext("Meetings"), "meetings.of_case"),
        (gettext("Documents"), "attachments"),
        (gettext("Consents"), "consents"),
        (gettext("Monitoring of compulsory schooling"), "monitoring.of_case"),
        (gettext("History"), "history_page"),
    )
    return Identity(
        name=student.name,
        first_name=student.given_name,
        class_name=row.group,
        age=student.age(school_date(now)),
        number=case.number,
        opened_on=case.opened_at,
        owner=(named_responsible(situation, speech) or speech.one(owner)) if not case.closed_at else None,
        waiting=() if case.closed_at else (_waiting(situation, speech, row, now),),
        is_protected=is_protected,
        state=_state(case),
        state_text=_state_text(row),
        sub=tuple(
            SubnavItem(label, url_for(_endpoint(view), case_id=case.id), current=view == page)
            for label, view in pages
            if (view != "consents" or situation.workflow.purposes)
            and (view != "plans.index" or _has_plan(situation))
            and (view != "monitoring.of_case" or is_monitored(situation))
        ),
    )


def _endpoint(view: str) -> str:
    return view if "." in view else f"cases.{view}"


def _has_plan(situation: Situation) -> bool:
    """Whether the routine has a form that is a plan, or the case has had one."""
    known = catalog().forms
    used = {*situation.workflow.forms, *(one.form for one in situation.submissions)}
    return any(form in known and known[form].in_language("sv").plan for form in used)


def named_responsible(situation: Situation, speech: Speech) -> str:
    """The colleague named for the present stay, as long as a role of theirs reaches the case."""
    named = situation.visit.responsible_id
    return eligible(situation.case, speech.colleagues).get(named, "") if named else ""


def _waiting(situation: Situation, speech: Speech, row: CaseRow, now: datetime) -> str:
    """Whom the case waits for and for what; what it waits for from the reader before what comes first."""
    roles = tuple(row.case.waiting_for)
    is_for_need = row.case.waiting_code not in WHOLE
    unmet = missing(usual_way(situation)) if is_for_need else []
    mine = [one for one in unmet if speech.is_mine(one.who)]
    who = gettext("you") if speech.is_mine(roles) or mine else speech.who(roles)
    code, params = row.case.waiting_code, row.case.waiting_params
    if mine and not speech.is_mine(roles):
        code, params = mine[0].code, dict(mine[0].params)
    what = waiting_what(speech, code, params)
    waited = since(row.case.waiting_since, now)
    return f"{who}: {what}, {waited}" if what else f"{who} {waited}"


def _state(case: Case) -> str:
    if case.annulled_at:
        return "annulled"
    return "closed" if case.closed_at else "administration" if case.is_handed_over else "open"


def _state_text(row: CaseRow) -> str | None:
    if row.case.annulled_at:
        return gettext("Annulled %(day)s: opened on the wrong student", day=day(row.case.annulled_at))
    if row.case.closed_at:
        return gettext("Closed %(day)s", day=day(row.case.closed_at))
    return gettext("With the administration") if row.case.is_handed_over else None

"""What was noted, as rows; and each guardian, with how the decision stands for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.cases.monitored import live_acts
from casework.cases.monitoring_models import MonitoringAct
from casework.cases.pages.monitored import TITLES
from casework.monitoring.pages.ground import Page
from casework.monitoring.pages.words import outcome_title
from casework.monitoring.queries import NamedAct
from casework.monitoring.rules import of_guardian
from casework.web.dates import day, moment
from casework.web.text import gettext


@dataclass(frozen=True)
class ActRow:
    """One thing that was noted: what, of whom, which day, how it went, what was said, and by whom."""

    anchor: str
    title: str
    about: str
    when: str
    outcome: str
    details: tuple[tuple[str, str], ...]
    text: str
    who: str
    is_void: bool = False
    is_replaced: bool = False
    correct_url: str | None = None


@dataclass(frozen=True)
class GuardianBlock:
    """One guardian: how the decision stands for them, and what was noted."""

    name: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[ActRow, ...]


def guardian_block(page: Page, guardian: str) -> GuardianBlock:
    """The guardian with the facts of the decision and what was noted, the latest first."""
    stands, facts = of_guardian(page.matter, guardian), list[tuple[str, str]]()
    if stands.is_addressed:
        served = day(stands.served_on) if stands.served_on else gettext("Not yet")
        facts.append((gettext("Served"), served))
    if stands.appeal_until:
        facts.append((gettext("May appeal until"), day(stands.appeal_until)))
    if stands.is_appealed:
        facts.append((gettext("Appeal"), gettext("With the court")))
    if stands.is_annulled:
        facts.append((gettext("Legal force"), gettext("The decision was annulled")))
    elif stands.legal_force_on:
        facts.append((gettext("Legal force"), _force(page, stands.legal_force_on)))
    live = {one.id for one in live_acts([one.act for one in page.acts])}
    mine = [one for one in page.acts if guardian in page.matter.whom(one.act) and one.act.id in live]
    return GuardianBlock(
        page.names[guardian], tuple(facts), tuple(act_row(page, one) for one in reversed(mine))
    )


def _force(page: Page, on: date) -> str:
    if on <= page.desk.today:
        return gettext("Since %(day)s", day=day(on))
    return gettext("%(day)s, unless somebody appeals", day=day(on))


def act_row(page: Page, named: NamedAct) -> ActRow:
    """What was noted, as a row."""
    act, speech = named.act, page.desk.speech
    replaced = {one.act.replaces_id for one in page.acts}
    is_replaced = act.id in replaced
    may = page.may_note and not is_replaced and not act.is_void
    details = []
    if act.until:
        details.append((until_label(act.kind), day(act.until)))
    if act.reference:
        details.append((reference_label(act.kind), act.reference))
    correct = url_for("monitoring.correct", case_id=act.case_id, act_id=act.id) if may else None
    written = gettext("written %(moment)s", moment=moment(act.written_at))
    return ActRow(
        anchor=anchor(act.id),
        title=str(TITLES[act.kind]),
        about=about(page, act),
        when=day(act.happened_on),
        outcome=outcome_title(act.kind, act.outcome),
        details=tuple(details),
        text=act.text,
        who=f"{named.by}, {speech.role_within(act.role)}, {written}",
        is_void=act.is_void,
        is_replaced=is_replaced,
        correct_url=correct,
    )


def about(page: Page, act: MonitoringAct) -> str:
    """Whom it is about, by name."""
    named = [page.names.get(one, gettext("Guardian")) for one in page.matter.whom(act)]
    student = [page.desk.row.student.given_name] if act.is_about_student else []
    return ", ".join([*named, *student])


def anchor(act_id: UUID) -> str:
    """The row's place on the page."""
    return f"act-{act_id}"


def until_label(kind: str) -> str:
    """What the day is that goes with it."""
    labels = {"asked": gettext("To be done by"), "judged": gettext("Legal force")}
    return labels.get(kind, gettext("Reply by"))


def reference_label(kind: str) -> str:
    """What the number is that goes with it."""
    return gettext("Number in the minutes") if kind == "board" else gettext("The court's number")

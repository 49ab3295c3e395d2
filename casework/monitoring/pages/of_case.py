"""The page of monitoring in one case: where it stands, the file, the school's part, each guardian."""

from __future__ import annotations

from typing import Any

from flask import url_for

from casework.cases.monitored import ASSESSMENT
from casework.cases.pages.monitored import TITLES
from casework.cases.pages.panels import NeedRow, form_link
from casework.cases.pages.words import Speech
from casework.monitoring.kinds import INJUNCTIONS, KINDS
from casework.monitoring.pages.ground import Page
from casework.monitoring.pages.noted import act_row, guardian_block
from casework.monitoring.pages.record import record, since_text
from casework.monitoring.pages.words import lack_text, lack_title, standing_day, standing_title
from casework.monitoring.rules import Lack, closed_by, standing
from casework.web.text import gettext

# Where it stands → what is noted next.
NEXT = {
    "to_hear": "heard",
    "replying": "replied",
    "to_board": "board",
    "to_serve": "served",
    "appealable": "appealed",
    "appealed": "judged",
    "in_force": "ended",
    "annulled": "ended",
    "no_injunction": "ended",
    "no_request": "ended",
    "prosecution_request": "ended",
    "fine_applied": "fined",
    "fine_imposed": "ended",
    "fine_not_imposed": "ended",
}


def of_case(page: Page) -> dict[str, Any]:
    """Everything on the page."""
    stands, desk = standing(page.matter), page.desk
    return {
        "standing": standing_title(stands),
        "standing_day": standing_day(stands),
        "since": since_text(page.matter.since) if desk.row.case.is_handed_over else "",
        "record": record(desk, page.stage),
        "school": _school_part(page),
        "path": _path(page),
        "is_decided": page.matter.decided is not None and page.matter.decided.outcome in INJUNCTIONS,
        "guardians": [guardian_block(page, one) for one in page.matter.guardians],
        "has_more": any(not one.guardians for one in page.matter.noted),
        "all_rows": [act_row(page, one) for one in reversed(page.acts)],
        "primary": _way(page, NEXT.get(stands.code, "")) if page.may_note else None,
        "ways": _ways(page, NEXT.get(stands.code, "")) if page.may_note else [],
    }


def _way(page: Page, kind: str) -> tuple[str, str] | None:
    """The button that leads to noting it."""
    if not kind:
        return None
    url = url_for("monitoring.note", case_id=page.desk.row.case.id, deed=kind)
    return str(TITLES[kind]), url


def _ways(page: Page, primary: str) -> list[tuple[str, str]]:
    """What else can be noted now: what must have been before is there."""
    there = {one.kind for one in page.matter.noted}
    kinds = [kind for kind, rule in KINDS.items() if not rule.after or rule.after in there]
    return [way for kind in kinds if kind != primary and (way := _way(page, kind))]


def _school_part(page: Page) -> dict[str, Any]:
    """What the assessment says of the school's part, in the words of the form."""
    desk, answer = page.desk, page.matter.assessed.school_part
    speech = desk.speech
    signed = [
        one
        for one in desk.situation.submissions
        if (one.form, one.status, one.round) == (ASSESSMENT, "finalised", desk.row.case.round)
    ]
    newest = signed[-1] if signed else None
    return {
        "question": speech.field_is(ASSESSMENT, "school_did_its_part"),
        "answer": speech.option(ASSESSMENT, "school_did_its_part", answer) if answer else "",
        "reasons": str(newest.answers.get("school_did_its_part_reasons", "")) if newest else "",
        "proposal": _option(speech, "proposal", page.matter.assessed.proposal),
        "proposal_label": speech.field_is(ASSESSMENT, "proposal"),
        "cause": _option(speech, "causal_link", page.matter.assessed.cause),
        "cause_label": speech.field_is(ASSESSMENT, "causal_link"),
        "title": speech.form(ASSESSMENT),
        "url": form_link(desk.situation, ASSESSMENT),
        "who": speech.who_line(desk.situation.workflow.finalisers(ASSESSMENT)),
    }


def _option(speech: Speech, field: str, answer: str) -> str:
    return speech.option(ASSESSMENT, field, answer) if answer else ""


def _path(page: Page) -> list[NeedRow]:
    """What closes the way to an injunction, each with who can change that and where."""
    return [_lack_row(page, one) for one in closed_by(page.matter)]


def _lack_row(page: Page, lack: Lack) -> NeedRow:
    desk = page.desk
    speech, workflow = desk.speech, desk.situation.workflow
    finalisers = workflow.finalisers(ASSESSMENT)
    who, url = finalisers, form_link(desk.situation, ASSESSMENT)
    if lack.code == "school_part":
        before = workflow.stages[max(workflow.order[page.stage] - 1, 0)]
        who, url = (before.owner,), url_for("cases.show", case_id=desk.row.case.id)
    if lack.code in ("no_guardian", "not_compulsory"):
        who, url = (), None
    if lack.guardian:
        kind = "heard" if lack.code == "not_heard" else "replied"
        url = url_for("monitoring.note", case_id=desk.row.case.id, deed=kind) if page.may_note else None
    mine = page.may_note and bool(lack.guardian)
    return NeedRow(
        state="waiting" if lack.code == "time_to_reply" else "missing",
        title=lack_title(lack, page.names),
        url=url if not lack.guardian else None,
        detail=lack_text(lack),
        who=speech.who_line(who) if who else None,
        mine=mine or speech.is_mine(who),
        button=(gettext("Note it"), url) if mine and url else None,
    )

"""The monitoring of compulsory schooling in the deepest step, where the program has a page for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.cases.monitoring_models import MonitoringAct
from casework.extensions import db
from casework.monitoring.actions import decision_task
from casework.records.models import Submission
from tests.pages import Page
from tests.year.desk import Desk

BEFORE = (
    ("asked", "asks the home in writing to do its part"),
    ("done", "notes what the home has done"),
    ("heard", "lets the home have its say"),
    ("replied", "notes what the home answers"),
)
A_WEEK = timedelta(days=7)
GONE_WELL = {"done": "part", "heard": "meeting"}  # answers that are not the first of the page
BOARD, SERVED, ENDED = "board", "served", "ended"
ASSESSMENT = "compulsory_school_assessment"


def has_page(desk: Desk) -> bool:
    """Whether the case is monitored, and somebody at the authority has a page for that."""
    people = desk.cast.people.get("administration")
    if not people or not desk.row().is_handed_over:
        return False
    if not _is_assessed(desk):
        return False
    if _noted(desk):
        return True
    answer = desk.clients[people[0]].raw.get(f"{desk.case}/monitoring")
    return bool(answer.status_code == 200 and "/monitoring/" in answer.text)


def prepares(desk: Desk) -> None:
    """What the law asks for before the board decides, once the case is assessed: one thing each week."""
    with desk.app.app_context():
        noted = [(one.kind, one.happened_on) for one in _acts(desk)]
    if noted and desk.school.today < noted[-1][1] + A_WEEK:
        return
    for kind, told in BEFORE[len(noted) : len(noted) + 1]:
        _notes(desk, kind, told)


def is_heard(desk: Desk) -> bool:
    """Whether everything is noted that the law asks for before the board decides."""
    return len(_noted(desk)) >= len(BEFORE)


def decides(desk: Desk) -> None:
    """The board decides, and the decision is served."""
    _notes(desk, BOARD, "enters the board's decision")
    _notes(desk, SERVED, "notes that the decision is served")


def board_task(desk: Desk) -> UUID | None:
    """The open task of entering the board's decision, while the page of monitoring is there for it."""
    if not has_page(desk):
        return None
    with desk.app.app_context():
        found = decision_task(desk.situation(desk.school.at("administration")))
        return found.id if found else None


def ends(desk: Desk) -> None:
    """The monitoring is over, where there was any."""
    if _noted(desk) and ENDED not in _noted(desk):
        _notes(desk, ENDED, "ends the monitoring: the student goes to school")


def _notes(desk: Desk, kind: str, told: str) -> None:
    who = desk.school.at("administration")
    url = f"{desk.case}/monitoring/{kind}/new"
    page = who.get(url)
    said = _said(desk, page) | ({"outcome": GONE_WELL[kind]} if kind in GONE_WELL else {})
    outcome = f" ({said['outcome'].replace('_', ' ')})" if "outcome" in said else ""
    desk.acts(who, f"{told}{outcome} ({desk.given})", lambda: who.send(page, url, **said))
    assert _noted(desk)[-1] == kind


def _said(desk: Desk, page: Page) -> dict[str, Any]:
    """Something for each question of the page; of the board's answers the first that is an injunction."""
    names = {one.attributes.get("name") for one in page.form().everything()}
    said: dict[str, Any] = {}
    if "outcome" in names:
        said["outcome"] = page.all("input", name="outcome")[0].attributes["value"]
    if "until" in names:
        said["until"] = str(desk.school.today + timedelta(days=21))
    if "reference" in names:
        said["reference"] = "§ 87"
    if "text" in names:
        said["text"] = "Följ eleven till skolan varje morgon."
    return said


def _is_assessed(desk: Desk) -> bool:
    signed = (Submission.case_id == desk.id) & (Submission.form == ASSESSMENT)
    with desk.app.app_context():
        return bool(
            db.session.scalars(select(Submission.id).where(signed, Submission.status == "finalised")).all()
        )


def _noted(desk: Desk) -> list[str]:
    with desk.app.app_context():
        return [one.kind for one in _acts(desk)]


def _acts(desk: Desk) -> Sequence[MonitoringAct]:
    wanted = select(MonitoringAct).where(MonitoringAct.case_id == desk.id)
    return db.session.scalars(wanted.order_by(MonitoringAct.written_at)).all()

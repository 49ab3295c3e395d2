"""Messages in the demonstration: some went out, one could not, and two colleagues want mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from casework.cases.models import Case
from casework.clock import school_date
from casework.extensions import db
from casework.messages.models import ABSENCE, ANSWER, CORRECTION, Message
from casework.messages.staff import Wanted, want
from casework.people.home import home_of
from casework.people.models import Student, User

ABOUT = ("Alva", "Tuva")
DAY = timedelta(days=1)


def write_some(now: datetime) -> None:
    """Leaves them where there are none."""
    if db.session.scalar(select(func.count()).select_from(Message)):
        return
    for name, hour in (("per", 7), ("karin", None)):
        user = db.session.scalars(select(User).where(User.username == name)).one()
        want(user.id, Wanted(f"{name}@exempel.test", hour, is_told_at_once=True))
    for name in ABOUT:
        rows = select(Student, Case).join(Case, Case.student_id == Student.id)
        open_case = rows.where(Student.given_name == name, Case.closed_at.is_(None)).order_by(Case.number)
        found = db.session.execute(open_case).first()
        if found:
            _about(found[0], found[1], now)


def _about(student: Student, case: Case, now: datetime) -> None:
    """What has gone to the home and to the mentor, with what came of it."""
    at_home = [one for one in home_of(student, school_date(now)) if one.may_be_contacted]
    if not at_home:
        return
    home: dict[str, Any] = {"student_id": student.id, "guardian_id": at_home[0].guardian.id}
    karin = db.session.scalars(select(User.id).where(User.username == "karin")).one()
    sent: dict[str, Any] = {"state": "sent", "channel": "sms", "attempts": 1, "provider_id": "console"}
    _leave(ABSENCE, now - 3 * DAY, **home, **sent)
    _leave(CORRECTION, now - 3 * DAY + timedelta(hours=2), **home, **sent)
    _leave(ABSENCE, now - 2 * DAY, **home, state="dead", channel="sms", attempts=1, answer="not_a_mobile")
    _leave(ANSWER, now - DAY, case_id=case.id, user_id=karin, **{**sent, "channel": "email"})


def _leave(kind: str, at: datetime, **says: Any) -> None:
    """One message, as it stands some time after it was left."""
    on = school_date(at)
    channels = [says["channel"]]
    ended = at + timedelta(seconds=20)
    db.session.add(
        Message(kind=kind, on=on, channels=channels, opened_at=at, due_at=at, ended_at=ended, **says)
    )

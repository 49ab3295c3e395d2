"""What the history binds of what was noted in monitoring, and whether every row is as its event says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from casework.cases.monitoring_models import MonitoringAct
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound

KIND = "act of monitoring"
_BINDS: Mapping[str, tuple[str, str]] = {
    What.MONITORING_NOTED: (KIND, "act"),
    What.MONITORING_CORRECTED: (KIND, "act"),
}


def act_content(row: MonitoringAct) -> str:
    """What was noted of whom, for which day, in place of what, and who wrote it."""
    return content(
        case=row.case_id,
        kind=row.kind,
        guardians=row.guardians,
        is_about_student=row.is_about_student,
        happened_on=row.happened_on,
        until=row.until,
        outcome=row.outcome,
        reference=row.reference,
        text=row.text,
        is_void=row.is_void,
        replaces=row.replaces_id,
        written_at=row.written_at,
        written_by=row.written_by_id,
        role=row.role,
    )


def faults() -> Iterator[str]:
    """Every row that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(bound(_BINDS), kept())
    except UNREADABLE as error:
        yield f"acts of monitoring cannot be read: {type(error).__name__}"


def kept() -> Contents:
    """The rows that there are, with the hashes of what they say now."""
    return {(KIND, str(one.id)): act_content(one) for one in db.session.scalars(select(MonitoringAct))}

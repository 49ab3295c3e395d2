"""A case with a signed plan, and people who correct it and follow its measures up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.cases import work
from casework.cases.measure_models import Measure, MeasureVersion
from casework.cases.measures import Standing, standing_in
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.extensions import db
from casework.forms.answers import settled
from casework.forms.base import CONFIDENTIALITIES
from casework.people.models import Student, User
from casework.people.queries import person
from casework.plans.actions import FollowUp, follow_up
from casework.records.models import Submission
from tests.factories import School, make_case
from tests.filling import EVERYTHING, asked, sign

PLAN = "attendance_action_plan"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
DONE = FollowUp("carried_out", "good", "keep", date(2026, 12, 18), "")


def a_row(what: str = "Möter vid dörren", **other: str) -> dict[str, str]:
    """A measure as the plan's form has it."""
    row = {
        "area": "relation",
        "factor": "Starten på dagen",
        "what": what,
        "environment": "school",
        "responsible": "Karin Mallsjö",
        "start": "2026-11-23",
        "frequency": "Varje dag",
        "follow_up": "2026-12-04",
        "status": "planned",
    }
    return {**row, **other}


def in_investigation(school: School) -> UUID:
    """A case that stands where its plan is written."""
    return make_case(student=db.session.get_one(Student, school.student), stage="investigation").id


def who(user: UUID, now: datetime = NOW) -> Any:
    """The person as an actor."""
    return person(db.session.get_one(User, user), now.date())


def decides(
    school: School, case_id: UUID, *rows: dict[str, str], now: datetime = NOW, **other: Any
) -> Submission:
    """The health team signs a plan with the rows as its measures."""
    by = who(school.health_team, now)
    said = {"measures": list(rows), **other}
    return sign(locked_case(case_id), PLAN, actor=by, now=now, other=said)


def corrects(
    school: School, signed: Submission, *rows: dict[str, str], now: datetime = LATER, **other: Any
) -> Submission:
    """The health team signs a version that says otherwise."""
    case, form, by = locked_case(signed.case_id), catalog().forms[PLAN], who(school.health_team, now)
    draft = work.begin_form(case, form, actor=by, now=now, corrects=signed)
    answers = asked(form.in_language("sv"), {**signed.answers, "measures": list(rows), **other})
    whole = settled(form.in_language("sv"), answers, EVERYTHING)
    work.finalise_form(case, draft, form, whole, actor=by, now=now)
    return draft


def follows_up(
    school: School, measure: Measure, said: FollowUp = DONE, *, by: str = "mentor", now: datetime = LATER
) -> None:
    """Somebody follows the measure up."""
    case = locked_case(measure.case_id)
    follow_up(case, measure, said, seen=str(measure.revision), actor=who(getattr(school, by), now), now=now)


def by_what(case_id: UUID) -> dict[str, Standing]:
    """The measures of the case by what they are."""
    return {one.version.cells["what"]: one for one in standing_in(case_id, CONFIDENTIALITIES)}


def changes(case_id: UUID) -> dict[str, list[str]]:
    """What each version of the plan made of each measure, by what it is now."""
    found: dict[str, list[str]] = {}
    for what, one in by_what(case_id).items():
        of_it = select(MeasureVersion.change).where(MeasureVersion.measure_id == one.measure.id)
        found[what] = list(db.session.scalars(of_it.order_by(MeasureVersion.number)))
    return found


def address(case_id: UUID) -> str:
    """Where the measures of the case stand."""
    return f"/cases/{case_id}/measures"

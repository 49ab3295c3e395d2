"""A meeting is called, moved, called off and held; what cannot be so is refused; the history proves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.cases.facts import situation_of
from casework.cases.moves import locked_case
from casework.cases.task_care import Wanted
from casework.engine.due import meetings_in
from casework.errors import Conflict, NotAcceptable, Refused
from casework.extensions import db
from casework.history.models import Event
from casework.meetings import actions
from casework.meetings.after import Next, Outcome, again, conclude
from casework.meetings.models import Meeting
from casework.meetings.planned import Somebody
from casework.meetings.proof import faults
from casework.meetings.queries import people_of
from casework.people.models import Guardianship
from casework.tasks.models import Milestone, Task
from tests.factories import NOW, work
from tests.meetings.conftest import OUTSIDE, SOON, Around

AFTER = SOON + timedelta(hours=2)


def milestones(around: Around) -> list[tuple[str, Any]]:
    wanted = (
        select(Milestone).where(Milestone.task_id == around.task().id).order_by(Milestone.at, Milestone.id)
    )
    return sorted((one.kind, str(one.meets_on or "")) for one in db.session.scalars(wanted))


def test_a_meeting_goes_from_the_call_to_the_next_one(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
        assert milestones(around) == [("called", "2026-11-24")]
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        said = {"actor": around.who("health_team"), "now": NOW}
        later = replace(around.plan(), starts_at=SOON + timedelta(days=1))
        with pytest.raises(Conflict):
            actions.change_meeting(case, found, later, "Rummet", seen="0", **said)
        actions.change_meeting(case, found, later, "Rummet", seen=str(found.revision), **said)
        assert found.sequence == 1
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        with pytest.raises(Refused):  # the routine asks for a consent before it is held
            _hold(around, case, found)
    with work(around.app):
        around.consent()
    with work(around.app):
        following = _hold(around, locked_case(around.case_id), db.session.get_one(Meeting, meeting.id))
        assert following is not None
        assert following.task_id is None
        assert {one.party for one in people_of(following.id)} == {"staff", "student", "guardian"}
        assert milestones(around)[-1] == ("held", "")
        added = db.session.scalars(select(Task).where(Task.by_hand.is_not(None))).one()
        assert added.title == "Ring busskortet"
    with around.app.app_context():
        assert list(faults()) == []
        kinds = db.session.scalars(select(Event.kind).where(Event.kind.like("meeting:%"))).all()
        assert sorted(kinds) == ["meeting:called", "meeting:called", "meeting:changed", "meeting:held"]


def _hold(around: Around, case: Any, meeting: Meeting) -> Meeting | None:
    rows = people_of(meeting.id)
    came = [one.id for one in rows if one.party != "student"]
    after = AFTER + timedelta(days=1)
    wanted = Wanted("Ring busskortet", ("mentor",), due_on=after.date())
    then = Next(after + timedelta(days=14), None, "Uppföljning")
    outcome = Outcome(came, {one.id: one.party for one in rows}, [wanted], then)
    said: dict[str, Any] = {"seen": str(meeting.revision), "actor": around.who("health_team"), "now": after}
    return conclude(case, meeting, outcome, **said)


@pytest.mark.parametrize("minutes", [1, 0])
def test_a_consent_withdrawn_in_the_middle_ends_no_meeting(around: Around, minutes: int) -> None:
    with work(around.app):
        around.consent()
        meeting = around.call(OUTSIDE, sharing="consent")
    with work(around.app):
        around.withdraw(SOON + timedelta(minutes=minutes))
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        if minutes:
            _hold(around, case, found)
            assert (found.status, around.task().status) == ("held", "done")
        else:  # it was gone as the meeting began
            with pytest.raises(Refused):
                _hold(around, case, found)


def test_a_meeting_that_is_called_off_has_no_day_until_it_is_called_anew(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        before = situation_of(case, around.who("health_team"), NOW)
        assert meetings_in(before.workflow, before.facts) == {"sip_meeting": SOON.date()}
        said: dict[str, Any] = {"seen": str(found.revision), "actor": around.who("health_team")}
        said["now"] = NOW + timedelta(hours=1)
        with pytest.raises(NotAcceptable):
            actions.cancel_meeting(case, found, " ", **said)
        actions.cancel_meeting(case, found, "Sjukdom", **said)
        after = situation_of(case, around.who("health_team"), NOW)
        assert meetings_in(after.workflow, after.facts) == {}
        assert list(faults()) == []
        anew = around.call()
    with work(around.app):
        with pytest.raises(Conflict, match="meeting_called"):  # it has one: that is moved instead
            around.call()
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, anew.id)
        case.closed_at, said["seen"] = NOW, str(found.revision)
        with pytest.raises(Conflict):
            actions.change_meeting(case, found, around.plan(), "Rummet", **said)
        actions.cancel_meeting(case, found, "Ärendet är avslutat", **said)
        assert (found.status, list(faults())) == ("cancelled", [])


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a time that has been": ({"starts_at": NOW}, "meeting_when"),
    "no length": ({"minutes": 0}, "meeting_when"),
    "nobody": ({"people": ()}, "meeting_nobody"),
    "somebody twice": ({"people": (Somebody("student"), Somebody("student"))}, "meeting_nobody"),
    "outside on no consent": ({"people": (OUTSIDE,), "sharing": "consent"}, "meeting_ground"),
    "outside on a law where the routine asks for a consent": (
        {"people": (OUTSIDE,), "sharing": "own_duty", "sharing_reason": "Vi behöver det"},
        "meeting_ground",
    ),
    "outside without a name": ({"people": (Somebody("outside", email="x@exempel.test"),)}, "name_missing"),
}


def test_what_cannot_be_is_not_called(around: Around) -> None:
    said: dict[str, Any] = {"now": NOW}
    with work(around.app):
        said["actor"] = around.who("health_team")
        for other, code in WRONG.values():
            case, task, plan = locked_case(around.case_id), around.task(), replace(around.plan(), **other)
            with pytest.raises(NotAcceptable, match=code):
                actions.call_meeting(case, task, "", plan, **said)
        with pytest.raises(NotAcceptable, match="not_a_colleague"):
            around.call(Somebody("staff", user_id=around.school.subject_teacher))
        around.task().due_on = NOW.date()
        db.session.flush()
        with pytest.raises(NotAcceptable, match="meeting_late"):
            around.call()
        meeting = around.call(OUTSIDE, late_reason="Hemmet är bortrest")
        assert meeting.late_reason == "Hemmet är bortrest"
        now = situation_of(case, said["actor"], NOW)
        assert again(now, meeting, people_of(meeting.id), SOON, NOW).late_reason == "Hemmet är bortrest"
        bonds = select(Guardianship).where(Guardianship.student_id == around.school.student)
        db.session.scalars(bonds).one().may_be_contacted = False
        db.session.flush()
        with pytest.raises(NotAcceptable, match="not_to_contact"):
            around.call(late_reason="Hemmet är bortrest")
        db.session.scalars(bonds).one().may_be_contacted = True
    with work(around.app):
        assert list(faults()) == []
        db.session.get_one(Meeting, meeting.id).place = "Rum 13"
        assert list(faults()) == [f"meeting {meeting.id} is changed"]

"""The meetings of a case: called with invitations, held, written down, and passed on to those who came."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.engine.actions import Meeting as Action
from casework.extensions import db
from casework.meetings.models import Invited, Meeting, Shared
from casework.messages.models import Message
from casework.tasks.models import Task
from tests.clients import Client
from tests.year.desk import Desk
from tests.year.school import School

SOON = timedelta(days=4)  # until when minutes are written
LATE = "Alla kunde inte förrän då."


class Meetings(Desk):
    """The case with its meetings."""

    def __init__(self, school: School, given: str) -> None:
        super().__init__(school, given)
        self._held: dict[UUID, date] = {}
        self._decided = False

    def booked(self) -> list[Meeting]:
        """The meetings that are to come, or have been and nobody has said how they went."""
        wanted = (Meeting.case_id == self.id) & (Meeting.status == "booked")
        with self.app.app_context():
            return list(db.session.scalars(select(Meeting).where(wanted).order_by(Meeting.starts_at)))

    def meets(self, task: Task, action: Action, who: Client) -> None:
        """Calls the meeting that the task asks for, unless it has been called."""
        if any(one.task_id == task.id for one in self.booked()):
            return
        url = f"{self.case}/tasks/{task.id}/meeting"
        page = who.get(url)
        day = date.fromisoformat(page.one("input", name="day").attributes["value"])
        said = (
            {"place": "Rum 12", "late_reason": LATE}
            if task.due_on and day > task.due_on
            else {"place": "Rum 12"}
        )
        bodies = page.all("input", name="outside-0-body") + page.all("input", name="outside-1-body")
        wanted = [one.attributes["name"] for one in bodies if one.attributes.get("value")]
        for number, name in enumerate(wanted if not action.called_by else ()):
            said[name.replace("-body", "-name")] = f"Handläggare {number + 1}"
            said[name.replace("-body", "-email")] = f"handlaggare{number + 1}@exempel.test"
        before = self._invitations()
        self.acts(who, f"calls {self.title(task)} for {day:%a %-d %b}", lambda: who.send(page, url, **said))
        meeting = next(one for one in self.booked() if one.task_id == task.id)
        people = self._people(meeting.id)
        written = self._invitations() - before
        self.school.tells(None, f"{written} of {len(people)} who are called get an invitation by mail")
        assert written or len(people) == 1, task.action
        assert self.state(task) == "open"

    def holds_meetings(self) -> bool:
        """Notes how each meeting went whose time has been; whether there was one."""
        found = [one for one in self.booked() if one.starts_at <= self.school.now]
        for meeting in found:
            self._holds(meeting)
        return bool(found)

    def _holds(self, meeting: Meeting) -> None:
        who, here = self.clients[meeting.called_by_id], f"{self.case}/meetings/{meeting.id}"
        if not self._reaches(who):
            return
        page, url = who.get(f"{here}/held"), f"{here}/held"
        said = {}
        if not self._decided and page.all("input", name="decided-0-title"):
            self._decided = True
            due = next(one for one in self.school.year.days() if one > self.school.today)
            role = page.all("select", name="decided-0-who")[0].all("option")[0].attributes["value"]
            said = {
                "decided-0-title": "Ordna en lugn plats",
                "decided-0-who": role,
                "decided-0-due_on": str(due),
            }
        number = len(self.tasks())
        told = f"notes that “{meeting.title}” ({self.given}) was held"
        more = "; it was decided: Ordna en lugn plats" if said else ""
        self.acts(who, told + more, lambda: who.send(page, url, **said))
        with self.app.app_context():
            assert db.session.get_one(Meeting, meeting.id).status == "held"
            task = db.session.get(Task, meeting.task_id) if meeting.task_id else None
            assert task is None or task.status == "done"
        assert not said or any(one.by_hand for one in self.tasks()), number
        self._held[meeting.id] = self.school.today

    def shares_minutes(self) -> None:
        """Passes on the minutes of what was held, where there are any by now, to who came from the home."""
        for meeting_id, day in list(self._held.items()):
            if self.school.today > day + SOON or self._shares(meeting_id):
                del self._held[meeting_id]

    def _shares(self, meeting_id: UUID) -> bool:
        """Whether there are minutes; who is at home gets the last part of them."""
        url = f"{self.case}/meetings/{meeting_id}/share"
        with self.app.app_context():
            who = self.clients[db.session.get_one(Meeting, meeting_id).called_by_id]
        if who.raw.get(url).status_code != 200:
            return False
        page = who.get(url)
        home = {str(one.id) for one in self._people(meeting_id) if one.party == "guardian"}
        people = [one.attributes["value"] for one in page.main.all("input", name="people")]
        parts = [one.attributes["value"] for one in page.main.all("input", name="parts")]
        chosen = [one for one in people if one in home]
        if parts and chosen:
            what = f"passes the minutes on to the home ({self.given})"
            self.acts(who, what, lambda: who.send(page, url, people=chosen, parts=parts[-1:]))
            with self.app.app_context():
                wanted = select(Shared).where(Shared.meeting_id == meeting_id)
                assert db.session.scalars(wanted).all()
        return True

    def _reaches(self, who: Client) -> bool:
        handed = self.row().is_handed_over
        return who.user_id in set(self.cast.able(self.cast.people, is_handed_over=handed))

    def _people(self, meeting: UUID) -> list[Invited]:
        with self.app.app_context():
            return list(db.session.scalars(select(Invited).where(Invited.meeting_id == meeting)))

    def _invitations(self) -> int:
        with self.app.app_context():
            return len(db.session.scalars(select(Message.id).where(Message.kind.like("meeting%"))).all())

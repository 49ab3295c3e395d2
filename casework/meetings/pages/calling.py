"""The page on which a meeting is called: whom the routine asks for, who can be called, what may be shared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from casework import clock
from casework.attendance.calendars import calendar_of
from casework.cases.around import eligible
from casework.cases.pages.overview import home_line
from casework.cases.pages.words import Speech
from casework.cases.views.desk import Desk
from casework.engine.actions import Meeting as Action
from casework.engine.roles import PARTIES, SIDES
from casework.meetings.forms import STUDENT, Offered
from casework.meetings.models import CONSENT, NOTHING, Invited
from casework.meetings.planned import Gate, Plan, Somebody, gate_of
from casework.people import queries as people
from casework.people.home import AtHome, home_of
from casework.people.models import ADULT
from casework.tasks.models import Task
from casework.web.text import gettext

USUAL_HOUR = time(9)
SCHOOL_DAYS = 5  # how far ahead a meeting is proposed
USUAL = 45
A_WEEK, SATURDAY = timedelta(days=7), 5


@dataclass(frozen=True)
class Calling:
    """One meeting that is about to be called, in front of who calls it."""

    desk: Desk
    task: Task | None
    action: Action | None
    home: Sequence[AtHome]
    gate: Gate

    @property
    def title(self) -> str:
        """What the routine calls it; empty where it does not ask for it."""
        return self.action.title if self.action else ""

    @property
    def not_to_call(self) -> list[str]:
        """Those at home whom the school may not contact, with why."""
        return [f"{one.guardian.name}, {home_line(one)}" for one in self.home if not one.may_be_contacted]

    @property
    def asked_for(self) -> str:
        """Whom the routine wants to be there."""
        parties = self.action.parties if self.action else ()
        return self.desk.speech.parties(parties) if parties else ""

    @property
    def called_by_others(self) -> str:
        """Who calls the meeting, where that is somebody outside the school."""
        roles = [
            one for one in (self.action.called_by if self.action else ()) if is_outside(self.desk.speech, one)
        ]
        return self.desk.speech.parties(roles) if roles else ""


def calling(desk: Desk, task: Task | None) -> Calling:
    """What the page is made from."""
    action, home = action_of(desk, task), home_of(desk.row.student, desk.today)
    return Calling(desk, task, action, home, gate_of(desk.situation, action, desk.now, desk.speech.language))


def action_of(desk: Desk, task: Task | None) -> Action | None:
    """What the routine asks for with the task, in the reader's words; None where it asks for no meeting."""
    found = desk.situation.action_of(task) if task else None
    spoken = desk.speech.workflow.find_action(found.id) if found else None
    return next((one for one in (spoken, found) if isinstance(one, Action)), None)


def is_outside(speech: Speech, role: str) -> bool:
    """Whether who has the role works elsewhere."""
    named = speech.workflow.roles.get(role)
    return named.side == "outside" if named and role not in SIDES else SIDES.get(role) == "outside"


def offered(at: Calling, plan: Plan, *, is_change: bool = False) -> Offered:
    """What can be chosen; the colleagues whom the routine names first."""
    desk = at.desk
    colleagues = eligible(desk.row.case, desk.speech.colleagues)
    wanted = {one.user_id for one in plan.people if one.user_id}
    named = sorted(colleagues.items(), key=lambda one: (one[0] not in wanted, one[1]))
    roles = {
        key: ", ".join(
            dict.fromkeys(desk.speech.role_within(o.role) for o in desk.speech.colleagues if o.id == key)
        )
        for key in colleagues
    }
    reachable = [one for one in at.home if one.may_be_contacted]
    student = (STUDENT, gettext("%(name)s, the student", name=desk.row.student.name))
    home = [(str(one.bond.id), f"{one.guardian.name}, {home_line(one)}") for one in reachable]
    return Offered(
        staff=[(str(key), f"{name}, {roles[key]}") for key, name in named],
        home=[student, *home],
        guardians={str(one.bond.id): one.guardian.id for one in reachable},
        sharing=sharing_choices(at.gate),
        plan=plan,
        task_title=at.title,
        due_on=at.task.due_on if at.task else None,
        is_change=is_change,
    )


def sharing_choices(gate: Gate) -> list[tuple[str, str]]:
    """What those outside may learn, and on which ground."""
    texts = {
        NOTHING: gettext("Nothing: not even whom it is about"),
        CONSENT: gettext("What the consent covers"),
        **{
            name: gettext("What is needed: %(ground)s", ground=one.title)
            for name, one in gate.grounds.items()
        },
    }
    return [(one, texts[one]) for one in gate.ways]


def proposed(at: Calling) -> Plan:
    """What stands in the form at first: whom the routine asks for, on the next day of school that suits."""
    desk, action = at.desk, at.action
    parties = action.parties if action else ()
    roles = {desk.situation.workflow.rights(one) for one in (*parties, *(action.by if action else ()))}
    mine = [
        one.id
        for one in desk.speech.colleagues
        if one.role in roles & set(parties) or one.id == desk.reader.id
    ]
    staff = [Somebody("staff", user_id=one) for one in dict.fromkeys(mine) if one in _eligible(desk)]
    return Plan(
        starts_at=first_time(desk, at.task),
        minutes=USUAL,
        people=(*staff, *_home(at, parties), *_outside(at, parties)),
        place=action.place if action else "",
        sharing=CONSENT if at.gate.consent else NOTHING,
    )


def _eligible(desk: Desk) -> Iterable[object]:
    return eligible(desk.row.case, desk.speech.colleagues)


def first_time(desk: Desk, task: Task | None) -> datetime:
    """Nine o'clock on a day of school about a week ahead, or on the routine's day where that is earlier."""
    calendar = calendar_of(people.unit(desk.row.student.unit_id))
    on = calendar.school_days_after(desk.today, SCHOOL_DAYS) or _weekday(desk.today + A_WEEK)
    due = task.due_on if task else None
    if due and desk.today < due < on:
        on = due
    return datetime.combine(on, USUAL_HOUR, clock.SCHOOL_ZONE).astimezone(UTC)


def _weekday(on: date) -> date:
    """The day, or the Monday after a weekend: what is proposed where no calendar goes so far."""
    return on + timedelta(days=max(0, 7 - on.weekday()) if on.weekday() >= SATURDAY else 0)


def closed_on(desk: Desk, days: Collection[date]) -> set[date]:
    """On which of the days the school is closed, as far as its calendar goes."""
    if not days:
        return set()
    calendar = calendar_of(people.unit(desk.row.student.unit_id))
    return {day for day in days if not calendar.is_open(day)}


def _home(at: Calling, parties: Sequence[str]) -> list[Somebody]:
    """The student and those at home, as the routine asks; from the 18th birthday on the student alone."""
    if not set(parties) & set(PARTIES):
        return []
    is_adult = at.desk.row.student.age(at.desk.today) >= ADULT
    student = [Somebody("student")] if "student" in parties or is_adult else []
    wants_home = bool(set(parties) - {"student"} & set(PARTIES))
    reachable = (one for one in at.home if one.may_be_contacted and wants_home)
    return [*student, *(Somebody("guardian", guardian_id=one.guardian.id) for one in reachable)]


def _outside(at: Calling, parties: Sequence[str]) -> list[Somebody]:
    speech = at.desk.speech
    return [Somebody("outside", body=speech.role(one)) for one in parties if is_outside(speech, one)]


def missing(speech: Speech, action: Action | None, rows: Sequence[Invited]) -> str:
    """Whom the routine asks for and nobody who is called stands for; empty where everybody is."""
    if action is None:
        return ""
    here = [one for one in rows if one.left_at is None]
    called = {one.user_id for one in here}
    roles = {one.role for one in speech.colleagues if one.id in called}
    parties = {one.party for one in here}
    lacking = []
    for party in action.parties:
        if party in PARTIES:
            is_there = "student" in parties if party == "student" else bool(parties & {"guardian", "student"})
        elif is_outside(speech, party):
            is_there = "outside" in parties
        else:
            is_there = speech.workflow.rights(party) in roles
        if not is_there:
            lacking.append(party)
    return speech.parties(lacking) if lacking else ""

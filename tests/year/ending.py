"""What must be true when the year is over: all is done or seen by somebody, told, and nothing leaked."""

from __future__ import annotations

from sqlalchemy import select

from casework.cases import lists, student_tasks
from casework.cases.models import Case, CaseWaiting, Visit
from casework.cases.signal_models import Signal
from casework.contacts.models import LoggedContact
from casework.extensions import db
from casework.letters.models import Letter
from casework.meetings.models import Meeting
from casework.messages.models import Message
from casework.prevention import goals
from casework.prevention.models import GoalValue
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from tests.year.prevention import wheel
from tests.year.school import School
from tests.year.year import Year

ENDED = {"done", "waived", "left"}
MANY = 1000


def no_task_is_dropped(school: School) -> None:
    """Every task that ever was is done, not needed, left by a case that went on, or seen by somebody."""
    with school.app.app_context():
        seen, beside = set(), set()
        for client in school.clients.values():
            who = school.who(client)
            seen |= {one.task.id for one in lists.my_tasks(who, school.today, limit=MANY)}
            beside |= {one.task.id for one in student_tasks.my_student_tasks(who, school.today, limit=MANY)}
        for task in db.session.scalars(select(Task)):
            case, visit = db.session.get_one(Case, task.case_id), db.session.get_one(Visit, task.visit_id)
            is_seen = task.id in seen or (task.is_optional and _is_offered(school, task))
            assert task.status in ENDED or is_seen, f"{task.action} is {task.status}, seen by nobody"
            assert task.status != "left" or case.closed_at or visit.left_at, (
                f"{task.action} is left for nothing"
            )
        for one in db.session.scalars(select(StudentTask)):
            is_told = one.status in ENDED or one.id in beside  # nothing is corrected, so nothing is withdrawn
            assert is_told, f"{one.action} of {one.on} is {one.status}"


def _is_offered(school: School, task: Task) -> bool:
    """Whether the case's page offers what may be done to somebody who may do it."""
    roles = [one for one in school.rules.doers(task.action) if one in school.cast.people]
    pages = (school.at(role).raw.get(f"/cases/{task.case_id}").text for role in roles)
    form = getattr(school.rules.action(task.action), "form", "")
    return any(str(task.id) in page or (form and f"/forms/new/{form}" in page) for page in pages)


def nothing_waits_for_nobody(school: School) -> None:
    """Each open case waits for somebody on whose page it stands; a closed one waits for nobody."""
    with school.app.app_context():
        waiting = db.session.execute(select(CaseWaiting.case_id, CaseWaiting.role)).all()
        closed = set(db.session.scalars(select(Case.id).where(Case.closed_at.is_not(None))))
        open_ones = set(db.session.scalars(select(Case.id).where(Case.closed_at.is_(None))))
    assert not closed & {case for case, _ in waiting}
    for case in open_ones:
        roles = [role for one, role in waiting if one == case and role in school.cast.people]
        assert roles, "the case waits for nobody"
        assert any(str(case) in school.at(role).raw.get("/").text for role in roles)


def nobody_is_named_in_what_left(school: School) -> None:
    """What left the house names no child, and all of it has left."""
    names = school.children()
    for letter in school.post.letters:
        told = " ".join((letter.subject, letter.text, *(str(part) for part in vars(letter).values())))
        assert not {name for name in names if name in told}, letter.subject
    with school.app.app_context():
        states = set(db.session.scalars(select(Message.state)))
    assert states <= {"sent", "withdrawn"}, states


def the_year_was_whole(year: Year) -> None:
    """Everything of a year has happened that the routine knows."""
    school, rules = year.school, year.school.rules
    assert school.post.letters
    needed = [one.id for one in rules.stages if one.case == "needed"]
    assert year.courses["Alva"].stages[-1] == needed[-1]
    assert not year.courses["Alva"].is_open
    assert not year.courses["Bo"].is_open
    assert year.courses["Dan"].is_open  # and goes on after the summer
    assert needed[-1] not in year.courses["Bo"].stages or len(needed) == 2
    with school.app.app_context():
        states = set(db.session.scalars(select(Signal.state)))
        if rules.triggers:
            assert {"taken_up", "dismissed"} <= states, states
            assert year.taken_up
            assert year.dismissed
        assert "held" in set(db.session.scalars(select(Meeting.status)))
        assert any(one.by_hand and one.status == "done" for one in db.session.scalars(select(Task)))
        assert "waived" in set(db.session.scalars(select(Task.status)))
        assert any(one.number and one.status == "sent" for one in db.session.scalars(select(Letter)))
        assert {"reached", "not_reached"} <= set(db.session.scalars(select(LoggedContact.outcome)))
        left = [one for one in wheel(school, school.at("rector")).pieces if one.waits]
        assert not left, [(one.work.id, one.turn.key) for one in left]
        entered = set(db.session.scalars(select(GoalValue.goal)))
        assert {goal.id for goal in rules.goals if goals.tracks(goal)} == entered

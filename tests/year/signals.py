"""What attendance asks of people: signals that are taken up or not, and tasks about absence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access.table import product
from casework.cases.signal_models import Signal
from casework.engine.action import Action
from casework.engine.actions import Contact, FormAction
from casework.extensions import db
from casework.tasks.student_models import StudentReport, StudentTask, StudentTaskRole
from tests.clients import Client
from tests.stories.doing import WHY
from tests.year.school import School


def waiting(school: School, given: str) -> list[Signal]:
    """The signals about the student that nobody has said anything of, the highest step first."""
    order = school.rules.order
    wanted = (Signal.student_id == school.student(given)) & (Signal.state == "new")
    with school.app.app_context():
        found = list(db.session.scalars(select(Signal).where(wanted)))
    return sorted(found, key=lambda one: -order.get(one.proposes, -1))


def tells_new(school: School, known: set[UUID]) -> list[Signal]:
    """Writes down the signals that have come; each is on the page of who decides."""
    with school.app.app_context():
        found = [one for one in db.session.scalars(select(Signal).order_by(Signal.on)) if one.id not in known]
        names = {one.id: str(one.student_id) for one in found}
    rules = {one.id: one.title for one in school.spoken.triggers}
    listed = school.at("rector").get("/signals/").main if found else None
    for one in found:
        known.add(one.id)
        who = next(given for given in GIVEN if str(school.student(given)) == names[one.id])
        stage = school.spoken.stage(one.proposes).title
        state = "" if one.state == "new" else f" ({one.state})"
        school.tells(None, f"SIGNAL{state}: {who}, “{rules[one.rule]}”; proposes “{stage}”")
        assert one.state != "new" or (listed and who in listed.text)
    return found


def decides(school: School, signal: Signal) -> Client:
    """Who decides on signals at the school: the mentor, first."""
    return school.at("mentor")


def dismisses(school: School, given: str, reason: str) -> int:
    """The mentor dismisses what there is about the student; how many signals that were."""
    found = waiting(school, given)
    for one in found:
        who, at = decides(school, one), f"/students/{one.student_id}/signals/{one.id}"
        school.goes_on()
        who.send(who.get(f"{at}/dismiss"), reason=reason)
        assert reason in who.get(at).main.text
        school.tells(who, f"dismisses the signal about {given}: {reason}")
    assert not waiting(school, given)
    return len(found)


def take_up(school: School, signal: Signal, who: Client) -> str:
    """Where the signal's page leads to, for who takes it up."""
    at = f"/students/{signal.student_id}/signals/{signal.id}"
    links = [
        one.attributes["href"] for one in who.get(at).main.all("a") if "/open?" in one.attributes["href"]
    ]
    return links[0] if links else ""


WEEKS = timedelta(days=21)  # after which what was begun is over
GIVEN = ("Alva", "Bo", "Cia", "Dan", "Elin", "Filip", "Greta")
TASK = Mapping[str, object]


def does_absence_tasks(school: School, signs: Callable[[str, str], None]) -> None:
    """Everybody does what absence asks of them, by calling or by saying how it went.

    `signs` a form in the case of a student, where a duty asks for one.
    """
    with school.app.app_context():
        rows = list(db.session.scalars(select(StudentTask).where(StudentTask.status == "open")))
        roles = {
            one.id: list(
                db.session.scalars(select(StudentTaskRole.role).where(StudentTaskRole.task_id == one.id))
            )
            for one in rows
        }
    places = {action: number for number, action in enumerate(_every_action(school))}
    for row in sorted(
        rows, key=lambda one: (one.on, str(one.student_id), places.get(one.action, len(places)))
    ):
        _does(school, row, roles[row.id], signs)


def _every_action(school: School) -> list[str]:
    """The actions of the routine in their order, the duties' last; a call before what is told of it."""
    of_duties = [action.id for duty in school.rules.duties for action in duty.actions]
    return [action.id for _, action in school.rules.actions()] + of_duties


def _does(school: School, row: StudentTask, roles: list[str], signs: Callable[[str, str], None]) -> None:
    action, spoken = (one.any_action(row.action) for one in (school.rules, school.spoken))
    assert action
    assert spoken
    kind = _next_step(school, row, action)
    if not kind or _status(school, row) != "open":
        return  # it goes on by itself for now, or one call has done several
    may = [one for one in roles if product().may(school.rules.rights(one), "absence_task:do")]
    who = next(school.at(one) for one in may if one in school.cast.people)
    at = f"/students/{row.student_id}/tasks/{row.id}"
    page = who.get(at)
    assert str(row.id) in who.raw.get("/signals/tasks").text, "the task waits for whom it asks"
    given = next(one for one in GIVEN if school.student(one) == row.student_id)
    told = f"“{spoken.title}” ({given}, absence of {row.on:%-d %b})"
    school.goes_on()
    is_told = any(one.attributes["action"].endswith(f"/report/{kind}") for one in page.all("form"))
    if isinstance(action, FormAction) and action.form and not is_told:  # there is a case to write it in
        signs(given, action.form)
    elif any(one.attributes["href"].endswith("/contact") for one in page.main.all("a")):
        called, kind = who.get(f"{at}/contact"), action.natural
        parties = [one.attributes["value"] for one in called.all("input", name="party")]
        party = "student" if action.parties == ("student",) else parties[0]
        said = {"party": party, "outcome": "reached", "note": WHY, "agreement": "Vi hörs varje morgon."}
        who.send(called, f"{at}/contact", **said)
        school.tells(who, f"calls and logs {told}")
    else:
        option = next(iter(action.outcomes(kind)), "")
        said = {f"{kind}-note": WHY} | ({f"{kind}-outcome": option} if option else {})
        who.send(page, f"/report/{kind}", **said)
        verb = "does" if len(action.milestones) == 1 else f"notes as {kind}"
        school.tells(who, f"{verb} {told}" + (f": {spoken.outcomes(kind)[option]}" if option else ""))
    assert _status(school, row) == ("done" if kind == action.natural else "open"), row.action


def _status(school: School, row: StudentTask) -> str:
    with school.app.app_context():
        return db.session.get_one(StudentTask, row.id).status


def _next_step(school: School, row: StudentTask, action: Action) -> str:
    """What is said of it now: that it was sent, and some weeks after how it ended; empty in between."""
    with school.app.app_context():
        wanted = select(StudentReport).where(StudentReport.task_id == row.id)
        sent = [one.happened_on for one in db.session.scalars(wanted)]
    if (
        len(action.milestones) == 1
        or isinstance(action, Contact)
        or (sent and school.today >= max(sent) + WEEKS)
    ):
        return action.natural
    return "" if sent else action.milestones[-1]

"""What attendance asks of people: signals that are taken up or not, and tasks about absence."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casework.access.table import product
from casework.cases.signal_models import Signal
from casework.extensions import db
from casework.tasks.student_models import StudentTask, StudentTaskRole
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


GIVEN = ("Alva", "Bo", "Cia", "Dan", "Elin", "Filip", "Greta")
TASK = Mapping[str, object]


def does_absence_tasks(school: School) -> None:
    """Everybody does what absence asks of them, by calling or by saying how it went."""
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
        _does(school, row, roles[row.id])


def _every_action(school: School) -> list[str]:
    """The actions of the routine in their order, the duties' last; a call before what is told of it."""
    of_duties = [action.id for duty in school.rules.duties for action in duty.actions]
    return [action.id for _, action in school.rules.actions()] + of_duties


def _does(school: School, row: StudentTask, roles: list[str]) -> None:
    with school.app.app_context():
        if db.session.get_one(StudentTask, row.id).status != "open":
            return  # one call does several
    who = next(
        (
            school.at(one)
            for one in roles
            if one in school.cast.people and product().may(school.rules.rights(one), "absence_task:do")
        ),
        None,
    )
    assert who, f"nobody does {row.action}: {roles}"
    at = f"/students/{row.student_id}/tasks/{row.id}"
    page = who.get(at)
    assert str(row.id) in who.raw.get("/signals/tasks").text, "the task waits for whom it asks"
    action = school.rules.any_action(row.action)
    spoken = school.spoken.any_action(row.action)
    assert action
    assert spoken
    given = next(one for one in GIVEN if school.student(one) == row.student_id)
    told = f"“{spoken.title}” ({given}, absence of {row.on:%-d %b})"
    school.goes_on()
    logs = [one for one in page.main.all("a") if one.attributes["href"].endswith("/contact")]
    if logs:
        called = who.get(f"{at}/contact")
        parties = [one.attributes["value"] for one in called.all("input", name="party")]
        party = "student" if action.parties == ("student",) else parties[0]
        said = {"party": party, "outcome": "reached", "note": WHY, "agreement": "Vi hörs varje morgon."}
        who.send(called, f"{at}/contact", **said)
        school.tells(who, f"calls and logs {told}")
    else:
        kind = action.natural
        said = {f"{kind}-note": WHY}
        options = list(action.outcomes(kind))
        if options:
            said[f"{kind}-outcome"] = options[0]
        who.send(page, f"/report/{kind}", **said)
        school.tells(who, f"does {told}" + (f": {spoken.outcomes(kind)[options[0]]}" if options else ""))
    with school.app.app_context():
        assert db.session.get_one(StudentTask, row.id).status in ("done", "started"), row.action

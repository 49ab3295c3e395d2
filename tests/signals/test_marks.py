"""What a person says of a student meets rules, or keeps them from being met; ending it takes that back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import select, update

from casework.cases import actions
from casework.cases.migration_models import MigrationRun
from casework.cases.models import Case
from casework.catalog import catalog, product
from casework.engine.facts import StudentFact
from casework.engine.register import Register, Timetable
from casework.engine.school_calendar import SchoolCalendar
from casework.errors import Conflict, NotAcceptable, NotHere
from casework.extensions import db
from casework.own_definitions import FOLDER, with_own
from casework.people.models import Student, User
from casework.people.queries import person
from casework.signals import mark_proof, marks
from casework.signals.evaluating import Day
from casework.signals.known_student import KnownStudent
from casework.signals.mark_models import StudentMark
from casework.signals.marks import Word
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from tests.clients import Client
from tests.engine.test_other_models import OWN
from tests.factories import work
from tests.signals.places import DAYS, TERM, Attending

OURS = "ljusnarsberg"
SCATTERED = "continued_scattered_absence"


def say(here: Attending, mark: str, on: int, *, hours: int = 0, workflow: str = OURS) -> StudentMark:
    """The mentor says it on the day, so many hours into the afternoon."""
    student, now = db.session.get_one(Student, here.student), here.now(DAYS[on]) + timedelta(hours=hours)
    word = Word(workflow, mark, "Ströfrånvaron fortsätter", DAYS[on], "Borta på idrotten.", "school")
    return marks.set_mark(student, word, actor=here.teacher, now=now)


def end(here: Attending, row: StudentMark, on: int) -> None:
    """The mentor ends it on the day."""
    marks.end_mark(row, "Det var fel elev.", actor=here.teacher, now=here.now(DAYS[on]))


def states(here: Attending) -> dict[str, str]:
    """How the signals stand, by rule."""
    return {one.rule: one.state for one in here.signals()}


@pytest.fixture
def here(school, app) -> Attending:
    """A case that stands where scattered absence is to have ended."""
    with work(app):
        found = Attending(school)
        found.begin("ljusnarsberg")
        student, model = db.session.get_one(Student, school.student), catalog().workflows["ljusnarsberg"]
        now = found.now(DAYS[1])
        actions.open_case(student, model, "third_valid", reason="Tre gånger.", actor=found.teacher, now=now)
    return Attending(school)


def test_a_concern_proposes_what_its_rule_proposes_until_it_is_ended(app, here) -> None:
    with work(app):
        here.read(DAYS[2])
        assert states(here) == {}
        row = say(here, SCATTERED, 2)
        here.read(DAYS[2])
        (signal,) = here.signals()
        assert (signal.rule, signal.proposes) == ("scattered_after_third", "over_a_week")
        here.read(DAYS[3])
        assert states(here) == {"scattered_after_third": "new"}
        end(here, row, 3)
        here.read(DAYS[3])
        assert states(here) == {"scattered_after_third": "withdrawn"}
        say(here, SCATTERED, 4)
        here.read(DAYS[4])
        assert "new" in states(here).values(), "said anew, it is proposed anew"


def test_what_was_said_before_the_case_came_to_its_step_proposes_nothing_more(app, here) -> None:
    with work(app):
        early = say(here, SCATTERED, 1, hours=-1)
        here.read(DAYS[1])
        assert states(here) == {}
        end(here, early, 1)
        say(here, SCATTERED, 1, hours=1)
        here.read(DAYS[1])
        assert states(here) == {"scattered_after_third": "new"}


def test_what_holds_is_not_said_again_by_who_reads_it(app, here) -> None:
    with work(app):
        row = say(here, SCATTERED, 2)
        with pytest.raises(Conflict, match="mark_holds"):
            say(here, SCATTERED, 3)
        say(here, "another", 3)
        row.confidentiality = "student_health"  # the mentor does not learn of it
        say(here, SCATTERED, 3)


def test_what_is_said_is_bound_by_the_history(app, here) -> None:
    with work(app):
        row = say(here, SCATTERED, 2)
        end(here, row, 3)
        with pytest.raises(Conflict, match="mark_ended"):
            end(here, row, 4)
        with pytest.raises(NotAcceptable, match="reason_missing"):
            marks.set_mark(
                db.session.get_one(Student, here.student),
                Word("ljusnarsberg", SCATTERED, "x", DAYS[2], "  ", "school"),
                actor=here.teacher,
                now=here.now(DAYS[2]),
            )
        assert list(mark_proof.faults()) == []
        for change in ({"reason": "Annat"}, {"end_reason": "Annat"}):
            db.session.execute(update(StudentMark).values(**change))
        db.session.expire_all()
        assert {one.rpartition(" ")[2] for one in mark_proof.faults()} == {"changed"}
        assert len(list(mark_proof.faults())) == 2


def test_a_mark_that_a_rule_asks_for_keeps_it_from_being_met(app, school, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    copyfile(OWN / "each-guardian.yaml", tmp_path / FOLDER / "each-guardian.yaml")
    usual = app.extensions["casework_catalog"]
    app.extensions["casework_catalog"] = with_own(product(), tmp_path)
    try:
        with work(app):
            here = Attending(school)
            here.begin("each-guardian")
            row = say(here, "new_here", 0, workflow="each-guardian")
            for day in DAYS[:4]:
                here.mark(day)
            here.read(DAYS[3])
            assert states(here) == {}
            end(here, row, 4)
            here.read(DAYS[4])
            assert states(here) == {"away_unreported": "new"}
    finally:
        app.extensions["casework_catalog"] = usual


@pytest.fixture
def proposing(app, school, tmp_path) -> Iterator[Attending]:
    """A school whose routine proposes a step where a call is overdue, and the case in which it is."""
    text = (OWN / "each-guardian.yaml").read_text("utf-8")
    (tmp_path / FOLDER).mkdir()
    text = text.replace("opens: [call_again]\n    again: every_time", "proposes: together")
    (tmp_path / FOLDER / "each-guardian.yaml").write_text(text, "utf-8")
    usual = app.extensions["casework_catalog"]
    app.extensions["casework_catalog"] = with_own(product(), tmp_path)
    try:
        with work(app):
            here = Attending(school)
            here.begin("each-guardian")
            student, model = db.session.get_one(Student, school.student), catalog().workflows["each-guardian"]
            said = {"reason": "Tre dagar.", "actor": here.teacher, "now": here.now(DAYS[0])}
            actions.open_case(student, model, "contact", **said)
        yield here
    finally:
        app.extensions["casework_catalog"] = usual


def test_doing_what_is_late_takes_back_at_once_what_that_proposed(app, proposing, browser_of) -> None:
    with work(app):
        late = db.session.scalars(select(Task).where(Task.action == "call_guardian")).all()
        proposing.read(DAYS[1])
        assert states(proposing) == {}
        proposing.read(DAYS[2])
        assert states(proposing) == {"no_answer": "new"}
        urls = [f"/cases/{one.case_id}/tasks/{one.id}" for one in late]
    mentor: Client = browser_of(proposing.school.mentor)
    for url in urls:
        mentor.send(mentor.get(url), f"{url}/waive", **{"waive-reason": "Ringde på annat sätt."})
    with app.app_context():
        assert states(proposing) == {"no_answer": "withdrawn"}
    mentor.send(mentor.get(f"{urls[0]}/reopen"), f"{urls[0]}/reopen", reason="Det var fel.")
    with app.app_context():
        assert states(proposing) == {"no_answer": "new"}


@pytest.mark.parametrize("of_all", [False, True], ids=["of the case", "of the run"])
def test_taking_back_another_routine_reads_at_once_what_is_late_in_the_first(
    app, proposing, browser_of, *, of_all: bool
) -> None:
    with app.app_context():
        case_id, other = db.session.scalar(select(Case.id)), catalog().workflows["nine-weeks"].sha
    url, rector = f"/cases/{case_id}/routine", browser_of(proposing.school.rector)
    rector.send(rector.get(f"{url}?to={other}&stage=seventh_time"), reason="Fel rutin.")
    with app.app_context():
        assert states(proposing) == {}
        run = db.session.scalar(select(MigrationRun.id))
    rector.send(rector.get(f"/publishing/runs/{run}/undo" if of_all else f"{url}/undo"))
    with app.app_context():
        assert states(proposing) == {"no_answer": "new"}


@pytest.mark.parametrize(("is_over", "overdue"), [(False, {}), (True, {"call_home_first": DAYS[3]})])
def test_what_is_due_is_late_when_its_day_is_over(is_over: bool, overdue: dict[str, object]) -> None:
    task = StudentTask(
        workflow="nine-weeks", action="call_home_first", rule="call_home_first", key="k", on=DAYS[3],
        due_on=DAYS[3], status="open", lessons=[],
    )  # fmt: skip
    student = KnownStudent(
        workflow=product().workflows["nine-weeks"].rules, register=Register.of(Timetable(()), ()),
        calendar=SchoolCalendar((TERM,)), today=DAYS[3], is_over=is_over, known=StudentFact(),
        situation=None, signals=(), tasks=(task,),
    )  # fmt: skip
    assert student.circumstances().overdue == overdue


def test_the_evening_is_of_a_day_that_is_over_by_the_clock_of_the_school() -> None:
    summer, winter = datetime(2026, 9, 7, 16, tzinfo=UTC), datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert Day.at(summer).is_over
    assert not Day.at(summer - timedelta(minutes=1)).is_over
    assert not Day.at(winter).is_over
    assert Day.at(winter + timedelta(hours=1), DAYS[0]) == Day(
        winter.date(), is_over=True, now=winter + timedelta(hours=1), since=DAYS[0]
    )


def test_a_mentor_says_it_reads_it_and_ends_it_and_what_is_not_for_them_is_not_there(
    app, school, browser_of
) -> None:
    with work(app):
        here = Attending(school)
        here.begin("ljusnarsberg")
        student = db.session.get_one(Student, school.student)
        word = Word("ljusnarsberg", SCATTERED, "Hälsan vet", DAYS[0], "Bara för oss.", "student_health")
        with pytest.raises(NotAcceptable):
            marks.set_mark(student, word, actor=here.teacher, now=here.now(DAYS[0]))
        hanna = person(db.session.get_one(User, school.health_team), DAYS[0])
        hidden = marks.set_mark(student, word, actor=hanna, now=here.now(DAYS[0])).id
    mentor: Client = browser_of(school.mentor)
    url = f"/students/{school.student}/assessments"
    page = mentor.get(url)
    assert "Bara för oss." not in page.main.text
    assert "Bara för oss." in browser_of(school.health_team).get(url).main.text
    form = mentor.get(page.link("Gör en bedömning"))
    mentor.send(form, status=422, reason="")
    mentor.send(form, reason="Borta på idrotten.")
    page = mentor.get(url)
    assert "Borta på idrotten." in page.main.text
    assert "Gör en bedömning" not in page.main.text, "it is said already"
    again = "Karin Mallsjö har sagt detsamma"
    assert again in browser_of(school.health_team).get(f"{url}/{hidden}/end").main.text
    assert "har sagt detsamma" not in mentor.get(page.link("Gäller inte längre : Ströfrånvaron")).main.text
    browser_of(school.subject_teacher).get(url, 403)
    browser_of(school.stranger).get(url, 404)
    mentor.get(f"{url}/{hidden}/end", 404)
    rector: Client = browser_of(school.rector)
    assert "Gäller inte längre" not in rector.get(url).main.text, "who may not say it does not end it"
    rector.get(page.link("Gäller inte längre : Ströfrånvaron"), 403)
    mentor.send(mentor.get(page.link("Gäller inte längre : Ströfrånvaron")), reason="Fel elev.")
    assert "Fel elev." in mentor.get(url).main.text
    with app.app_context(), pytest.raises(NotHere):
        marks.mark_of(school.student, hidden, ["school"])

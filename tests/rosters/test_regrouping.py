"""What a delivery makes of the classes is told before it is entered: ways, first days, and mentors."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from casework.administration.pages.regrouping import regrouped
from casework.administration.regrouping import Class, Mentor, Regrouping, Way
from casework.attendance.models import Placement
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from casework.rosters.feed import Class as Told
from casework.rosters.feed import Feed, Learner, Place
from casework.rosters.feed import Mentor as MentorTold
from casework.web.dates import day
from tests.cases.test_query_counts import statements
from tests.factories import School, make_student, work
from tests.rosters.conftest import Enter
from tests.rosters.deliveries import ONEROSTER, archive
from tests.rosters.test_views import isak, sent
from tests.stories.ground import unchanged

__all__ = ["isak"]
SEVEN, EIGHT, NINE = (Class("Ekbackaskolan", name) for name in ("7A", "8A", "9A"))
AUGUST, OCTOBER = date(2026, 8, 17), date(2026, 10, 14)


def feed(*learners: Learner, **more: Any) -> Feed:
    """A whole feed about one school."""
    schools = (Place(key="s1", name="Ekbackaskolan"),)
    return Feed(source="fjord", form="OneRoster 1.1", schools=schools, learners=learners, **more)


def learner(number: int, group: str, **more: Any) -> Learner:
    """A student with a number for a name."""
    name = {"key": f"p{number}", "given": f"Elev{number}", "family": "Övningsgren", "born": "2012-01-01"}
    return Learner.model_validate(name | {"school": "s1", "group": group} | more)


def test_ways_first_days_and_mentors_are_told_and_again_nothing(
    app: Flask, enter: Enter, school: School
) -> None:
    with work(app):
        here = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        make_student(unit=here[0], group=here[1], given="Bo")
    alva = Learner(
        key="a", given="Alva", family="Exempelsson", born=date(2012, 3, 14), school="s1", group="9B"
    )
    bo = alva.model_copy(update={"key": "b", "given": "Bo", "group": "8A"})
    began = learner(1, "8A", since=OCTOBER)
    rut = MentorTold(username="rut", name="Rut Mallgren", classes=(Told(school="s1", name="9B"),))
    whole = feed(alva, bo, began, mentors=(rut,))
    done = enter(whole)
    eight_b, nine_b = Class("Ekbackaskolan", "8B"), Class("Ekbackaskolan", "9B")
    assert set(done.classes.ways) == {
        Way(eight_b, nine_b, 1),
        Way(eight_b, EIGHT, 1),
        Way(None, EIGHT, 1, OCTOBER),
    }
    assert done.classes.new == (nine_b,)
    assert dict(done.classes.mentors)[nine_b] == (Mentor("Rut Mallgren", is_new=True, is_new_account=True),)
    assert dict(done.classes.mentors)[EIGHT] == (Mentor("Omar Modellin", is_told=False),)
    with app.app_context():
        rows = select(Placement.first_day).join(Student, Student.id == Placement.student_id)
        assert db.session.scalars(rows.where(Student.given_name == "Elev1")).all() == [OCTOBER]
    with unchanged(app):
        again = enter(whole)
    assert (again.is_nothing, again.begun) == (True, frozenset())
    other = enter(feed(alva, bo, began.model_copy(update={"since": AUGUST}), mentors=(rut,)))
    assert (other.is_nothing, len(other.begun)) == (False, 1)
    assert Way(EIGHT, EIGHT, 1, AUGUST) in other.classes.ways


def test_a_day_that_a_whole_class_shares_and_no_day_place_nobody(app: Flask, enter: Enter) -> None:
    enter(feed(*(learner(number, "8A", since=OCTOBER) for number in range(6)), learner(7, "8A")))
    with app.app_context():
        assert not db.session.scalars(select(Placement)).all()


def test_however_many_come_the_plan_asks_the_same_number_of_questions(app: Flask, enter: Enter) -> None:
    counts = []
    for many in (3, 40):
        enter(feed(*(learner(number, "8A") for number in range(many))))
        with statements(app) as asked:
            enter(feed(*(learner(number, f"8{'BC'[number % 2]}") for number in range(many))))
        counts.append(len([one for one in asked if "student" in one and one.startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_the_page_says_it_by_class_in_few_lines(app: Flask, isak: Any) -> None:
    enrolments = ONEROSTER["enrollments.csv"].replace("endDate", "beginDate", 1)
    tables = ONEROSTER | {"enrollments.csv": enrolments.replace("2026-08-31", "2026-10-14")}
    page = isak.get(sent(isak, archive(tables)))
    with app.test_request_context():
        began = day(OCTOBER)
    rows = [
        [cell.text for cell in (*row.all("th"), *row.all("td"))]
        for table in page.main.all("table")[1:3]
        for row in table.one("tbody").all("tr")
    ]
    assert rows == [
        ["Nya elever", f"1 elev till 8C (ny klass), började {began}"],
        ["8B", "1 elev till 8C (ny klass) Klassen blir tom."],
        ["8C", "2", "Rut Mallgren (ny mentor, nytt konto)"],
    ]
    assert "Pågående ärenden följer med eleverna" in page.main.text


def test_students_who_go_one_way_stand_in_one_line(app: Flask) -> None:
    found = Regrouping(
        ways=(
            Way(SEVEN, EIGHT, 20, AUGUST),
            Way(SEVEN, EIGHT, 4, OCTOBER),
            Way(SEVEN, SEVEN, 1, is_told=False),
            Way(NINE, NINE, 25, is_told=False),
            Way(EIGHT, EIGHT, 3),
        ),
    )
    with app.test_request_context():
        words = regrouped(found)
        days = f"{day(AUGUST)}, {day(OCTOBER)}"
    (school,) = words.schools
    assert [(row.name, row.lines) for row in school.classes] == [
        ("7A", (f"24 elever till 8A, från {days}", "1 elev finns inte med, och är kvar"))
    ]
    assert "9A" in school.left_out
    assert [(row.name, row.students, row.mentors) for row in school.mentors] == [("8A", 27, ())]
    assert words.has_moves

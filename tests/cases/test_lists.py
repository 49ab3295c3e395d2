"""What each view and filter of the case list leaves, in which order, and that the counts agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from casework.access.policy import Person
from casework.cases import lists
from casework.cases.filters import SORTS, VIEWS, Filter
from casework.cases.models import Case
from casework.extensions import db
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from tests.conftest import DATABASES
from tests.databases import Place
from tests.factories import NOW, School, make_case, make_group, make_school, make_student, work

LATER = NOW + timedelta(days=10)
FILTERS = {
    "query": "alva",
    "stage": "mapping",
    "group": "8B",
    "waits_for": "mentor",
    "owner": "mentor",
    "waited": "7",
}


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest) -> Place:
    """The application on a database of each kind, one for all tests here: they only look."""
    place: Place = request.getfixturevalue(request.param)
    place.renew()
    return place


@pytest.fixture(scope="module")
def school(database: Place) -> School:
    """A school with cases in most stages; the one that has waited longest was not opened first."""
    with work(database.app):
        made = make_school()
        unit, group = db.session.get_one(Unit, made.unit), db.session.get_one(Group, made.group)
        young = make_group(unit=unit, name="10A")
        make_case(student=db.session.get_one(Student, made.student), stage="mapping")
        make_case(student=make_student(unit=unit, group=group, given="Björn"), now=NOW - timedelta(days=3))
        elsa, vera = (make_student(unit=unit, group=group, given=given) for given in ("Elsa", "Vera"))
        make_case(student=elsa, stage="analysis", now=LATER)
        make_case(student=make_student(unit=unit, group=group, given="Iman"), stage="closed")
        make_case(student=vera, stage="compulsory_school_monitoring")
        elsa.group_id = vera.group_id = young.id
        return made


def actor(school: School, who: str) -> Person:
    """The person with the roles of the day."""
    return person(db.session.get_one(User, getattr(school, who)), NOW.date())


def found(place: Place, school: School, wanted: Filter, who: str = "rector") -> list[str]:
    """The students in the list; the count says the same."""
    with place.app.app_context():
        reader = actor(school, who)
        rows = lists.cases_for(reader, wanted, LATER, limit=50)
        assert lists.counts_for(reader, [wanted], LATER) == [len(rows)]
        return [row.given_name for row in rows]


def waiting_from(place: Place, given: str, moment: datetime) -> datetime:
    """Lets the student's case wait from then on; since when it waited before."""
    with work(place.app):
        cases = db.session.query(Case).join(Student, Student.id == Case.student_id)
        case = cases.filter(Student.given_name == given).one()
        before, case.waiting_since = case.waiting_since, moment
        return before


SHOWN = [
    ("rector", "", {"Alva", "Björn", "Elsa", "Vera"}),
    ("rector", "closed", {"Iman"}),
    ("rector", "mine", set()),
    ("rector", "others", {"Alva", "Björn", "Elsa", "Vera"}),
    ("mentor", "", {"Alva", "Björn"}),
    ("mentor", "mine", {"Alva", "Björn"}),
    ("mentor", "others", set()),
    ("counsellor", "mine", {"Alva", "Elsa"}),
    ("administration", "", {"Vera"}),
    ("administration", "mine", {"Vera"}),
    ("stranger", "", set()),
    ("stranger", "closed", set()),
    ("subject_teacher", "", set()),
]
LEFT = [
    (Filter(query="björn"), ["Björn"]),
    (Filter(query="8b"), ["Björn", "Alva"]),
    (Filter(stage="mapping"), ["Alva"]),
    (Filter(group="10A"), ["Vera", "Elsa"]),
    (Filter(waits_for="administration"), ["Vera"]),
    (Filter(owner="administration"), ["Vera"]),
    (Filter(owner="mentor"), ["Björn", "Alva"]),
    (Filter(waited="7"), ["Björn", "Alva", "Vera"]),
    (Filter(waited="14"), ["Björn"]),
    (Filter(waited="30"), []),
    (Filter(stage="mapping", group="10A"), []),
    (Filter(stage="nowhere"), []),
    (Filter(owner="nobody"), []),
    (Filter(sort="newest"), ["Elsa", "Vera", "Alva", "Björn"]),
    (Filter(sort="student"), ["Alva", "Björn", "Elsa", "Vera"]),
    (Filter(sort="-student"), ["Vera", "Elsa", "Björn", "Alva"]),
    (Filter(sort="step"), ["Björn", "Alva", "Elsa", "Vera"]),
    (Filter(sort="-step"), ["Vera", "Elsa", "Alva", "Björn"]),
]


def test_each_view_shows_its_cases_to_those_who_may_see_them(database: Place, school: School) -> None:
    for who, view, names in SHOWN:
        assert set(found(database, school, Filter(view=view), who)) == names, (who, view)


def test_each_filter_and_order_is_what_it_says(database: Place, school: School) -> None:
    for wanted, names in LEFT:
        assert found(database, school, wanted) == names, wanted


def test_a_case_that_has_waited_seven_days_to_the_day_has_waited_seven_days(
    database: Place, school: School
) -> None:
    before = waiting_from(database, "Elsa", LATER - timedelta(days=7, hours=-8))
    assert "Elsa" in found(database, school, Filter(waited="7"))
    assert "Elsa" not in found(database, school, Filter(waited="14"))
    waiting_from(database, "Elsa", before)
    assert "Elsa" not in found(database, school, Filter(waited="7"))


def test_pages_of_any_list_hold_every_case_once(database: Place, school: School) -> None:
    for view, sort in product(VIEWS, SORTS):
        wanted = Filter(view=view, sort=sort)
        whole = found(database, school, wanted)
        with database.app.app_context():
            reader, places = actor(school, "rector"), range(len(whole) + 1)
            pages = [lists.cases_for(reader, wanted, LATER, offset=place, limit=1) for place in places]
        assert [row.given_name for page in pages for row in page] == whole, wanted


def test_all_counts_come_in_one_pass(database: Place, school: School) -> None:
    filters = [Filter(), *(replace(Filter(), **{name: text}) for name, text in FILTERS.items())]
    with database.app.app_context():
        reader = actor(school, "rector")
        apart = [lists.counts_for(reader, [wanted], LATER)[0] for wanted in filters]
        assert lists.counts_for(reader, filters, LATER) == apart


def test_classes_are_those_within_reach_the_youngest_first(database: Place, school: School) -> None:
    expected = {
        "rector": ["8A", "8B", "10A"],
        "mentor": ["8B"],
        "administration": [],
        "stranger": [],
        "subject_teacher": [],
    }
    with database.app.app_context():
        assert {who: lists.classes_for(actor(school, who)) for who in expected} == expected

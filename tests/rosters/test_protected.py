"""A protected identity is never missed, wherever the other system says so; and who goes to two schools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.extensions import db
from casework.people.keys import keep_keys
from casework.people.models import Student
from casework.rosters.feed import Feed, Learner, Seat
from casework.rosters.ss12000 import fetch
from casework.ss12000.entries import marked_in
from casework.ss12000.settings import Settings
from casework.ss12000.wire import Client
from tests.factories import School, work
from tests.rosters.conftest import Enter
from tests.rosters.deliveries import TODAY
from tests.rosters.server import System, ref, serving, student
from tests.rosters.test_actions import alva, classed, feed

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
MARK = {"securityMarking": "Sekretessmarkering"}
MARKED = {"person": {"id": "p1", **MARK}}


@pytest.fixture
def system() -> Iterator[System]:
    """The other system."""
    with serving(System()) as found:
        yield found


def fetched(system: System, since: datetime | None = None) -> Feed:
    """What the system says."""
    return fetch(Client(Settings(url=system.url), lambda: 0.0, wait=0), "fjord", today=TODAY, since=since)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("groups", {"id": "x", "groupType": "Klass", "groupMemberships": [MARKED]}),
        ("groups", {"id": "x", "groupType": "Provgrupp", "groupMemberships": [MARKED]}),
        ("groups", {"id": "x", "groupMemberships": [{**MARKED, "endDate": "2020-01-01"}]}),
        ("groups", {"id": "x", "endDate": "2020-01-01", "groupMemberships": [MARKED]}),
        ("duties", {"id": "x", "endDate": "2020-01-01", **MARKED}),
        ("persons", {"id": "x", "responsibles": [{"relationType": "Annan ansvarig", **MARKED}]}),
    ],
)
@pytest.mark.parametrize("since", [None, SINCE])
def test_a_marking_on_any_reference_is_the_persons(
    system: System, name: str, entry: dict[str, Any], since: datetime | None
) -> None:
    assert fetched(system, since).marked.keys() <= {"g2", "p2"}
    system.lists[name].append(entry)
    system.changed = ("x",)
    found = fetched(system, since)
    assert found.marked["p1"] == MARK["securityMarking"]
    assert {one.key: bool(one.marking) for one in found.learners}["p1"]


def test_an_adult_at_home_who_is_marked_elsewhere_is_left_out(system: System) -> None:
    assert [one.name for one in fetched(system).learners[0].homes] == ["Karl Exempelsson"]
    system.lists["duties"].append({"id": "d2", "person": {"id": "g1", **MARK}})
    found = fetched(system)
    assert (found.learners[0].homes, found.hidden_homes) == ((), 2)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (None, None),
        ("Ingen", None),
        (" ", None),
        ("nytt", "nytt"),
        (True, "True"),
        ("ny\0tt", "nytt"),
        ("\0", "?"),
    ],
)
def test_a_marking_is_any_word_but_none_and_is_kept_as_it_can_be(said: object, kept: str | None) -> None:
    assert marked_in([{"person": {"id": "p1", "securityMarking": said}}]).get("p1") == kept


@pytest.mark.parametrize(
    "told",
    [
        (),  # has left there, or cannot be read
        (alva(school="s9"),),
        (alva(family="Annansson", born="2011-01-01"),),
        (alva(), alva(key="p9")),
    ],
)
def test_who_is_here_becomes_protected_whatever_else_can_be_entered(
    app: Flask, enter: Enter, school: School, told: tuple[Learner, ...]
) -> None:
    with work(app):
        keep_keys("fjord", {"p1": school.student, "p9": school.student})
    assert enter(feed(*told)).marked == 0
    done = enter(feed(*told, marked={"p9": "Sekretessmarkering", "somebody": "Sekretessmarkering"}))
    assert (done.marked, enter(feed(*told, marked={"p9": "x"})).marked) == (1, 0)
    with app.app_context():
        assert db.session.scalars(select(Student.id).where(Student.is_protected)).all() == [school.student]


def test_enrolments_are_told_in_order_and_those_at_no_school_left_out(system: System) -> None:
    days = {"startDate": "2026-08-18"}
    nowhere = {"enroledAt": None, **days}
    two = [nowhere, {"enroledAt": ref("s9"), **days}, {"enroledAt": ref("s1")}]
    system.lists["persons"] = [
        student("p7", "Ida", "Låtsgren", "20120202", enrolments=two),
        student("p1", "Alva", "Exempelsson", "20120314", enrolments=two),
        student("p2", "Milo", "Låtsasdal", "20120506", enrolments=[nowhere]),
        student("p8", "Ulf", "Påhittsson", "20120506", enrolments=[nowhere]),
    ]
    told = {one.key: (one.school, one.group, one.also) for one in fetched(system).learners}
    begun = date(2026, 8, 18)
    assert told == {
        "p7": ("s9", "", (Seat(school="s1"),)),
        "p1": ("s1", "8C", (Seat(school="s9", enrolled=begun),)),
        "p2": ("s1", "8C", ()),  # only the class says where
        "p8": ("", "", ()),
    }


def test_the_first_school_that_is_here_holds_and_who_goes_to_none_is_named(app: Flask, enter: Enter) -> None:
    seats = (Seat(school="s8"), Seat(school="s1", group="8B", enrolled=TODAY))
    done = enter(feed(alva(school="s9", group="9X", also=seats)))
    assert (done.not_here, done.faults, classed(app, "Alva")) == ((), (), ("Ekbackaskolan", "8B"))
    lost = Learner(key="p5", given="Ida", family="Låtsgren", born=TODAY, file="persons")
    done = enter(feed(alva(school=""), lost, alva(key="p6", school="s9", also=seats[:1])))
    assert (done.students.same, done.not_here) == (1, (("s9", 1),))
    assert [(one.file, one.code) for one in done.faults] == [("persons", "no_school")]


@pytest.mark.parametrize("key", ["x" * 121, "x\0y"])
def test_an_id_that_cannot_be_kept_is_refused(system: System, enter: Enter, key: str) -> None:
    system.lists["persons"].append(student(key, "Ida", "Låtsgren", "20120202"))
    system.lists["organisations"].append({"id": key, "displayName": "Strandskolan"})
    done = enter(fetched(system))
    assert [(one.file, one.code) for one in done.faults] == [
        ("organisations", "unfit_key"),
        ("persons", "unfit_key"),
    ]
    assert done.students.new == 1  # Milo; the twin of the refused
    system.lists["persons"][-1]["id"] = "x" * 120
    assert enter(fetched(system)).students.new == 1


@pytest.mark.parametrize("name", [None, "8\0C", "8" * 200])
def test_a_class_that_cannot_be_called_so_is_told_and_gives_nobody_a_role(
    system: System, enter: Enter, name: str | None
) -> None:
    system.lists["groups"][0]["displayName"] = name
    system.lists["persons"][2]["phoneNumbers"] = [{"value": "07\0"}]
    done = enter(fetched(system))
    assert [(one.file, one.column) for one in done.faults] == [("groups", "displayName")]
    assert (done.roles.new, done.students.new) == (0, 1)
    system.lists["groups"][0]["displayName"] = "8C"
    assert enter(fetched(system)).roles.new == 1

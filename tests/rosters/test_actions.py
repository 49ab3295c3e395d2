"""A feed changes what it tells and nothing else: nobody is closed, deleted, or found again by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.administration.models import AdministrativeAct
from casework.attendance.models import Placement
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db, rehearsal
from casework.history.queries import events_of
from casework.people import protecting
from casework.people.keys import StudentKey, UnitKey
from casework.people.models import Group, Guardian, RoleGrant, Student, Unit, User
from casework.people.protection import readers_of
from casework.people.queries import person
from casework.rosters import actions
from casework.rosters.feed import AtHome, Class, Feed, Learner, Mentor, Place
from tests.factories import NOW, School, work
from tests.rosters.conftest import Enter
from tests.rosters.deliveries import ONEROSTER, SDS_1, delta, feed_of
from tests.stories.ground import unchanged


def feed(*learners: Learner, **more: Any) -> Feed:
    """A whole feed about Ekbackaskolan and Strandskolan."""
    schools = (Place(key="s1", name="ekbackaskolan "), Place(key="s3", name="Strandskolan"))
    return Feed(source="fjord", form="OneRoster 1.1", schools=schools, learners=learners, **more)


def alva(**other: Any) -> Learner:
    """The student who is here, as the other system has her."""
    told = {"key": "p1", "given": "Alva", "family": "Exempelsson", "born": "2012-03-14", "school": "s1"}
    return Learner.model_validate(told | other)


def classed(app: Flask, given: str) -> tuple[str, str]:
    """The school and the class of the student."""
    with app.app_context():
        rows = select(Unit.name, Group.name).join(Student, Student.unit_id == Unit.id)
        found = db.session.execute(
            rows.outerjoin(Group, Group.id == Student.group_id).where(Student.given_name == given)
        )
        unit, group = found.one()
        return unit, group


def test_what_is_new_comes_in_and_who_is_known_gets_class_and_telephone(app: Flask, enter: Enter) -> None:
    done = enter(feed_of(ONEROSTER))
    assert (done.students.new, done.students.changed, done.students.same) == (1, 1, 0)
    assert (done.new_users, done.roles.new) == (("rut@fjord.example",), 1)
    assert done.new_classes == (Class(school="Ekbackaskolan", name="8C"),)
    assert done.not_here == (("Fjärranskolan", 1),)
    assert {one.username for one in done.absent} == {"karin", "omar"}  # mentors here who are none there
    assert classed(app, "Alva") == ("Ekbackaskolan", "8C")
    with app.app_context():
        assert db.session.scalars(
            select(Guardian.phone).where(Guardian.name == "Karl Exempelsson")
        ).all() == ["070-174 06 99"]
        (act,) = db.session.scalars(select(AdministrativeAct))
        assert act.says == {"new": "1", "changed": "1", "roles": "1", "form": "OneRoster 1.1"}
    with unchanged(app):
        assert enter(feed_of(ONEROSTER)).is_nothing


def test_who_is_known_by_key_may_change_name_birth_date_and_school(app: Flask, enter: Enter) -> None:
    enter(feed(alva()))
    done = enter(feed(alva(family="Påhittsdotter", school="s3")))
    assert (done.students.changed, done.students.new, done.moves) == (1, 0, 1)
    assert classed(app, "Alva") == ("Strandskolan", None)
    with app.app_context():
        found = db.session.scalars(select(Student).where(Student.given_name == "Alva")).one()
        assert (found.search_name, {one.word for one in found.words}) == (
            "alva påhittsdotter",
            {"alva", "pahittsdotter"},
        )
    assert enter(feed(alva(family="Påhittsdotter", school="s3", born="2012-03-15"))).students.changed == 1


def test_a_delivery_that_brings_no_more_than_a_number_is_entered(app: Flask, enter: Enter) -> None:
    here = alva(group="8B")
    done = enter(feed(here))
    assert (done.students.same, done.keyed, done.is_nothing) == (1, 1, False)
    with app.app_context():
        assert db.session.scalars(select(StudentKey.value)).all() == ["p1"]
    assert enter(feed(here)).is_nothing


def test_who_comes_to_another_class_keeps_the_lessons_of_the_old_one(app: Flask, enter: Enter) -> None:
    enter(feed(alva(group="8C")))
    with app.app_context():
        (old, new) = db.session.scalars(select(Placement).order_by(Placement.first_day))
        names = [db.session.get_one(Group, one.group_id).name for one in (old, new)]
        assert (names, new.last_day) == (["8B", "8C"], None)
        assert old.last_day == new.first_day - timedelta(days=1)
    with unchanged(app):
        enter(feed(alva(group="8C")))


def test_a_key_that_somebody_else_has_got_is_not_believed(app: Flask, enter: Enter) -> None:
    enter(feed(alva()))
    done = enter(feed(alva(given="Milo", family="Låtsasdal", born="2011-01-01")))
    assert [one.code for one in done.faults] == ["other_person"]
    assert done.is_nothing


def test_twins_in_name_with_two_keys_are_not_taken_for_one(enter: Enter) -> None:
    done = enter(feed(alva(), alva(key="p9")))
    assert [one.code for one in done.faults] == ["student_twice"]
    assert done.students.new == 0
    enter(feed(alva(key="p9")))  # the same student under another key there
    assert [one.code for one in enter(feed(alva(), alva(key="p9"))).faults] == ["student_twice"]


def test_without_a_birth_date_the_known_are_changed_and_the_others_listed(app: Flask, enter: Enter) -> None:
    nameless = Learner(key="p1", school="s1", group="8A", file="users.csv", line=2)
    unknown = Learner(key="p7", given="Milo", family="Låtsasdal", school="s1", file="users.csv", line=3)
    assert [one.code for one in enter(feed(nameless, unknown)).faults] == ["no_name", "no_birth_date"]
    enter(feed(alva()))
    done = enter(feed(nameless, unknown))
    assert [(one.line, one.code) for one in done.faults] == [(3, "no_birth_date")]
    assert done.students.changed == 1
    assert classed(app, "Alva") == ("Ekbackaskolan", "8A")


def test_a_group_that_may_be_a_class_is_one_where_the_school_has_it(app: Flask, enter: Enter) -> None:
    enter(feed_of(SDS_1))
    assert classed(app, "Alva") == ("Ekbackaskolan", "8B")
    enter(feed(alva(maybe=("8a", "8b"))))  # two of them: nothing is told
    assert classed(app, "Alva") == ("Ekbackaskolan", "8B")
    enter(feed(alva(maybe=("8a", "Matematik"))))
    assert classed(app, "Alva") == ("Ekbackaskolan", "8A")


def test_who_is_not_in_it_or_taken_out_there_stays_as_they_are(app: Flask, enter: Enter) -> None:
    enter(feed(alva()))
    with unchanged(app, but={"unit_key"}):
        assert enter(feed()).missing == 2
        users = "sourcedId,status,givenName,familyName,role\np1,tobedeleted,Alva,Exempelsson,student\n"
        done = enter(delta(users=users))
        assert (done.gone, done.missing) == (1, 0)


def test_a_marking_protects_and_its_end_lifts_nothing(app: Flask, enter: Enter, school: School) -> None:
    done = enter(feed(alva(marking="Sekretessmarkering")))
    assert (done.marked, done.hidden, done.missing) == (1, 0, 1)
    with app.app_context():
        assert db.session.get_one(Student, school.student).is_protected
        assert [name for _, name in readers_of(school.student, NOW.date())] == ["Per Modellberg"]
        told = [event.says.get("reason") for event in events_of(school.student)]
        assert "OneRoster 1.1: Sekretessmarkering" in told
    with unchanged(app):
        done = enter(feed(alva(family="Annansson", group="8A", homes=(AtHome(name="Ny Vuxen"),))))
        assert (done.hidden, done.is_nothing) == (1, True)


def test_who_is_protected_here_is_not_found_by_name_either(app: Flask, enter: Enter, school: School) -> None:
    with work(app):
        rector = person(db.session.get_one(User, school.rector), NOW.date())
        student = db.session.get_one(Student, school.student)
        protecting.protect(student, "Beslut.", [], NOW.date(), actor=rector, now=NOW)
    with unchanged(app, but={"unit_key"}):
        assert enter(feed(alva(group="8A", marking="Sekretessmarkering"))).hidden == 1


def test_nobody_becomes_mentor_by_their_own_hand(app: Flask, enter: Enter, school: School) -> None:
    mentors = [
        Mentor(
            username=name,
            name=name.title(),
            classes=(Class(school="s1", name="8B"),),
            file="users.csv",
            line=9,
        )
        for name in ("isak", "nils")
    ]
    done = enter(feed(mentors=tuple(mentors)))
    assert [(one.code, one.line) for one in done.faults] == [("own_roles", 9)]
    with app.app_context():
        held = select(RoleGrant.user_id).where(RoleGrant.role == "mentor")
        found = set(db.session.scalars(held))
        assert school.subject_teacher in found
        assert school.administrator not in found


def test_a_school_is_known_by_key_when_it_is_called_otherwise(app: Flask, enter: Enter) -> None:
    enter(feed(alva()))
    renamed = feed(alva(group="8A")).model_copy(update={"schools": (Place(key="s1", name="Nya skolan"),)})
    assert enter(renamed).not_here == ()
    with app.app_context():
        assert {row.value for row in db.session.scalars(select(UnitKey))} == {"s1", "s3"}


def test_what_was_not_shown_is_not_done(app: Flask, school: School) -> None:
    with app.app_context(), rehearsal():
        isak = person(db.session.get_one(User, school.administrator), NOW.date())
        digest = actions.carry_out(feed(alva(group="8A")), actor=isak, now=NOW).digest
    with unchanged(app):
        with pytest.raises(Conflict), work(app):
            actions.keep(feed(alva()), digest, actor=isak, now=NOW)
        with pytest.raises(NotAcceptable), work(app):
            actions.keep(feed(alva(group="8A")), digest, [school.student], actor=isak, now=NOW)

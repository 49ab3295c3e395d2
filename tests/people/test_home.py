"""What those at home may: unequal rights, changed by the 18th birthday, and by hand for good."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.errors import NotAcceptable
from casework.extensions import db
from casework.people import filling
from casework.people.home import Rights, at_home_of, change_rights, home_of
from casework.people.models import Student, User
from casework.people.proof import faults
from casework.people.queries import person
from casework.people.roster import read_roster
from tests.databases import Place
from tests.factories import School, make_school, work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY_BEFORE, BIRTHDAY = date(2030, 3, 13), date(2030, 3, 14)  # born 2012-03-14
FILE = """
authority: Fjordskogs kommun
schools: [{name: Ekbackaskolan, workflow: five-step, groups: [8B]}]
students:
  - given: Alva
    family: Exempelsson
    born: 2012-03-14
    school: Ekbackaskolan
    group: 8B
    guardians: [{name: Karl Exempelsson, phone: 070-174 06 06, contact: true}]
"""


def decide(school: School, **said: object) -> None:
    """The mentor decides about the guardian; what is not said is as it was."""
    usual = {"kind": "guardian", "speaks": "", "reason": "Beslut om vårdnad.", "is_agreed_by_student": False}
    usual |= {"may_be_contacted": True, "may_be_informed": True}
    (one,) = home_of(db.session.get_one(Student, school.student), NOW.date())
    mentor = person(db.session.get_one(User, school.mentor), NOW.date())
    change_rights(one.bond, Rights(**{**usual, **said}), actor=mentor, now=NOW)  # type: ignore[arg-type] # by name


@pytest.mark.parametrize("agrees", [False, True])
def test_the_18th_birthday_changes_who_is_contacted_and_told(database: Place, agrees: bool) -> None:
    with work(database.app):
        school = make_school()
        decide(school, is_agreed_by_student=agrees)
        student = db.session.get_one(Student, school.student)
        (before,), (after,) = home_of(student, DAY_BEFORE), home_of(student, BIRTHDAY)
        assert (before.may_be_contacted, before.may_be_informed) == (True, True)
        assert (after.may_be_contacted, after.may_be_informed) == (agrees, agrees)


def test_guardians_have_unequal_rights_each_with_reason_and_decider(database: Place) -> None:
    with work(database.app):
        school = make_school()
        decide(school, may_be_informed=False)
        (one,) = home_of(db.session.get_one(Student, school.student), NOW.date())
        assert (one.may_be_contacted, one.may_be_informed) == (True, False)
        assert (one.bond.reason, one.bond.decided_by_id) == ("Beslut om vårdnad.", school.mentor)
        with pytest.raises(NotAcceptable):
            decide(school, may_be_contacted=False, reason=" ")
        decide(school, reason=" ")
        assert one.may_be_informed


def test_a_file_does_not_give_back_what_was_decided(database: Place) -> None:
    with work(database.app):
        school = make_school()
        decide(school, may_be_contacted=False)
        filling.load(read_roster(FILE, "roster.yaml"), today=NOW.date())
        (one,) = home_of(db.session.get_one(Student, school.student), NOW.date())
        assert (one.may_be_contacted, one.guardian.phone) == (False, "070-174 06 06")


def test_a_file_decides_where_nobody_has(database: Place) -> None:
    with work(database.app):
        school = make_school()
        filling.load(read_roster(FILE.replace("true", "false"), "roster.yaml"), today=NOW.date())
        (one,) = home_of(db.session.get_one(Student, school.student), NOW.date())
        assert not one.may_be_contacted


def test_which_home_it_is_belongs_to_what_was_decided(database: Place) -> None:
    with work(database.app):
        school = make_school()
        for household in ("", "Varannan vecka"):
            decide(school, household=household)
            (one,) = home_of(db.session.get_one(Student, school.student), NOW.date())
            assert one.bond.household == household
            assert list(faults()) == []
        one.bond.household = "Varje vecka"
        db.session.flush()
        assert len(list(faults())) == 1


def test_somebody_at_home_belongs_to_their_own_student(database: Place) -> None:
    with work(database.app):
        school = make_school()
        mine, other = (db.session.get_one(Student, one) for one in (school.student, school.elsewhere))
        (one,) = home_of(mine, NOW.date())
        assert at_home_of(mine, one.bond.id, NOW.date()) is not None
        assert at_home_of(other, one.bond.id, NOW.date()) is None

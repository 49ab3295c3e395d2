"""What was noted of a guardian is carried into the assessment, and known again after a merge."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.cases.facts import situation_of
from casework.cases.moves import locked_case
from casework.extensions import db
from casework.monitoring import proof
from casework.monitoring.queries import acts_of, guardians_of, matter_in, matters_of
from casework.monitoring.rules import unheard
from casework.people.home import Rights, change_rights
from casework.people.models import Guardian, Guardianship, Student
from tests.clients import client_as
from tests.factories import NOW, School, work
from tests.merging.conftest import make_twice, rector_of
from tests.monitoring.taking import ASSESSMENT, berit, notes, taken_on

RIGHTS = Rights("guardian", True, True, False, "", "")


def test_what_each_guardian_was_asked_and_has_done_stands_in_the_assessment(
    app: Flask, school: School
) -> None:
    with work(app):
        case = taken_on(school)
        other = Guardian(name="Göte Andreby", phone="", email="")
        db.session.add(other)
        db.session.flush()
        db.session.add(Guardianship(student_id=school.student, guardian_id=other.id))
        karl = db.session.scalars(select(Guardian.id).where(Guardian.name == "Karl Exempelsson")).one()
    who, form = client_as(app, school.administration), f"/cases/{case}/forms/new/{ASSESSMENT}"
    assert "bevakningen" not in who.get(form).main.text
    until = clock.school_date(clock.now()) + timedelta(days=7)
    notes(who, case, "asked", text="Följ med varje morgon.", people=[str(karl)], until=until.isoformat())
    notes(who, case, "done", text="Följde med i tre dagar.", people=[str(karl)], outcome="part")
    main = who.get(form).main
    assert "Karl Exempelsson" in main.one("textarea", name="guardian_duties").text
    assert "Följ med varje morgon." in main.one("textarea", name="guardian_duties").text
    assert "Från det som noterats i bevakningen" in main.text
    rows = [one for one in main.everything() if "guardian_done" in one.attributes.get("name", "")]
    filled = [one.attributes.get("value", "") or one.text.strip() for one in rows if one.tag != "button"]
    for text in (
        "Karl Exempelsson",
        "Följde med i tre dagar.",
        "Göte Andreby",
    ):  # who has done nothing has a row
        assert text in filled


def test_after_a_merge_what_was_noted_is_about_who_stays(app: Flask, school: School) -> None:
    with work(app):
        case = taken_on(school)
        karl = db.session.scalars(select(Guardian).where(Guardian.name == "Karl Exempelsson")).one().id
    twice = make_twice(app, school)
    who, page = client_as(app, school.administration), f"/cases/{case}/monitoring"
    notes(who, case, "heard", outcome="not_heard", text="Är inte anträffbar.", people=[str(karl)])
    with work(app):  # what was decided about the one at the row that goes is kept
        bond = db.session.scalars(select(Guardianship).filter_by(student_id=twice.other)).one()
        change_rights(bond, RIGHTS, actor=rector_of(school), now=NOW)
        stays = bond.guardian_id
    twice.merge()
    with work(app):
        situation = situation_of(locked_case(case), berit(school), clock.now())
        home = [str(one.id) for one in guardians_of(school.student)]
        assert home == [str(stays)]
        alone = matter_in(situation, [one.act for one in acts_of(case)], home)
        student = db.session.get_one(Student, school.student)
        listed = matters_of([(situation.case, student)], alone.today)[case]
        for matter in (alone, listed):
            assert matter.last("heard", str(stays)) is not None
            assert list(unheard(matter)) == []
        assert list(proof.faults()) == []
    main = who.get(page).main
    assert main.text.count("Är inte anträffbar.") == 2  # of the guardian, and among all
    who.send(who.get(main.link("Rätta")), text="Gick inte att nå.")
    assert "Gick inte att nå." in who.get(page).main.text

"""Who is at home at both rows is one person afterwards, and what is for them is for the one who stays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from casework.catalog import catalog
from casework.engine.deadlines import Deadline
from casework.extensions import db
from casework.people.home import Rights, change_rights
from casework.people.models import Guardianship, Unit
from casework.tasks.student_models import StudentTask
from casework.tasks.student_tasks import Ground, New, open_tasks
from casework.versions.actions import keep
from tests.factories import NOW, make_student, work
from tests.merging.conftest import Twice, rector_of

DAY = date(2026, 9, 7)


@pytest.mark.parametrize("decided", ["into", "other"])
def test_tasks_for_a_guardian_of_both_rows_are_for_the_one_who_stays(twice: Twice, decided: str) -> None:
    with work(twice.app):
        bonds = {
            name: db.session.scalars(select(Guardianship).filter_by(student_id=row)).one()
            for name, row in (("into", twice.into), ("other", twice.other))
        }
        stays, goes = bonds.pop(decided), *bonds.values()
        rights = Rights("guardian", True, stays.may_be_informed, False, "", "Beslut av tingsrätten.")
        change_rights(stays, rights, actor=rector_of(twice.school), now=NOW)
        sibling = make_student(unit=db.session.get_one(Unit, twice.school.unit), given="Bosse").id
        kin, left = stays.guardian_id, goes.guardian_id
        for student_id, guardian in ((stays.student_id, kin), (goes.student_id, left), (sibling, left)):
            model = catalog().workflows["ljusnarsberg"]
            ground = Ground(
                student_id, "ljusnarsberg", keep(model), "x", str(student_id), DAY, (), str(guardian)
            )
            new = New(ground, model.rules.action("phone_home"), (), Deadline(None))
            open_tasks([new], now=NOW)
    twice.merge()
    with twice.app.app_context():
        found = {one.key: one.guardian_id for one in db.session.scalars(select(StudentTask))}
    assert found == {str(twice.into): kin, str(twice.other): kin, str(sibling): left}

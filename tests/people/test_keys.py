"""Students are found by the names that other systems have for them."""

from __future__ import annotations

from flask import Flask

from casework.extensions import db
from casework.people.keys import keep_keys, students_by_key
from casework.people.models import Unit
from tests.factories import School, make_student, work


def test_each_system_has_its_own_names_and_the_last_word_on_them(app: Flask, school: School) -> None:
    with work(app):
        unit = db.session.get_one(Unit, school.unit)
        ida, olle = (make_student(unit=unit, given=name) for name in ("Ida", "Olle"))
        keep_keys("ss12000", {"a-1": ida.id, "a-2": olle.id, "a-3": ida.id})
        keep_keys("meitner", {"a-1": olle.id})
        assert students_by_key("ss12000", ["a-1", "a-2", "a-3", "a-4"]) == {
            "a-1": ida.id,
            "a-2": olle.id,
            "a-3": ida.id,
        }
        keep_keys("ss12000", {"a-1": olle.id, "a-2": olle.id})
        assert students_by_key("ss12000", ["a-1", "a-2"]) == {"a-1": olle.id, "a-2": olle.id}
        assert students_by_key("meitner", ["a-1", "a-2"]) == {"a-1": olle.id}

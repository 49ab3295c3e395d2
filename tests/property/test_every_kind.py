"""Whatever is answered, it is the same answer when it is saved, shown, corrected and printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from casework import clock
from casework.extensions import db
from casework.forms.answers import settled
from casework.forms.base import Answers
from casework.forms.context import shown
from casework.forms.definition import Form
from casework.forms.reading import reading
from casework.people.models import Group, Unit
from casework.records.models import Submission
from tests.clients import Client, client_as
from tests.databases import Place
from tests.efforts import Effort
from tests.factories import School, make_case, make_school, make_student, work
from tests.filling import EVERYTHING
from tests.forms.examples import without_ids
from tests.property.kinds import FORM, answers, every_kind, sent

OFTEN = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
RUNS = {"usual": 4, "short": 12, "long": 60}


@pytest.fixture
def form(database: Place) -> Iterator[Form]:
    """The form with every kind of question, asked for by the routine while the test lasts."""
    usual = database.app.extensions["casework_catalog"]
    asked = every_kind()
    database.app.extensions["casework_catalog"] = replace(usual, forms={**usual.forms, FORM: asked})
    yield asked.in_language("sv")
    database.app.extensions["casework_catalog"] = usual


def test_answers_are_the_same_saved_shown_corrected_and_printed(
    database: Place, form: Form, effort: Effort
) -> None:
    with work(database.app):
        school = make_school()
    mentor = client_as(database.app, school.mentor)

    @settings(OFTEN, max_examples=RUNS[effort.name])
    @given(typed=answers(form))
    def once(typed: Answers) -> None:
        fills_in(Filler(database, mentor, form, new_case(database, school)), typed)

    once()


def new_case(place: Place, school: School) -> str:
    """The address of a case about a student of the mentor's class who has none yet."""
    with work(place.app):
        group = db.session.get_one(Group, school.group)
        student = make_student(unit=db.session.get_one(Unit, group.unit_id), group=group)
        return f"/cases/{make_case(student=student, stage='report', now=clock.now()).id}"


class Filler:
    """The mentor with the form of one case."""

    def __init__(self, place: Place, mentor: Client, form: Form, case: str) -> None:
        self.place, self.mentor, self.form = place, mentor, form
        self.new = f"{case}/forms/new/{FORM}"

    def kept(self, address: str) -> Any:
        """The answers of the version as the database has them, but for what the program fills in."""
        with self.place.app.app_context():
            found = dict(db.session.get_one(Submission, UUID(address.rsplit("/", 1)[-1])).answers)
        found.pop("computed", None)
        return without_ids(found)

    def signs(self, signing: str) -> str:
        """Signs what is read there; answers where it stands."""
        self.mentor.send(self.mentor.get(signing))
        return signing.removesuffix("/sign")


def fills_in(one: Filler, typed: Answers) -> None:
    """Writes everything, signs, reads, prints, corrects nothing and signs again."""
    one.mentor.send(one.mentor.get(one.new), do="save", **sent(one.form, typed))
    draft = one.mentor.redirected(one.new)
    assert bare(one.kept(draft)) == bare(typed), "the draft keeps all that was typed"
    expected = settled(one.form, typed, EVERYTHING)
    signed = one.signs(one.mentor.send(one.mentor.get(draft), do="finalise"))
    assert one.kept(signed) == expected
    reads(one, signed, typed, expected)
    correction = one.mentor.send(one.mentor.get(signed), "/correct")
    again = one.signs(one.mentor.send(one.mentor.get(correction), do="finalise"))
    assert again == correction
    assert one.kept(again) == expected
    assert one.kept(signed) == expected
    assert not one.mentor.get(again).main.all("p", class_="before"), "nothing has changed"
    reads(one, again, typed, expected)


def reads(one: Filler, signed: str, typed: Answers, expected: Answers) -> None:
    """The page and the paper say every answer, and no word of a question that is not asked."""
    page = one.mentor.get(signed).main.text
    paper = one.mentor.get(f"{signed}/print").main.one("article").text
    for row in (row for section in reading(one.form, expected, EVERYTHING) for row in section.rows):
        cells = [cell for cells in row.table.rows for cell in cells] if row.table else []
        for text in [row.declined] if row.declined else cells or [row.text]:
            assert bare(text) in bare(page), row.label
            assert bare(text) in bare(paper), row.label
    for hidden in {field.id for field in one.form.all_fields()} - shown(one.form, typed):
        label = one.form.field(hidden).label
        assert label not in page
        assert label not in paper


def bare(value: Any) -> Any:
    """Without spaces and line breaks, which pages set as they like, and without what was left empty."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if bare(one)}
    if isinstance(value, list):
        return [bare(one) for one in value if bare(one)]
    return re.sub(r"\s", "", value)

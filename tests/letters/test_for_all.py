"""Letters to all homes: of one's own class, or of the school for who leads the work; about nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from casework.catalog import product
from casework.extensions import db
from casework.letters.models import SchoolLetter
from casework.people.models import Unit
from tests.cases.test_query_counts import MOST, reads
from tests.clients import client_as
from tests.factories import School, make_group, make_unit, work
from tests.letters.test_views import words_of


def test_a_class_gets_what_its_mentor_sends_and_the_register_holds_it(app: Flask, school: School) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    at = f"/prevention/{school.unit}/letters"
    assert mentor.get("/prevention/").main.link("Brev till alla hem") == at
    page = mentor.get(mentor.get(at).main.link("Så arbetar skolan"))
    assert [one.attributes["value"] for one in page.main.one("select", name="to").all("option")] == [
        str(school.group)
    ]
    assert "mentorn först: Karin Mallsjö" in page.main.one("textarea", name="own_text").text
    mentor.send(page, "", 422, way="phone")
    shown = mentor.get(mentor.send(page, way="handed_over", language="nb", number="BUN 2026/9"))
    text = words_of(mentor, shown.main.link("Slik arbeider"))
    wanted = ("Alle hjem i 8B", "Ekbackaskolan", "Karin Mallsjö", "kontaktlæreren", "BUN 2026/9")
    assert [word for word in wanted if word not in text] == []
    assert "Alva" not in text
    register = rector.get("/register/").main.text
    assert "Alla hem i 8B" in register
    assert "BUN 2026/9" in register
    twice = rector.get(f"{at}/new/routine_information")
    rector.send(twice, "", 409, to="", way="post", number="BUN 2026/9")


def test_who_has_no_class_there_sends_nothing_and_what_was_sent_stays(app: Flask, school: School) -> None:
    at = f"/prevention/{school.unit}/letters"
    rector, mentor = client_as(app, school.rector), client_as(app, school.mentor)
    page = rector.get(f"{at}/new/routine_information")
    rector.send(page, to="", way="post")
    with work(app):
        (row,) = db.session.scalars(select(SchoolLetter))
        assert (row.group_id, row.unit_id) == (None, school.unit)
        unit = db.session.get_one(Unit, school.unit)
        key = str(make_group(unit=unit, name="9A").id)
        elsewhere = make_unit(name="Sjöskolan", parent=db.session.get_one(Unit, school.authority)).id
    assert "Så arbetar" in mentor.get(at).main.text
    mentor.send(mentor.get(f"{at}/new/routine_information"), "", 422, to=key, way="post")
    rector.send(page, to=key, way="post")
    assert "Alla hem i 9A" not in mentor.get(at).main.text
    paper = rector.get(at).main.link("Så arbetar")
    assert client_as(app, school.administrator).raw.get(paper).status_code == 403
    rector.get(f"/prevention/{elsewhere}/letters", 404)
    assert reads(rector, at) <= MOST
    with app.app_context(), pytest.raises(DBAPIError, match="only ever added to"):
        db.session.execute(update(SchoolLetter).values(own_text="-"))


def test_only_a_letter_that_is_about_nobody_goes_to_all() -> None:
    found = {name for name, one in product().letters.items() if one.in_language("sv").is_for_all}
    assert found == {"routine_information"}

"""Uploading, comparing, publishing and withdrawing versions; each error is told with its line."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from casework.cases.models import Case
from casework.extensions import db
from casework.versions.queries import models_on, versions_of
from tests.clients import Client, client_as
from tests.factories import School
from tests.publishing.conftest import addresses, published, send_file, today
from tests.versions.texts import CALLED, FIVE, replaced, second, version

PAGES = ("/publishing/upload", "/publishing/schools")


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(
    ("role", "may"), [("rector", False), ("mentor", False), ("administration", True), ("administrator", True)]
)
def test_versions_are_looked_after_by_those_of_the_authority(
    app: Flask, school: School, url: str, role: str, may: bool
) -> None:
    client_as(app, getattr(school, role)).get(url, 200 if may else 403)


@pytest.mark.parametrize(
    ("role", "may"), [("rector", True), ("mentor", False), ("health_team", False), ("administrator", True)]
)
def test_the_list_is_read_by_those_who_answer_for_routines(
    app: Flask, school: School, role: str, may: bool
) -> None:
    page = client_as(app, getattr(school, role)).get("/publishing/", 200 if may else 403)
    assert ("Stegvis arbete för ökad skolnärvaro" in page.main.text) is may


def test_a_file_is_a_draft_until_it_is_published(app: Flask, berit: Client) -> None:
    where = send_file(berit, second())
    page = berit.get(where)
    assert "Utkast" in page.main.text
    with app.app_context():
        assert models_on(today())["five-step"].rules.version == 1
    berit.send(
        berit.get(next(one for one in addresses(page) if one.endswith("/publish"))), reason="Beslut 12."
    )
    with app.app_context():
        assert models_on(today())["five-step"].rules.version == 2
        assert models_on(today() - timedelta(days=1))["five-step"].rules.version == 1
    told = berit.get(where).main.text
    assert "Gäller nu" in told
    assert "Beslut 12." in told


def test_a_version_is_valid_from_its_first_day_to_its_last(app: Flask, berit: Client) -> None:
    first, last = today() + timedelta(days=3), today() + timedelta(days=9)
    published(berit, second(), valid_from=str(first), valid_until=str(last))
    with app.app_context():
        days = (first - timedelta(days=1), first, last, last + timedelta(days=1))
        assert [models_on(day)["five-step"].rules.version for day in days] == [1, 2, 2, 1]
    assert "Gäller senare" in berit.get("/publishing/").main.text


def test_the_later_publication_goes_before_the_earlier(app: Flask, berit: Client) -> None:
    published(berit, second(2))
    published(berit, second(3), valid_from=str(today() + timedelta(days=1)))
    with app.app_context():
        tomorrow = models_on(today() + timedelta(days=1))["five-step"].rules.version
        assert (models_on(today())["five-step"].rules.version, tomorrow) == (2, 3)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reason": ""}, "Skriv varför rutinen ändras"),
        ({"reason": "Beslut", "valid_from": "yesterday"}, "Dagen har varit"),
        ({"reason": "Beslut", "valid_until": "yesterday"}, "sista dagen"),
        ({"reason": "Beslut", "valid_from": "snart"}, "giltigt datum"),
    ],
)
def test_a_publication_that_cannot_be_is_told_why(
    app: Flask, berit: Client, fields: dict[str, str], why: str
) -> None:
    where = send_file(berit, second())
    link = next(one for one in addresses(berit.get(where)) if one.endswith("/publish"))
    yesterday = str(today() - timedelta(days=1))
    said = {name: yesterday if value == "yesterday" else value for name, value in fields.items()}
    page = berit.send(berit.get(link), status=422, **said)
    assert why in page.main.text
    with app.app_context():
        assert models_on(today())["five-step"].rules.version == 1


def test_a_version_that_is_there_gets_a_clear_answer(app: Flask, berit: Client) -> None:
    assert "ord för ord" in send_file(berit, FIVE, status=422).main.text
    other = replaced(FIVE, "title: Stegvis arbete", "title: Annat arbete")
    assert "redan en version 1" in send_file(berit, other, status=422).main.text
    where = send_file(berit, second())
    assert "ord för ord" in send_file(berit, second(), status=422).main.text
    assert "redan en version 2" in send_file(berit, version(2), status=422).main.text
    link = next(one for one in addresses(berit.get(where)) if one.endswith("/withdraw"))
    berit.send(berit.get(link))
    berit.get(where, 404)
    berit.get(str(send_file(berit, version(2))))
    with app.app_context():
        assert len(versions_of("five-step")) == 2


def test_who_publishes_or_withdraws_what_is_settled_is_told(berit: Client) -> None:
    page = berit.get(send_file(berit, second()))
    publish, withdraw = (
        next(u for u in addresses(page) if u.endswith(end)) for end in ("/publish", "/withdraw")
    )
    slow, late = berit.get(publish), berit.get(withdraw)
    berit.send(berit.get(publish), reason="Beslut")
    assert "nyss publicerats" in berit.send(slow, status=409, reason="Beslut").text
    assert "nyss publicerats" in berit.send(late, status=409).text


def with_trigger(when: str) -> str:
    """The model with a signal that comes under the condition."""
    trigger = f"triggers:\n  - {{id: t, title: T, proposes: mapping, when: {{{when}}}}}\n\ntransitions:\n"
    return replaced(version(2), "\ntransitions:\n", f"\n{trigger}")


HOSTILE = {
    "two megabytes": ("x: " + "a" * 2_000_000, "256 KiB"),
    "a billion laughs": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "ankare och alias"),
    "a key twice": (replaced(version(2), "country: SE\n", "country: SE\ncountry: NO\n"), "står två gånger"),
    "no as a word": (
        replaced(version(2), "- id: report\n", "- id: no\n").split("\ntranslations:")[0],
        "”no” är programmets eget ord",
    ),
    "an odd stage": (replaced(version(2), "- id: report\n", "- id: Rapport!\n"), "stages"),
    "an unknown kind": (
        replaced(version(2), "        do: meeting\n", "        do: seance\n"),
        "måste vara något av",
    ),
    "a percentage over 100": (with_trigger("percent: {more_than: 110}"), "”110” är ingen procentsats"),
    "an unknown unit": (with_trigger("run: {more_than: 5 moons}"), "okänd enhet ”moons”"),
    "nobody to leave by": (
        version(2).replace("by: [administration]", "by: [social_services]"),
        "arbetar utanför och har inget konto",
    ),
    "no way out": (replaced(version(2), "from: report\n", "from: analysis\n"), "ligger inte efter"),
    "an unknown form": (replaced(version(2), "form: initial_mapping\n", "form: unheard_of\n"), "unheard_of"),
    "a tag": ("workflow: !!python/object:os.system x\n", "taggar"),
    "depth": ("a: " + "[" * 60 + "]" * 60, "djupare än"),
    "no map": ("- a\n- b\n", "en enda samling ord"),
    "not text": (b"\xff\xfe\x00w", "UTF-8"),
    "nothing": (b"", "en enda samling ord"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_used_is_told_with_line_and_reason(
    app: Flask, berit: Client, name: str
) -> None:
    text, why = HOSTILE[name]
    page = send_file(berit, text, status=422)
    assert why in page.main.text
    assert page.main.one("table")
    with app.app_context():
        assert len(versions_of("five-step")) == 1


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("sv", "okänt formulär ”initial_maping” (menade du ”initial_mapping”?)"),
        ("nb", "ukjent skjema «initial_maping» (mente du «initial_mapping»?)"),
        ("en", "unknown form “initial_maping” (did you mean “initial_mapping”?)"),
    ],
)
def test_what_is_wrong_is_told_in_the_reader_s_language(berit: Client, language: str, why: str) -> None:
    berit.post("/language", {**berit.tokens(), "language": language, "next": "/publishing/"})
    text = replaced(version(2), "form: initial_mapping\n", "form: initial_maping\n")
    assert why in send_file(berit, text, status=422).main.text


def test_the_line_stands_beside_the_error(berit: Client) -> None:
    text = replaced(version(2), "        do: meeting\n", "        do: seance\n")
    line = text[: text.index("do: seance")].count("\n") + 1
    page = send_file(berit, text, status=422)
    cells = [one.text.strip() for one in page.main.one("table").all("th", scope="row")]
    assert any(abs(int(cell) - line) <= 1 for cell in cells if cell.isdigit())
    assert page.one("title").text.count("Fel:") == 1


def test_errors_stand_from_the_top_of_the_file_with_the_lines_themselves(berit: Client) -> None:
    twice = replaced(version(2), "    owner: administration\n", "    owner: clerk\n")
    text = replaced(twice, "form: initial_mapping\n", "form: initial_maping\n")
    page = send_file(berit, text, status=422)
    rows = [int(one.text) for one in page.main.one("table").all("th", scope="row") if one.text.isdigit()]
    assert len(rows) > 1
    assert rows == sorted(rows)
    assert "form: initial_maping" in [one.text for one in page.main.all("code")]


def test_an_id_that_means_other_work_than_before_is_refused(berit: Client) -> None:
    text = replaced(
        version(2),
        "        do: meeting\n        title: Gå igenom åtgärderna",
        "        do: contact\n        title: Gå igenom åtgärderna",
    )
    assert "review_measures" in send_file(berit, text, status=422).main.text


def test_a_version_is_downloaded_as_it_was_sent(berit: Client) -> None:
    where = send_file(berit, second())
    answer = berit.raw.get(f"{where}/file")
    assert answer.text == second()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="five-step-2.yaml"'


def test_two_versions_stand_side_by_side(berit: Client) -> None:
    new = send_file(berit, second()).rsplit("/", 1)[-1]
    page = berit.get(next(one for one in addresses(berit.get("/publishing/")) if "/compare" in one))
    added = [one.text for one in page.main.all("tr", class_="added")]
    removed = [one.text for one in page.main.all("tr", class_="removed")]
    assert any(CALLED in line for line in added)
    assert not any(CALLED in line for line in removed)
    assert any("ask_what_school_can_do" in line for line in removed)
    assert "Ring hem en gång till" in page.main.one("section", id="sentences").text
    same = berit.get(f"/publishing/compare?old={new}&new={new}")
    assert not same.main.all("section", id="sentences")
    assert "lika, ord för ord" in same.main.text
    berit.get("/publishing/compare?old=x&new=y", 404)


def test_new_cases_are_opened_on_the_new_version_and_running_ones_stay(
    app: Flask, school: School, case: Case, sha: str
) -> None:
    with app.app_context():
        assert db.session.get_one(Case, case.id).workflow_sha != sha
    stranger = client_as(app, school.stranger)
    opened = stranger.send(
        stranger.get(f"/students/{school.elsewhere}/open"), stage="mapping", reason="Borta sex förmiddagar."
    )
    with app.app_context():
        new = db.session.get_one(Case, UUID(opened.rsplit("/", 1)[-1]))
        assert new.workflow_sha == sha
    assert "version 2" in stranger.get(opened).text
    assert "Ring hem en gång till" in stranger.get(opened).main.text


def test_what_is_done_with_versions_stands_in_the_log(app: Flask, school: School, sha: str) -> None:
    told = client_as(app, school.administrator).get("/administration/log").main.text
    assert f"version 2, från {today()}" in told
    assert "Laddade upp en version av en rutin" in told

"""The pages: a file is sent, looked at, applied; what is wrong is told; a sample becomes a profile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from casework.clock import now, school_date
from casework.extensions import db, feeds_folder
from casework.feeds import fetching, files, processes
from casework.feeds.models import FeedImport, FeedProfile
from casework.people.keys import keep_keys
from casework.people.models import Unit
from casework.ss12000.wire import Client as Asking
from tests.clients import Client, client_as
from tests.factories import School, make_user, work
from tests.feeds.sending import AT, Send, attached, entries, kept, state
from tests.feeds.system import event, lists, said
from tests.feeds.writing import line, table
from tests.rosters.server import System, serving

GOOD = (line(), line(day="2026-09-08", code="ogiltig frånvaro"))
BAD = (line(key="99"), line(day="2026-02-30", subject="=1+1"))


def test_a_file_is_looked_at_and_then_applied_and_nothing_of_it_is_left(
    app: Flask, isak: Client, send: Send
) -> None:
    page = send(table(*GOOD))
    assert "Inget har skrivits än" in page.text
    assert (state(app), entries(app)) == ("previewed", 0)
    there = isak.send(page, "/apply")
    assert (state(app), entries(app), kept(app)) == ("applied", 1, [])
    assert "Närvaron är inläst" in isak.get(there).text
    assert "Inläst" in isak.get(f"{AT}/").text
    assert "Lät en närvarofil läsas in" in isak.get("/administration/log").text
    again = send(table(*GOOD))
    assert "finns redan här" in again.text


def test_lines_that_are_wrong_are_told_and_left_out_only_where_somebody_says_so(
    app: Flask, isak: Client, send: Send
) -> None:
    page = send(table(*GOOD, *BAD))
    cells = [[cell.text for cell in row.all("td")] for row in page.main.all("tr")]
    assert ["Elev-id", "99", "Ingen elev här har det namnet eller numret."] in cells
    assert ["Datum", "2026-02-30", "Det är inget datum i den form som profilen anger."] in cells
    assert ["Ämne", "=1+1", "Det ser ut som en formel."] in cells
    where = page.form("/apply").attributes["action"]
    isak.post(where, isak.tokens(), 400)
    assert (state(app), entries(app)) == ("previewed", 0)
    told = isak.raw.get(where.replace("/apply", "/lines.csv"))
    assert told.mimetype == "text/csv"
    assert "5;Ämne;'=1+1;Det ser ut som en formel." in told.text
    assert isak.get(where.replace("/apply", "/lines")).main.all("tr")[1].all("td")[1].text == "99"
    isak.send(page, "/apply")
    assert (state(app), entries(app)) == ("applied", 1)
    isak.get(where.replace("/apply", "/lines"), 404)


def test_what_was_set_apart_before_an_upgrade_is_read_and_looked_at_anew(
    app: Flask, isak: Client, send: Send
) -> None:
    page = send(table(*GOOD))
    with app.app_context():
        stage = files.stage_of(db.session.scalars(select(FeedImport.id)).one())
    with closing(sqlite3.connect(stage)) as older:
        older.executescript("PRAGMA user_version = 0; DROP TABLE told;")
    there = isak.send(page, "/apply")
    assert (state(app), entries(app)) == ("previewed", 0)
    isak.send(isak.get(there), "/apply")
    assert (state(app), entries(app)) == ("applied", 1)


def test_what_stands_in_a_file_is_told_to_who_sent_it_and_nobody_else(
    app: Flask, school: School, send: Send
) -> None:
    page = send(table(*GOOD, line(day="2026-09-09", group="MA 8"), *BAD))
    where = page.form("/drop").attributes["action"].removesuffix("/drop")
    with work(app):
        other = make_user(
            role="system_administrator", unit=db.session.get_one(Unit, school.authority), name="Ulla Tankesjö"
        ).id
    ulla = client_as(app, other)
    for address in (where, f"{where}/lines"):
        text = ulla.get(address).main.text
        assert "Elev-id" in text
        assert "99" not in text
        assert "MA 8" not in text
    assert "99" not in ulla.raw.get(f"{where}/lines.csv").text
    assert "99" in page.main.text


def test_what_is_odd_about_a_file_is_told_before_it_is_applied(app: Flask, isak: Client, send: Send) -> None:
    page = send(table(*(one.replace(";;", ";MA 8;") for one in GOOD), line(day="2026-09-09")).rstrip("\n"))
    assert "2 rader anger grupper som skolan inte har här." in page.text
    assert "Grupper som skolan inte har här: MA 8." in page.text
    assert "ingen radbrytning" in page.text
    other = send(table(*GOOD))
    assert "rupper som" not in other.text
    assert "ingen radbrytning" not in other.text
    empty = send(table())
    assert "Filen har inga rader med närvaro" in empty.text
    assert "finns redan här" not in empty.text


def test_an_import_whose_process_is_gone_is_told_so_in_the_list(
    app: Flask, isak: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "start", lambda *_: None)
    address = send(table(*GOOD)).form("/drop").attributes["action"].removesuffix("/drop")
    assert "Avbruten" in isak.get(f"{AT}/").one("tbody").text
    with app.app_context(), files.at_work(UUID(address.rsplit("/", 1)[-1])):
        assert "Väntar på att läsas" in isak.get(f"{AT}/").one("tbody").text


def test_a_file_is_thrown_away(app: Flask, isak: Client, send: Send) -> None:
    page = send(table(*GOOD))
    isak.send(page, "/drop")
    assert (state(app), entries(app), kept(app)) == ("dropped", 0, [])
    assert not isak.get(f"{AT}/").main.all("form")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Den här är tom"),
        (b"%PDF-1.7", "Det här är en PDF"),
        (b"<html>502</html>", "webbsida"),
        (b"a;b\n1;2\n", "saknas"),
    ],
)
def test_a_file_that_is_none_gets_one_answer(app: Flask, send: Send, content: bytes, words: str) -> None:
    page = send(content, status=303 if content else 422)
    assert words in page.main.text
    assert kept(app) == []


def test_the_system_is_asked_where_one_is_connected_and_its_answer_is_looked_at_first(
    app: Flask, school: School, isak: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Fråga systemet" not in isak.get(f"{AT}/").main.text
    isak.post(f"{AT}/fetch", isak.tokens(), 404)
    monkeypatch.setattr(fetching, "Client", lambda settings, ticks: Asking(settings, ticks, wait=0))
    day = school_date(now()).isoformat()
    lesson = event("e1", "08:00", "09:00", said("1", invalid=60), day=day)
    with serving(System(lists=lists(lesson))) as system:
        monkeypatch.setitem(app.config, "SS12000", {"url": system.url})
        with work(app):
            keep_keys("127.0.0.1", {"1": school.student})
        page = isak.get(isak.send(isak.get(f"{AT}/"), "/fetch"))
        assert "allt under läsåret" in page.main.text
        assert (state(app), entries(app)) == ("previewed", 0)
        there = isak.send(page, "/apply")
        assert (state(app), entries(app), kept(app)) == ("applied", 1, [])
        assert "Filen" not in isak.get(there).main.text
        again = isak.get(isak.send(isak.get(f"{AT}/"), "/fetch"))
        assert "det som har ändrats sedan" in again.main.text
        assert "Allt finns redan här" in again.main.text
        system.lists = lists(event("e1", "08:00", "09:00", said("1", invalid=400), day=day))
        wrong = isak.get(isak.send(isak.get(f"{AT}/"), "/fetch", whole="yes"))
        assert f"{day} attendances/att-1 invalidAbsenceMinutes 400" in " ".join(wrong.main.text.split())
        assert "Plats i det andra systemet" in wrong.main.text
        system.lists = {}
        refused = isak.get(isak.send(isak.get(f"{AT}/"), "/fetch", whole="yes"))
        assert "answered 404" in refused.main.text
    with app.app_context():
        found = sorted(db.session.scalars(select(FeedImport.state)))
        assert found == ["applied", "dropped", "dropped", "refused"]


def test_a_file_without_a_profile_is_sent_back(isak: Client) -> None:
    page = isak.post(f"{AT}/new", {**isak.tokens(), "file": attached(b"a")}, 422)
    assert "välj den igen" in page.text  # which no browser keeps
    assert "Välj hur filen ska läsas." in page.text
    both = isak.post(f"{AT}/new", isak.tokens(), 422).one("div", role="group")
    assert [one.attributes["href"] for one in both.all("a")] == ["#file", "#profile-0"]


def test_a_process_that_was_stopped_is_seen_and_goes_on(
    app: Flask, isak: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = processes.start
    monkeypatch.setattr(processes, "start", lambda *_: None)
    page = send(table(*GOOD))
    assert "Arbetet avbröts" in page.text
    monkeypatch.setattr(processes, "start", working)
    isak.send(page, "/again")
    assert state(app) == "previewed"


def test_a_page_asks_again_as_long_as_a_process_has_the_import(
    app: Flask, isak: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "start", lambda *_: None)
    address = send(table(*GOOD)).form("/drop").attributes["action"].removesuffix("/drop")
    with app.app_context(), files.at_work(UUID(address.rsplit("/", 1)[-1])) as is_mine:
        assert is_mine
        answer = isak.raw.get(address)
    assert answer.headers["Refresh"] == f"2; url={address}?again=1"
    assert "Refresh" not in isak.raw.get(address).headers


def test_the_lock_is_handed_to_the_process_and_goes_with_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PROGRAM", "import sys, threading; threading.Event().wait()")
    one = uuid4()
    with app.app_context():
        process = processes.start(one, feeds_folder().parent)
        assert process
        assert files.is_at_work(one)
        assert processes.start(one, feeds_folder().parent) is None
        process.kill()
        process.wait()
        assert not files.is_at_work(one)
        files.forget(one)


def test_a_profile_is_made_from_a_sample_and_reads_files_from_then_on(
    app: Flask, isak: Client, send: Send
) -> None:
    text = "Pupil;When;At;Long;Mark\n1;2026-09-07;08:00;60;N\n1;2026-09-08;08:00;60;F\n"
    sample = {**isak.tokens(), "file": attached(text.encode())}
    page = isak.post(f"{AT}/profiles/new", sample, 200)
    chosen = {
        "column_key": "1", "column_day": "2", "column_starts": "3", "column_minutes": "4",
        "column_code": "5", "source": "casework",
    }  # fmt: skip
    page = isak.send(page, "/shape", 200, **chosen, do="look")
    assert "koder" in page.one("section", id="preview").text  # what they mean is not said yet
    codes = {"meaning_0": "present", "meaning_1": "absent_invalid"}
    page = isak.send(page, "/shape", 200, **codes, do="look")
    rows = [row.text for row in page.one("section", id="preview").all("tr")]
    assert "Närvarande" in rows[1]
    assert "utan giltigt skäl" in rows[2]
    isak.send(page, "/shape", 422, name="", do="save")
    isak.send(page, "/shape", name="Vår export", do="save")
    with app.app_context():
        row = db.session.scalars(select(FeedProfile)).one()
        name, where = row.id.hex, row.id
    isak.send(send(text, name), "/apply")
    assert entries(app) == 1
    isak.send(isak.get(f"{AT}/profiles/{where}/remove"))
    assert "Vår export" not in isak.get(f"{AT}/profiles").text


def test_a_sample_that_is_no_table_is_sent_back(isak: Client) -> None:
    for content in (b"", b"\x89PNG\r\n", b"<a/>"):
        fields = {**isak.tokens(), "file": attached(content)}
        assert isak.post(f"{AT}/profiles/new", fields, 422).heading
    isak.post(f"{AT}/profiles/shape", {**isak.tokens(), "do": "save"}, 422)
    odd = {**isak.tokens(), "do": "look", "sample": "a;b\n1", "column_key": "9", "column_day": "²"}
    assert isak.post(f"{AT}/profiles/shape", odd, 200).heading

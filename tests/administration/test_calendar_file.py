"""A file with the school's year: which terms, breaks and staff days it tells, and what is not taken."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from casework.administration.calendar_file import FileCalendar, read_calendar
from casework.administration.calendar_rows import CalendarRow, joined
from casework.administration.tables import Unreadable
from casework.administration.templates import template
from casework.attendance.calendars import LaidCalendar
from casework.engine.school_calendar import Term
from tests.clients import Client

AUTUMN = Term(date(2026, 8, 18), date(2026, 12, 18))
SPRING = Term(date(2027, 1, 11), date(2027, 6, 11))
OCTOBER = [date(2026, 10, day) for day in range(26, 31)]


def event(words: str, first: str, last: str = "", more: str = "") -> str:
    ends = f"DTEND;VALUE=DATE:{last}\n" if last else ""
    return (
        f"BEGIN:VEVENT\nUID:{words}@x\nDTSTART;VALUE=DATE:{first}\n{ends}{more}SUMMARY:{words}\nEND:VEVENT\n"
    )


def timed(words: str, first: str, last: str) -> str:
    return f"BEGIN:VEVENT\nDTSTART:{first}\nDTEND:{last}\nSUMMARY:{words}\nEND:VEVENT\n"


def ics(*events: str) -> str:
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n" + "".join(events) + "END:VCALENDAR\n"


def codes(found: FileCalendar) -> dict[str, str]:
    return {one.words: one.code for one in found.left}


def test_a_table_tells_terms_breaks_and_staff_days() -> None:
    found = read_calendar(
        "Vad;Från;Till\nHösttermin;2026-08-18;2026-12-18\nHöstlov;26.10.2026;30.10.2026\nK-dag;2026-11-16;\n",
        "sv",
    )
    assert found.laid.terms == (AUTUMN,)
    assert found.laid.closed == dict.fromkeys(OCTOBER, "break") | {date(2026, 11, 16): "staff_day"}
    assert not found.left


def test_lines_that_cannot_be_taken_are_told_with_their_line() -> None:
    found = read_calendar(
        'What,From,To\nBreak,soon,\n"Long\nbreak",2026-10-26,2028-01-01\nSports day,2026-09-01,\nBreak,,\n'
        "Autumn break,2026-10-26,2026-10-30\n",
        "en",
    )
    assert [(one.line, one.code) for one in found.left] == [
        (2, "not_a_day"),
        (3, "not_a_stretch"),
        (5, "unknown"),
        (6, "no_day"),
    ]
    assert list(found.laid.closed) == OCTOBER, "good lines are kept"


def test_a_calendar_tells_whole_days_and_nothing_else() -> None:
    found = read_calendar(
        ics(
            event("Høstferie", "20261026", "20261031"),
            event("Planleggingsdag", "20261116"),
            event("Elevfri dag", "20270104", more="STATUS:CANCELLED\n"),
            event("Studiedag varje vecka", "20261102", more="RRULE:FREQ=WEEKLY\n"),
            event("Foreldremøte", "20260901"),
            event("SFO stengt, planleggingsdag", "20260813"),
            timed("Studiedag fm", "20261120T080000Z", "20261120T110000Z"),
            event("Lov", "99981026"),
            event("Ferie", "20261026", "00010101"),
            timed("Staff day", "20261122T230000Z", "20261123T230000Z"),
        ),
        "nb",
    )
    assert found.laid.closed == dict.fromkeys(OCTOBER, "break") | {
        date(2026, 11, 16): "staff_day",
        date(2026, 11, 23): "staff_day",  # from midnight to midnight at the school
    }
    assert codes(found) == {
        "Elevfri dag": "cancelled",
        "Studiedag varje vecka": "repeats",
        "Foreldremøte": "unknown",
        "SFO stengt, planleggingsdag": "unknown",
        "Studiedag fm": "part_of_day",
        "Lov": "unlikely_day",
    }
    assert next(one.line for one in found.left) == 15, "the line on which the event begins"


def test_terms_are_told_whole_or_by_their_ends() -> None:
    found = read_calendar(
        ics(
            event("Skolstart", "20260818"),
            event("Sista skoldagen före jullovet", "20261218"),
            event("Vårterminen börjar", "20270111"),
            event("Skolavslutning", "20270611"),
            event("Vårtermin", "20270111", "20270612"),
            event("Höstlov börjar", "20261026"),
            event("Lärarnas terminsstart", "20260810"),
            event("Terminsstart", "20270818"),
            event("Sista ansökningsdag till gymnasieskolan", "20270201"),
        ),
        "sv",
    )
    assert found.laid.terms == (AUTUMN, SPRING)
    assert not found.laid.closed
    assert codes(found) == {
        "Höstlov börjar": "edge_of_break",
        "Lärarnas terminsstart": "unknown",
        "Terminsstart": "alone",
        "Sista ansökningsdag till gymnasieskolan": "unknown",
    }


def test_of_terms_that_overlap_the_shorter_is_taken() -> None:
    text = "What;From;To\nWhole year term;2026-08-18;2027-06-11\nTerm;2026-08-18;2026-12-18\n"
    found = read_calendar(text, "en")
    assert found.laid.terms == (AUTUMN,)
    assert codes(found) == {"Whole year term": "terms_overlap"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ics(), "no_events"),
        (ics(event("Lov", "20261026"))[:-5], "cut_off"),
        ("BEGIN:VCALENDAR\nneither name nor value\nEND:VCALENDAR\n", "broken_calendar"),
        ("Namn;Klass\nAlva;8B\n", "columns_missing"),
        ("Vad;Från\n", "empty"),
    ],
)
def test_a_file_of_another_kind_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_calendar(text, "sv")
    assert refused.value.code == code


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_template_can_be_sent(language: str) -> None:
    found = read_calendar(template("calendar", language), language)
    assert (len(found.laid.terms), len(found.laid.closed), found.left) == (1, 6, ())


def test_what_a_file_adds_is_joined_with_what_is_laid() -> None:
    laid = LaidCalendar((AUTUMN, SPRING), {OCTOBER[0]: "break", OCTOBER[1]: "staff_day"})
    longer = Term(AUTUMN.first, date(2026, 12, 22))
    now = joined(laid, LaidCalendar((longer, SPRING), dict.fromkeys(OCTOBER, "break")))
    assert (now.terms, now.replaced) == ((longer,), (AUTUMN,))
    assert now.closed == (CalendarRow("2026-10-27", "2026-10-30", "break"),)
    assert now.laid == LaidCalendar((longer, SPRING), dict.fromkeys(OCTOBER, "break"))
    assert joined(now.laid, now.laid).is_nothing


def test_a_file_fills_the_page_and_is_kept_by_saving(app, school, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    url = f"/administration/schools/{school.unit}/calendar"
    text = "Vad;Från;Till\nHösttermin;2026-08-18;2026-12-18\nFotodag;2026-09-01;\n"
    assert "Välj en fil" in isak.post(f"{url}/file", isak.tokens(), 422).main.text
    sent = FileStorage(BytesIO(text.encode("cp1252")), "år.csv")
    shown = isak.post(f"{url}/file", {**isak.tokens(), "file": sent}, 200)
    assert "Fotodag" in shown.text
    assert shown.all("input", name="term_first")[0].attributes["value"] == "2026-08-18"
    assert isak.get(url).all("input", name="term_first")[0].attributes["value"] == "", "nothing is saved yet"
    isak.send(shown, action=url)
    assert isak.get(url).all("input", name="term_first")[0].attributes["value"] == "2026-08-18"


CALENDARS = (
    ics(event("Höstlov", "20261026", "20261031"), timed("Studiedag", "20261120T080000Z", "20261120T110000Z")),
    "Vad;Från;Till\nHösttermin;2026-08-18;2026-12-18\nHöstlov;2026-10-26;2026-10-30\n",
)


@pytest.mark.usefixtures("effort")
@given(
    text=st.sampled_from(CALENDARS),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.text(max_size=8)), max_size=5),
)
def test_any_change_to_a_file_is_read_or_refused(text: str, changes: list[tuple[int, int, str]]) -> None:
    for begins, number, more in changes:
        text = text[:begins] + more + text[begins + number :]
    with suppress(Unreadable):
        found = read_calendar(text, "sv")
        assert all(found.laid.closed.values())
        assert all(term.first <= term.last for term in found.laid.terms)

"""Edlevo's XML: what its events say, in both services; and files that are something else or would harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.attendance.actions import PRESENT, Said
from casework.feeds.records import Unreadable
from tests.feeds.writing import faults, found, records

NAMESPACE = "http://open.tieto.com/edu/absence/v2"
HEAD = f'<?xml version="1.0" encoding="utf-8"?>\n<persons xmlns="{NAMESPACE}"><properties/>'
EVENT = """<event><start>{start}</start><stop>2026-09-07T09:00:00</stop><unitname>Ekbackaskolan</unitname>
<unitid>1</unitid><schoolevent><lessonid>7</lessonid><registeredby>x</registeredby><reason>{reason}</reason>
<minutes>{minutes}</minutes><lessonminutes>{lasts}</lessonminutes><courseorsubjectcode>MA</courseorsubjectcode>
<courseorsubjectname>Matematik &amp; mer</courseorsubjectname><grouporclassname>8B</grouporclassname>
</schoolevent></event>"""
BOMB = '<!DOCTYPE persons [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><persons>&b;</persons>'
OUTSIDE = '<!DOCTYPE persons [<!ENTITY a SYSTEM "file:///etc/passwd">]><persons>&a;</persons>'


def event(reason: str, minutes: str = "60", *, lasts: str = "60", start: str = "2026-09-07T08:00:00") -> str:
    """One event of a lesson."""
    return EVENT.format(reason=reason, minutes=minutes, lasts=lasts, start=start)


def answer(*events: str, person: str = "201203141234") -> str:
    """The service's answer about one person."""
    return f"{HEAD}<person><personid>{person}</personid>{''.join(events)}</person></persons>"


@pytest.mark.parametrize(
    ("service", "reason", "minutes", "said"),
    [
        ("absence", "Invalid", "60", Said("absent", 0, "invalid", code="Invalid")),
        ("absence", "Valid", "20", Said("left_early", 20, "valid", code="Valid")),
        ("absence", "LateArrival", "5", Said("late", 5, code="LateArrival")),
        ("absence", "Present", "0", PRESENT),
        ("presence", "Valid", "60", PRESENT),
        ("presence", "Present", "60", PRESENT),
        ("presence", "LateArrival", "50", Said("late", 10, code="LateArrival")),
    ],
)
def test_an_event_says_what_its_service_means(
    tmp_path: Path, service: str, reason: str, minutes: str, said: Said
) -> None:
    (one,) = records(found(tmp_path, answer(event(reason, minutes)), f"edlevo-{service}"))
    assert (one.said, one.student.key) == (said, "201203141234")
    assert (one.lesson.subject, one.lesson.group, one.lesson.starts) == ("Matematik & mer", "8B", 480)


def test_each_fault_has_the_line_of_its_event(tmp_path: Path) -> None:
    text = answer(
        event("Valid"),
        "\n" + event("Sick"),
        "\n" + event("Valid", "90", start="x"),
        event("Invalid", "0"),
        "<event><start>2026-09-07T08:00:00</start><preschoolevent/></event>",
        event("Valid", lasts="0"),
    )
    every = found(tmp_path, text, "edlevo-absence")
    assert [one[1:] for one in faults(every)] == [
        ("reason", "Sick", "unknown_code"),
        ("start", "x", "not_a_moment"),
        ("minutes", "90", "more_than_lesson"),
        ("minutes", "0", "no_minutes"),
        ("lessonminutes", "0", "no_length"),
        ("minutes", "60", "more_than_lesson"),
    ]
    assert [one[0] for one in faults(every)][:2] == [7, 12]
    assert len(records(every)) == 1


def test_a_moment_with_a_zone_is_told_by_the_schools_clock(tmp_path: Path) -> None:
    (one,) = records(found(tmp_path, answer(event("Valid", start="2026-09-06T22:30:00Z")), "edlevo-absence"))
    assert (one.lesson.day.day, one.lesson.starts) == (7, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "declares_itself"),
        (OUTSIDE, "declares_itself"),
        ("<aggregations/>", "other_xml"),
        ("a;b\n", "no_xml"),
        (HEAD + "<person></persons>", "broken_xml"),
        (answer(event("Valid"))[:-30], "cut_off"),
        ("<persons>" + "<a>" * 50 + "</a>" * 50 + "</persons>", "other_xml"),
    ],
)
def test_other_xml_and_what_would_harm_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as told:
        found(tmp_path, text, "edlevo-absence")
    assert told.value.code == code


@pytest.mark.parametrize("encoding", ["A", "base64", "shift_jis", "idna", "undefined"])
def test_signs_that_nobody_can_read_are_told_and_others_are_read(tmp_path: Path, encoding: str) -> None:
    text = answer(event("Valid"))
    with pytest.raises(Unreadable, match="broken_xml"):
        found(tmp_path, text.replace("utf-8", encoding), "edlevo-absence")
    assert len(found(tmp_path, text.replace("utf-8", "iso-8859-1"), "edlevo-absence")) == 1

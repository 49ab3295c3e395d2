"""A profile in the making: which rows of a file its page keeps, and in which encoding they are read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from casework.feeds.opening import beginning_of
from casework.feeds.pages.sample import sample_page
from casework.feeds.records import Record, Unreadable
from casework.feeds.sample import MOST_ROWS, MOST_SIGNS, SAMPLE, begin, first_rows, tried
from tests.feeds.writing import LATEST, line, table

MANY = table(*(line(subject='"Ma\n\n8"', day=f"2026-09-{day:02}") for day in range(1, 31)))


def test_a_sample_is_cut_between_rows_however_many_lines_they_have() -> None:
    assert first_rows(MANY) == MANY  # 31 rows on 91 lines
    twice = MANY + MANY.partition("\n")[2]
    kept = first_rows(twice)
    assert kept.count("2026-09-") == MOST_ROWS - 1
    assert twice.startswith(kept)
    assert kept.endswith("närvarande;\n")


def test_a_sample_that_is_larger_than_a_page_ends_with_a_whole_row() -> None:
    row = line(subject='"' + "å\n" * 1500 + '"') + "\n"
    text, _ = beginning_of((table() + row * 100).encode()[:SAMPLE])
    assert first_rows(text) == table() + row * ((MOST_SIGNS - len(table())) // len(row))


def test_a_small_sample_is_not_cut_and_a_mark_that_never_closes_is_told() -> None:
    with pytest.raises(Unreadable, match="broken_line"):
        first_rows(table(line(subject='"Ma')))


def test_the_sample_is_read_in_the_encoding_that_is_chosen() -> None:
    text, found_in = beginning_of(table(line(subject="Slöjd")).encode("cp1252"))
    draft = begin(text, found_in)
    wrong = replace(draft, choices={**draft.choices, "encoding": "utf-8"})
    right = replace(draft, choices={**draft.choices, "encoding": "windows-1252"})
    profile = right.profile(right.sheet().headings)
    assert (found_in, profile.encoding) == ("cp1252", "windows-1252")
    (one,) = tried(right, profile, LATEST)
    assert isinstance(one, Record)
    assert one.lesson.subject == "Slöjd"
    with pytest.raises(Unreadable, match="not_text"):
        wrong.sheet()


def test_choices_stay_beside_an_encoding_that_is_wrong(app: Flask) -> None:
    draft = begin(*beginning_of(table(line(subject="Slöjd")).encode("cp1252")))
    with app.test_request_context():
        page = sample_page(replace(draft, choices={**draft.choices, "encoding": "utf-8"}), LATEST)
        sound = sample_page(draft, LATEST)
    assert (page.columns, page.profile, sound.problem) == (sound.columns, None, "")
    assert page.problem


def test_what_a_sample_lacks_is_a_sentence(app: Flask) -> None:
    with app.test_request_context():
        page = sample_page(begin(*beginning_of(b"Tid;Status\n08.10;F\n")), LATEST)
    assert page.problem[0].isupper()


def test_a_day_in_the_first_line_is_no_heading_and_columns_show_what_stands_in_them(app: Flask) -> None:
    bare = begin(*beginning_of(b"7001;2026-11-23T08:20;F\n7002;2026-11-23T08:20;N\n"))
    headed = begin(*beginning_of(b"Pupil;When;Mark\n7001;2026-11-23;F\n"))
    with app.test_request_context():
        names = [
            [name for _, name, _ in sample_page(one, LATEST).columns[0].choices] for one in (bare, headed)
        ]
    assert (bare.has_headings, names[0][1:]) == (False, ["1: 7001", "2: 2026-11-23T08:20", "3: F"])
    assert (headed.has_headings, names[1][1:]) == (True, ["Pupil", "When", "Mark"])

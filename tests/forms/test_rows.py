"""Rows of a table are added, removed and moved without a script and without losing anything."""

from __future__ import annotations

import pytest

from casework.forms.rows import add_row, after_button, move_row, remove_row
from tests.forms.examples import a_field, context, form_of

ONE, TWO = {"what": "Ett"}, {"what": "Två"}
OLD = {"asked": [ONE, TWO], "other": "x"}


def test_a_row_is_added_last():
    assert add_row(OLD, "asked") == {"asked": [ONE, TWO, {}], "other": "x"}
    assert add_row({}, "asked") == {"asked": [{}]}


def test_a_row_is_removed_and_the_last_one_leaves_nothing():
    assert remove_row(OLD, "asked", 0) == {"asked": [TWO], "other": "x"}
    assert remove_row({"asked": [ONE]}, "asked", 0) == {}


def test_a_row_is_moved_up_and_down():
    assert move_row(OLD, "asked", 1, -1)["asked"] == [TWO, ONE]
    assert move_row(OLD, "asked", 0, 1)["asked"] == [TWO, ONE]


@pytest.mark.parametrize(("index", "step"), [(0, -1), (1, 1), (9, -1), (-1, 1)])
def test_a_row_stays_where_it_cannot_be_moved(index, step):
    assert move_row(OLD, "asked", index, step) == OLD


def test_the_old_answers_are_left_as_they_are():
    remove_row(OLD, "asked", 0)
    move_row(OLD, "asked", 0, 1)
    add_row(OLD, "asked")
    assert OLD == {"asked": [ONE, TWO], "other": "x"}


def test_why_a_table_is_declined_stays_when_its_rows_change():
    old = {"asked": {"declined": "Nej", "answer": [ONE]}}
    assert add_row(old, "asked") == {"asked": {"declined": "Nej", "answer": [ONE, {}]}}
    assert remove_row(old, "asked", 0) == {"asked": {"declined": "Nej"}}


@pytest.mark.parametrize(
    ("do", "rows"),
    [
        ("add:asked", [ONE, TWO, {}]),
        ("remove:asked:1", [ONE]),
        ("remove:asked:7", [ONE, TWO]),
        ("up:asked:1", [TWO, ONE]),
        ("down:asked:0", [TWO, ONE]),
    ],
)
def test_a_button_of_the_page_does_what_it_says(do, rows):
    assert after_button(form_of(a_field("table")), OLD, do, context()) == {"asked": rows, "other": "x"}


@pytest.mark.parametrize(
    "do",
    [
        "save",
        "",
        "add",
        "add:other",
        "add:nothing",
        "add:asked:1",
        "remove:asked",
        "up:asked:x",
        "in:asked:0",
    ],
)
def test_another_button_is_not_for_rows(do):
    assert after_button(form_of(a_field("table"), a_field("text", "other")), OLD, do, context()) is None


def test_no_row_is_added_to_a_full_table():
    assert after_button(form_of(a_field("table", at_most=2)), OLD, "add:asked", context()) == OLD
    assert after_button(form_of(a_field("table", at_most=3)), OLD, "add:asked", context()) != OLD


def test_a_table_that_may_not_be_read_has_no_buttons():
    form = form_of(a_field("table"), **{"class": "medical"})
    assert after_button(form, OLD, "add:asked", context(readable=frozenset({"school"}))) is None
    assert after_button(form, OLD, "add:asked", context()) is not None

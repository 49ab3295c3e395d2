"""Rows of a table are added, removed and moved without a script and without losing anything."""

from __future__ import annotations

import pytest

from casework.forms.rows import add_row, after_button, move_row, remove_row
from tests.forms.examples import a_field, context, form_of, without_ids

ONE, TWO = {"what": "Ett"}, {"what": "Två"}
OLD = {"asked": [ONE, TWO], "other": "x"}
TABLE = form_of(a_field("table")).field("asked")


def test_a_row_is_added_last():
    assert without_ids(add_row(OLD, TABLE)) == {"asked": [ONE, TWO, {}], "other": "x"}


def test_a_first_row_is_added_under_the_one_that_the_page_offers():
    optional = form_of(a_field("table", optional=True)).field("asked")
    assert without_ids(add_row({}, TABLE)) == {"asked": [{}, {}]}
    assert without_ids(add_row({}, optional)) == {"asked": [{}]}


def test_each_new_row_has_an_id_of_its_own():
    twice = add_row(OLD, TABLE)
    twice = add_row(twice, TABLE)
    assert len({row["_row"] for row in twice["asked"][2:]}) == 2


def test_a_row_is_removed_and_the_last_one_leaves_nothing():
    assert remove_row(OLD, TABLE, "at0") == {"asked": [TWO], "other": "x"}
    assert remove_row({"asked": [ONE]}, TABLE, "at0") == {}


def test_a_row_is_moved_up_and_down():
    assert move_row(OLD, TABLE, "at1", -1)["asked"] == [TWO, ONE]
    assert move_row(OLD, TABLE, "at0", 1)["asked"] == [TWO, ONE]


@pytest.mark.parametrize(("row", "step"), [("at0", -1), ("at1", 1), ("at9", -1), ("other", 1)])
def test_a_row_stays_where_it_cannot_be_moved(row, step):
    assert move_row(OLD, TABLE, row, step) == OLD


def test_a_row_is_found_by_its_own_id_wherever_it_stands():
    old = {"asked": [{"_row": "b", **TWO}, {"_row": "a", **ONE}]}
    assert remove_row(old, TABLE, "b") == {"asked": [{"_row": "a", **ONE}]}


def test_the_old_answers_are_left_as_they_are():
    remove_row(OLD, TABLE, "at0")
    move_row(OLD, TABLE, "at0", 1)
    add_row(OLD, TABLE)
    assert OLD == {"asked": [ONE, TWO], "other": "x"}


def test_why_a_table_is_declined_stays_when_its_rows_change():
    table = form_of(a_field("table", voice="student")).field("asked")
    old = {"asked": {"declined": "Nej", "answer": [ONE]}}
    assert without_ids(add_row(old, table)) == {"asked": {"declined": "Nej", "answer": [ONE, {}]}}
    assert remove_row(old, table, "at0") == {"asked": {"declined": "Nej"}}


@pytest.mark.parametrize(
    ("do", "rows"),
    [
        ("add:asked", [ONE, TWO, {}]),
        ("remove:asked:at1", [ONE]),
        ("remove:asked:at7", [ONE, TWO]),
        ("up:asked:at1", [TWO, ONE]),
        ("down:asked:at0", [TWO, ONE]),
    ],
)
def test_a_button_of_the_page_does_what_it_says(do, rows):
    after = after_button(form_of(a_field("table")), OLD, do, context())
    assert without_ids(after) == {"asked": rows, "other": "x"}


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
        "up:asked",
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

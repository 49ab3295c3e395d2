"""Every kind of field takes what it is for, refuses the rest, and says its answer in words."""

from __future__ import annotations

import pytest

from casework.forms.checks import problems
from casework.forms.reading import answer_text
from tests.forms.examples import a_field, context, form_of

GIVEN = {"answer": "given", "by": "Karl Exempel", "on": "2026-11-22", "scope": ""}
LIMITS = {"at_least": 1, "at_most": 10, "unit": "dagar"}
WRONG = [
    ("text", {}, "x" * 301, "too_long"),
    ("text", {}, "nul\0", "control_characters"),
    ("longtext", {}, "x" * 20_001, "too_long"),
    ("longtext", {}, "half a letter \ud800", "control_characters"),
    ("person", {}, "x" * 301, "too_long"),
    ("date", {}, "22/11", "not_a_date"),
    ("date", {}, "2026-02-30", "not_a_date"),
    ("date", {}, "20261122", "not_a_date"),
    ("date", {}, "0001-01-01", "not_a_date"),
    ("time", {}, "25:00", "not_a_time"),
    ("time", {}, "15", "not_a_time"),
    ("date_time", {}, "2026-11-22", "not_a_date_time"),
    ("date_time", {}, "2026-11-22T24:10", "not_a_date_time"),
    ("number", {}, "många", "not_a_number"),
    ("number", {}, "1e5", "not_a_number"),
    ("number", {}, "٣", "not_a_number"),
    ("number", LIMITS, "0,9", "too_low"),
    ("number", LIMITS, "10.1", "too_high"),
    ("choice", {}, "letter", "unknown_option"),
    ("multi", {}, ["absence", "letter"], "unknown_option"),
    ("yes_no", {}, "maybe", "unknown_option"),
    ("scale", {}, "5", "unknown_option"),
    ("consent", {}, {"answer": "perhaps"}, "unknown_option"),
    ("consent", {}, {"scope": "Mötet"}, "missing_choice"),
    ("consent", {}, {**GIVEN, "by": " "}, "missing_by"),
    ("consent", {}, {**GIVEN, "on": ""}, "missing_on"),
    ("consent", {}, {**GIVEN, "on": "i går"}, "not_a_date"),
    ("consent", {}, {**GIVEN, "scope": "x" * 301}, "too_long"),
    ("table", {"at_least": 2}, [{"what": "Ett"}], "too_few_rows"),
    ("table", {"at_most": 1}, [{"what": "Ett"}, {"what": "Två"}], "too_many_rows"),
    ("table", {}, [{"what": "x" * 301}], "too_long"),
]
RIGHT = [
    ("text", {}, " Ett ord ", "Ett ord"),
    ("longtext", {}, "x" * 20_000, "x" * 20_000),
    ("longtext", {}, "En rad\n\tmed indrag", "En rad\n\tmed indrag"),
    ("person", {}, "Ann Exempel", "Ann Exempel"),
    ("date", {}, "2028-02-29", "tisdag 29 februari 2028"),
    ("time", {}, "00:00", "00.00"),
    ("date_time", {}, "2026-11-22T15:30", "söndag 22 november 2026 15.30"),
    ("date_time", {}, "2026-11-22 15:30", "söndag 22 november 2026 15.30"),
    ("number", {}, "-2,50", "-2,50"),
    ("number", LIMITS, "10", "10 dagar"),
    ("choice", {}, "visit", "Besök"),
    ("multi", {}, ["absence", "tired"], "Frånvaro, Trötthet"),
    ("multi", {"options": {"a": "Morgon, tidigt", "b": "Kväll"}}, ["a", "b"], "Morgon, tidigt; Kväll"),
    ("yes_no", {}, "unknown", "Vet inte"),
    ("scale", {}, "4", "4 på en skala från 0 (Dåligt) till 4 (Bra)"),
    ("scale", {"options": {str(place): f"Text {place}" for place in range(5)}}, "3", "Text 3"),
    ("consent", {}, GIVEN, "Samtycke är lämnat. Karl Exempel, söndag 22 november 2026"),
    (
        "consent",
        {},
        {**GIVEN, "scope": "Mötet"},
        "Samtycke är lämnat. Karl Exempel, söndag 22 november 2026: Mötet",
    ),
    ("consent", {}, {"answer": "not_asked"}, "Inte tillfrågad än"),
    ("table", {"at_least": 2}, [{"what": "Ett"}, {}, {"what": "Två"}], "Rad 1. Vad: Ett\nRad 2. Vad: Två"),
]
EMPTY = {"multi": [], "table": [{}, {"what": "  "}], "consent": {"answer": "", "by": " "}}
WRITTEN = [kind for kind, *_ in RIGHT]


def codes(kind, more, answer):
    form = form_of(a_field(kind, **more))
    return [problem.code for problem in problems(form, {"asked": answer}, context())]


@pytest.mark.parametrize(("kind", "more", "answer", "code"), WRONG)
def test_an_answer_is_refused_with_its_code(kind, more, answer, code):
    assert code in codes(kind, more, answer)


@pytest.mark.parametrize(("kind", "more", "answer", "text"), RIGHT)
def test_an_answer_is_taken_and_read_in_words(kind, more, answer, text):
    assert codes(kind, more, answer) == []
    assert answer_text(form_of(a_field(kind, **more)).field("asked"), answer) == text


@pytest.mark.parametrize("kind", sorted(set(WRITTEN)))
def test_an_empty_answer_is_missing_unless_it_is_optional(kind):
    empty = EMPTY.get(kind, " \n")
    [code] = codes(kind, {}, empty)
    assert code.startswith("missing")
    assert codes(kind, {"optional": True}, empty) == []
    assert answer_text(form_of(a_field(kind)).field("asked"), empty) == ""


@pytest.mark.parametrize("kind", sorted(set(WRITTEN)))
@pytest.mark.parametrize("odd", [None, 7, True, {}, {"declined": "x"}, [{}], [None, [1]], [{"what": 3}]])
def test_an_answer_of_another_shape_is_no_answer(kind, odd):
    [code] = codes(kind, {}, odd)
    assert code.startswith("missing")


def test_a_table_names_the_cell_that_is_wrong():
    columns = [a_field("text", "what"), a_field("choice", "area"), a_field("date", "due", optional=True)]
    form = form_of(a_field("table", columns=columns))
    answer = [{}, {"what": "Ring"}, {"what": "Skriv", "area": "phone", "due": "snart"}]
    found = problems(form, {"asked": answer}, context())
    assert [(problem.code, problem.anchor, problem.row) for problem in found] == [
        ("missing_choice", "f-asked-1-area", 1),
        ("not_a_date", "f-asked-2-due", 2),
    ]
    assert found[0].params["label"] == "Rad 2, Frågan area"


@pytest.mark.parametrize(("area", "wrong"), [("phone", []), ("visit", ["must_include"])])
def test_a_table_may_demand_that_some_row_says_a_thing(area, wrong):
    more = {"columns": [a_field("choice", "area")], "must_include": {"area": ["phone"]}}
    assert codes("table", more, [{"area": "visit"}, {"area": area}]) == wrong


def test_a_table_that_may_have_no_rows_is_never_asked_for():
    assert codes("table", {"at_least": 0}, []) == []
    assert codes("table", {"at_least": 1}, []) == ["missing_rows"]


def test_a_computed_field_is_never_missing():
    assert codes("computed", {}, None) == []

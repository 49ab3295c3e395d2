"""Answers are read in words, in the language of the form, and two versions are compared in the same words."""

from __future__ import annotations

import pytest

from casework.forms.definition import load_form
from casework.forms.reading import ReadTable, differences, left_out, reading
from tests.forms.examples import SHIPPED, a_field, context, form_of, form_text, shipped
from tests.forms.filled import filled

HOW = a_field("choice", "how")
WHY = a_field("text", "why", shown_if={"how": ["phone"]})


def rows(form, answers, **given):
    return [row for section in reading(form, answers, context(**given)) for row in section.rows]


def test_hidden_questions_are_absent_and_unanswered_ones_are_there():
    form = form_of(HOW, WHY)
    assert [(row.field_id, row.text) for row in rows(form, {"how": "visit", "why": "x"})] == [
        ("how", "Besök")
    ]
    assert [(row.field_id, row.text) for row in rows(form, {"how": "phone"})] == [
        ("how", "Telefon"),
        ("why", ""),
    ]


def test_what_is_answered_and_no_longer_asked_is_told_as_left_out():
    form = form_of(HOW, WHY)
    kept = {"how": "visit", "why": "Därför"}
    assert [(row.label, row.text) for row in left_out(form, kept, context())] == [("Frågan why", "Därför")]
    assert left_out(form, {**kept, "how": "phone"}, context()) == ()
    assert left_out(form, {**kept, "why": " "}, context()) == ()
    hidden = form_of(HOW, WHY, **{"class": "medical"})
    assert left_out(hidden, kept, context(readable=frozenset({"school"}))) == ()


def test_sections_that_may_not_be_read_are_absent():
    form = form_of(HOW, **{"class": "medical"})
    assert rows(form, {"how": "phone"}, readable=frozenset({"school"})) == []
    assert len(rows(form, {"how": "phone"})) == 1


def test_a_table_is_read_under_its_columns():
    columns = [a_field("text", "what"), a_field("date", "due", optional=True)]
    [row] = rows(form_of(a_field("table", columns=columns)), {"asked": [{}, {"what": "Ring"}]})
    assert row.table == ReadTable(("Frågan what", "Frågan due"), (("Ring", ""),))
    assert row.text == "Rad 1. Frågan what: Ring"


def test_a_declined_answer_is_read_with_its_reason():
    form = form_of(a_field("table", voice="student"))
    [row] = rows(form, {"asked": {"declined": "Vill inte {i dag}"}})
    assert (row.text, row.table) == ("Inget svar: Vill inte {i dag}", None)
    assert row.declined == "Vill inte {i dag}"


def test_a_computed_value_is_the_stored_one_once_there_is_one():
    form, known = form_of(a_field("computed")), {"computed": {"student_age": "14 år"}}
    assert rows(form, {}, **known)[0].text == "14 år"
    assert rows(form, {"asked": "13 år"}, **known)[0].text == "13 år"


def test_the_words_are_those_of_the_forms_language():
    forms = load_form(form_text(a_field("yes_no")), "talk.yaml")
    texts = [rows(forms.in_language(each), {"asked": "no"})[0].text for each in ("sv", "nb", "en")]
    assert texts == ["Nej", "Nei", "No"]


def test_a_correction_is_told_field_by_field():
    form = form_of(HOW, WHY, a_field("text", "same"))
    old, new = {"how": "phone", "why": "Därför", "same": "x"}, {"how": "visit", "same": "x "}
    assert [(each.field_id, each.before, each.after) for each in differences(form, old, new, context())] == [
        ("how", "Telefon", "Besök"),
        ("why", "Därför", ""),
    ]
    assert differences(form, old, dict(old), context()) == ()


GIVEN = {"answer": "given", "by": "Karl Exempelsson", "on": "2026-11-20", "scope": ""}


@pytest.mark.parametrize(
    ("field", "old", "new", "before", "after"),
    [
        (
            a_field("table"),
            [{"_row": "a", "what": "Ett"}],
            [{"_row": "b", "what": "Två"}, {"_row": "a", "what": "Ett"}],
            "Rad 1. Vad: Ett",
            "Rad 1. Vad: Två\nRad 2. Vad: Ett",
        ),
        (a_field("multi"), ["absence"], ["absence", "tired"], "Frånvaro", "Frånvaro, Trötthet"),
        (
            a_field("consent"),
            GIVEN,
            GIVEN | {"answer": "declined"},
            "Samtycke är lämnat. Karl Exempelsson, fredag 20 november 2026",
            "Har sagt nej. Karl Exempelsson, fredag 20 november 2026",
        ),
        (
            a_field("longtext", voice="student"),
            {"declined": "Var sjuk"},
            "Vill börja senare.",
            "Inget svar: Var sjuk",
            "Vill börja senare.",
        ),
        (a_field("yes_no"), "yes", None, "Ja", ""),
    ],
)
def test_a_correction_of_any_kind_of_answer_is_told(field, old, new, before, after):
    form = form_of(field)
    (found,) = differences(form, {"asked": old}, {"asked": new} if new else {}, context())
    assert (found.before, found.after) == (before, after)


def test_rows_that_only_got_other_ids_are_no_difference():
    old, new = {"asked": [{"what": "Ett"}]}, {"asked": [{"_row": "a", "what": "Ett"}]}
    assert differences(form_of(a_field("table")), old, new, context()) == ()


def test_a_difference_that_may_not_be_read_is_not_told():
    form = form_of(HOW, **{"class": "medical"})
    changed = {"how": "phone"}, {"how": "visit"}
    assert differences(form, *changed, context(readable=frozenset({"school"}))) == ()
    assert len(differences(form, *changed, context())) == 1


@pytest.mark.parametrize("form_id", SHIPPED)
def test_every_shipped_form_is_read_in_every_language(form_id):
    for language in ("sv", "nb", "en"):
        form = shipped(form_id).in_language(language)
        answers = filled(form)
        for row in rows(form, answers):
            assert row.text or row.field_id not in answers, row

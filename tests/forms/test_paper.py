"""A form on paper has every question that may still come up, says when, and leaves room to write."""

from __future__ import annotations

from casework.forms.paper import on_paper
from tests.forms.examples import SHIPPED, a_field, context, form_of, shipped
from tests.forms.filled import filled

HOW = a_field("choice", "how")
SURE = a_field("yes_no", "sure")
WHY = a_field("text", "why", shown_if={"sure": ["yes"]})
WHEN = a_field("text", "when", shown_if={"sure": ["yes"]})
LATER = a_field("text", "later", shown_if={"how": ["phone", "visit"]})
DEEP = a_field("yes_no", "deep", shown_if={"sure": ["no"]})
DEEPER = a_field("text", "deeper", shown_if={"deep": ["yes"]})


def questions(form, answers=None, **given):
    parts = on_paper(form, answers or {}, context(**given))
    return {one.field.id: one for part in parts for one in part.questions}


def test_an_empty_form_has_every_question_with_when_it_is_asked():
    asked = questions(form_of(HOW, SURE, WHY, WHEN, LATER))
    assert list(asked) == ["how", "sure", "why", "when", "later"]
    assert (asked["sure"].conditions, asked["sure"].depth) == ((), 0)
    for beneath in ("why", "when"):
        assert (asked[beneath].follows, asked[beneath].answers_of) == (True, ("yes",))
    assert (asked["later"].follows, asked["later"].answers_of) == (False, ())
    assert [(one.label, one.answers) for one in asked["later"].conditions] == [
        ("Frågan how", ("Telefon", "Besök"))
    ]


def test_an_answer_brings_its_questions_up_without_a_condition_and_takes_the_others_away():
    form = form_of(SURE, WHY, DEEP, DEEPER)
    asked = questions(form, {"sure": "yes", "why": "Därför"})
    assert list(asked) == ["sure", "why"]
    assert (asked["why"].conditions, asked["why"].depth, asked["why"].answer.text) == ((), 0, "Därför")
    assert list(questions(form, {"sure": "no"})) == ["sure", "deep", "deeper"]


def test_a_question_below_a_question_stands_deeper():
    asked = questions(form_of(SURE, DEEP, DEEPER))
    assert [asked[one].depth for one in ("sure", "deep", "deeper")] == [0, 1, 2]


def test_what_may_not_be_read_is_not_on_the_paper():
    form = form_of(SURE, **{"class": "student_health"})
    assert questions(form, readable=frozenset({"open", "school"})) == {}
    assert list(questions(form)) == ["sure"]


def test_what_is_chosen_is_marked():
    form = form_of(HOW, a_field("multi", "many"), a_field("consent", "agreed"))
    answers = {
        "how": "visit",
        "many": ["tired"],
        "agreed": {"answer": "given", "by": "Ann", "on": "", "scope": ""},
    }
    asked = questions(form, answers)
    assert [asked[one].chosen for one in answers] == [{"visit"}, {"tired"}, {"given"}]


def test_a_table_leaves_rows_to_write_in():
    form = form_of(a_field("table"))
    assert questions(form)["asked"].empty_rows == 3
    assert questions(form, {"asked": [{"what": "Ring"}]})["asked"].empty_rows == 1
    assert questions(form_of(a_field("table", at_least=4)))["asked"].empty_rows == 4
    full = form_of(a_field("table", at_most=1))
    assert questions(full, {"asked": [{"what": "Ring"}]})["asked"].empty_rows == 0


def test_a_declined_voice_says_why_and_its_questions_are_gone():
    form = form_of(a_field("yes_no", "sure", voice="student"), WHY)
    asked = questions(form, {"sure": {"declined": "Vill inte"}})
    assert list(asked) == ["sure"]
    assert asked["sure"].answer.declined == "Vill inte"


def test_every_shipped_form_stands_on_paper_empty_and_filled():
    for form_id in SHIPPED:
        form = shipped(form_id).in_language("nb")
        assert set(questions(form)) == {one.id for one in form.all_fields()}
        answers = filled(form)
        for one in questions(form, answers).values():
            assert one.answer.text or one.field.id not in answers

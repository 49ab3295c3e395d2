"""The page of a form: what it shows can be sent back unchanged, and everything in it has a name."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from casework.forms.answers import answers_from, settled
from casework.forms.build import form_page
from casework.forms.checks import problems
from tests.forms.examples import (
    SHIPPED,
    Page,
    a_field,
    context,
    form_of,
    posted,
    render,
    shipped,
    without_ids,
)
from tests.forms.filled import filled

LANGUAGES = ("sv", "nb", "en")


def page_of(form, answers, **given):
    here = context(**given)
    return Page(render(form_page(form, answers, here), problems(form, answers, here)))


@pytest.mark.parametrize("form_id", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_form_comes_back_as_it_was_shown(form_id, language):
    form = shipped(form_id).in_language(language)
    answers = filled(form)
    page = page_of(form, answers, people={"Ann Exempel": "mentor", "Bo Exempel": "kurator"})
    assert without_ids(answers_from(form, page.sent, {}, context())) == answers
    assert without_ids(answers_from(form, page.sent, answers, context())) == answers


@pytest.mark.parametrize("form_id", SHIPPED)
def test_a_shipped_form_that_is_filled_in_can_be_finalised(form_id):
    form = shipped(form_id).in_language("sv")
    answers = filled(form)
    assert problems(form, answers, context()) == ()
    stored = settled(form, answers, context())
    assert problems(form, stored, context()) == ()
    assert settled(form, stored, context()) == stored


@pytest.mark.parametrize("form_id", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_shipped_form_leads_to_each_thing_that_is_missing(form_id, language):
    form = shipped(form_id).in_language(language)
    page = page_of(form, {})
    missing = problems(form, {}, context())
    assert missing
    assert {problem.anchor for problem in missing} <= set(page.ids)
    assert {f"{problem.anchor}-error" for problem in missing} <= set(page.ids)
    assert without_ids(answers_from(form, page.sent, {}, context())) == {
        each.id: [{}] for each in form.all_fields() if each.kind == "table" and each.is_wanted
    }


@pytest.mark.parametrize("form_id", SHIPPED)
def test_ids_are_single_inputs_have_labels_and_descriptions_exist(form_id):
    form = shipped(form_id).in_language("sv")
    for answers in ({}, filled(form)):
        page = page_of(form, answers)
        assert len(page.ids) == len(set(page.ids))
        assert {str(each["id"]) for each in page.inputs} <= page.labelled
        assert page.referred <= set(page.ids)


def test_nothing_typed_can_be_taken_for_a_tag():
    form = form_of(a_field("text"), a_field("longtext", "more", voice="student"))
    answers = {"asked": '"><script>', "more": {"declined": "</textarea><b>"}}
    html = render(form_page(form, answers, context(people={"<i>": "<u>"})))
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


VALID = {"date": "2026-11-22", "time": "15:30", "date_time": "2026-11-22T15:30"}


@pytest.mark.parametrize("kind", VALID)
def test_a_date_that_is_not_one_is_shown_again_as_text_because_a_date_input_would_drop_it(kind):
    form = form_of(a_field(kind))
    [wrong], [right] = (page_of(form, {"asked": typed}).inputs for typed in ("i går", VALID[kind]))
    assert (wrong["type"], wrong["value"]) == ("text", "i går")
    assert (right["type"], right["value"]) == (kind.replace("date_time", "datetime-local"), VALID[kind])


def test_required_is_not_marked_and_optional_is():
    assert "(optional)" not in render(form_page(form_of(a_field("text")), {}, context()))
    assert "(optional)" in render(form_page(form_of(a_field("text", optional=True)), {}, context()))


def test_a_question_to_guardians_is_optional_where_they_are_not_asked():
    form = form_of(a_field("text", voice="guardian"))
    assert "(optional)" in render(form_page(form, {}, context(guardians_asked=False)))
    assert "(optional)" not in render(form_page(form, {}, context(guardians_asked=True)))


def test_a_wrong_input_says_so_and_a_right_one_does_not():
    form = form_of(a_field("text", help="Kort."))
    [wrong], [right] = page_of(form, {}).inputs, page_of(form, {"asked": "Ja"}).inputs
    assert (wrong["aria-invalid"], wrong["aria-describedby"]) == ("true", "f-asked-hint f-asked-error")
    assert ("aria-invalid" in right, right["aria-describedby"]) == (False, "f-asked-hint")


def test_a_condition_stands_in_the_page_for_the_script_and_in_words():
    form = form_of(a_field("choice", "how"), a_field("text", "why", shown_if={"how": ["phone"]}))
    page = form_page(form, {}, context())
    asked = page.parts[0].questions[1].question()
    assert json.loads(asked.shown_if) == {"how": ["phone"]}
    assert [(each.label, each.answers) for each in asked.conditions] == [("Frågan how", ("Telefon",))]
    assert "data-shown-if=" in render(page)
    assert "data-shown-if=" not in render(form_page(form_of(a_field("text")), {}, context()))


def test_a_question_below_another_knows_how_deep_it_stands():
    form = form_of(
        a_field("yes_no", "first"),
        a_field("yes_no", "second", shown_if={"first": ["yes"]}),
        a_field("text", "third", shown_if={"second": ["yes"]}),
    )
    page = form_page(form, {}, context())
    assert [one.question().depth for one in page.parts[0].questions] == [0, 1, 2]
    assert render(page).count('class="if if-deep"') == 1


def test_a_long_text_without_help_says_how_to_write():
    form = form_of(
        a_field("longtext"), a_field("longtext", "b", help="Kort."), a_field("longtext", "c", voice="student")
    )
    hints = [one.question().hint for one in form_page(form, {}, context()).parts[0].questions]
    assert hints == ["Skriv det du vet, och vem som har sagt det.", "Kort.", ""]


DAY = {"today": date(2026, 11, 20), "free_days": {"2026-12-24": "Julafton"}}


def test_a_date_says_which_day_it_is_wherever_it_stands():
    columns = [a_field("date", "due")]
    form = form_of(a_field("date"), a_field("table", "rows", columns=columns), a_field("consent", "agreed"))
    on = "2026-12-24"
    answers = {
        "asked": on,
        "rows": [{"due": on}],
        "agreed": {"answer": "given", "by": "A", "on": on, "scope": ""},
    }
    html = render(form_page(form, answers, context(**DAY)))
    assert html.count("Torsdag 24 december 2026. Julafton, ingen skoldag</p>") == 3
    for name in ("asked", "rows-0-due", "agreed__on"):
        assert f'id="f-{name}-day"' in html
    assert "Julafton" not in render(form_page(form, answers, context()))
    assert "Julafton" not in render(form_page(form, {"asked": "på julafton"}, context(**DAY)))


def test_a_date_that_has_been_or_is_to_come_has_its_limit():
    form = form_of(
        a_field("date", "a", when="past"), a_field("date_time", "b", when="coming"), a_field("date", "c")
    )
    past, coming, any_day = page_of(form, {}, **DAY).inputs
    assert (past["max"], coming["min"]) == ("2026-11-20", "2026-11-20T00:00")
    assert "min" not in any_day
    assert "max" not in any_day


def test_a_scale_shows_what_its_ends_mean_beside_the_figures():
    html = render(form_page(form_of(a_field("scale")), {}, context()))
    assert html.count('class="place"') == 5
    assert html.count("Dåligt") == html.count("Bra") == 1


def test_a_section_that_may_not_be_read_is_not_in_the_page_at_all():
    form = form_of(a_field("text", "health"), **{"class": "medical"})
    answers = {"health": "Som förut"}
    assert render(form_page(form, answers, context(readable=frozenset({"school"})))).strip() == ""
    assert "Som förut" in render(form_page(form, answers, context()))


def test_a_table_begins_with_a_row_where_one_is_asked_for():
    assert len(form_page(form_of(a_field("table")), {}, context()).parts[0].questions[0].question().rows) == 1
    optional = form_of(a_field("table", optional=True))
    assert form_page(optional, {}, context()).parts[0].questions[0].question().rows == ()


def test_a_full_table_has_no_button_to_add():
    form = form_of(a_field("table", at_most=2))
    away = '<p class="gap-s" hidden><button type="submit"'
    assert away in render(form_page(form, {"asked": [{}, {}]}, context()))
    assert away not in render(form_page(form, {"asked": [{}]}, context()))


def test_row_buttons_say_which_row_they_move():
    html = render(form_page(form_of(a_field("table")), {"asked": [{}, {"_row": "b"}]}, context()))
    seen = re.findall(
        r'name="do" value="([a-z]+:asked:(?:at0|b))" aria-label="([^"]*)" formnovalidate>', html
    )
    assert dict(seen) == {
        "down:asked:at0": "Move Rad 1 down",
        "remove:asked:at0": "Remove Rad 1",
        "up:asked:b": "Move Rad 2 up",
        "remove:asked:b": "Remove Rad 2",
    }


def test_a_row_keeps_its_id_and_shows_it_to_nobody():
    html = render(form_page(form_of(a_field("table")), {"asked": [{"_row": "b", "what": "Ett"}]}, context()))
    assert Page(html).sent["asked-0-_row"] == "b"
    assert settled(form_of(a_field("table")), {"asked": [{"_row": "b", "what": "Ett"}]}, context()) == {
        "asked": [{"what": "Ett"}]
    }


def test_people_are_suggested_from_one_list():
    form = form_of(a_field("person"), a_field("table", "rows", columns=[a_field("person", "who")]))
    html = render(form_page(form, {}, context(people={"Ann Exempel": "kurator"})))
    assert html.count("<datalist") == 1
    assert '<option value="Ann Exempel">Ann Exempel, kurator</option>' in html
    assert html.count('list="people-at-hand"') == 3  # one of them in the row that a script copies
    assert "<datalist" not in render(form_page(form, {}, context()))


def test_a_chosen_answer_can_be_taken_back_where_it_may_be_missing():
    form = form_of(a_field("choice", optional=True))
    assert 'id="f-asked-none"' in render(form_page(form, {"asked": "phone"}, context()))
    assert answers_from(form, posted({"asked": ""}), {"asked": "phone"}, context()) == {}
    assert "f-asked-none" not in render(form_page(form_of(a_field("choice")), {}, context()))


def test_there_is_no_style_and_no_script_in_the_page():
    for form_id in SHIPPED:
        html = render(form_page(shipped(form_id).in_language("sv"), {}, context()))
        assert " style=" not in html
        assert "<script" not in html
        assert not re.search(r"<[^>]*\son[a-z]+=", html)

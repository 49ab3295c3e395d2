"""What is typed is kept in a draft; what counts is stored when the form is finalised."""

from __future__ import annotations

from casework.forms.answers import answers_from, choice_answers, settled
from tests.forms.examples import a_field, context, form_of, posted

HOW = a_field("choice", "how")
WHY = a_field("text", "why", shown_if={"how": ["phone"]})
SIGNS = a_field("multi", "signs")
VOICE = a_field("text", "own_words", voice="student")
AREA = {"id": "area", "kind": "choice", "label": "Område", "options": {"home": "Hemmet"}, "optional": True}
TABLE = a_field("table", "rows", columns=[a_field("text", "what"), AREA])
TWO_CLASSES = [
    {"id": "one", "title": "Ett", "fields": [a_field("text", "open_part")]},
    {"id": "two", "title": "Två", "class": "medical", "fields": [a_field("text", "health")]},
]


def after(fields, sent, old=None, **given):
    return answers_from(form_of(*fields), posted(sent), old or {}, context(**given))


def test_what_was_typed_is_kept_though_it_is_not_valid():
    assert after([a_field("date")], {"asked": "i går"}) == {"asked": "i går"}


def test_line_ends_are_stored_one_way():
    assert after([a_field("longtext")], {"asked": "ett\r\ntvå\rtre"}) == {"asked": "ett\ntvå\ntre"}


def test_an_emptied_field_has_no_answer_and_one_that_was_not_sent_keeps_its():
    old = {"asked": "Förra"}
    assert after([a_field("text")], {"asked": " "}, old) == {}
    assert after([a_field("text")], {}, old) == old


def test_old_answers_are_left_as_they_are():
    old = {"asked": "Förra"}
    after([a_field("text")], {"asked": "Ny"}, old)
    assert old == {"asked": "Förra"}


def test_unticking_the_last_box_is_told_apart_from_a_question_that_was_not_on_the_page():
    old = {"signs": ["tired"]}
    assert after([SIGNS], {"signs": [""]}, old) == {}
    assert after([SIGNS], {}, old) == old


def test_boxes_are_stored_once_and_in_the_order_of_the_form():
    assert after([SIGNS], {"signs": ["", "tired", "absence", "tired"]}) == {"signs": ["absence", "tired"]}


def test_what_a_hidden_question_held_is_kept_in_the_draft_and_left_out_at_the_end():
    form = form_of(HOW, WHY)
    answers = answers_from(form, posted({"how": "visit"}), {"how": "phone", "why": "Därför"}, context())
    assert answers == {"how": "visit", "why": "Därför"}
    assert settled(form, answers, context()) == {"how": "visit"}
    assert settled(form, {**answers, "how": "phone"}, context()) == {"how": "phone", "why": "Därför"}


def test_answers_that_the_writer_may_not_read_are_neither_lost_nor_overwritten():
    form = form_of(sections=TWO_CLASSES)
    sent, old = posted({"open_part": "Nytt", "health": "Annat"}), {"health": "Som förut"}
    reader = context(readable=frozenset({"school"}))
    assert answers_from(form, sent, old, reader) == {"open_part": "Nytt", "health": "Som förut"}
    assert answers_from(form, sent, old, context()) == {"open_part": "Nytt", "health": "Annat"}


def test_they_are_there_when_the_form_is_finalised_by_someone_who_cannot_read_them():
    form = form_of(sections=TWO_CLASSES)
    answers = {"open_part": "Nytt ", "health": "Som förut"}
    stored = settled(form, answers, context(readable=frozenset({"school"})))
    assert stored == {"open_part": "Nytt", "health": "Som förut"}


def test_a_voice_may_say_why_there_is_no_answer():
    assert after([VOICE], {"own_words": "", "own_words__declined": " Vill inte "}) == {
        "own_words": {"declined": "Vill inte"}
    }


def test_a_voice_that_says_both_keeps_both_until_one_is_taken_away():
    old = after([VOICE], {"own_words": "Jag", "own_words__declined": "Nej"})
    assert old == {"own_words": {"declined": "Nej", "answer": "Jag"}}
    assert after([VOICE], {"own_words": "Jag", "own_words__declined": ""}, old) == {"own_words": "Jag"}
    assert after([VOICE], {"own_words": "", "own_words__declined": "Nej"}, old) == {
        "own_words": {"declined": "Nej"}
    }


def test_only_a_voice_may_decline():
    assert after([a_field("text")], {"asked": "Ja", "asked__declined": "Nej"}) == {"asked": "Ja"}


def test_a_declined_answer_is_stored_as_its_reason():
    form = form_of(VOICE)
    both = {"own_words": {"declined": "Nej ", "answer": "Jag"}}
    assert settled(form, both, context()) == {"own_words": {"declined": "Nej"}}


def test_rows_keep_their_order_and_an_empty_row_is_kept_until_the_end():
    sent = {
        "rows": "",
        "rows-0-what": "Ett",
        "rows-7-what": "",
        "rows-10-what": " Tio ",
        "rows-10-area": "home",
    }
    answers = after([TABLE], sent)
    assert answers == {"rows": [{"what": "Ett"}, {}, {"what": " Tio ", "area": "home"}]}
    stored = settled(form_of(TABLE), answers, context())
    assert stored == {"rows": [{"what": "Ett"}, {"what": "Tio", "area": "home"}]}


def test_taking_away_the_last_row_is_told_apart_from_a_table_that_was_not_on_the_page():
    old = {"rows": [{"what": "Ett"}]}
    assert after([TABLE], {"rows": ""}, old) == {}
    assert after([TABLE], {}, old) == old


def test_a_computed_value_is_the_programs_own():
    form = form_of(a_field("computed", "age"))
    known = context(computed={"student_age": "14 år"})
    assert answers_from(form, posted({"age": "99"}), {}, known) == {}
    assert settled(form, {"age": "99"}, known) == {"age": "14 år"}
    assert settled(form, {"age": "99"}, context()) == {}


def test_a_consent_is_stored_with_all_its_parts():
    sent = {"asked__answer": "given", "asked__by": "Karl", "asked__on": "2026-11-22", "asked__scope": ""}
    answers = after([a_field("consent")], sent)
    assert settled(form_of(a_field("consent")), answers, context()) == {
        "asked": {"answer": "given", "by": "Karl", "on": "2026-11-22", "scope": ""}
    }


def test_a_day_and_a_time_are_stored_one_way():
    form = form_of(a_field("date_time"))
    assert settled(form, {"asked": "2026-11-22 15:30"}, context()) == {"asked": "2026-11-22T15:30"}


def test_rules_see_what_was_chosen_and_nothing_that_was_written_hidden_or_declined():
    under = a_field("yes_no", "under", shown_if={"how": ["phone"]})
    form = form_of(HOW, SIGNS, under, VOICE, a_field("yes_no", "said", voice="student"))
    answers = {"how": "phone", "signs": ["tired"], "under": "no", "own_words": "Jag", "said": "yes"}
    assert choice_answers(form, answers) == {
        "how": "phone",
        "signs": ["tired"],
        "under": "no",
        "said": "yes",
    }
    changed = {**answers, "how": "visit", "said": {"declined": "Nej"}}
    assert choice_answers(form, changed) == {"how": "visit", "signs": ["tired"]}

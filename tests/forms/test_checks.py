"""Whether a form can be finalised, and what cannot even be kept in a draft."""

from __future__ import annotations

import pytest

from casework.forms.checks import posted_problems, problems, progress
from casework.forms.definition import Form
from tests.forms.examples import a_field, context, form_of, posted

HOW = a_field("choice", "how")
WHY = a_field("text", "why", shown_if={"how": ["phone"]})
VOICE = a_field("longtext", "own_words", voice="student")
HOME = a_field("longtext", "home_words", voice="guardian")


def codes(form: Form, answers, **given):
    return [(problem.field_id, problem.code) for problem in problems(form, answers, context(**given))]


def test_a_hidden_question_is_not_asked_and_a_shown_one_is():
    form = form_of(HOW, WHY)
    assert codes(form, {"how": "visit"}) == []
    assert codes(form, {"how": "phone"}) == [("why", "missing")]


def test_a_question_under_a_hidden_question_is_hidden_too():
    deep = a_field("text", "deep", shown_if={"middle": ["visit"]})
    form = form_of(HOW, a_field("choice", "middle", shown_if={"how": ["phone"]}), deep)
    assert codes(form, {"how": "visit", "middle": "visit"}) == []
    assert codes(form, {"how": "phone", "middle": "visit"}) == [("deep", "missing")]


def test_a_condition_on_ticked_boxes_holds_when_one_of_them_is_ticked():
    form = form_of(a_field("multi", "signs"), a_field("text", "more", shown_if={"signs": ["tired"]}))
    assert codes(form, {"signs": ["absence"]}) == []
    assert codes(form, {"signs": ["absence", "tired"]}) == [("more", "missing")]


def test_all_conditions_of_a_question_must_hold():
    both = a_field("text", "more", shown_if={"how": ["phone"], "ok": ["yes", "unknown"]})
    form = form_of(HOW, a_field("yes_no", "ok"), both)
    assert codes(form, {"how": "phone", "ok": "no"}) == []
    assert codes(form, {"how": "phone", "ok": "unknown"}) == [("more", "missing")]


def test_why_there_is_no_answer_is_enough_for_a_voice():
    form = form_of(VOICE)
    assert codes(form, {}) == [("own_words", "missing")]
    assert codes(form, {"own_words": {"declined": "  "}}) == [("own_words", "missing")]
    assert codes(form, {"own_words": {"declined": "Vill inte prata i dag"}}) == []


def test_nobody_may_decline_what_is_not_their_voice():
    assert codes(form_of(a_field("text")), {"asked": {"declined": "Nej"}}) == [("asked", "missing")]


def test_a_voice_cannot_both_answer_and_decline():
    both = {"declined": "Nej", "answer": "Ja"}
    assert codes(form_of(VOICE), {"own_words": both}) == [("own_words", "answered_and_declined")]


def test_a_reason_has_its_limit_at_its_own_input():
    [problem] = problems(form_of(VOICE), {"own_words": {"declined": "x" * 301}}, context())
    assert (problem.code, problem.anchor) == ("too_long", "f-own_words__declined")


def test_guardians_are_asked_only_where_they_are_asked_at_all():
    form = form_of(VOICE, HOME)
    assert codes(form, {"own_words": "Så här"}, guardians_asked=True) == [("home_words", "missing")]
    assert codes(form, {"own_words": "Så här"}, guardians_asked=False) == []
    assert codes(form, {}, guardians_asked=False) == [("own_words", "missing")]


def test_nobody_is_asked_for_what_they_may_not_read():
    sections = [
        {"id": "one", "title": "Ett", "fields": [HOW]},
        {"id": "two", "title": "Två", "class": "medical", "fields": [a_field("text", "health")]},
    ]
    form = form_of(sections=sections)
    assert codes(form, {"how": "phone"}, readable=frozenset({"school"})) == []
    assert codes(form, {"how": "phone"}) == [("health", "missing")]


def test_progress_counts_what_must_be_answered_and_what_is_wrong():
    form = form_of(HOW, WHY, VOICE, a_field("date", "due", optional=True), a_field("computed", "age"))
    assert progress(form, {}, context()) == [("part", 0, 2)]
    assert progress(form, {"how": "phone"}, context()) == [("part", 1, 3)]
    assert progress(form, {"how": "visit", "due": "snart"}, context()) == [("part", 1, 3)]
    assert progress(form, {"how": "visit", "due": "2026-11-22"}, context()) == [("part", 1, 2)]


KEPT_OUT = [
    (a_field("text"), {"asked": "bild\0"}, "control_characters", "f-asked"),
    (a_field("longtext"), {"asked": "x" * 20_001}, "too_long", "f-asked"),
    (a_field("choice"), {"asked": "letter"}, "unknown_option", "f-asked-0"),
    (a_field("multi"), {"asked": ["absence", "letter"]}, "unknown_option", "f-asked-0"),
    (
        a_field("text", voice="student"),
        {"asked__declined": "\x1b"},
        "control_characters",
        "f-asked__declined",
    ),
    (a_field("consent"), {"asked__by": "\x07"}, "control_characters", "f-asked__by"),
    (a_field("table"), {"asked-4-what": "\x07"}, "control_characters", "f-asked-4-what"),
    (
        a_field("table", at_most=1),
        {"asked-0-what": "Ett", "asked-1-what": "Två"},
        "too_many_rows",
        "f-asked",
    ),
]


@pytest.mark.parametrize(("field", "sent", "code", "anchor"), KEPT_OUT)
def test_a_draft_does_not_keep(field, sent, code, anchor):
    found = posted_problems(form_of(field), posted(sent), context())
    assert (code, anchor) in [(problem.code, problem.anchor) for problem in found]


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (a_field("text"), {"asked": "x" * 301}),
        (a_field("longtext"), {"asked": "rad\r\nrad\ttab" + "x" * 19_000}),
        (a_field("date"), {"asked": "22/11"}),
        (a_field("consent"), {"asked__answer": "", "asked__by": "Karl"}),
        (a_field("table", at_most=1), {"asked": "", "asked-0-what": "Ett"}),
        (a_field("text"), {"other": "\0"}),
    ],
)
def test_a_draft_keeps_what_is_not_right_yet(field, sent):
    assert posted_problems(form_of(field), posted(sent), context()) == ()


def test_what_is_sent_for_a_hidden_section_is_not_even_looked_at():
    form = form_of(a_field("text"), **{"class": "medical"})
    sent = posted({"asked": "\0"})
    assert posted_problems(form, sent, context(readable=frozenset({"school"}))) == ()
    assert posted_problems(form, sent, context()) != ()

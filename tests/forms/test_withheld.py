"""What is left out of a paper for somebody from whom a question is kept: it, and all that would tell it."""

from __future__ import annotations

from typing import Any

from casework.forms.definition import Form, load_form
from casework.forms.withheld import left_out
from tests.forms.examples import a_field, form_of, form_text

ASKED = a_field("yes_no", "asked")
WHAT = a_field("text", "what", shown_if={"asked": ["yes"]})
MORE = a_field("choice", "more", shown_if={"asked": ["yes"]})
DEEP = a_field("text", "deep", shown_if={"more": ["visit"]})
PLAIN = a_field("text", "plain")
TALK = form_of(ASKED, WHAT, MORE, DEEP, PLAIN)


def named(form_id: str, *fields: dict[str, Any]) -> Form:
    """A form of another name than the talk."""
    return load_form(form_text(*fields, form=form_id), f"{form_id}.yaml").in_language("sv")


def taking(field: str) -> Form:
    """A form that takes a text from that field of the talk, and another from the first of its own."""
    takes = a_field("text", "taken", **{"from": [{"form": "talk", "field": field}]})
    return named("plan", takes, a_field("text", "own"))


def test_without_a_decision_nothing_is_left_out() -> None:
    assert left_out(TALK, [], {}) == frozenset()


def test_a_kept_question_goes_alone_where_nothing_hangs_on_it() -> None:
    assert left_out(TALK, [("talk", "plain")], {"talk": TALK}) == {"plain"}
    assert left_out(TALK, [("talk", "deep")], {"talk": TALK}) == {"deep"}


def test_what_is_asked_because_of_it_goes_with_it() -> None:
    assert left_out(TALK, [("talk", "asked")], {"talk": TALK}) == {"asked", "what", "more", "deep"}


def test_the_same_question_in_another_form_stays() -> None:
    assert left_out(TALK, [("other", "plain")], {"talk": TALK}) == frozenset()


def test_what_takes_its_answer_from_it_goes_with_it_also_in_another_form() -> None:
    plan = taking("deep")
    assert left_out(plan, [("talk", "asked")], {"talk": TALK, "plan": plan}) == {"taken"}
    assert left_out(plan, [("talk", "plain")], {"talk": TALK, "plan": plan}) == frozenset()


def test_what_this_version_did_take_goes_too_though_its_form_says_no_more_from_where() -> None:
    older = named("plan", a_field("text", "moved"), a_field("text", "own"))
    said = {"talk": TALK}
    assert left_out(older, [("talk", "plain")], said, {"moved": ("talk", "plain")}) == {"moved"}
    assert left_out(older, [("talk", "plain")], said, {"moved": ("talk", "deep")}) == frozenset()


def test_a_chain_of_takings_is_followed_to_its_end() -> None:
    plan = taking("plain")
    last = named("report", a_field("text", "end"))
    known = {"talk": TALK, "plan": plan}
    assert left_out(last, [("talk", "plain")], known, {"end": ("plan", "taken")}) == {"end"}
    assert left_out(last, [("talk", "plain")], known, {"end": ("plan", "own")}) == frozenset()

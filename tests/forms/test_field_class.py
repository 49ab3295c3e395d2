"""A field that fewer may read than the rest of its section is, for the others, not there at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from casework.definitions import DefinitionError
from casework.forms.answers import answers_from, settled
from casework.forms.build import form_page
from casework.forms.checks import problems, progress
from casework.forms.context import is_readable_at_all, is_whole, readable_sections
from casework.forms.definition import load_form
from casework.forms.merge import merge
from casework.forms.paper import on_paper
from casework.forms.reading import differences, left_out, reading
from tests.forms.examples import EVERYTHING, a_field, context, form_of, form_text, posted, render

SECRET = "Något som bara elevhälsan läser."
OPEN = a_field("text", "plain")
STRICT = a_field("longtext", "worry", **{"class": "student_health"})
FORM = form_of(OPEN, STRICT)
ANSWERS = {"plain": "Det alla läser.", "worry": SECRET}
MENTOR = context(readable=frozenset({"open", "school"}))
TEAM = context(readable=frozenset({"open", "school", "student_health"}))


def told(who: Any) -> str:
    """Everything that pages and papers say of the form to somebody."""
    page = render(form_page(FORM, ANSWERS, who))
    read = [reading(FORM, ANSWERS, who), on_paper(FORM, ANSWERS, who), left_out(FORM, ANSWERS, who)]
    changed = differences(FORM, {}, ANSWERS, who)
    return f"{page} {read} {changed} {progress(FORM, ANSWERS, who)} {problems(FORM, {}, who)}"


@pytest.mark.parametrize(("who", "may_read"), [(MENTOR, False), (TEAM, True)])
def test_the_field_is_there_for_those_who_may_read_it_and_for_nobody_else(who: Any, may_read: bool) -> None:
    found = told(who)
    assert ANSWERS["plain"] in found
    assert [word in found for word in (SECRET, "Frågan worry", "worry")] == [may_read] * 3
    assert is_whole(FORM, who) == may_read


def test_what_somebody_else_sends_for_it_is_not_taken_and_what_stands_there_stays() -> None:
    sent = posted({"plain": "Nytt.", "worry": "Övertaget"})
    assert answers_from(FORM, sent, ANSWERS, MENTOR) == {"plain": "Nytt.", "worry": SECRET}
    assert answers_from(FORM, sent, ANSWERS, TEAM)["worry"] == "Övertaget"
    assert settled(FORM, ANSWERS, MENTOR)["worry"] == SECRET
    kept = merge(FORM.all_fields(), ANSWERS, {"plain": "Nytt."}, {}).answers
    assert kept["worry"] == SECRET


def test_a_section_whose_every_field_is_for_others_is_not_there() -> None:
    form = form_of(STRICT)
    assert not list(readable_sections(form, MENTOR))
    assert (is_readable_at_all(form, MENTOR.readable), is_readable_at_all(form, EVERYTHING)) == (False, True)


def test_a_field_kept_from_somebody_is_not_there_whatever_classes_they_read() -> None:
    kept_from = context(withheld=frozenset({"worry"}))
    assert SECRET not in str(reading(FORM, ANSWERS, kept_from))
    assert SECRET in str(reading(FORM, ANSWERS, context()))
    assert not is_whole(FORM, kept_from)


def refusal(text: str) -> str:
    """Why the program does not take the form."""
    with pytest.raises(DefinitionError) as refused:
        load_form(text, "talk.yaml")
    return str(refused.value)


def test_a_field_is_never_for_more_than_its_section() -> None:
    laxer = {**OPEN, "class": "open"}
    assert "not by more (open)" in refusal(form_text(laxer))
    load_form(form_text({**OPEN, "class": "school"}), "talk.yaml")


def test_what_hangs_on_a_stricter_field_is_as_strict() -> None:
    asked = a_field("yes_no", "asked", **{"class": "medical"})
    follows = a_field("text", "what", shown_if={"asked": ["yes"]})
    assert "may be read by fewer (medical) than this field (school)" in refusal(form_text(asked, follows))
    load_form(form_text(asked, {**follows, "class": "medical"}), "talk.yaml")


def test_a_column_has_no_class_of_its_own() -> None:
    table = a_field("table")
    table["columns"][0]["class"] = "medical"
    assert "a column has no class" in refusal(form_text(table))


def test_an_unknown_class_is_refused() -> None:
    assert "secret" in refusal(form_text({**OPEN, "class": "secret"}))
    assert json.loads(form_text(STRICT))["sections"][0]["fields"][0]["class"] == "student_health"

"""A question that is filled into its stencil is the same as one that the macros draw afresh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.forms import build
from casework.forms.build import FormPage, form_page
from casework.forms.checks import FieldProblem, problems
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.forms.messages import messages_by_anchor
from tests.forms.examples import a_field, context, form_of, render, template
from tests.forms.test_any_post import EVERY_KIND, STORED

TODAY = {"today": date(2026, 11, 20)}


class Elements(HTMLParser):
    """What stands in a page, whatever the order of attributes and the white space between elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the element with its attributes."""
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Notes the end."""
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        """Notes the text, blanks within it too."""
        if data.strip():
            self.found.append(data)


def drawn_afresh(page: FormPage, found: Iterable[FieldProblem]) -> str:
    """The questions as the macros draw them for these answers alone."""
    draw = template().environment.get_template("macros/fields.html").module.field  # type: ignore[attr-defined] # a macro
    sentences = messages_by_anchor(found, str)
    return "".join(draw(one.question(), sentences) for part in page.parts for one in part.questions)


def same_twice(form: Form, answers: dict[str, Any], here: FormContext) -> None:
    """Fails where the stencil and the macros differ, cut or already kept."""
    page, found = form_page(form, answers, here), problems(form, answers, here)
    wanted = Elements(drawn_afresh(page, found)).found
    bare = FormPage(page.parts)
    for _ in range(2):
        assert Elements(render(bare, found)).found == wanted


@settings(max_examples=60, deadline=None)
@given(
    stored=STORED,
    people=st.sampled_from([{}, {"Ann Exempel": "kurator"}]),
    computed=st.sampled_from([{}, {"student_age": "13 <år>"}]),
    day=st.sampled_from([{}, TODAY, {**TODAY, "free_days": {"2026-11-22": "Ledigt & <lugnt>"}}]),
)
def test_whatever_is_answered_it_looks_the_same(stored: Any, people: Any, computed: Any, day: Any) -> None:
    same_twice(EVERY_KIND, stored, context(people=people, computed=computed, worked_out=computed, **day))


def test_what_one_person_wrote_is_not_in_the_page_of_the_next() -> None:
    form = form_of(a_field("text"), a_field("multi", "boxes"))
    first = render(form_page(form, {"asked": "Hemligt", "boxes": ["tired"]}, context()))
    second = render(form_page(form, {"asked": "Annat", "boxes": ["absence"]}, context()))
    assert "Hemligt" in first
    assert "Hemligt" not in second
    assert 'checked id="f-boxes-1"' in first.replace("  ", " ")
    assert 'checked id="f-boxes-1"' not in second


def test_ever_other_mistakes_do_not_fill_the_memory() -> None:
    form = form_of(a_field("table", at_most=100))
    field = form.field("asked")
    for number in range(2 * build.MOST_SHAPES // 10):
        answers = {"asked": [{"what": "" if row % (number + 2) else "x"} for row in range(number % 9 + 1)]}
        sentences = messages_by_anchor(problems(form, answers, context()), str)
        for anchor in [*sentences, *(f"f-asked-{row}-what" for row in range(9))]:
            page = form_page(form, answers, context())
            template().render(page=page, sentences={anchor: "Fel"})
        assert len(field.shapes) <= build.MOST_SHAPES
    assert field.shapes


def test_a_mark_in_what_is_typed_stays_what_was_typed() -> None:
    form = form_of(a_field("text"), a_field("longtext", "more"))
    html = render(form_page(form, {"asked": "\ue0000\ue001", "more": "\ue0001\ue001"}, context()))
    assert 'value="\ue0000\ue001"' in html
    assert "\ue0001\ue001</textarea>" in html

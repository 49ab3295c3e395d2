"""A form with every kind of question, and valid answers to it of which no two runs need be alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from casework.forms.base import Answers, Field, declined_name
from casework.forms.choices import Multi, OneOf
from casework.forms.definition import Form, LocalisedForm, load_form
from casework.forms.shared import NONE
from casework.forms.table import Table
from tests.forms.examples import a_field, form_text

FORM = "student_guardian_checklist"  # stands in for this one, so that a routine asks for it
COLUMNS = [
    a_field("text", "what"),
    a_field("longtext", "how", optional=True),
    a_field("person", "who"),
    a_field("date", "until", optional=True),
    a_field("yes_no", "agreed"),
]
QUESTIONS = (
    a_field("yes_no", "yes_no"),
    a_field("choice", "choice", voice="student"),
    a_field("multi", "multi", shown_if={"yes_no": ["yes", "unknown"]}),
    a_field("text", "text", shown_if={"multi": ["tired"]}),
    a_field("scale", "scale", voice="guardian"),
    a_field("longtext", "longtext", voice="student"),
    a_field("longtext", "more", optional=True, shown_if={"choice": ["phone"]}),
    a_field("date", "date", when="past"),
    a_field("time", "time"),
    a_field("date_time", "date_time", optional=True),
    a_field("number", "number", at_least=0, at_most=500, unit="dagar"),
    a_field("person", "person"),
    a_field("table", "rows", columns=COLUMNS, voice="guardian", at_most=4),
    a_field("table", "hidden_rows", columns=COLUMNS, shown_if={"yes_no": ["no"]}),
    a_field("computed", "computed"),
    a_field("consent", "consent"),
)

WRITTEN = st.text(alphabet="abcåäöÆØ <>&\"'\n–…🙂%{}", min_size=1, max_size=60).filter(str.strip)
LINE = WRITTEN.map(lambda text: text.replace("\n", " "))
DATES = st.dates(date(1990, 1, 1), date(2190, 1, 1)).map(str)
TIMES = st.times().map(lambda at: f"{at:%H:%M}")


def every_kind() -> LocalisedForm:
    """The form, in the place of one that a routine asks for."""
    return load_form(form_text(*QUESTIONS, form=FORM), f"{FORM}.yaml", NONE)


def answer(field: Field) -> st.SearchStrategy[Any]:
    """Valid answers to the question, without regard to whether it is asked."""
    if isinstance(field, Table):
        row = st.fixed_dictionaries(
            {one.id: answer(one) for one in field.columns if not one.optional},
            optional={one.id: answer(one) for one in field.columns if one.optional},
        )
        return st.lists(row, min_size=1, max_size=3)
    if isinstance(field, Multi):
        return st.lists(st.sampled_from(sorted(field.known_options)), min_size=1, unique=True).map(
            lambda chosen: [one for one in field.known_options if one in chosen]
        )
    if isinstance(field, OneOf):
        return st.sampled_from(sorted(field.known_options))
    return KINDS[field.kind]


KINDS: Mapping[str, st.SearchStrategy[Any]] = {
    "text": LINE,
    "longtext": WRITTEN,
    "person": LINE,
    "date": DATES,
    "time": TIMES,
    "date_time": st.builds("{}T{}".format, DATES, TIMES),
    "number": st.integers(0, 500).map(str) | st.sampled_from(["2,5", "0.25"]),
    "consent": st.fixed_dictionaries(
        {
            "answer": st.sampled_from(["given", "declined"]),
            "by": LINE,
            "on": DATES,
            "scope": st.just("") | LINE,
        }
    ),
}


@st.composite
def answers(draw: st.DrawFn, form: Form) -> Answers:
    """An answer to every question, also to those that others hide; a voice may be declined instead."""
    found: Answers = {}
    for field in form.all_fields():
        if field.kind == "computed" or (field.optional and draw(st.booleans())):
            continue
        is_declined = bool(field.voice) and draw(st.integers(0, 3)) == 0
        found[field.id] = {"declined": draw(LINE)} if is_declined else draw(answer(field))
    return found


def sent(form: Form, given: Answers) -> dict[str, Any]:
    """What a page without script sends of them: also what stands under a question that is not asked."""
    values: dict[str, Any] = {}
    for field in form.all_fields():
        if field.id in given:
            stored = given[field.id]
            values |= field.spread(field.id, field.answer_in(stored) or "")
            if field.voice:
                values[declined_name(field.id)] = field.why_declined(stored)
    return values

"""Whatever is sent to a form, nothing breaks and nothing that may not be read is touched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.forms.answers import answers_from, choice_answers, settled
from casework.forms.build import form_page
from casework.forms.checks import posted_problems, problems, progress
from casework.forms.messages import message
from casework.forms.reading import differences, reading
from casework.forms.rows import after_button
from tests.forms.examples import SHIPPED, a_field, context, form_of, posted, render, shipped

EVERY_KIND = form_of(
    a_field("yes_no", "yes_no"),
    a_field("choice", "choice", voice="student"),
    a_field("multi", "multi", shown_if={"yes_no": ["yes", "unknown"]}),
    a_field("scale", "scale", voice="guardian"),
    a_field("text", "text", shown_if={"multi": ["tired"]}),
    a_field("longtext", "longtext", voice="student"),
    a_field("date", "date"),
    a_field("time", "time"),
    a_field("date_time", "date_time"),
    a_field("number", "number", at_least=1, at_most=5),
    a_field("person", "person"),
    a_field(
        "table", "rows", columns=[a_field("yes_no", "ok"), a_field("number", "figure")], voice="guardian"
    ),
    a_field("computed", "computed"),
    a_field("consent", "consent"),
)
NAMES = sorted(
    {name for field in EVERY_KIND.all_fields() for name in (field.id, f"{field.id}__declined")}
    | {f"rows-{index}-{column}" for index in (0, 1, 7, 999) for column in ("ok", "figure", "other", "_row")}
    | {f"consent__{part}" for part in ("answer", "by", "on", "scope")}
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["yes", "phone", "tired", "given", "3", "9" * 20, "2026-11-22", "15:30", "x" * 400, "\0"]
    ),
)
SENT = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=3), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | VALUES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["declined", "answer", "ok", "on", "_row"]), inner)
    ),
    max_leaves=6,
)
STORED = st.dictionaries(st.sampled_from([field.id for field in EVERY_KIND.all_fields()]), JSON, max_size=14)


def used_everywhere(form, answers, here):
    """Does with the answers what the program does with them."""
    for problem in problems(form, answers, here):
        assert message(problem, str)
    stored = settled(form, answers, here)
    assert settled(form, stored, here) == stored
    reading(form, answers, here)
    differences(form, answers, stored, here)
    progress(form, answers, here)
    choice_answers(form, answers)
    render(form_page(form, answers, here), problems(form, answers, here))


@settings(max_examples=60, deadline=None)
@given(sent=SENT, old=STORED)
def test_anything_may_be_sent(sent, old):
    here = context()
    for problem in posted_problems(EVERY_KIND, posted(sent), here):
        assert message(problem, str)
    used_everywhere(EVERY_KIND, answers_from(EVERY_KIND, posted(sent), old, here), here)


@settings(max_examples=60, deadline=None)
@given(
    stored=STORED, do=st.text(max_size=9) | st.sampled_from(["add:rows", "up:rows:at1", "remove:rows:at0"])
)
def test_anything_may_be_stored(stored, do):
    used_everywhere(EVERY_KIND, stored, context())
    changed = after_button(EVERY_KIND, stored, do, context())
    if changed is not None:
        used_everywhere(EVERY_KIND, changed, context())


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_may_not_be_read_stays_as_it_is(data):
    form = shipped(data.draw(st.sampled_from(SHIPPED))).in_language("sv")
    few = context(readable=frozenset({"open", "school"}))
    hidden = [each.id for each in form.all_fields() if each.confidentiality not in few.readable]
    old = dict.fromkeys(hidden, "Som förut")
    sent = data.draw(st.dictionaries(st.sampled_from([each.id for each in form.all_fields()]), VALUES))
    after = answers_from(form, posted(sent), old, few)
    assert {name: after.get(name) for name in hidden} == old

"""Two people write over one base: what only one has changed is taken, and no word of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.forms.merge import merge
from casework.forms.units import prints, units
from tests.forms.examples import a_field, form_of

TWO = [a_field("text", "what"), a_field("text", "when")]
FIELDS = list(
    form_of(
        a_field("longtext", "goal"),
        a_field("longtext", "view", voice="student"),
        a_field("multi", "signs"),
        a_field("consent", "consent"),
        a_field("table", "steps", columns=TWO, voice="guardian"),
    ).all_fields()
)
WORD = st.sampled_from([f"ord{number}" for number in range(12)])
CELLS = st.dictionaries(st.sampled_from(["what", "when"]), WORD)
ROWS = st.lists(st.sampled_from("abcdef"), unique=True).flatmap(
    lambda ids: st.tuples(*(CELLS.map(lambda cells, own=own: {"_row": own, **cells}) for own in ids)).map(
        list
    )
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "goal": WORD,
        "view": WORD | st.builds(lambda why: {"declined": why}, WORD),
        "signs": st.lists(st.sampled_from(["absence", "tired"]), min_size=1, unique=True),
        "consent": st.builds(lambda by: {"answer": "given", "by": by, "on": "", "scope": ""}, WORD),
        "steps": ROWS.filter(bool),
    },
)


def row(own, **cells):
    return {"_row": own, **cells}


def base_of(answers):
    return prints(FIELDS, answers)


def sends(answers):
    """What a page sends in which every question stands."""
    return {field.id: answers.get(field.id) for field in FIELDS}


def pieces(answers):
    found = {}
    for field in FIELDS:
        found |= units(field, answers.get(field.id))
    return {path: piece for path, piece in found.items() if not path.endswith(".rows")}


@pytest.mark.usefixtures("effort")
@given(base=ANSWERS, one=ANSWERS, other=ANSWERS)
def test_no_word_of_two_people_who_write_over_one_base_is_lost(base, one, other):
    first = merge(FIELDS, base, sends(one), base_of(base))
    assert pieces(first.answers) == pieces(one)
    assert not first.clashes
    both = merge(FIELDS, first.answers, sends(other), base_of(base))
    before, kept = pieces(base), pieces(both.answers)
    for written in (one, other):
        for path, piece in pieces(written).items():
            if before.get(path) != piece:
                assert piece in (kept.get(path), both.clashes.get(path)), path


@pytest.mark.usefixtures("effort")
@given(base=ANSWERS, one=ANSWERS, other=ANSWERS)
def test_what_only_one_has_changed_is_taken_without_a_word(base, one, other):
    both = merge(FIELDS, one, sends(other), base_of(base))
    before, first, second = pieces(base), pieces(one), pieces(other)
    for path in both.clashes:
        assert before.get(path) != first[path] != second[path] != before.get(path)


@pytest.mark.usefixtures("effort")
@given(base=ANSWERS, one=ANSWERS, other=ANSWERS)
def test_what_is_sent_twice_has_one_effect(base, one, other):
    once = merge(FIELDS, one, sends(other), base_of(base))
    twice = merge(FIELDS, once.answers, sends(other), base_of(base))
    assert (twice.answers, twice.clashes) == (once.answers, once.clashes)


@pytest.mark.usefixtures("effort")
@given(base=ANSWERS, one=ANSWERS, texts=st.lists(ANSWERS, min_size=2, max_size=4))
@example(  # a row that another has written in is taken away, stays, and is brought back
    base={},
    one={"steps": [row("c", what="ord0")]},
    texts=[{"steps": [row("c", when="ord0")]}, {}, {"steps": [row("c", what="ord0", when="ord1")]}],
)
def test_a_page_that_goes_on_writing_never_stands_against_itself(base, one, texts):
    kept, held = one, base_of(base)
    for text in texts:
        merged = merge(FIELDS, kept, sends(text), held)
        for path, piece in merged.clashes.items():
            assert pieces(one).get(path) == pieces(kept)[path] != piece  # against the other's, not its own
        kept, held = merged.answers, merged.held


def test_rows_are_taken_together_row_by_row():
    base = {"steps": [row("a", what="Ett"), row("b", what="Två")]}
    one = {"steps": [row("a", what="Ett", when="Nu"), row("b", what="Två"), row("c", what="Tre")]}
    other = {"steps": [row("x", what="Noll"), row("b", what="Två!"), row("a", what="Ett")]}
    both = merge(FIELDS, one, {"steps": other["steps"]}, base_of(base))
    assert both.answers["steps"] == [
        row("x", what="Noll"),
        row("b", what="Två!"),
        row("c", what="Tre"),
        row("a", what="Ett", when="Nu"),
    ]
    assert not both.clashes


def test_a_cell_that_both_have_written_keeps_both_texts():
    base = {"steps": [row("a", what="Ett")]}
    both = merge(
        FIELDS, {"steps": [row("a", what="Mitt")]}, {"steps": [row("a", what="Ditt")]}, base_of(base)
    )
    assert both.answers["steps"] == [row("a", what="Mitt")]
    assert both.clashes == {"steps.a.what": "Ditt"}


def test_a_row_that_one_takes_away_goes_unless_the_other_has_written_in_it():
    base = {"steps": [row("a", what="Ett", when="Nu"), row("b", what="Två")]}
    without = {"steps": [row("b", what="Två")]}
    assert merge(FIELDS, base, without, base_of(base)).answers == without
    written = {"steps": [row("a", what="Ett!", when="Nu"), row("b", what="Två")]}
    assert merge(FIELDS, written, without, base_of(base)).answers == written
    assert merge(FIELDS, without, written, base_of(base)).answers == written
    assert merge(FIELDS, without, {"steps": base["steps"]}, base_of(base)).answers == without


def test_the_row_that_a_page_offers_by_itself_is_kept_only_with_something_in_it():
    offered = row("first1", what="Ett"), row("first2")
    both = merge(FIELDS, {}, {"steps": [offered[1], row("b")]}, {})
    assert both.answers["steps"] == [row("b")]
    both = merge(FIELDS, both.answers, {"steps": [offered[0]]}, {})
    assert both.answers["steps"] == [row("b"), offered[0]]


def test_a_page_that_knows_nothing_overwrites_nothing():
    kept = {"goal": "Mitt", "steps": [row("a", what="Ett")]}
    both = merge(FIELDS, kept, {"goal": "Ditt", "view": "Nytt", "steps": None}, {})
    assert both.answers == {**kept, "view": "Nytt"}
    assert both.clashes == {"goal": "Ditt"}


def test_a_clash_that_is_settled_for_the_later_text_lets_its_writer_go_on():
    base, mine = {"goal": "Förr"}, {"goal": "Mitt"}
    later = merge(FIELDS, mine, {"goal": "Ditt"}, base_of(base))
    settled = merge(FIELDS, {"goal": "Ditt"}, {"goal": "Ditt, och mer"}, later.held)
    assert settled.answers == {"goal": "Ditt, och mer"}
    assert not settled.clashes

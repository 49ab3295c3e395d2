"""The guards of what stands in a duty are checked like those on the ladder, whatever the stage."""

from __future__ import annotations

import pytest

from tests.engine.examples import found

CALL = "{id: ask_again, do: contact, title: Fråga igen, by: [mentor], with: [home]}"
LETTER = "{id: letter, do: notice, title: Skriv, by: [mentor], to: [home], %s}"


def problems(needs: str) -> list[str]:
    """What the check finds in the small model with a duty of two actions, the second with the guards."""
    letter = LETTER % needs
    duty = f"duties:\n  - {{id: each_term, title: Varje termin, actions: [{CALL}, {letter}]}}\n"
    texts = [(f"  {one}:\n", f"  {one}:\n    duties: {{each_term: T}}\n") for one in ("nb", "en")]
    actions = [
        (
            "actions:\n      {call_home: Ring hjem,",
            "actions:\n      {ask_again: A, letter: L, call_home: Ring hjem,",
        ),
        ("actions: {call_home: Call home,", "actions: {ask_again: A, letter: L, call_home: Call home,"),
    ]
    return [
        str(one)
        for one in found(("stages:\n  - id: notice", duty + "stages:\n  - id: notice"), *texts, *actions)
    ]


@pytest.mark.parametrize(
    "needs",
    ["needs: [{contact: ask_again}]", "if: [{contact: call_home}]", "needs: [{form: initial_mapping}]"],
)
def test_a_guard_on_what_is_there_is_sound(needs: str) -> None:
    assert problems(needs) == []


@pytest.mark.parametrize(
    ("needs", "place", "why"),
    [
        (
            "needs: [{contact: ask_agian}]",
            "duties.each_term.actions.letter.needs.0",
            "unknown contact “ask_agian”",
        ),
        ("if: [{form: unheard_of}]", "duties.each_term.actions.letter.if.0", "unknown form “unheard_of”"),
        ("needs: [{notice: letter}]", "duties.each_term.actions.letter.needs.0", "“letter” waits for itself"),
        ("needs: [reason]", "duties.each_term.actions.letter.needs.0", "asked when a step is taken"),
        ("form: unheard_of", "duties.each_term.actions.letter.form", "unknown form “unheard_of”"),
    ],
)
def test_one_that_names_nothing_or_can_never_be_met_is_refused(needs: str, place: str, why: str) -> None:
    (told,) = problems(needs)
    assert place in told
    assert why in told


def test_the_ladder_does_not_wait_for_what_stands_in_a_duty() -> None:
    start = "    needs: [{contact: call_home}]\n"
    (told,) = [str(one) for one in found((start, start.replace("call_home", "ask_again")))]
    assert "unknown contact “ask_again”" in told

"""What cannot be told from how absence is registered is not counted; what can, is."""

from __future__ import annotations

import pytest

from tests.engine.examples import found

STAGES = "stages:\n  - id: notice"
SAID = [(f"  {one}:\n", f"  {one}:\n    triggers: {{t: T}}\n") for one in ("nb", "en")]


def problems(registered: str, when: str) -> list[str]:
    """What the check finds in the small model that registers so and has a trigger on the condition."""
    counting = f"counting: {registered}\n" if registered else ""
    trigger = f"triggers:\n  - {{id: t, title: T, proposes: help, when: {when}}}\n"
    return [str(one) for one in found((STAGES, f"{counting}{trigger}{STAGES}"), *SAID)]


RUN, LESSON = "{run: {at_least: 3 sessions}}", "{lesson: {counting: invalid}}"
DAYS, LESSONS = "{registered_by: day}", "{registered_by: lesson}"


@pytest.mark.parametrize(
    ("registered", "when"),
    [
        (LESSONS, RUN),
        (LESSONS, LESSON),
        ("{registered_by: session}", RUN),
        (
            "[{registered_by: day, for_year_groups: ['1']}, {registered_by: lesson, for_year_groups: ['7']}]",
            LESSON,
        ),
        (DAYS, "{run: {at_least: 3 school_days}}"),
        (DAYS, "{absence: {at_least: 600 minutes}}"),
        (DAYS, "{percent: {more_than: 10}}"),
        ("", LESSON),
    ],
)
def test_what_can_be_told_is_sound(registered: str, when: str) -> None:
    assert problems(registered, when) == []


@pytest.mark.parametrize(
    ("registered", "when", "place"),
    [
        (DAYS, RUN, "triggers.t.when.run"),
        (DAYS, LESSON, "triggers.t.when.lesson"),
        ("{registered_by: session}", LESSON, "triggers.t.when.lesson"),
        ("{registered_by: hour}", "{absence: {more_than: 5 lessons}}", "triggers.t.when.absence"),
        (DAYS, "{percent: {more_than: 10, measured_in: sessions}}", "triggers.t.when.percent"),
        (DAYS, "{occasions: {at_least: 2, lasting: 1 session}}", "triggers.t.when.occasions"),
    ],
)
def test_what_cannot_is_refused_with_its_place(registered: str, when: str, place: str) -> None:
    (told,) = problems(registered, when)
    assert place in told
    assert "cannot be told where absence is registered by" in told


def test_a_named_choice_is_judged_too() -> None:
    choice = "absences: {own: {title: Eget, each: lesson}}\n"
    trigger = (
        "triggers:\n  - {id: t, title: T, proposes: help, when: {occasions: {at_least: 2, counting: own}}}\n"
    )
    change = (STAGES, f"counting: {DAYS}\n{choice}{trigger}{STAGES}")
    said = [(old, new.replace("triggers", "absences: {own: O}\n    triggers")) for old, new in SAID]
    (told,) = [str(one) for one in found(change, *said)]
    assert "absences.own.each" in told

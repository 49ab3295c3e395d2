"""Texts of models that differ from the product's five steps in one thing or another."""

from __future__ import annotations

import re

from casework.catalog import PRODUCT
from casework.engine.workflow import LocalisedWorkflow, load_workflow

FIVE = (PRODUCT / "five-step.yaml").read_text("utf-8")
CALLED = "call_home_again"
CALL = f"""\
      - id: {CALLED}
        do: contact
        title: Ring hem en gång till
        by: [mentor]
        with: [home]
        channel: [phone]
"""


def version(number: int, text: str = FIVE) -> str:
    """The text as another version."""
    return replaced(text, "\nversion: 1\n", f"\nversion: {number}\n")


def second(number: int = 2) -> str:
    """Without the mentor's question in the mapping, with one more call there, which the next step needs."""
    text = without_action(version(number), "ask_what_school_can_do")
    text = replaced(
        text,
        "      - id: initial_mapping\n        do: form\n",
        CALL + "      - id: initial_mapping\n        do: form\n",
    )
    return replaced(text, "      - form: school_social_mapping\n", f"      - contact: {CALLED}\n")


def renamed_stage(number: int = 2) -> str:
    """The investigation is called inquiry."""
    return re.sub(r"\binvestigation\b", "inquiry", version(number))


def other_routine(number: int = 1) -> str:
    """Another routine: other ids of two stages, and a decision that is a piece of work there."""
    text = replaced(renamed_stage(), "\nversion: 2\n", f"\nversion: {number}\n")
    text = re.sub(r"\banalysis\b", "review", text)
    text = replaced(text, "workflow: five-step", "workflow: next-door")
    text = re.sub(r"\bschool_forms: .*", "school_forms: [upper_secondary]", text)
    return replaced(text, "title: Stegvis arbete för ökad skolnärvaro", "title: Rutinen på grannskolan")


def without_action(text: str, name: str) -> str:
    """The text without the action and its translations."""
    return re.sub(rf"(?m)^      (?:- id: {name}$|{name}:.*$)\n(?:^        .*\n)*", "", text)


def replaced(text: str, old: str, new: str) -> str:
    """The text with something else in it."""
    assert old in text, old
    return text.replace(old, new, 1)


def model(text: str) -> LocalisedWorkflow:
    """The model in the text."""
    return load_workflow(text, "a file", is_own=True)

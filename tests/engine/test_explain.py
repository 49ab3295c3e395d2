"""What the library says about a shape is told in the words of the model's author."""

from __future__ import annotations

import pytest

from casework.definitions import DefinitionError
from casework.explain import child
from tests.engine.examples import small

CALL = "{id: call_home, do: contact, title: Ring hem, by: [mentor], with: [home], covers: [D-1]}"
NEED = "needs: [{contact: call_home}]"

ROLES = """\
roles:
  mentor: {title: Mentor}
  coach: {title: Coach, rights_as: mentor}
  administration: {title: Förvaltningen, side: authority}
"""

CASES = {
    "a word that no action knows": (
        "with: [home]",
        "width: [home]",
        "stages.notice.actions.call_home.width",
        "unknown word “width” (did you mean “with”?); known: by, channel, covers, do, due, each_time,",
    ),
    "a word that no guard of the kind knows": (
        NEED,
        "needs: [{contact: call_home, answered: {a: [b]}}]",
        "transitions.start_help.needs.0.answered",
        "unknown word “answered”; known: contact, covers, if, in, is",
    ),
    "a word that no transition knows": (
        "approved_by: [rector]",
        "aproved_by: [rector]",
        "transitions.hand_over.aproved_by",
        "known: approved_by, by, covers, from, guidance, id, kind, needs, renew, title, to",
    ),
    "a kind of action that is none": (
        "do: contact",
        "do: kontact",
        "call_home",
        "`do:` must be one of: contact, meeting",
    ),
    "a guard without a kind word": (
        NEED,
        "needs: [{by: [mentor]}]",
        "start_help.needs.0",
        "needs exactly one kind word; known: form, contact",
    ),
    "a guard with two kind words": (
        NEED,
        "needs: [{contact: call_home, form: initial_mapping}]",
        "start_help.needs.0",
        "needs exactly one kind word",
    ),
    "a guard that is a bare word of no kind": (
        NEED,
        "needs: [always]",
        "start_help.needs.0",
        "needs exactly one kind word",
    ),
    "a kind of transition that is none": (
        "kind: forward",
        "kind: onward",
        "transitions.start_help.kind",
        "unknown word “onward” (did you mean “forward”?); known: open, forward, back, restart, hand_over,",
    ),
    "a word left out": (
        "owner: administration",
        "guidance: Tom.",
        "stages.monitoring.owner",
        "“owner” is missing",
    ),
    "a list that is none": (NEED, "needs: reason", "start_help.needs", "must be a list: [one, another]"),
    "a choice of one": (NEED, "needs: [{any: [reason]}]", "start_help.needs.0.any", "must hold at least 2"),
    "nobody": ("by: [mentor], with", "by: [], with", "call_home.by", "must hold at least 1"),
    "a number that is none": ("version: 1", "version: one", "version", "must be a whole number"),
    "an id with a space": (
        "{id: again,",
        "{id: once again,",
        "transitions.once again.id",
        "must begin with a letter and hold",
    ),
    "a text that is a number": ("title: Ring hem,", "title: 3,", "call_home.title", "must be a text"),
    "a boolean that is none": (
        CALL,
        CALL.replace("covers", "optional: no, covers"),
        "optional",
        "must be true or false",
    ),
    "a reason that is not asked": (NEED, "needs: [{reason: false}]", "needs.0.reason", "known: true"),
    "roles that are a list": (
        ROLES,
        "roles: [mentor]\n",
        "roles",
        "must be a map of words",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_shape_is_told_with_its_place(case):
    old, new, path, message = CASES[case]
    with pytest.raises(DefinitionError) as error:
        small((old, new))
    told = [(problem.path, problem.message) for problem in error.value.problems]
    assert any(at.endswith(path) and message in text for at, text in told), told
    assert all(problem.line for problem in error.value.problems)


def test_the_right_shape_is_taken():
    assert small((NEED, "needs: [{contact: call_home, is: [done, tried], in: case}]")).rules.version == 1


def test_a_child_is_found_in_maps_and_lists_only():
    assert child({"a": 1}, "a") == 1
    assert child([1, 2], 1) == 2
    assert child([1, 2], 5) is None
    assert child("text", 0) is None

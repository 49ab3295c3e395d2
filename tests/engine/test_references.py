"""A model that names something which is not there is refused, with the place and the words that are known."""

from __future__ import annotations

import pytest

from tests.engine.examples import SMALL, changed, found

CALL = "by: [mentor], with: [home], covers: [D-1]}"
NEED = "needs: [{contact: call_home}]"
FORM = "needs: [{form: initial_mapping}]"
START = "    needs: [{contact: call_home}]\n"
GO = "options: {stay: Stanna, go: Vidare}"

UNKNOWN = {
    "role of an action": (
        CALL,
        CALL.replace("[mentor]", "[mentr]"),
        "call_home.by.0",
        "unknown role “mentr”",
        "mentor",
    ),
    "role of a transition": (
        "approved_by: [rector]",
        "approved_by: [headmaster]",
        "hand_over.approved_by.0",
        "unknown role “headmaster”",
        "rector",
    ),
    "owner": ("owner: mentor", "owner: tutor", "stages.notice.owner", "unknown role “tutor”", "mentor"),
    "second hand": (
        CALL,
        "together_with: [nurse], " + CALL,
        "call_home.together_with.0",
        "“nurse”",
        "school_nurse",
    ),
    "role in a form guard": (
        FORM,
        "needs: [{form: initial_mapping, by: [boss]}]",
        "hand_over.needs.0.by.0",
        "unknown role “boss”",
        "rector",
    ),
    "role that a new role is like": (
        "rights_as: mentor",
        "rights_as: menta",
        "roles.coach.rights_as",
        "unknown role “menta”",
        "mentor",
    ),
    "party": (
        CALL,
        CALL.replace("home", "granny"),
        "call_home.with.0",
        "unknown party “granny”",
        "guardians",
    ),
    "stage a way leads from": (
        "from: notice",
        "from: notise",
        "start_help.from",
        "unknown stage “notise”",
        "any, closed",
    ),
    "stage a way leads to": (
        "to: help\n",
        "to: halp\n",
        "start_help.to",
        "unknown stage “halp”",
        "any_later",
    ),
    "place of a text": (
        "show: notice",
        "show: hall",
        "guidance.tone.show",
        "unknown place “hall”",
        "model, monitoring",
    ),
    "form of an action": (
        "        form: initial_mapping\n",
        "        form: mapping\n",
        "help.actions.mapping_form.form",
        "unknown form “mapping”",
        "initial_mapping",
    ),
    "form of a guard": (
        FORM,
        "needs: [{form: maping}]",
        "hand_over.needs.0.form",
        "unknown form “maping”",
        "initial_mapping",
    ),
    "form to renew": (
        "needs: [reason]}\n  - {id: again",
        "needs: [reason], renew: [closing_evaluation]}\n  - {id: again",
        "transitions.back.renew.0",
        "unknown form of this model “closing_evaluation”",
        "initial_mapping",
    ),
    "question of a form": (
        FORM,
        "needs: [{form: initial_mapping, answered: {concern: [absence]}}]",
        "needs.0.answered.concern",
        "unknown choice field of “initial_mapping” “concern”",
        "concern_type",
    ),
    "answer of a form": (
        FORM,
        "needs: [{form: initial_mapping, answered: {concern_type: [gone]}}]",
        "answered.concern_type.0",
        "unknown answer to “concern_type” “gone”",
        "absence",
    ),
    "no answer at all": (
        FORM,
        "needs: [{form: initial_mapping, answered: {concern_type: []}}]",
        "answered.concern_type",
        "says no answer",
        "absence",
    ),
    "action of a guard": (
        NEED,
        "needs: [{contact: call}]",
        "start_help.needs.0.contact",
        "unknown contact “call”",
        "call_home",
    ),
    "task of a guard": (
        NEED,
        "needs: [{task: call}]",
        "start_help.needs.0.task",
        "unknown action “call”",
        "way",
    ),
    "answer of an action": (
        NEED,
        "needs: [{contact: call_home, is: [waved]}]",
        "start_help.needs.0.is.0",
        "unknown answer of “call_home” “waved”",
        "agreed, declined, done, reached, tried",
    ),
    "option of a decision": (
        FORM,
        "needs: [{decision: way, is: [leave]}]",
        "hand_over.needs.0.is.0",
        "unknown answer of “way” “leave”",
        "go, stay",
    ),
    "state of a task": (
        NEED,
        "needs: [{task: call_home, is: [waived]}]",
        "needs.0.is.0",
        "“waived”",
        "known: done",
    ),
    "consent": (
        FORM,
        "needs: [{consent: sharing}]",
        "needs.0.consent",
        "unknown consent “sharing”",
        "share_with_partners",
    ),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_an_unknown_word_is_refused_with_the_known_ones(case):
    old, new, path, message, known = UNKNOWN[case]
    (problem,) = found((old, new))
    assert problem.path.endswith(path)
    assert message in problem.message
    assert known in problem.message.split("known:")[1] or known in problem.message


def test_a_problem_names_file_and_line():
    text = changed((CALL, CALL.replace("[mentor]", "[mentr]")))
    line = text[: text.index("mentr")].count("\n") + 1
    (problem,) = found((CALL, CALL.replace("[mentor]", "[mentr]")))
    assert str(problem).startswith(
        f"small.yaml:{line}: stages.notice.actions.call_home.by.0: unknown role “mentr” (did you mean “mento"
    )


WRONG = {
    "one who acts from outside": (
        CALL,
        CALL.replace("[mentor]", "[social_services]"),
        "works outside and has no account",
    ),
    "a guard of another kind": (
        NEED,
        "needs: [{meeting: call_home}]",
        "“call_home” is a contact, not a meeting",
    ),
    "a choice in a choice": (
        NEED,
        "needs: [{any: [{contact: call_home}, {any: [{contact: call_home}, reason]}]}]",
        "an `any` inside an `any`",
    ),
    "a role of its own that is like no other": (
        "coach: {title: Coach, rights_as: mentor}",
        "coach: {title: Coach}",
        "“coach” is new to the program",
    ),
    "a known role on another side": (
        "  mentor: {title: Mentor}",
        "  mentor: {title: Mentor, side: authority}",
        "“mentor” works at the side “school”",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_word_in_the_wrong_place_is_refused(case):
    old, new, message = WRONG[case]
    (problem,) = found((old, new))
    assert message in problem.message


RIGHT = {
    "a role of its own that is like a known one": ("by: [mentor], with", "by: [coach], with"),
    "one from outside as a party": (CALL, CALL.replace("[home]", "[social_services]")),
    "a task of any kind": (NEED, "needs: [{task: call_home, is: [done]}]"),
    "an attempt": (NEED, "needs: [{contact: call_home, is: [done, tried]}]"),
    "an option": (FORM, "needs: [{decision: way, is: [go, stay]}]"),
    "an answer": (FORM, "needs: [{form: initial_mapping, answered: {concern_type: [low_participation]}}]"),
    "one choice of guards": (NEED, "needs: [{any: [{contact: call_home}, reason]}]"),
    "a text on a task": ("show: notice", "show: call_home"),
    "a text on every case page": ("show: notice", "show: model"),
    "a known consent": (FORM, "needs: [{consent: share_with_partners}]"),
}


@pytest.mark.parametrize("case", RIGHT)
def test_known_words_in_their_places_are_taken(case):
    old, new = RIGHT[case]
    assert found((old, new)) == []


def test_the_small_model_itself_is_sound():
    assert SMALL
    assert found() == []


def test_every_party_word_is_looked_at():
    request = "do: request, what: certificate, from: neighbour, title: Ring hem, by: [mentor], covers: [D-1]}"
    assert "unknown party “neighbour”" in found(("do: contact, title: Ring hem, " + CALL, request))[0].message

"""Every code has a sentence that says what to do, and each element gets one."""

from __future__ import annotations

import pytest

from casework.forms.checks import FieldProblem, problems
from casework.forms.messages import SENTENCES, message, messages_by_anchor
from tests.forms.examples import a_field, context, form_of
from tests.forms.test_checks import KEPT_OUT
from tests.forms.test_kinds import WRONG

FIGURES = {"label": "Vad?", "limit": 3, "length": 9, "count": 1, "column": "Område", "wanted": "Hemmet"}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_names_its_question(code):
    sentence = message(FieldProblem("asked", "f-asked", code, FIGURES), str)
    assert "Vad?" in sentence
    assert "%(" not in sentence


def test_every_code_that_an_answer_is_refused_with_has_a_sentence():
    used = {code for *_, code in WRONG} | {code for *_, code, _ in KEPT_OUT}
    assert used <= SENTENCES.keys()


@pytest.mark.parametrize(("kind", "more", "answer", "code"), WRONG)
def test_every_problem_carries_the_figures_of_its_sentence(kind, more, answer, code):
    for problem in problems(form_of(a_field(kind, **more)), {"asked": answer}, context()):
        assert message(problem, str)


def test_the_sentence_is_in_the_language_of_the_gettext_function():
    problem = FieldProblem("asked", "f-asked", "missing", {"label": "Vad? 100 %"})
    assert (
        message(problem, {"Answer: %(label)s": "Svara på: %(label)s"}.__getitem__) == "Svara på: Vad? 100 %"
    )


def test_an_element_with_two_problems_gets_the_first():
    two = [FieldProblem("asked", "f-asked", code, FIGURES) for code in ("missing", "too_long")]
    assert messages_by_anchor(two, str) == {"f-asked": "Answer: Vad?"}

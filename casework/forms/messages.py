"""The sentence for each problem: what to do, in the words of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from casework.forms.checks import FieldProblem

Gettext = Callable[[str], str]

# Each call stands written out so that the collector of translatable texts finds it.
SENTENCES: Mapping[str, Callable[[Gettext], str]] = {
    "missing": lambda gettext: gettext("Answer: %(label)s"),
    "missing_choice": lambda gettext: gettext("Choose an answer: %(label)s"),
    "missing_value": lambda gettext: gettext("Fill in: %(label)s"),
    "missing_rows": lambda gettext: gettext("Fill in at least one: %(label)s"),
    "missing_by": lambda gettext: gettext("Write who answered: %(label)s"),
    "missing_on": lambda gettext: gettext("Write the date of the answer: %(label)s"),
    "answered_and_declined": lambda gettext: gettext(
        "Keep either the answer or the reason why there is none: %(label)s"
    ),
    "not_a_date": lambda gettext: gettext("Write the date as 2026-11-22: %(label)s"),
    "not_a_time": lambda gettext: gettext("Write the time as 15:30: %(label)s"),
    "not_a_date_time": lambda gettext: gettext("Write date and time as 2026-11-22 15:30: %(label)s"),
    "not_a_number": lambda gettext: gettext("Write a number, such as 3 or 2.5: %(label)s"),
    "too_low": lambda gettext: gettext("Write %(limit)s or more: %(label)s"),
    "too_high": lambda gettext: gettext("Write %(limit)s or less: %(label)s"),
    "too_long": lambda gettext: gettext("Shorten to %(limit)s characters, it is %(length)s now: %(label)s"),
    "control_characters": lambda gettext: gettext(
        "Remove what is not text, perhaps pasted from a file: %(label)s"
    ),
    "unknown_option": lambda gettext: gettext("Choose one of the answers on the page: %(label)s"),
    "two_texts": lambda gettext: gettext("Choose between two texts: %(label)s"),
    "two_texts_elsewhere": lambda gettext: gettext(
        "Two texts stand against each other in a part that others fill in. They choose first: %(label)s"
    ),
    "too_few_rows": lambda gettext: gettext("Fill in at least %(limit)s: %(label)s"),
    "too_many_rows": lambda gettext: gettext("Keep at most %(limit)s: %(label)s"),
    "must_include": lambda gettext: gettext(
        "Include one where “%(column)s” is one of these: %(wanted)s. It is missing in: %(label)s"
    ),
}


def message(problem: FieldProblem, gettext: Gettext) -> str:
    """The sentence for the problem in the language of the gettext function."""
    return SENTENCES[problem.code](gettext) % problem.params


def messages_by_anchor(problems: Iterable[FieldProblem], gettext: Gettext) -> dict[str, str]:
    """The first sentence for each element, as the macros for fields want them."""
    sentences: dict[str, str] = {}
    for problem in problems:
        sentences.setdefault(problem.anchor, message(problem, gettext))
    return sentences

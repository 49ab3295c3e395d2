"""A form on paper, for a talk or for the shelf: its head, its questions in plain words, and its foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.cases.pages.reading import ReadPart, read_parts
from casework.cases.pages.words import joined
from casework.forms.base import Confidentiality
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.forms.paper import PaperPart, PaperQuestion, on_paper
from casework.web.text import gettext

FOR_HOME: frozenset[Confidentiality] = frozenset({"open", "school"})


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper; `parts` to write in, or `read` when the form is signed.

    It `is_marked` where the identity is protected, and names no school then.
    """

    title: str
    language: str
    school: str
    is_marked: bool
    about: str
    state_text: str
    facts: tuple[tuple[str, str], ...]
    lead: str
    shows_help: bool
    parts: tuple[PaperPart, ...]
    read: tuple[ReadPart, ...]
    foot: str


def sheet(
    form: Form,
    answers: Mapping[str, Any],
    context: FormContext,
    *,
    is_signed: bool,
    is_for_home: bool,
    school: str,
    is_marked: bool,
    about: str,
    state_text: str,
    facts: list[tuple[str, str]],
) -> Sheet:
    """The paper in the words of the form's language; at home nothing is read that is meant for the staff."""
    return Sheet(
        title=form.title,
        language=form.language,
        school=school,
        is_marked=is_marked,
        about=about,
        state_text=state_text,
        facts=tuple(facts),
        lead="" if is_signed or is_for_home else form.guidance or "",
        shows_help=not is_for_home,
        parts=() if is_signed else on_paper(form, answers, context),
        read=tuple(read_parts(form, answers, context)) if is_signed else (),
        foot=_foot(is_signed=is_signed),
    )


def extract_sheet(
    form: Form,
    parts: Sequence[ReadPart],
    *,
    school: str,
    is_marked: bool,
    about: str,
    facts: Sequence[tuple[str, str]],
) -> Sheet:
    """Released answers on paper: only they, with who released them on which ground."""
    return Sheet(
        title=gettext("Extract of %(form)s", form=form.title),
        language=form.language,
        school=school,
        is_marked=is_marked,
        about=about,
        state_text=gettext("Released"),
        facts=tuple(facts),
        lead="",
        shows_help=False,
        parts=(),
        read=tuple(parts),
        foot=gettext("This is an extract. What else the form holds is not released with it."),
    )


def _foot(*, is_signed: bool) -> str:
    """What happens to the paper afterwards."""
    if is_signed:
        return gettext(
            "This is a copy. The signed form is in Casework. "
            "Put the paper in the bin for confidential waste when it is not needed any more."
        )
    return gettext(
        "Write the answers into Casework after the talk. "
        "Then put the paper in the bin for confidential waste."
    )


def when_asked(question: PaperQuestion) -> str:
    """When the question is to be answered: “If yes:”; empty where it is in any case."""
    if question.follows and len(question.answers_of) == 1:
        return {
            "yes": gettext("If yes:"),
            "no": gettext("If no:"),
            "unknown": gettext("If you do not know:"),
        }[question.answers_of[0]]
    told = []
    for one in question.conditions:
        answers = joined([gettext("“%(text)s”", text=answer) for answer in one.answers], gettext("or"))
        told.append(
            gettext("the answer is %(answers)s", answers=answers)
            if question.follows
            else gettext("the answer to “%(question)s” is %(answers)s", question=one.label, answers=answers)
        )
    return gettext("If %(conditions)s:", conditions=joined(told, gettext("and"))) if told else ""

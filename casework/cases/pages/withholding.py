"""The answers that are kept from somebody at home, and those that can be, in the words of the forms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from casework.cases.pages.printed import FOR_HOME
from casework.catalog import catalog
from casework.forms.base import Confidentiality, Field
from casework.forms.context import is_readable_at_all
from casework.people import queries as people
from casework.people.protection_models import Withholding
from casework.web.dates import day
from casework.web.languages import language
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Kept:
    """One answer that is kept: the question and its form, why, who decided it, and where that ends."""

    question: str
    form: str
    reason: str
    decided: str
    end_url: str


def kept_text(count: int) -> str:
    """How many answers are kept from somebody."""
    if not count:
        return gettext("No answer is kept from this person")
    return ngettext(
        "%(num)d answer is kept from this person", "%(num)d answers are kept from this person", count
    )


def kept_rows(student_id: UUID, rows: Sequence[Withholding]) -> list[Kept]:
    """A row for each; a question that its form has no longer is told by its id."""
    names = people.names_of(one.decided_by_id for one in rows)
    return [
        Kept(
            question=question_text(one.form, one.field),
            form=form_title(one.form),
            reason=one.reason,
            decided=gettext("%(day)s, %(name)s", day=day(one.decided_at), name=names[one.decided_by_id]),
            end_url=url_for(
                "cases.end_withholding",
                student_id=student_id,
                bond_id=one.guardianship_id,
                withholding_id=one.id,
            ),
        )
        for one in rows
    ]


def form_title(form_id: str) -> str:
    """The form's title in the reader's language; its id where there is no such form any more."""
    known = catalog().forms.get(form_id)
    return known.in_language(language()).title if known else form_id


def question_text(form_id: str, field_id: str) -> str:
    """The question in the reader's language; its id where the form has it no longer."""
    return next((one.label for one in _fields(form_id) if one.id == field_id), field_id)


def forms_to_choose(readable: Collection[Confidentiality]) -> list[tuple[str, str]]:
    """The forms in which something is for the home, by title: id and title."""
    found = [(name, form.in_language(language())) for name, form in catalog().forms.items()]
    classes = FOR_HOME & frozenset(readable)
    return sorted(
        ((name, form.title) for name, form in found if is_readable_at_all(form, classes)),
        key=lambda one: one[1],
    )


def questions_to_choose(
    form_id: str, readable: Collection[Confidentiality], kept: Collection[str]
) -> list[tuple[str, str]]:
    """The questions of the form that the home would read and that are not kept yet: id and label."""
    classes = FOR_HOME & frozenset(readable)
    return [
        (one.id, one.label)
        for one in _fields(form_id)
        if one.confidentiality in classes and one.id not in kept
    ]


def _fields(form_id: str) -> Sequence[Field]:
    known = catalog().forms.get(form_id)
    return list(known.in_language(language()).all_fields()) if known else []

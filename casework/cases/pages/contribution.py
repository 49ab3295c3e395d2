"""The words around contributions: what one is asked for, what has come, and what is awaited from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.cases.awaited import Awaited
from casework.cases.models import Case
from casework.cases.pages.words import Speech, capital, joined
from casework.forms.context import FormContext
from casework.forms.contributed import asked_part
from casework.forms.definition import Form
from casework.forms.reading import reading
from casework.people import queries as people
from casework.records import contributions
from casework.web.dates import moment
from casework.web.text import gettext


@dataclass(frozen=True)
class Given:
    """What one person has given to the form: who, in which role, when, and which saving of it."""

    name: str
    role: str
    at: datetime
    answers: Mapping[str, Any]
    id: UUID

    @property
    def mark(self) -> str:
        """Tells this giving from a later one by the same person."""
        return f"{self.id}:{self.at.isoformat()}"


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that somebody else has given, as it stands beside the question."""

    who: str
    text: str


def given_to(case: Case, form_id: str) -> tuple[Given, ...]:
    """What others have given to the form, which no signed version holds yet."""
    found = contributions.given_to(case.id, form_id, case.round)
    names = people.names_of(one.user_id for one in found)
    return tuple(
        Given(names[one.user_id], one.role, one.given_at, one.given, one.id)
        for one in found
        if one.given_at and one.given
    )


def by_question(
    form: Form, given: Sequence[Given], speech: Speech, context: FormContext
) -> dict[str, list[GivenAnswer]]:
    """Per question, what others have answered, as far as the reader may read it."""
    found: dict[str, list[GivenAnswer]] = {}
    for one in given:
        part = asked_part(form, tuple(one.answers))
        who = gettext(
            "%(name)s, %(role)s, %(when)s",
            name=one.name,
            role=speech.role_within(one.role),
            when=moment(one.at),
        )
        for section in reading(part, one.answers, context):
            for row in section.rows:
                if row.text:
                    found.setdefault(row.field_id, []).append(GivenAnswer(who, row.text))
    return found


def awaited_lines(speech: Speech, found: Sequence[Awaited]) -> list[str]:
    """What is asked of others and has not come, and from whom."""
    return [
        gettext("%(task)s: awaited from %(who)s.", task=speech.action(one.task.action), who=_who(speech, one))
        for one in found
    ]


def _who(speech: Speech, one: Awaited) -> str:
    named = [
        gettext("%(name)s (%(role)s)", name=person.name, role=speech.role_within(person.role))
        for person in one.people
    ]
    roles = [speech.role_within(role) for role in one.action.by]
    return joined(named or roles, gettext("and"))


def lead(speech: Speech, finalisers: Sequence[str], form_title: str) -> str:
    """Who has asked, and where the answers go."""
    return gettext(
        "%(who)s fills in “%(form)s” and has asked for your view. You see only what you write yourself.",
        who=capital(speech.who(finalisers)),
        form=form_title,
    )

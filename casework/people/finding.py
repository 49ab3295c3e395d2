"""Finds students by what somebody types: beginnings of names in any order, and the class."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, case, false, func, literal, or_, select, true

from casework.people.models import Group, Student, StudentWord
from casework.people.names import words_of

MOST_WORDS = 5
LAST = "\U0010ffff"  # the sign that comes after all others


@dataclass(frozen=True)
class Typed:
    """One word of a search: as it was typed, in small letters, and the words that it is looked up by."""

    text: str
    words: tuple[str, ...]


def typed(query: str) -> list[Typed]:
    """The words of the search; none where nothing in it can be looked up."""
    found = [Typed(text, tuple(words_of(text))) for text in query.lower().replace("-", " ").split()]
    return [one for one in found if one.words][:MOST_WORDS]


def named_like(query: str) -> ColumnElement[bool]:
    """True for students who have, for every word of the search, a name or class that begins so."""
    found = typed(query)
    if not found:
        return false() if query.strip() else true()
    where: ColumnElement[bool] = true()
    for one in found:
        in_class = _in_class(one.text)
        for word in one.words:
            where &= or_(Student.id.in_(_beginning(word)), in_class)
    return where


def farness(query: str) -> ColumnElement[int]:
    """How far a name is from the search: whole names before beginnings, and as typed before alike."""
    steps: list[ColumnElement[int]] = [literal(0, Integer)]
    for one in typed(query):
        whole = select(StudentWord.student_id).where(StudentWord.word == one.words[-1])
        steps.append(case((Student.id.in_(whole), 0), else_=1))
        steps.append(case((Student.search_name.contains(one.text, autoescape=True), 0), else_=1))
    return sum(steps[1:], steps[0])


def _beginning(word: str) -> Select[UUID]:
    return select(StudentWord.student_id).where(StudentWord.word >= word, StudentWord.word < word + LAST)


def _in_class(text: str) -> ColumnElement[bool]:
    named = select(Group.id).where(func.lower(Group.name).startswith(text, autoescape=True))
    return Student.group_id.in_(named)

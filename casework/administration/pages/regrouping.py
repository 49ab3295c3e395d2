"""What becomes of the classes, in words: a line for every way that students take, the mentors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.administration.regrouping import Class, Mentor, Regrouping, Way
from casework.web.dates import day
from casework.web.text import gettext, ngettext

FEW_DAYS = 3


@dataclass(frozen=True)
class ClassRow:
    """A class as it is today, and what becomes of its students."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class MentorRow:
    """A class that changes, how many students it has then, and its mentors; none where there is nobody."""

    name: str
    students: int
    mentors: tuple[str, ...]


@dataclass(frozen=True)
class SchoolPart:
    """What becomes of a school's classes."""

    name: str
    classes: tuple[ClassRow, ...]
    mentors: tuple[MentorRow, ...]
    left_out: str


@dataclass(frozen=True)
class Regrouped:
    """What becomes of the classes, school by school; and whether anybody changes class."""

    schools: tuple[SchoolPart, ...]
    has_moves: bool


def regrouped(found: Regrouping) -> Regrouped:
    """What the page says of the classes; schools where nothing changes are left out."""
    names = {way.after.school for way in found.ways} | {one.school for one, _ in found.mentors}
    parts = (_school(name, found) for name in sorted(names))
    return Regrouped(
        schools=tuple(part for part in parts if part.classes or part.mentors),
        has_moves=any(way.before not in (None, way.after) for way in found.ways),
    )


def _school(name: str, found: Regrouping) -> SchoolPart:
    ways: dict[Class | None, list[Way]] = {}
    for way in found.ways:
        if (way.before or way.after).school == name:
            ways.setdefault(way.before, []).append(way)
    absent = [one for one, some in ways.items() if one and not any(way.is_told for way in some)]
    kept = sorted((one for one in ways if one not in absent), key=_order)
    rows = (ClassRow(_before(one), tuple(_lines(one, ways[one], found))) for one in kept)
    left_out = ", ".join(_before(one) for one in sorted(absent, key=_order))
    return SchoolPart(
        name=name,
        classes=tuple(row for row in rows if row.lines),
        mentors=tuple(_mentors(name, found)),
        left_out=gettext("None of these classes’ students are told of. They stay: %(names)s.", names=left_out)
        if absent
        else "",
    )


def _lines(before: Class | None, ways: list[Way], found: Regrouping) -> Iterator[str]:
    """A line for each class that students go to; nothing where everybody stays as before."""
    if all(way.before == way.after and way.since is None and way.is_told for way in ways):
        return
    alike: dict[tuple[Class, bool, bool], list[Way]] = {}
    for way in ways:
        alike.setdefault((way.after, way.is_told, way.since is not None), []).append(way)
    order = {key: (not key[1], key[0] == before, -_number(some), key) for key, some in alike.items()}
    for key in sorted(alike, key=order.__getitem__):
        yield _line(alike[key], found)
    if before and before.name and not any(way.after == before for way in found.ways):
        yield gettext("The class has no students then.")


def _line(alike: list[Way], found: Regrouping) -> str:
    """Students who come from one class to one class, each since a day that is told or all since none."""
    number, way = _number(alike), alike[0]
    since = _days(sorted({one.since for one in alike if one.since}))
    if not way.is_told:
        line = ngettext(
            "%(num)d student is not told of, and stays", "%(num)d students are not told of, and stay", number
        )
    elif way.before == way.after:
        line = ngettext("%(num)d student stays", "%(num)d students stay", number)
    elif not way.after.name:
        line = ngettext("%(num)d student without a class", "%(num)d students without a class", number)
    else:
        there = _after(way, found)
        line = ngettext("%(num)d student to %(there)s", "%(num)d students to %(there)s", number, there=there)
    if not since:
        return line
    if way.before in (None, way.after):
        return gettext("%(line)s, started %(day)s", line=line, day=since)
    return gettext("%(line)s, from %(day)s", line=line, day=since)


def _number(ways: Iterable[Way]) -> int:
    return sum(way.number for way in ways)


def _days(days: Sequence[date]) -> str:
    """Each of a few days, of more the first and the last."""
    if len(days) > FEW_DAYS:
        return gettext("%(first)s to %(last)s", first=day(days[0]), last=day(days[-1]))
    return ", ".join(map(day, days))


def _before(one: Class | None) -> str:
    if one is None:
        return gettext("New students")
    return one.name or gettext("In no class")


def _after(way: Way, found: Regrouping) -> str:
    one = way.after
    is_elsewhere = way.before is not None and way.before.school != one.school
    name = f"{one.school} {one.name}" if is_elsewhere else one.name
    return gettext("%(name)s (new class)", name=name) if one in found.new else name


def _mentors(school: str, found: Regrouping) -> Iterator[MentorRow]:
    """The classes that students come to, that are new, or that get a mentor."""
    mentors = dict(found.mentors)
    coming = {way.after for way in found.ways if way.after.name and way.before != way.after}
    getting = {one for one, some in found.mentors if any(mentor.is_new for mentor in some)}
    for one in sorted({*coming, *getting, *found.new}, key=_order):
        if one.school == school:
            number = _number(way for way in found.ways if way.after == one)
            yield MentorRow(one.name, number, tuple(map(_mentor, mentors.get(one, ()))))


def _mentor(mentor: Mentor) -> str:
    if mentor.is_new_account:
        return gettext("%(name)s (new mentor, new account)", name=mentor.name)
    if mentor.is_new:
        return gettext("%(name)s (new mentor)", name=mentor.name)
    return mentor.name if mentor.is_told else gettext("%(name)s (not told of)", name=mentor.name)


def _order(one: Class | None) -> tuple[bool, int, str]:
    """New students first, then classes by their number: 7A before 10A; those in no class last."""
    if one is None:
        return False, -1, ""
    number = re.match(r"\d+", one.name)
    return not one.name, int(number[0]) if number else 0, one.name

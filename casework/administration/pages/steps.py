"""The administrator's start page: what an instance needs before schools can work in it, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from casework.administration import queries
from casework.administration.pages.routine import routine
from casework.administration.queries import SchoolRow
from casework.attendance.calendars import calendars_for
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, how it stands, what is missing, and the way there."""

    title: str
    url: str
    is_done: bool
    line: str
    missing: tuple[str, ...] = ()
    button: str = ""
    is_next: bool = False


@dataclass(frozen=True)
class Steps:
    """All steps in their order."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)


def steps(today: date) -> Steps:
    """The steps as the instance stands today; the first that is not done is next."""
    schools = queries.schools()
    found = [
        _schools(schools),
        _classes(schools),
        _calendars(schools, today),
        _staff(),
        _students(schools),
        _roles(schools, today),
        _routine(schools, today),
        _passwords(),
    ]
    first = next((step for step in found if not step.is_done), None)
    return Steps(tuple(replace(step, is_next=step is first) for step in found))


def _schools(schools: list[SchoolRow]) -> Step:
    authority = queries.authority()
    count = ngettext("%(num)d school", "%(num)d schools", len(schools))
    return Step(
        title=gettext("Authority and schools"),
        url=url_for("administration.schools"),
        is_done=bool(authority and schools),
        line=f"{authority.name}, {count}" if authority else gettext("The authority has no name yet."),
        missing=() if schools else (gettext("There is no school yet."),),
        button=gettext("Write in the schools"),
    )


def _classes(schools: list[SchoolRow]) -> Step:
    without = [row.unit.name for row in schools if not row.classes]
    count = sum(len(row.classes) for row in schools)
    return Step(
        title=gettext("Classes"),
        url=url_for("administration.schools"),
        is_done=bool(schools) and not without,
        line=ngettext("%(num)d class", "%(num)d classes", count),
        missing=tuple(gettext("%(school)s has no classes.", school=name) for name in without),
        button=gettext("Write in the classes"),
    )


def _calendars(schools: list[SchoolRow], today: date) -> Step:
    """Without a term nothing can be counted: no limit is met, and nobody is told."""
    laid = calendars_for([row.unit for row in schools])
    ended = [row for row in schools if not any(term.last >= today for term in laid[row.unit.id].terms)]
    first = ended[0].unit.id if ended else None
    line = gettext("Every school has terms, from today or later on.")
    return Step(
        title=gettext("School calendar"),
        url=url_for("administration.calendar", unit_id=first) if first else url_for("administration.schools"),
        is_done=bool(schools) and not ended,
        line="" if ended or not schools else line,
        missing=tuple(
            gettext("%(school)s has no term now or later: absence is not counted.", school=row.unit.name)
            for row in ended
        ),
        button=gettext("Write in the terms"),
    )


def _staff() -> Step:
    _, total = queries.accounts("", limit=1)
    others = total - 1  # whoever reads this has one
    return Step(
        title=gettext("Staff"),
        url=url_for("administration.staff"),
        is_done=others > 0,
        line=ngettext("%(num)d account", "%(num)d accounts", total),
        missing=() if others > 0 else (gettext("Only you have an account."),),
        button=gettext("Read in staff from a file"),
    )


def _students(schools: list[SchoolRow]) -> Step:
    without = [row.unit.name for row in schools if not row.students]
    return Step(
        title=gettext("Students and homes"),
        url=url_for("administration.import_file", kind="students"),
        is_done=bool(schools) and not without,
        line=ngettext("%(num)d student", "%(num)d students", sum(row.students for row in schools)),
        missing=tuple(gettext("%(school)s has no students.", school=name) for name in without),
        button=gettext("Read in students from a file"),
    )


def _roles(schools: list[SchoolRow], today: date) -> Step:
    held = queries.roles_at([row.unit.id for row in schools], today)
    holding = [one for one in held if one.grant.valid_from <= today]
    ending = len(queries.roles_ending(today))
    without = [row.unit.name for row in schools if row.unit.id not in {one.unit.id for one in holding}]
    line = ngettext("%(num)d role holds today", "%(num)d roles hold today", len(holding))
    soon = ngettext("%(num)d ends within 30 days", "%(num)d end within 30 days", ending)
    return Step(
        title=gettext("Roles"),
        url=url_for("administration.renew" if ending else "administration.roles"),
        is_done=bool(schools) and not without,
        line=f"{line}, {soon}" if ending else line,
        missing=tuple(gettext("Nobody has a role at %(school)s.", school=name) for name in without),
        button=gettext("Give roles"),
    )


def _routine(schools: list[SchoolRow], today: date) -> Step:
    found = [routine(row, today) for row in schools]
    gaps = [gap for one in found for gap in one.gaps]
    whole = gettext("Every role that the routines need has a holder.")
    missing = ngettext("%(num)d thing is missing", "%(num)d things are missing", len(gaps))
    return Step(
        title=gettext("The routine, and who does what in it"),
        url=url_for("administration.routines"),
        is_done=bool(schools) and not gaps,
        line=(missing if gaps else whole) if schools else "",
        missing=tuple(_with_stop(gap.sentence, gap.stopped) for gap in gaps),
        button=gettext("See what is missing"),
    )


def _with_stop(sentence: str, stopped: tuple[str, ...]) -> str:
    return f"{sentence}: {stopped[-1]}." if stopped else sentence


def _passwords() -> Step:
    none, one_time = queries.password_counts()
    return Step(
        title=gettext("Passwords"),
        url=url_for("administration.passwords"),
        is_done=not none,
        line=", ".join(_password_lines(none, one_time)) or gettext("Everybody has a password of their own."),
        button=gettext("Make one-time passwords"),
    )


def _password_lines(none: int, one_time: int) -> Iterator[str]:
    if none:
        yield ngettext("%(num)d account has no password", "%(num)d accounts have no password", none)
    if one_time:
        yield ngettext(
            "%(num)d has a one-time password that is not used yet",
            "%(num)d have a one-time password that is not used yet",
            one_time,
        )

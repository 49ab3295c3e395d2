"""What a delivery would do, before anything is entered; of students only numbers and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from casework.administration.pages.imports import account_notes, change_line, held_line
from casework.administration.pages.regrouping import Regrouped, regrouped
from casework.administration.pages.words import fault_text
from casework.administration.tables import Unreadable
from casework.people.filled import Tally
from casework.rosters.actions import Outcome
from casework.rosters.feed import Fault, Feed, Later
from casework.web.dates import day
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

MOST_LINES = 20  # of one kind of fault that are named one by one
_FILE_FAULTS = {
    "nothing_sent": _("Choose a file."),
    "no_schools": _("First write in the authority and at least one school."),
    "unknown_form": _(
        "The archive holds neither OneRoster nor School Data Sync: no table of people is called as there."
    ),
    "unknown_version": _("OneRoster %(named)s is not known here. Send version 1.1 or 1.2."),
    "columns_missing": _("These columns are missing: %(named)s."),
    "broken_line": _("A line cannot be read, a quotation mark is never closed: %(named)s."),
    "not_text": _("This table is not text: %(named)s."),
    "workbook": _("This table is a workbook. Deliver it as CSV: %(named)s."),
    **dict.fromkeys(
        ("archive", "pdf", "picture"), _("This is another kind of file. Deliver a CSV table: %(named)s.")
    ),
    "too_large": _("The tables are too large. Send one school at a time."),
    "file_bomb": _("The tables are too large. Send one school at a time."),
    "file_kind": _("There are no CSV tables in the archive."),
    "file_locked": _("The archive is locked with a password. Send one without."),
    "file_broken": _("This is no zip archive, or a broken one. Make it anew and send that."),
    "file_programs": _("There are programs in the archive. Send one with tables only."),
}
_FAULTS = {
    "unknown_key": _("%(column)s names somebody or something that no table holds."),
    "no_name": _("The name is missing, and the student is not known here."),
    "no_school": _("No school is named, and the student is not known here."),
    "unfit_key": _("The other system’s id is longer than 120 signs, or holds a sign that cannot be seen."),
    "no_birth_date": _("The date of birth is missing, and the student is not known here."),
    "other_person": _(
        "The student had another name and another date of birth here: it may be somebody else."
    ),
    "student_twice": _("The same student stands on a line before."),
}


@dataclass(frozen=True)
class LeftOut:
    """What cannot be entered for one reason: in which file, why, and on which lines."""

    file: str
    why: str
    lines: str


@dataclass(frozen=True)
class Plan:
    """The page before a delivery is entered."""

    sentence: str
    counts: tuple[tuple[str, Tally], ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]  # the role's id, and the role in words
    left_out: tuple[LeftOut, ...]
    is_nothing: bool
    classes: Regrouped


def plan(feed: Feed, outcome: Outcome) -> Plan:
    """What the delivery would do."""
    whole = gettext("everybody who is there") if feed.is_whole else gettext("only what has changed")
    tallies = (
        (gettext("Students"), outcome.students),
        (gettext("Accounts"), outcome.accounts),
        (gettext("Roles"), outcome.roles),
    )
    return Plan(
        sentence=gettext(
            "%(form)s from “%(source)s”, %(whole)s", form=feed.form, source=feed.source, whole=whole
        ),
        counts=tallies,
        notes=tuple(_notes(feed, outcome)),
        changes=tuple(
            change_line(one) for one in outcome.changes if one.kind != "role"
        ),  # stands by the class
        absent=tuple((str(one.grant_id), held_line(one)) for one in outcome.absent),
        left_out=tuple(_left_out(outcome.faults)),
        is_nothing=outcome.is_nothing,
        classes=regrouped(outcome.classes),
    )


def delivery_fault(fault: Unreadable) -> str:
    """Why the whole delivery cannot be read."""
    return str(_FILE_FAULTS.get(fault.code, _FILE_FAULTS["file_broken"])) % {"named": fault.named}


def _notes(feed: Feed, outcome: Outcome) -> Iterator[str]:
    """What else one should know before it is entered."""
    if outcome.new_classes:
        names = ", ".join(f"{one.school} {one.name}" for one in outcome.new_classes)
        yield gettext("New classes: %(names)s.", names=names)
    yield from _about_students(feed, outcome)
    if feed.later:
        coming = "; ".join(map(_coming, feed.later))
        yield gettext(
            "Not entered yet, as they begin later: %(coming)s. Send a new delivery then.", coming=coming
        )
    yield from account_notes(outcome.closed, outcome.new_users)
    if feed.learners and not feed.mentors:
        yield gettext("The delivery does not say who is mentor. Those roles stay as they are.")
    for school, number in outcome.not_here:
        yield ngettext(
            "%(num)d student is left out: “%(school)s” is not among the schools here.",
            "%(num)d students are left out: “%(school)s” is not among the schools here.",
            number,
            school=school,
        )


def _coming(one: Later) -> str:
    number = ngettext(
        "%(num)d student on %(day)s", "%(num)d students on %(day)s", one.number, day=day(one.day)
    )
    return f"{one.name}: {number}" if one.name else number


def _about_students(feed: Feed, outcome: Outcome) -> Iterator[str]:
    if outcome.moves:
        yield ngettext("%(num)d student changes school.", "%(num)d students change school.", outcome.moves)
    if outcome.marked:
        yield ngettext(
            "%(num)d student gets a protected identity. The principal has two weeks to say who sees the "
            "student.",
            "%(num)d students get a protected identity. The principals have two weeks to say who sees them.",
            outcome.marked,
        )
    if outcome.keyed > outcome.students.new:
        yield ngettext(
            "%(num)d student who is here already is known by the number of the other system from now on.",
            "%(num)d students who are here already are known by the numbers of the other system from now on.",
            outcome.keyed - outcome.students.new,
        )
    if outcome.hidden:
        yield ngettext(
            "%(num)d student has a protected identity here. Nothing changes.",
            "%(num)d students have a protected identity here. Nothing changes.",
            outcome.hidden,
        )
    if feed.hidden_homes:
        yield ngettext(
            "%(num)d adult at home has a protected identity, and is left out.",
            "%(num)d adults at home have a protected identity, and are left out.",
            feed.hidden_homes,
        )
    if outcome.missing:
        yield ngettext(
            "%(num)d student of these schools is not in the delivery. Nothing happens to the student.",
            "%(num)d students of these schools are not in the delivery. Nothing happens to them.",
            outcome.missing,
        )
    if outcome.gone or feed.past:
        yield ngettext(
            "%(num)d student has left there. Nothing happens to the student here.",
            "%(num)d students have left there. Nothing happens to them here.",
            outcome.gone + feed.past,
        )


def _left_out(faults: Iterable[Fault]) -> Iterator[LeftOut]:
    def kind(fault: Fault) -> tuple[str, str, str]:
        return fault.file, fault.code, fault.column

    for (file, code, column), alike in groupby(sorted(faults, key=kind), key=kind):
        named = (
            _FAULTS[code] % {"column": column} if code in _FAULTS else fault_text(code, {"column": column})
        )
        yield LeftOut(file, str(named), _lines(list(alike)))


def _lines(faults: list[Fault]) -> str:
    """The lines, each with what the cell holds where that may be shown."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    some = [f"{one.line} ({one.value})" if one.value else str(one.line) for one in ordered[:MOST_LINES]]
    more = len(faults) - len(some)
    return ", ".join(some) + (" " + ngettext("and %(num)d more", "and %(num)d more", more) if more else "")

"""What a file of people would do, before anything is written; of students only numbers and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.administration.imports import Absent, FileKind, Outcome, Sent
from casework.administration.pages.regrouping import Regrouped, regrouped
from casework.administration.pages.words import column_text, line_fault, open_end
from casework.people.filled import Change, Tally
from casework.web.dates import day
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Preview:
    """The page before a file is read in."""

    sentence: str
    unused: str
    faults: tuple[tuple[int, str, str, str], ...]  # line, column, what stands there, why
    counts: tuple[tuple[str, Tally], ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]  # the role's id, and the role in words
    is_nothing: bool
    classes: Regrouped


def preview(sent: Sent, outcome: Outcome, *, has_open_end: bool) -> Preview:
    """What stands in the file and what it would do; `has_open_end` where its last line has no end."""
    faults = sorted(sent.faults, key=lambda fault: fault.line)
    unused = gettext("These columns are not used: %(columns)s.", columns=", ".join(sent.unused))
    return Preview(
        sentence=ngettext("%(num)d line in the file", "%(num)d lines in the file", sent.rows),
        unused=unused if sent.unused else "",
        faults=tuple(
            (one.line, column_text(sent.kind, one), one.value, line_fault(sent.kind, one)) for one in faults
        ),
        counts=tuple(_counts(sent.kind, outcome)),
        notes=(*_notes(outcome), *([open_end()] if has_open_end else [])),
        changes=tuple(change_line(change) for change in outcome.changes),
        absent=tuple((str(one.grant_id), held_line(one)) for one in outcome.absent),
        is_nothing=outcome.is_nothing,
        classes=regrouped(outcome.classes),
    )


def _counts(kind: FileKind, outcome: Outcome) -> Iterator[tuple[str, Tally]]:
    if kind == "students":
        yield gettext("Students"), outcome.students
    else:
        yield gettext("Accounts"), outcome.accounts
        yield gettext("Roles"), outcome.roles


def _notes(outcome: Outcome) -> Iterator[str]:
    """What else one should know before the file is read in."""
    for line, school in outcome.moves:
        yield gettext("Line %(line)s: the student changes school, from %(school)s.", line=line, school=school)
    if outcome.absent_students:
        yield ngettext(
            "%(num)d student of these schools does not stand in the file. Nothing happens to the student.",
            "%(num)d students of these schools do not stand in the file. Nothing happens to them.",
            outcome.absent_students,
        )
    if outcome.keyed:
        yield ngettext(
            "%(num)d student number is new here.", "%(num)d student numbers are new here.", outcome.keyed
        )
    yield from account_notes(outcome.closed, outcome.new_users)


def account_notes(closed: tuple[str, ...], new_users: tuple[str, ...]) -> Iterator[str]:
    """What else one should know of the accounts."""
    if closed:
        yield gettext("These accounts are closed and stay so: %(names)s.", names=", ".join(closed))
    if new_users:
        yield ngettext(
            "%(num)d new account needs a password afterwards.",
            "%(num)d new accounts need a password afterwards.",
            len(new_users),
        )


def change_line(change: Change) -> str:
    """What changes of an account that was there."""
    if change.kind == "name":
        return gettext(
            "%(user)s is called %(after)s (was %(before)s)",
            user=change.username,
            after=change.after,
            before=change.before,
        )
    until = date.fromisoformat(change.after)
    words = _held(change.name, change.role, change.where, until)
    if change.kind == "role":
        return gettext("New role: %(role)s", role=words)
    before = day(date.fromisoformat(change.before))
    return gettext("%(role)s (was to %(before)s)", role=words, before=before)


def held_line(one: Absent) -> str:
    """A role that holds, with whose it is, where, until when, and for how many open cases there."""
    line = _held(one.name, one.role, one.where, one.until)
    if not one.cases:
        return line
    return ngettext(
        "%(line)s; responsible for %(num)d open case",
        "%(line)s; responsible for %(num)d open cases",
        one.cases,
        line=line,
    )


def _held(name: str, role: str, where: str, until: date) -> str:
    title = in_sentence(role, role_title(role))
    return gettext(
        "%(name)s, %(role)s, %(where)s, to %(day)s", name=name, role=title, where=where, day=day(until)
    )

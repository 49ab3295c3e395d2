"""Reports of concern in words: the way to write one, how one stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from casework.access.policy import Person, decide
from casework.cases.concern_finding import (
    DECIDE,
    WRITE,
    Reported,
    correction_of,
    reports_about,
    versions_of,
)
from casework.cases.pages.reading import Version
from casework.cases.pages.start_rows import StartRow
from casework.cases.pages.words import Speech, since
from casework.cases.queries import open_case_of
from casework.catalog import catalog
from casework.engine.workflow import Workflow
from casework.people import queries as people
from casework.people.queries import StudentRow
from casework.records.queries import definition_on
from casework.web.dates import day, moment
from casework.web.languages import language
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext


@dataclass(frozen=True)
class ReportLine:
    """One report in a list: what it is called, where it is read, and how it stands."""

    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Reports:
    """What stands about reports of concern on a student's page: the ways to write one, and those that are."""

    ways: tuple[tuple[str, str], ...]
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True)
class ReportWay:
    """What can be done with a report: its name, where, what follows, and whether it is done with a button."""

    label: str
    url: str
    follows: str
    is_act: bool = False


def about_student(reader: Person, student: StudentRow, workflow: Workflow | None) -> Reports | None:
    """What the reader finds on the student's page; None for who may write none."""
    if not decide(reader, WRITE, people.place(student.student)).is_allowed:
        return None
    found = reports_about(student.student.id, reader)
    begun = {one.row.form for one in found if one.row.state == "draft" and not one.row.corrects_id}
    named: dict[str, Any] = {"student_id": student.student.id}
    ways = tuple(
        (
            gettext("Go on with: %(report)s", report=title) if form in begun else title,
            url_for("cases.report_concern", report_form=form, **named),
        )
        for form, title in (_titles(workflow) if workflow else {}).items()
    )
    return Reports(ways, tuple(_line(one, reader) for one in found if one.row.signed_at))


def _titles(workflow: Workflow) -> Mapping[str, str]:
    """What the routine calls writing each of its reports; what it only names, by the title of the form."""
    asked = {action.form: action.title for duty in workflow.duties for action in duty.actions}
    forms = catalog().forms
    return {
        form: asked.get(form) or forms[form].in_language(language()).title
        for form in workflow.reports
        if form in asked or form in forms
    }


def _line(one: Reported, reader: Person) -> ReportLine:
    named: dict[str, Any] = {"student_id": one.student.id, "concern_id": one.row.id}
    if one.row.author_id == reader.id:
        return ReportLine(title_of(one), url_for("cases.own_concern", **named), own_state(one))
    signed = gettext("Signed by %(name)s, %(when)s.", name=one.by, when=when_signed(one))
    return ReportLine(title_of(one), url_for("cases.concern", **named), f"{signed} {state(one)}")


def own_line(one: Reported) -> tuple[str, str, str, str]:
    """A report in the list of what somebody has signed: title, address, student, and how it stands."""
    url = url_for("cases.own_concern", student_id=one.student.id, concern_id=one.row.id)
    return title_of(one), url, one.student.name, own_state(one)


def title_of(one: Reported) -> str:
    """The title of its form."""
    return definition_on(one.row.form, one.row.form_sha).in_language(language()).title


def when_signed(one: Reported) -> str:
    """The moment of the signature."""
    return moment(one.row.signed_at) if one.row.signed_at else ""


def own_state(one: Reported) -> str:
    """How it stands, for who wrote it, in a list."""
    received = gettext("Received %(when)s.", when=when_signed(one))
    return f"{received} {taken_up(one)}"


def taken_up(one: Reported) -> str:
    """Whether somebody has taken it up, for who wrote it; not what came of it."""
    if one.row.replaced_at and one.row.decided_at is None:
        return _replaced()
    if one.row.decided_at is None:
        return gettext("Nobody has taken it up yet.")
    return gettext("%(name)s has taken it up, %(day)s.", name=one.decided_by, day=day(one.row.decided_at))


def state(one: Reported) -> str:
    """How it stands, for those who may act on it."""
    if one.row.replaced_at and one.row.decided_at is None:
        return _replaced()
    if one.row.decided_at is None:
        return gettext("Waits for somebody to take it up.")
    told = {"name": one.decided_by, "day": day(one.row.decided_at)}
    if one.row.state == "dismissed":
        return gettext("Nothing was needed, noted by %(name)s %(day)s.", **told)
    return gettext("Taken up by %(name)s, %(day)s.", **told)


def _replaced() -> str:
    return gettext("A later version stands in its place.")


def receivers(speech: Speech, reader: Person, confidentiality: str) -> str:
    """Who takes up reports of the class about the student, inside a sentence; roles that somebody has."""
    table, held = reader.table, {one.role for one in speech.colleagues}
    roles = [
        role
        for role in table.reaching
        if role in held and table.may(role, DECIDE) and confidentiality in table.reads(role)
    ]
    return speech.who(roles)


def facts(one: Reported, how_it_stands: str) -> list[tuple[str, str]]:
    """About whom it is, who wrote it in which role, when, and how it stands."""
    role = in_sentence(one.row.signed_role, role_title(one.row.signed_role))
    return [
        (gettext("Student"), one.student.name),
        (gettext("Signed by"), f"{one.by}, {role}"),
        (gettext("When"), when_signed(one)),
        (gettext("State"), how_it_stands),
    ]


def versions(one: Reported, view: str) -> list[Version]:
    """The signed versions, newest first, each where the reader reads it; none where there is only one."""
    rows = versions_of(one.row)
    return [
        Version(
            text=gettext("Version %(number)s", number=row.number),
            url=url_for(f"cases.{view}", student_id=one.student.id, concern_id=row.id),
            when=moment(row.signed_at) if row.signed_at else "",
            who=one.by,
            current=row.id == one.row.id,
        )
        for row in reversed(rows if len(rows) > 1 else ())
    ]


def correct_way(one: Reported, author: Person) -> tuple[str, str] | None:
    """Where its author corrects the report, by a new version; None where it is replaced, or not theirs to."""
    if one.row.replaced_at or not decide(author, WRITE, one.place).is_allowed:
        return None
    is_begun = correction_of(one.row) is not None
    label = gettext("Go on with the correction") if is_begun else gettext("Correct, as a new version")
    return label, url_for("cases.correct_concern", student_id=one.student.id, concern_id=one.row.id)


def ways(one: Reported, reader: Person) -> tuple[ReportWay, ...]:
    """What the reader can do with it, what one mostly does first; nothing once somebody has acted on it."""
    if one.row.state != "new" or one.row.replaced_at:
        return ()
    named: dict[str, Any] = {"student_id": one.student.id, "concern_id": one.row.id}
    set_aside = ReportWay(
        gettext("Nothing is needed"),
        url_for("cases.dismiss_concern", **named),
        gettext("You write why. Who reported sees that somebody has taken it up."),
    )
    return (*_onward(one, reader, named), set_aside)


def _onward(one: Reported, reader: Person, named: Mapping[str, Any]) -> Sequence[ReportWay]:
    if one.row.submission_id or open_case_of(one.student.id):
        follows = gettext("It lies in the student's open case, and you go on with it there.")
        return [ReportWay(gettext("Take it up"), url_for("cases.take_up_concern", **named), follows, True)]
    if not decide(reader, "case:open", one.place).is_allowed:
        return []
    url = url_for("cases.create", student_id=one.student.id, concern=one.row.id)
    follows = gettext("The report lies in the case from the first moment, as a signed form.")
    return [ReportWay(gettext("Open a case with it"), url, follows)]


def concern_rows(waiting: Sequence[Reported], now: datetime) -> list[tuple[StartRow, Reported]]:
    """The reports that wait for the reader, as the start page lists them."""
    return [(_start_row(one, now), one) for one in waiting]


def _start_row(one: Reported, now: datetime) -> StartRow:
    url = url_for("cases.concern", student_id=one.student.id, concern_id=one.row.id)
    waited = since(one.row.signed_at or now, now)
    told = {"name": one.by, "since": waited}
    if one.row.corrects_id:
        why = gettext("Corrected by %(name)s. Waiting %(since)s.", **told)
    else:
        why = gettext("Signed by %(name)s. Waiting %(since)s.", **told)
    title = gettext("%(report)s: %(name)s", report=title_of(one), name=one.student.name)
    return StartRow(title, url, why, gettext("Read and decide"))

"""The lists about a whole month: for CSN, and the report for the student health team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place
from casework.attendance.pages.words import percent
from casework.people import queries as people
from casework.signals.monthly import READ as REPORT
from casework.signals.monthly import OfGroup, OfStudent, monthly
from casework.signals.months import Month, month_asked, months_to
from casework.signals.student_finance import READ as FINANCE
from casework.signals.student_finance import Worked, worklist
from casework.web.dates import day as day_text
from casework.web.dates import month as month_text
from casework.web.languages import language
from casework.web.paging import Pager, pager
from casework.web.text import gettext, ngettext

PAGE = 50
WAIT = timedelta(days=30)  # what the agency wants to have passed since the first day; the school decides
ENDPOINTS = {FINANCE: "signals.student_finance", REPORT: "signals.month"}


@dataclass(frozen=True)
class Choice:
    """A month that can be chosen."""

    code: str
    title: str


@dataclass(frozen=True)
class FinanceRow:
    """A student on the list for CSN."""

    name: str
    group: str
    url: str
    amount: str
    occasions: str
    first: str
    wait: str
    is_suggested: bool
    position: str
    reason: str
    task_url: str
    reported: str
    ended: str


@dataclass(frozen=True)
class FinanceList:
    """The list for CSN of a month, a page of it."""

    month: Choice
    months: tuple[Choice, ...]
    rows: tuple[FinanceRow, ...]
    sentence: str
    pager: Pager | None
    students: tuple[tuple[UUID, Place], ...]


def finance_list(actor: Person, code: str, page: int, today: date) -> FinanceList:
    """The list for the month that was asked for."""
    month = month_asked(code, today)
    found = worklist(actor, month, language())
    shown = found[(page - 1) * PAGE : page * PAGE]
    names = people.names_of(
        one.position[1].by_id for one in shown if one.position is not None and one.position[1] is not None
    )
    return FinanceList(
        month=_choice(month, today),
        months=tuple(_choice(one, today) for one in months_to(today)),
        rows=tuple(_finance_row(one, names, today) for one in shown),
        sentence=ngettext("%(num)d student", "%(num)d students", len(found)),
        pager=pager(ENDPOINTS[FINANCE], page, PAGE, len(found), {"month": month.code}),
        students=tuple(one.shown for one in shown),
    )


def _choice(month: Month, today: date) -> Choice:
    """The month; of one that is not over, that it is told so far."""
    title = month_text(month.first)
    return Choice(month.code, gettext("%(month)s so far", month=title) if month.last >= today else title)


def _finance_row(one: Worked, names: dict[UUID, str], today: date) -> FinanceRow:
    task, report = one.position or (None, None)
    position = ""
    if report is not None:
        told = {"what": one.options.get(report.outcome, report.outcome), "day": day_text(report.happened_on)}
        position = gettext("%(what)s. %(who)s, %(day)s", who=names.get(report.by_id, ""), **told)
    student_id = one.student.id
    return FinanceRow(
        name=one.student.name,
        group=one.group,
        url=url_for("attendance.student", student_id=student_id),
        amount=hours(one.minutes),
        occasions=ngettext("%(num)d occasion", "%(num)d occasions", one.occasions),
        first=day_text(one.first),
        wait=_wait(one.first + WAIT, today),
        is_suggested=one.is_suggested,
        position=position,
        reason=report.note if report is not None else "",
        task_url=url_for("signals.task", student_id=student_id, student_task_id=task.id) if task else "",
        reported=day_text(one.sent.happened_on) if one.sent else "",
        ended=day_text(one.ended.happened_on) if one.ended else "",
    )


def _wait(until: date, today: date) -> str:
    if until > today:
        return gettext("30 days have not passed before %(day)s", day=day_text(until))
    return gettext("30 days had passed on %(day)s", day=day_text(until))


def hours(minutes: int) -> str:
    """ "3 h 50 min": clock hours, as the agency counts; less than one in minutes alone."""
    if minutes < 60:
        return gettext("%(minutes)s min", minutes=minutes)
    return gettext("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)


@dataclass(frozen=True)
class StudentRow:
    """A student in the monthly report."""

    name: str
    group: str
    url: str
    share: str
    lessons: str
    unreported: str


@dataclass(frozen=True)
class GroupRow:
    """A class in the monthly report."""

    name: str
    school: str
    share: str
    students: str
    absent: str
    much: str


@dataclass(frozen=True)
class MonthPage:
    """The monthly report, with a page of its students."""

    month: Choice
    months: tuple[Choice, ...]
    rows: tuple[StudentRow, ...]
    groups: tuple[GroupRow, ...]
    unknown: str
    sentence: str
    pager: Pager | None
    students: tuple[tuple[UUID, Place], ...]


def month_page(actor: Person, code: str, page: int, today: date) -> MonthPage:
    """The report on the month that was asked for."""
    month = month_asked(code, today)
    found = monthly(actor, month, today)
    shown = found.students[(page - 1) * PAGE : page * PAGE]
    return MonthPage(
        month=_choice(month, today),
        months=tuple(_choice(one, today) for one in months_to(today)),
        rows=tuple(_student_row(one) for one in shown),
        groups=tuple(_group_rows(found.groups)),
        unknown=_unknown(found.unknown),
        sentence=_away(found.students),
        pager=pager(ENDPOINTS[REPORT], page, PAGE, len(found.students), {"month": month.code}),
        students=tuple(one.shown for one in shown),
    )


def _away(students: Sequence[OfStudent]) -> str:
    """How many were away, as the classes count them, and how many missed parts of lessons alone."""
    away = sum(1 for one in students if one.lessons)
    partly = len(students) - away
    told = ngettext("%(num)d student was away", "%(num)d students were away", away)
    only = ngettext("%(num)d only came late or left early", "%(num)d only came late or left early", partly)
    return f"{told}, {only}" if partly else told


def _student_row(one: OfStudent) -> StudentRow:
    lessons = ngettext("%(num)d lesson", "%(num)d lessons", one.lessons)
    on_days = ngettext("on %(num)d day", "on %(num)d days", one.days)
    return StudentRow(
        name=one.student.name,
        group=one.group,
        url=url_for("attendance.student", student_id=one.student.id),
        share=percent(one.share.percent),
        lessons=f"{lessons} {on_days}" if one.lessons else gettext("Late or left early"),
        unreported=str(one.unreported) if one.unreported else "",
    )


def _group_rows(groups: Sequence[OfGroup]) -> Sequence[GroupRow]:
    return [
        GroupRow(
            name=one.group or gettext("No class"),
            school=one.school,
            share=percent(one.share.percent),
            students=str(one.students),
            absent=str(one.absent),
            much=str(one.much),
        )
        for one in groups
    ]


def _unknown(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "In %(num)d place a student had a lesson that nobody registered. It is in no figure.",
        "In %(num)d places a student had a lesson that nobody registered. They are in no figure.",
        number,
    )

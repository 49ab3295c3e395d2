"""The start page: what waits for the reader, and what waits for others and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import url_for

from casework.access import policy
from casework.access.policy import Person
from casework.cases.pages.annulment import annulment_rows
from casework.cases.pages.followed import FollowedRow, followed_rows
from casework.cases.pages.start_rows import Group, StartRow
from casework.cases.pages.words import Speech, capital, since, waiting_what
from casework.cases.queries import CaseRow, Filter, TaskRow, cases_for, model_of, my_tasks, waiting_cases
from casework.clock import school_date
from casework.engine.actions import Contact, FormAction
from casework.people import queries as people
from casework.web.text import gettext

MOST = 30
AROUND = 8


@dataclass(frozen=True)
class Start:
    """Everything on the start page, and the students it shows."""

    count: int
    mine: tuple[Group, ...]
    others: tuple[tuple[str, str, str], ...]
    followed: tuple[FollowedRow, ...]
    group_title: str
    group_link: tuple[str, str] | None
    group_rows: tuple[tuple[str, str, tuple[int, int], str], ...]
    students: frozenset[UUID]


def start(actor: Person, language: str, now: datetime) -> Start:
    """The reader's start page; its queries do not grow with the number of cases."""
    steps = waiting_cases(actor, mine=True, codes=("ready", "approval"), limit=MOST)
    tasks, total = my_tasks(actor, limit=MOST)
    others = waiting_cases(actor, mine=False, limit=MOST)
    around, in_all = cases_for(actor, Filter(), offset=0, limit=AROUND)
    wishes = annulment_rows(actor, limit=MOST)
    followed = followed_rows(actor)
    rows = [*steps, *(one.row for one in tasks), *others, *around, *(row for _, row in [*wishes, *followed])]
    speeches = speeches_of(actor, language, rows, now)
    decide = [_step_row(speeches[row.case.id], row, now) for row in steps] + [row for row, _ in wishes]
    do = [_task_row(speeches[one.row.case.id], one, now) for one in _in_order(tasks, speeches)]
    groups = (Group(gettext("To decide"), tuple(decide)), Group(gettext("To do"), tuple(do)))
    filled = [group for group in groups if group.rows]
    return Start(
        count=len(decide) + total,
        mine=tuple(_first_primary(filled)),
        others=tuple(_other(speeches[row.case.id], row, now) for row in others),
        followed=tuple(row for row, _ in followed),
        group_title=gettext("Open cases"),
        group_link=(gettext("All %(count)s", count=in_all), url_for("cases.index")) if in_all else None,
        group_rows=tuple(_stands(speeches[row.case.id], row) for row in around),
        students=frozenset(row.student.id for row in rows),
    )


def _in_order(tasks: Sequence[TaskRow], speeches: dict[UUID, Speech]) -> list[TaskRow]:
    """The oldest first; those of a case that opened together as the routine has them."""

    def when(one: TaskRow) -> tuple[datetime, str, int]:
        case_id = one.row.case.id
        known = [action.id for _, action in speeches[case_id].workflow.actions()]
        return one.task.opened_at, str(case_id), known.index(one.task.action)

    return sorted(tasks, key=when)


def speeches_of(actor: Person, language: str, rows: Sequence[CaseRow], now: datetime) -> dict[UUID, Speech]:
    """What sentences about each of the cases are made with; the people around are read in one query."""
    students = {row.student.id: row.student for row in rows}
    around = people.colleagues_around(list(students.values()), school_date(now))
    models = {sha: model_of(sha) for sha in {row.case.workflow_sha for row in rows}}
    return {
        row.case.id: Speech(
            models[row.case.workflow_sha].in_language(language),
            language,
            around.get(row.student.id, []),
            actor.name,
            models[row.case.workflow_sha].rules.held(policy.roles_at(actor, row.place)),
        )
        for row in rows
    }


def _step_row(speech: Speech, row: CaseRow, now: datetime) -> StartRow:
    case, params = row.case, row.case.waiting_params
    what = capital(waiting_what(speech, case.waiting_code, params))
    waited = gettext("Waiting %(since)s.", since=since(case.waiting_since, now))
    if case.waiting_code == "approval":
        url = url_for("cases.approval", case_id=case.id, approval_id=params["approval"])
        title = gettext("Decide in the case of %(name)s", name=row.student.name)
        return StartRow(title, url, f"{what}. {waited}", gettext("Read and decide"))
    url = url_for("cases.show", case_id=case.id)
    title = gettext("The case of %(name)s can move on", name=row.student.name)
    return StartRow(title, url, f"{what}. {waited}", gettext("See the case"))


def _task_row(speech: Speech, one: TaskRow, now: datetime) -> StartRow:
    task, row = one.task, one.row
    action = {action.id: action for _, action in speech.workflow.actions()}.get(task.action)
    title = action.title if action else task.title
    place = capital(speech.numbered(task.stage))
    url = url_for("cases.task", case_id=row.case.id, task_id=task.id)
    calls = isinstance(action, Contact) and "phone" in action.channel
    do = gettext("Fill in") if isinstance(action, FormAction) else gettext("Open")
    return StartRow(
        title=gettext("%(task)s: %(name)s", task=title, name=row.student.name),
        url=url,
        why=gettext("%(step)s. Open %(since)s.", step=place, since=since(task.opened_at, now)),
        button=gettext("Call and log") if calls else do,
        calls=calls,
    )


def _other(speech: Speech, row: CaseRow, now: datetime) -> tuple[str, str, str]:
    case = row.case
    who = capital(speech.who(tuple(case.waiting_for)))
    what = waiting_what(speech, case.waiting_code, case.waiting_params)
    text = gettext(
        "%(who)s: %(what)s. Waiting %(since)s.", who=who, what=what, since=since(case.waiting_since, now)
    )
    return row.student.name, url_for("cases.show", case_id=case.id), text


def _stands(speech: Speech, row: CaseRow) -> tuple[str, str, tuple[int, int], str]:
    """Where a case stands, in a line."""
    number, count = speech.workflow.order[row.case.stage] + 1, len(speech.workflow.order)
    url = url_for("cases.show", case_id=row.case.id)
    return row.student.name, url, (number, count), f"{number} {speech.stage(row.case.stage)}"


def _first_primary(groups: list[Group]) -> list[Group]:
    """The most urgent thing has the page's one primary button."""
    if not groups:
        return []
    first, *rest = groups[0].rows
    marked = replace(first, primary=True)
    return [Group(groups[0].title, (marked, *rest)), *groups[1:]]

"""The start page: what waits for the reader, and what waits for others and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place, may_at_all
from casework.cases import lists, student_tasks
from casework.cases.concern_finding import Reported
from casework.cases.counts import STEPS, waiting_count
from casework.cases.filters import Filter
from casework.cases.followed_reports import waiting_reports
from casework.cases.lists import ListedCase, ListedTask
from casework.cases.pages import due
from casework.cases.pages.annulment import annulment_rows
from casework.cases.pages.asking import ask_rows
from casework.cases.pages.concern import concern_rows
from casework.cases.pages.filterbar import address
from casework.cases.pages.followed import FollowedRow, followed_rows
from casework.cases.pages.followed_reports import report_rows
from casework.cases.pages.keeping import ending_rows
from casework.cases.pages.measure_words import due_rows
from casework.cases.pages.start_rows import Group, StartRow, by_day, student_task_row
from casework.cases.pages.voices import Voices
from casework.cases.pages.words import capital, for_one, since
from casework.cases.signals import students_waiting
from casework.cases.student_tasks import Listed
from casework.clock import school_date
from casework.engine.actions import Contact, Contribution, FormAction
from casework.web.text import gettext, ngettext

MOST = 12  # of each kind; the rest is in the list, whose length is told
AROUND = 8
BESIDE = 6  # tasks about absence: there may be many in a morning, and the cases stand below them
MINE, OTHERS, OPEN = Filter(view="mine"), Filter(view="others"), Filter()

Link = tuple[str, str]
Shown = tuple[UUID, Place]


@dataclass(frozen=True)
class Start:
    """Everything on the start page, and the students it shows."""

    count: int = 0
    mine: tuple[Group, ...] = ()
    more: Link | None = None
    signals: Link | None = None
    absence_tasks: Link | None = None
    late: tuple[tuple[str, str, str], ...] = ()
    others: tuple[tuple[str, str, str], ...] = ()
    others_count: int = 0
    others_link: Link | None = None
    followed: tuple[FollowedRow, ...] = ()
    ending: tuple[StartRow, ...] = ()
    group_title: str = ""
    group_link: Link | None = None
    group_rows: tuple[tuple[str, str, tuple[int, int], str], ...] = ()
    students: frozenset[tuple[UUID, Place]] = frozenset()


def start(actor: Person, language: str, now: datetime) -> Start:
    """The reader's start page; empty for who has no part in cases. Its queries do not grow with these."""
    if not any(may_at_all(actor, one) for one in ("case:read", "contribution:give", student_tasks.DO)):
        return Start()
    today = school_date(now)
    count = waiting_count(actor, today, most=None)
    mine_count, others_count, open_count = lists.counts_for(actor, (MINE, OTHERS, OPEN), now)
    steps = lists.steps_for(actor, STEPS, limit=MOST)
    tasks = lists.my_tasks(actor, today, limit=MOST)
    late = lists.late_with_others(actor, today, limit=AROUND) if may_at_all(actor, "case:read") else []
    others = lists.cases_for(actor, OTHERS, now, limit=AROUND)
    around = lists.cases_for(actor, OPEN, now, limit=AROUND)
    rows = [*steps, *(one.row for one in (*tasks, *late)), *others, *around]
    voices, followed = Voices(actor, language, rows, now), followed_rows(actor)
    beside = student_tasks.my_student_tasks(actor, today, limit=BESIDE)
    reports, followed_up = waiting_reports(actor, today, limit=MOST)
    decide, decided_on = _to_decide(actor, reports, language, now)
    decide += [_step_row(voices, row) for row in steps]
    do, done_for = _to_do(actor, beside, followed_up, language, today)
    do += [_task_row(voices, one, now) for one in _in_order(tasks, voices)]
    groups = (Group(gettext("To decide"), tuple(decide)), *by_day(do, today))
    ending = ending_rows(actor, today)
    shown = {row.shown for row in rows} | {row.shown for _, row in followed} | decided_on | done_for
    return Start(
        count=count,
        mine=tuple(_first_primary([group for group in groups if group.rows])),
        more=_all(mine_count, MINE) if mine_count and count > len(decide) + len(do) else None,
        signals=_signals(actor),
        absence_tasks=_all_tasks() if len(beside) == BESIDE else None,
        late=tuple(_late(voices, one, today) for one in late),
        others=tuple(_other(voices, row) for row in others),
        others_count=others_count,
        others_link=_all(others_count, OTHERS) if others_count > len(others) else None,
        followed=tuple(row for row, _ in followed),
        ending=tuple(row for row, _ in ending),
        group_title=_group_title(lists.classes_for(actor)) if may_at_all(actor, "case:read") else "",
        group_link=_all(open_count, OPEN) if open_count else None,
        group_rows=tuple(_stands(voices, row) for row in around),
        students=frozenset(shown | {student for _, student in ending}),
    )


def _to_decide(
    actor: Person, waiting: Sequence[Reported], language: str, now: datetime
) -> tuple[list[StartRow], set[Shown]]:
    """Reports of concern, wishes to annul and what others ask for, with the students whom they are about."""
    reports = concern_rows(waiting, now)
    wishes = [*annulment_rows(actor, limit=MOST), *ask_rows(actor, language, limit=MOST)]
    found = [(row, one.shown) for row, one in reports] + [(row, one.shown) for row, one in wishes]
    return [row for row, _ in found], {shown for _, shown in found}


def _to_do(
    actor: Person, beside: Sequence[Listed], reports: Sequence[Reported], language: str, today: date
) -> tuple[list[StartRow], set[Shown]]:
    """Tasks about absence, measures and reports to follow up, with the students whom they are about."""
    measures = due_rows(actor, today, limit=MOST)
    found = [(student_task_row(one, language, today), one.shown) for one in beside]
    found += [(row, one.shown) for row, one in measures]
    found += [(row, one.shown) for row, one in report_rows(reports, today)]
    return [row for row, _ in found], {shown for _, shown in found}


def _signals(actor: Person) -> Link | None:
    """The way to what attendance proposes, where something waits."""
    number = students_waiting(actor) if may_at_all(actor, "attendance:read") else 0
    text = ngettext("Signals about %(num)d student", "Signals about %(num)d students", number)
    return (text, url_for("signals.index")) if number else None


def _all_tasks() -> Link:
    return gettext("All tasks about absence"), url_for("signals.tasks")


def _group_title(classes: Sequence[str]) -> str:
    return gettext("Your class %(name)s", name=classes[0]) if len(classes) == 1 else gettext("Open cases")


def _all(count: int, view: Filter) -> Link:
    """The way to all of them in the list."""
    return gettext("All %(count)s in the list", count=count), address(view)


def _case_url(row: ListedCase) -> str:
    return url_for("cases.show", case_id=row.id)


def _in_order(tasks: Sequence[ListedTask], voices: Voices) -> list[ListedTask]:
    """The oldest first; those of a case that opened together as the routine has them."""

    def when(one: ListedTask) -> tuple[datetime, str, int]:
        known = [action.id for _, action in voices.of(one.row).workflow.actions()]
        place = known.index(one.task.action) if one.task.action in known else len(known)
        return one.task.opened_at, str(one.row.id), place

    return sorted(tasks, key=when)


def _step_row(voices: Voices, row: ListedCase) -> StartRow:
    line = voices.line(row)
    why = gettext("%(what)s. Waiting %(since)s.", what=capital(line.what), since=line.waited)
    if row.waiting_code == "approval":
        approval = row.waiting_params["approval"]
        url = url_for("cases.approval", case_id=row.id, approval_id=approval)
        title = gettext("Decide in the case of %(name)s", name=row.student)
        return StartRow(title, url, why, gettext("Read and decide"))
    title = gettext("The case of %(name)s can move on", name=row.student)
    return StartRow(title, _case_url(row), why, gettext("See the case"))


def _task_row(voices: Voices, one: ListedTask, now: datetime) -> StartRow:
    task, row, speech = one.task, one.row, voices.of(one.row)
    action = speech.workflow.find_action(task.action)
    title = for_one(action.title if action else task.title, task.guardian.name if task.guardian else "")
    place = capital(speech.numbered(task.stage))
    logs = isinstance(action, Contact) and speech.is_mine(action.by + action.together_with)
    calls = logs and isinstance(action, Contact) and "phone" in action.channel
    if task.is_contribution:
        url = url_for("cases.contribute", case_id=row.id, asked_id=task.id)
    else:
        page = "contacts.log_for_task" if logs else "cases.task"
        url = url_for(page, case_id=row.id, task_id=task.id)
    when = due.due_line(task, school_date(now))
    opened = gettext("%(step)s. Open %(since)s.", step=place, since=since(task.opened_at, now))
    told = due.why(task, speech) if when else ()
    do = gettext("Fill in") if isinstance(action, FormAction | Contribution) else gettext("Open")
    return StartRow(
        title=gettext("%(task)s: %(name)s", task=title, name=row.student),
        url=url,
        why=" ".join(filter(None, (f"{place}. {when}." if when else opened, *told, due.next_try(task)))),
        button=gettext("Call and log") if calls else do,
        calls=calls,
        due_on=task.due_on or task.next_try_on,
    )


def _late(voices: Voices, one: ListedTask, today: date) -> tuple[str, str, str]:
    """An overdue task of others: what, about whom, whose it is, and how late it is."""
    task, row, speech = one.task, one.row, voices.of(one.row)
    what = for_one(speech.titled(task.action, task.title), task.guardian.name if task.guardian else "")
    title = gettext("%(task)s: %(name)s", task=what, name=row.student)
    action = speech.workflow.find_action(task.action)
    who = capital(speech.who(action.by)) if action else ""
    said = due.overdue(task.due_on, today) if task.due_on else ""
    url = url_for("cases.task", case_id=row.id, task_id=task.id)
    return title, url, f"{who}. {said}." if who else f"{said}."


def _other(voices: Voices, row: ListedCase) -> tuple[str, str, str]:
    line = voices.line(row)
    text = gettext("%(who)s: %(what)s. Waiting %(since)s.", who=line.who, what=line.what, since=line.waited)
    return row.student, _case_url(row), text


def _stands(voices: Voices, row: ListedCase) -> tuple[str, str, tuple[int, int], str]:
    """Where a case stands, in a line."""
    line = voices.line(row)
    return row.student, _case_url(row), line.step, line.step_text


def _first_primary(groups: list[Group]) -> list[Group]:
    """The most urgent thing has the page's one primary button."""
    if not groups:
        return []
    first, *rest = groups[0].rows
    marked = replace(first, primary=True)
    return [replace(groups[0], rows=(marked, *rest)), *groups[1:]]

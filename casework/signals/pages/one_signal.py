"""One signal: the rule with what was read, what was counted and what not, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, decide, readable, roles_at
from casework.attendance import finding as attendance
from casework.attendance import queries
from casework.attendance.calendars import calendar_of
from casework.attendance.pages.picture import Picture
from casework.attendance.pages.words import OUTCOME_WORDS, VALIDITY_WORDS, clock_time, lesson_title
from casework.cases.queries import open_case_of
from casework.cases.signal_models import Signal
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.people import queries as people
from casework.people.models import Student
from casework.signals.pages.listing import counted_text, picture_of
from casework.signals.pages.words import STATES, Part, parts, rule_title, step_title
from casework.versions.queries import model_of
from casework.web.dates import day as day_text
from casework.web.dates import day_short, moment
from casework.web.languages import language
from casework.web.text import gettext, ngettext

REASONS = "school"  # the class of what is written about a signal


@dataclass(frozen=True)
class Way:
    """What can be done with the signal: its name, where, and what follows."""

    label: str
    url: str
    follows: str


@dataclass(frozen=True)
class SignalPage:
    """Everything on the page."""

    heading: str
    proposes: str
    state: str
    decided: str
    reason: str
    is_changed: bool
    parts: tuple[Part, ...]
    picture: Picture
    counted: str
    lessons: tuple[tuple[str, str, str, str], ...]
    left_out: tuple[tuple[str, str, str], ...]
    unregistered: str
    lower: tuple[str, ...]
    measured: str
    take_up: Way | None
    others: tuple[Way, ...]


def signal_page(actor: Person, student: Student, signal: Signal, today: date) -> SignalPage:
    """The signal for who may see the student's attendance."""
    model = model_of(signal.workflow_sha)
    spoken = model.in_language(language())
    is_open = signal.state == "new"
    first, last = _window(signal)
    return SignalPage(
        heading=f"{student.name}: {rule_title(signal, spoken)}",
        proposes=step_title(signal, spoken),
        state=str(STATES[signal.state]),
        decided=_decided(signal),
        reason=signal.reason if REASONS in readable(actor, people.place(student)) else "",
        is_changed=signal.has_lost_ground,
        parts=tuple(parts(signal, model)),
        picture=picture_of(signal, calendar_of(people.unit(student.unit_id))),
        counted=counted_text(signal),
        lessons=tuple(_by_day(signal.lessons)),
        left_out=tuple(_left_out(signal, student.id, first, last)),
        unregistered=_unregistered(student.id, first, last, today),
        lower=tuple(spoken.action(one).title for one in signal.lower if spoken.find_action(one)),
        measured=_measured(signal, spoken),
        take_up=_take_up(actor, student, signal, model) if is_open else None,
        others=tuple(_others(actor, student, signal, spoken)) if is_open or signal.has_lost_ground else (),
    )


def _window(signal: Signal) -> tuple[date, date]:
    days = [date.fromisoformat(one["on"]) for one in signal.lessons]
    window = [date.fromisoformat(one) for one in signal.reading["window"]]
    return min([*window[:1], *days], default=signal.on), signal.on


def _decided(signal: Signal) -> str:
    if not signal.decided_at or not signal.decided_by_id:
        return ""
    name = people.names_of([signal.decided_by_id]).get(signal.decided_by_id, "")
    told = f"{name}, {moment(signal.decided_at)}"
    if not signal.quiet_until:
        return told
    return gettext("%(who)s. Silent until %(day)s", who=told, day=day_text(signal.quiet_until))


def _by_day(lessons: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each day: its lessons, what was registered in them, and whether there was a reason."""
    for on, same in groupby(lessons, key=lambda one: str(one["on"])):
        of_day = list(same)
        titles = (f"{clock_time(one['starts'])} {one['subject']}".strip() for one in of_day)
        outcomes = dict.fromkeys(str(OUTCOME_WORDS[one["outcome"]]) for one in of_day)
        reasons = dict.fromkeys(str(VALIDITY_WORDS[one["validity"]]) for one in of_day)
        day = day_short(date.fromisoformat(on))
        yield day, ", ".join(titles), ", ".join(outcomes), ", ".join(reasons)


def _left_out(signal: Signal, student_id: UUID, first: date, last: date) -> Iterator[tuple[str, str, str]]:
    """What is registered in the window now and was not counted, each with why."""
    counted = {one["key"] for one in signal.lessons}
    for one in reversed(attendance.missed_by(student_id, first, last)):
        if one.lesson.id.hex not in counted:
            why = {
                "late": gettext("Came late, but was in the lesson"),
                "left_early": gettext("Left early, but was in the lesson"),
                "absent": gettext("Not what the rule counts, or registered since"),
            }.get(one.outcome, str(OUTCOME_WORDS[one.outcome]))
            yield day_short(one.lesson.day), lesson_title(one.lesson), why


def _unregistered(student_id: UUID, first: date, last: date, today: date) -> str:
    register = queries.registers_of([student_id], first, last)[student_id]
    number = register.timetable.unknown_before(today)
    return (
        ngettext(
            "%(num)d lesson in this time is not registered, so nobody knows.",
            "%(num)d lessons in this time are not registered, so nobody knows.",
            number,
        )
        if number
        else ""
    )


def _measured(signal: Signal, spoken: Workflow) -> str:
    told = {"when": moment(signal.measured_at), "title": spoken.title, "number": spoken.version}
    return gettext("Read %(when)s by the routine %(title)s, version %(number)s.", **told)


def _take_up(actor: Person, student: Student, signal: Signal, model: LocalisedWorkflow) -> Way | None:
    """The page where a person decides to follow the proposal, for who may open or move the case."""
    place, case = people.place(student), open_case_of(student.id)
    if case is None:
        if not decide(actor, "case:open", place).is_allowed:
            return None
        url = url_for("cases.create", student_id=student.id, stage=signal.proposes)
        return Way(
            gettext("Take up as a case"), url, gettext("The next page opens the case, with your reason.")
        )
    if not decide(actor, "case:change", place).is_allowed:
        return None
    steps = model.rules.steps_from(case.stage)
    step = next((one for one in steps if one.target == signal.proposes), None)
    label = gettext("Take up in the case")
    if step is None or case.workflow_sha != signal.workflow_sha:
        return Way(
            label, url_for("cases.show", case_id=case.id), gettext("The case shows which ways it has.")
        )
    url = url_for("cases.advance", case_id=case.id, transition=step.transition.id, to=step.target)
    return Way(label, url, gettext("The next page says what moving the case leads to."))


def _others(actor: Person, student: Student, signal: Signal, spoken: Workflow) -> Sequence[Way]:
    if not decide(actor, "signal:decide", people.place(student)).is_allowed:
        return ()
    named: dict[str, Any] = {"student_id": student.id, "signal_id": signal.id}
    others_see = gettext("Others see that and why.")
    follows = f"{dismissed_words(signal)} {others_see}"
    found = [Way(gettext("Dismiss"), url_for("signals.dismiss", **named), follows)]
    if signal.state == "new" and may_silence(actor, student, spoken):
        follows = gettext("The rule says nothing about the student until a day that you choose.")
        found.append(Way(gettext("Silence"), url_for("signals.silence", **named), follows))
    return found


def dismissed_words(signal: Signal) -> str:
    """What dismissing the signal leads to."""
    if signal.has_lost_ground:
        return gettext("The case stays as it is, and the signal waits for nobody any more.")
    return gettext("Nothing is opened or moved. It does not come again for the same period or occasion.")


def may_silence(actor: Person, student: Student, workflow: Workflow) -> bool:
    """Whether the routine lets the actor silence a rule for the student."""
    held = workflow.held(roles_at(actor, people.place(student)))
    return workflow.pause is not None and bool(held & set(workflow.pause.by))

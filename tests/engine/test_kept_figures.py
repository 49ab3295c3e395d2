"""What is read of one student's absence, and what follows, is as it was when somebody looked at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from casework.engine.actions import Action
from casework.engine.deadlines import Clocks, deadline, next_follow_up, next_time
from casework.engine.facts import StudentFact
from casework.engine.quantities import Amount
from casework.engine.reading import Deed, Fired
from casework.engine.school_calendar import SchoolCalendar, month, school_year, week
from casework.engine.workflow import LocalisedWorkflow
from tests.engine.attending import NO, SE, Pupil, in_case, on, reads
from tests.engine.examples import draft, milestone, signed, task
from tests.engine.keeping import compare, kept, plain
from tests.engine.models import MODELS
from tests.engine.test_kept_steps import everything

# Conditions that count, each with limits on both sides of what the pupil below has.
COUNTING: list[dict[str, Any]] = [
    *({kind: {"counting": "any"}} for kind in ("occasion", "lesson", "session", "day")),
    *({"occasions": {"at_least": 2, "in": window}} for window in ("term", "half_year", "quarter", "month")),
    *({"occasions": {"more_than": 1, "in": window}} for window in ("week", "school_year", "enrolment")),
    *({"occasions": {"at_most": 3, "in": window}} for window in ("case", "round", "visit")),
    *(
        {"occasions": {"at_least": 1, "in": {"last": f"3 {unit}"}}}
        for unit in ("days", "school_days", "weeks")
    ),
    {"occasions": {"less_than": 4, "in": {"last": "2 school_weeks"}, "counting": "invalid"}},
    {"occasions": {"at_least": 1, "in": {"previous": "month"}, "lasting": "1 school_day"}},
    {"occasions": {"at_least": 1, "in": {"since": "enrolled", "for": "8 weeks"}, "same": "weekday"}},
    {"occasions": {"at_least": 1, "in": {"during": "trial"}, "same": "subject"}},
    {"occasions": {"at_least": 1, "in": {"from_first": "4 weeks"}}},
    {"occasions": {"at_least": 1, "in": {"from_first": "3 school_days"}, "same": "time_of_day"}},
    *(
        {"absence": {"at_least": f"2 {unit}", "in": "term"}}
        for unit in ("minutes", "hours", "lessons", "sessions")
    ),
    *(
        {"absence": {"more_than": f"3 {unit}", "in": "term"}}
        for unit in ("days", "school_days", "school_weeks")
    ),
    {"absence": {"at_most": "3 weeks", "in": {"last": "30 days"}, "counting": "valid"}},
    *(
        {"run": {"at_least": f"3 {unit}"}}
        for unit in ("days", "school_days", "school_weeks", "weeks", "lessons")
    ),
    *({"run": {"more_than": f"2 {unit}"}} for unit in ("days", "school_days", "school_weeks", "hours")),
    *({"run": {word: "1 week"}} for word in ("at_least", "more_than", "at_most", "less_than")),
    {"run": {"at_most": "3 school_weeks", "counting": "documented"}},
    *(
        {"percent": {"at_least": 5, "in": "term", "measured_in": unit}}
        for unit in ("minutes", "lessons", "days")
    ),
    {"percent": {"more_than": 5, "in": "month", "measured_in": "sessions"}},
    {"percent": {"at_least": 5, "in": "month", "of": "scheduled_in_window", "measured_in": "minutes"}},
    {"percent": {"at_least": 5, "in": "term", "of": "scheduled_in_window", "measured_in": "days"}},
    {"percent": {"at_least": 5, "in": "term", "same": "subject", "measured_in": "minutes"}},
    {"percent": {"less_than": 50, "in": "week", "same": "subject", "measured_in": "lessons"}},
    *({"percent": {"at_least": 5, "in": "week", "after_school_days": days}} for days in (1, 3, 4, 5)),
    {"rise": {"at_least": 1, "in": "month", "against": {"previous": "month"}}},
    {"rise": {"at_most": 1, "in": "month", "against": {"previous": "school_year"}}},
    {"late_arrivals": {"at_least": 1, "in": {"from_first": "1 week"}}},
    {"finalised": "closing_evaluation"},
    {"passed": {"at_least": "1 day", "since": "told"}},
    {"passed": {"at_least": "1 day", "since": "meeting_third"}},
    {"absence": {"at_least": "1 lesson", "in": {"from_first": "2 days"}}},
    {"any": [{"age": {"at_least": 15}}, {"in_stage": ["six_weeks"]}]},
    {"mixed": {"at_least": 1, "of": ["any"], "in": {"during": "other"}}},
    {"rise": {"at_least": 1, "in": {"during": "other"}, "against": "term"}},
    {"times": {"at_least": 1, "of": ["call"], "in": {"during": "other"}}},
    *(
        {kind: {"at_least": least, "in": {"during": "other"}}}
        for kind, least in (("occasions", 1), ("absence", "1 day"), ("percent", 1), ("late_arrivals", 1))
    ),
    {"started": "network_meeting_notes"},
    {"rise": {"more_than": 1, "in": {"last": "2 weeks"}, "against": "term", "counting": "invalid"}},
    {"late_arrivals": {"at_least": 2, "in": "term"}},
    {"late_arrivals": {"more_than": 2, "in": {"last": "10 weeks"}, "counting": "invalid"}},
    {"mixed": {"at_least": 2, "of": ["invalid", "reported"], "in": "term"}},
    {"mixed": {"more_than": 4, "of": ["valid", "any"], "in": {"from_first": "6 weeks"}}},
    {"times": {"at_least": 2, "of": ["call", "rule"], "in": "term"}},
    {"times": {"at_least": 2, "of": ["call"], "is": "tried", "in": "case", "per": "guardian"}},
    *({"passed": {word: "3 weeks", "since": "enrolled"}} for word in ("at_least", "at_most", "less_than")),
    *({"passed": {"more_than": f"20 {unit}", "since": "case_opened"}} for unit in ("days", "school_days")),
    {"passed": {"at_most": "90 school_weeks", "since": "case_opened"}},
    {"passed": {"at_least": "2 school_weeks", "since": "first_absence"}},
    *({"calendar": {"each": each}} for each in ("week", "month", "quarter", "term", "school_year")),
    {"calendar": {"dates": ["11-20", "2026-10-01"]}},
    {"concern": {"raised_by": ["mentor"], "about": "harm"}},
    {"concern": {"raised_by": ["mentor"]}},
    {"in_stage": ["third_time", "six_weeks"]},
    {"entered": "third_time"},
    {"entered": "six_weeks"},
    {"started": "initial_mapping"},
    {"started": "attendance_action_plan"},
    {"finalised": "initial_mapping"},
    {"finalised": "attendance_action_plan"},
    {"recorded": "case_opened"},
    {"recorded": "stage_entered"},
    {"not_yet": "call"},
    {"overdue": "call"},
    {"overdue": "other"},
    {"age": {"at_least": 15}},
    {"age": {"less_than": 15}},
    {"student": {"is": ["8"], "is_not": ["9"]}},
    {"student": {"is": ["9"]}},
    {
        "any": [
            {"age": {"at_least": 15}},
            {"in_stage": ["third_time"]},
            {"occasions": {"at_least": 2, "in": "term"}},
        ]
    },
    {"all": [{"in_stage": ["third_time"]}, {"occasions": {"at_least": 2, "in": {"last": "9 weeks"}}}]},
    {"all": [{"in_stage": ["third_time"]}, {"age": {"at_least": 15}}]},
]


def pupil(model: str = "nine-weeks") -> Pupil:
    """Somebody who has been away in every way there is."""
    found = Pupil(model).away(on(9, 1), only=[1], validity="invalid").from_to(on(9, 7), on(9, 9))
    found.away(on(9, 22), only=[2, 3], validity="valid", is_reported=True)
    found.away(on(9, 24), only=[1], outcome="late", missed=25, validity="invalid")
    found.away(on(10, 1), only=[1], outcome="late", missed=10).away(on(10, 5), only=[5], outcome="left_early")
    found.away(on(10, 6), only=[1], outcome="approved_leave").away(on(10, 7), outcome="not_offered")
    found.away(on(10, 8), only=[3, 4, 5], validity="valid", is_documented=True)
    found.away(on(10, 22), only=[1, 2, 3, 4], is_reported=True).from_to(on(11, 11), on(11, 18))
    found.away(on(11, 20), only=[1, 2])
    for number in (1, 2):
        found.change(on(10, 9), number, is_registered=False).change(on(9, 22), number, subject="Slöjd")
    for day in (on(10, 8), on(11, 20)):
        found.change(day, 3, subject="Slöjd")
    return found


def around() -> dict[str, Any]:
    """What stands beside the pupil's figures."""
    here = in_case(
        "third_time",
        on(10, 20),
        on(9, 14),
        milestones=(milestone("meeting_third", "held", in_round=0, happened_on=on(10, 2)),),
        forms=(signed("initial_mapping"), signed("closing_evaluation", in_round=0)),
        drafts=(
            draft("attendance_action_plan", 1, 3),
            replace(draft("network_meeting_notes", 1, 3), round=0),
        ),
    )
    return {
        "enrolled_on": on(8, 24),
        "round_on": on(10, 1),
        "facts": here,
        "spans": {"trial": (on(10, 1), None)},
        "fired": (Fired("rule", "rule x", on(9, 30)),),
        "deeds": (
            *(Deed("call", day) for day in (on(8, 18), on(11, 20), on(11, 21))),
            Deed("call", on(9, 15), "g1"),
            Deed("call", on(9, 16), "g1", is_tried=True),
            Deed("call", on(9, 17), "g2", is_tried=True),
            Deed("call", on(9, 18), "g2", is_tried=True),
        ),
        "concerns": {"harm": on(10, 2), "": on(10, 3)},
        "overdue": {"call": on(9, 20)},
    }


SEEN = (on(9, 9), on(10, 8), on(11, 20))


@kept("readings.txt")
def readings() -> str:
    """Each condition on three days, the last one before it is over too."""
    lines, who, beside = [], pupil(), around()
    for condition in COUNTING:
        lines.append(plain(condition))
        lines += [f"  {day}: {plain(reads(who, day, around=beside, **condition))}" for day in SEEN]
        lines.append(f"  now: {plain(reads(who, SEEN[-1], is_over=False, around=beside, **condition))}")
    return "\n".join(lines).replace("2026-", "") + "\n"


def thirds(model: LocalisedWorkflow) -> list[list[Action]]:
    """The model's actions in three parts, none of which holds neighbours."""
    every = [action for _, action in model.rules.actions()]
    return [every[::3], every[1::3], every[2::3]]


@kept("findings.txt")
def findings() -> str:
    """What every model of the program says of the pupil, with a case in its second stage and without."""
    lines = []
    for name, model in MODELS.items():
        who = pupil(name)
        for stage in ("", model.rules.stages[1].id):
            tasks = [
                task(one.id, status, visit="v1", in_round=number)
                for number, status, acts in zip(
                    (0, 1, 1), ("done", "waived", "open"), thirds(model), strict=True
                )
                for one in acts
            ]
            here = in_case(stage, on(10, 20), on(9, 14), tasks=tuple(tasks)) if stage else None
            for day in SEEN[1:]:
                found = who.seen(day, facts=here, student=StudentFact(15, frozenset({"8"})))
                lines.append(f"{name} {day} {stage} → {found.stage} {found.proposed or 'nothing'}")
                lines.append(f"  lower {plain(found.lower)} unmet {plain(found.unmet)}")
                lines += [f"  {plain(one.trigger)} {one.key} {one.is_new}" for one in found.met]
                lines += [f"  {plain(one.duty)} {one.key} {one.is_new}" for one in found.duties]
                lines += [f"  {plain(one)}" for one in found.tasks]
    return "\n".join(lines) + "\n"


@kept("days.txt")
def days() -> str:
    """When everything is due that the model asks for by a day, on days of every kind."""
    lines, model = [], everything()
    told = {"told": on(10, 5), "case_opened": on(9, 1), "enrolled": on(8, 18), "call": on(10, 9)}
    for opened in (on(10, 23), on(10, 28), on(12, 18), on(6, 10)):
        for meetings in ({}, {"meet": opened + timedelta(days=6), "call": opened}):
            clocks = Clocks(calendar=SE, opened_on=opened, moments=told.get, meetings=meetings)
            lines.append(f"{opened} {plain(meetings)}")
            for _, action in model.actions():
                lines += [f"  {action.id} {plain(deadline(action.due, clocks))}"] if action.due else []
            for stage in model.stages:
                for last in (None, opened):
                    lines.append(f"  {stage.id} {plain(next_follow_up(stage.follow_up, clocks, last))}")
            for unit in ("days", "school_days", "weeks", "school_weeks", "months", "years"):
                lines.append(f"  {unit} {plain(next_time(Amount(number=3, unit=unit), clocks, opened))}")
    for calendar in (SE, NO):
        for day in (on(8, 18), on(10, 23), on(10, 28), on(12, 31), on(1, 11), on(3, 1), on(6, 30)):
            lines.append(f"{day} {plain(around_day(calendar, day))}")
    return "\n".join(lines) + "\n"


def around_day(calendar: SchoolCalendar, day: date) -> dict[str, Any]:
    """What the calendar says of the day and of what lies around it."""
    ways = ("school_days_back", "school_days_after", "school_weeks_back", "school_weeks_after")
    told: dict[str, Any] = {
        way: [getattr(calendar, way)(day, number) for number in (1, 2, 5)] for way in ways
    }
    told |= {
        "open": calendar.is_open(day),
        "has_school": calendar.has_school(day),
        "term": calendar.term(day),
    }
    told |= {"next": calendar.next_open(day), "last": calendar.last_open(day)}
    told |= {"halves": calendar.halves(day, ()), "own": calendar.halves(day, ("01-08", "07-01"))}
    told |= {"quarters": calendar.quarters(day, ()), "days": calendar.days(day, day + timedelta(days=3))}
    told |= {"count": calendar.count(day, day + timedelta(weeks=2)), "year": school_year(day)}
    return told | {"month": month(day), "week": week(day)}


@pytest.mark.parametrize("name", ["readings.txt", "findings.txt", "days.txt"])
def test_what_is_read_is_as_it_was(name: str) -> None:
    compare(name)

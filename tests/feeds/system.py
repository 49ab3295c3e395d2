"""What an SS 12000 system holds of lessons: a class of two with maths on Monday, as the taker knows them."""

from __future__ import annotations

from typing import Any

from tests.rosters.server import Json, ref

MONDAY = "2026-09-07"


def event(key: str, starts: str = "08:00", ends: str = "09:00", *attendances: Json, **more: Any) -> Json:
    """A lesson of maths on the Monday, by the school's clock, with its attendance."""
    day = more.pop("day", MONDAY)
    return {
        "id": key,
        "activity": ref("a1"),
        "startTime": f"{day}T{starts}:00+02:00",
        "endTime": f"{day}T{ends}:00+02:00",
        "_embedded": {"attendance": [{**one, "calendarEvent": ref(key)} for one in attendances]},
        **more,
    }


def said(student: str, valid: int = 0, invalid: int = 0, **more: Any) -> Json:
    """An attendance that is reported: what is not absence of an hour was presence."""
    minutes = {"validAbsenceMinutes": valid, "invalidAbsenceMinutes": invalid}
    present = {"attendanceMinutes": max(0, 60 - valid - invalid)}
    key = {"id": f"att-{student}", "student": ref(student), "isReported": True}
    return {**key, **present, **minutes, **more}


def lists(*events: Json) -> dict[str, list[Json]]:
    """The lists of the system."""
    members = [{"person": ref(one)} for one in ("1", "2")]
    return {
        "organisations": [
            {"id": "s1", "displayName": "Ekbackaskolan", "organisationType": "Skolenhet"},
            {"id": "s2", "displayName": "Fjärranskolan", "organisationType": "Skolenhet"},
        ],
        "activities": [
            {
                "id": "a1",
                "displayName": "Matematik",
                "activityType": "Undervisning",
                "groups": [ref("g1")],
                "organisation": ref("s1"),
            },
            {"id": "a2", "displayName": "Lunch", "activityType": "Övrigt", "groups": [ref("g1")]},
            {"id": "a3", "displayName": "Slöjd", "groups": [ref("g1")], "organisation": ref("s2")},
        ],
        "groups": [{"id": "g1", "displayName": "8C", "groupMemberships": members}],
        "absences": [],
        "calendarEvents": list(events),
        "attendances": [],
        "aggregatedAttendance": [],
    }

"""The measures that were decided at a meeting, and who can be given one."""

from __future__ import annotations

from flask import url_for

from casework.cases.around import eligible
from casework.cases.measures import standing_in
from casework.cases.pages.measure_words import when_next
from casework.cases.views.desk import Desk
from casework.meetings.models import Meeting
from casework.plans.deciding import deciders, plan_of
from casework.web.text import gettext


def decided_at(desk: Desk, meeting: Meeting) -> list[tuple[str, str, str]]:
    """What was decided there, where it stands in the plan, who answers for it and when it is followed up."""
    found = [
        one for one in standing_in(meeting.case_id, desk.readable) if one.measure.meeting_id == meeting.id
    ]
    return [
        (
            one.version.cells["what"],
            url_for("plans.show", case_id=meeting.case_id, measure_id=one.measure.id),
            ". ".join(
                (
                    one.version.cells.get("responsible", ""),
                    when_next(one.measure.follow_up_on, one.measure.ended_at, desk.today),
                )
            ),
        )
        for one in found
    ]


def may_decide(desk: Desk, meeting: Meeting) -> bool:
    """Whether the reader decides measures of the case's plan."""
    plan = plan_of(desk.situation) if desk.is_open and meeting.status == "held" else None
    return plan is not None and desk.speech.is_mine(deciders(desk.situation, plan))


def colleagues(desk: Desk) -> list[tuple[str, str]]:
    """Those who can answer for a measure, by name, with their roles."""
    names = eligible(desk.row.case, desk.speech.colleagues)
    found = []
    for key, name in sorted(names.items(), key=lambda one: one[1]):
        roles = [desk.speech.role_within(one.role) for one in desk.speech.colleagues if one.id == key]
        said = {"name": name, "role": ", ".join(dict.fromkeys(roles))}
        found.append((str(key), gettext("%(name)s, %(role)s", **said)))
    return found

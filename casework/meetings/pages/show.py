"""Meetings as pages show them: the list of a case, and one with who is called and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from casework.cases.pages.words import capital
from casework.cases.views.desk import Desk
from casework.clock import school_date
from casework.engine.actions import Meeting as Action
from casework.meetings.after import open_meetings
from casework.meetings.inviting import REQUEST, is_mailable
from casework.meetings.models import CONSENT, NOTHING, Meeting
from casework.meetings.pages.calling import action_of, closed_on, missing
from casework.meetings.pages.minutes import minutes_links
from casework.meetings.planned import gate_of, holds, is_late
from casework.meetings.queries import Called
from casework.messages.models import Message
from casework.messages.pages import fate
from casework.tasks.models import Task
from casework.web.dates import clock, day, day_short
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

STATES = {"booked": _("Booked"), "held": _("Held"), "cancelled": _("Called off")}
WAYS = {"physical": _("At a place"), "phone": _("By phone"), "video": _("By video")}
PARTIES = {"student": _("the student"), "guardian": _("guardian")}


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in the list."""

    title: str
    url: str
    when: str
    status: str
    state: str
    who: str
    note: str


@dataclass(frozen=True)
class PersonRow:
    """Somebody who is called: from where, how they are told, whether they came; where a letter is made.

    `letters` are those that were sent, what became of them and where to read them.
    """

    name: str
    line: str
    told: str
    came: str
    is_protected: bool
    letters: tuple[tuple[str, str], ...]
    letter_url: str | None


@dataclass(frozen=True)
class Told:
    """How those who are called were told: what became of the newest mail, and the letters that were sent."""

    mails: Mapping[UUID, str]
    letters: Mapping[UUID, Sequence[tuple[str, str]]]


def when(meeting: Meeting) -> str:
    """ "fre 20 nov 09.00, 45 minuter"."""
    said = {"day": day_short(meeting.starts_at), "time": clock(meeting.starts_at), "n": meeting.minutes}
    return gettext("%(day)s at %(time)s, %(n)s minutes", **said)


def listing(desk: Desk, meetings: Sequence[Meeting], called: Mapping[UUID, list[Called]]) -> dict[str, Any]:
    """What the list shows: the meetings, and the open tasks for which one is to be called."""
    days = {one.id: school_date(one.starts_at) for one in meetings if one.status == "booked"}
    closed = closed_on(desk, days.values())
    rows = [
        MeetingRow(
            title=desk.speech.titled(one.action, one.title),
            url=url_for("meetings.show", case_id=one.case_id, meeting_id=one.id),
            when=when(one),
            status=one.status,
            state=str(STATES[one.status]),
            who=", ".join(who.name for who in called[one.id] if who.row.left_at is None),
            note=gettext("The school is closed on that day.") if days.get(one.id) in closed else "",
        )
        for one in meetings
    ]
    booked = {one.task_id for one in meetings if one.status == "booked"}
    asked = [one for one in open_meetings(desk.situation) if one.id not in booked] if desk.is_open else []
    return {
        "coming": [one for one in reversed(rows) if one.status == "booked"],
        "been": [one for one in rows if one.status != "booked"],
        "asked": [(desk.speech.titled(one.action, one.title), *_call_link(desk, one)) for one in asked],
    }


def _call_link(desk: Desk, task: Task) -> tuple[str, str]:
    """Until when, and the page where one calls it, for who does the task."""
    action = desk.situation.action_of(task)
    due = gettext("to be held by %(day)s", day=day(task.due_on)) if task.due_on else ""
    url = url_for("meetings.call_for_task", case_id=task.case_id, task_id=task.id)
    return due, url if desk.speech.is_mine(action.by + action.together_with) else ""


def one_meeting(
    desk: Desk, meeting: Meeting, task: Task | None, called: Sequence[Called], told: Told
) -> dict[str, Any]:
    """What the page of one meeting shows."""
    action = action_of(desk, task)
    by = next((one.name for one in desk.speech.colleagues if one.id == meeting.called_by_id), "")
    role = desk.speech.role_within(meeting.role)
    place = ", ".join(part for part in (str(WAYS[meeting.way]), meeting.place) if part)
    facts = [(gettext("When"), when(meeting)), (gettext("Where"), place)]
    facts.append((gettext("Called by"), f"{by}, {role}, {day(meeting.called_at)}" if by else capital(role)))
    here = [one for one in called if one.row.left_at is None]
    is_booked = meeting.status == "booked"
    return {
        "heading": desk.speech.titled(meeting.action, meeting.title),
        "status": meeting.status,
        "state": str(STATES[meeting.status]),
        "facts": facts,
        "about": meeting.about,
        "reason": meeting.reason,
        "notes": list(_notes(desk, meeting, action, task, here)),
        "shared_text": sharing_text(desk, meeting, action) if any(_is_outside(one) for one in here) else "",
        "called": [_person(desk, meeting, one, told) for one in here],
        "no_longer": [one.name for one in called if one.row.left_at],
        "may": is_booked and desk.is_open,
        "may_call_off": is_booked,
        "has_begun": meeting.starts_at <= desk.now,
        "minutes": minutes_links(desk, meeting) if meeting.status == "held" else [],
    }


def _is_outside(one: Called) -> bool:
    return one.row.party == "outside"


def _notes(
    desk: Desk, meeting: Meeting, action: Action | None, task: Task | None, here: Sequence[Called]
) -> list[str]:
    """What one has to know of it before it is held: late, closed, somebody lacks, the consent is gone."""
    found = []
    if meeting.late_reason and task and is_late(task, meeting.starts_at) and task.due_on:
        said = {"day": day(task.due_on), "reason": meeting.late_reason}
        found.append(gettext("Later than the routine says, which is %(day)s: “%(reason)s”", **said))
    lacking = missing(desk.speech, action, [one.row for one in here]) if meeting.status == "booked" else ""
    if lacking:
        found.append(gettext("The routine also asks for %(who)s.", who=lacking))
    if is_withdrawn(desk, meeting):
        gone = gettext(
            "The consent that this rests on no longer holds. Nothing more goes to those from outside; "
            "what they have got stands below and in the history."
        )
        found.append(" ".join(one for one in (gone, _go_on(desk, meeting)) if one))
    return found


def _go_on(desk: Desk, meeting: Meeting) -> str:
    """What one does with a meeting that is booked, once the consent is withdrawn."""
    if meeting.status != "booked":
        return ""
    if meeting.starts_at <= desk.now:
        return gettext("Go on without them. What you decide among yourselves is written down as usual.")
    return gettext("Change the meeting so that they are not called, or call it off.")


def is_withdrawn(desk: Desk, meeting: Meeting) -> bool:
    """Whether it rests on a consent that no longer holds."""
    consent = next((one for one in desk.situation.consents if one.id == meeting.consent_id), None)
    return meeting.sharing == CONSENT and not holds(consent, desk.now)


def sharing_text(desk: Desk, meeting: Meeting, action: Action | None) -> str:
    """What those outside may learn, on which ground and why."""
    if meeting.sharing == NOTHING:
        return gettext("Those from outside learn nothing about the student before the meeting.")
    if is_withdrawn(desk, meeting):
        return gettext("Those from outside learn nothing more about the student.")
    if meeting.sharing == CONSENT:
        consent = next((one for one in desk.situation.consents if one.id == meeting.consent_id), None)
        said = {"name": consent.given_by if consent else "", "scope": consent.scope if consent else ""}
        return gettext("Those from outside may learn what %(name)s has consented to: %(scope)s", **said)
    ground = gate_of(desk.situation, action, desk.now, desk.speech.language).grounds.get(meeting.sharing)
    title = ground.title if ground else meeting.sharing
    said = {"ground": title, "reason": meeting.sharing_reason}
    return gettext("Those from outside may learn what is needed. %(ground)s: “%(reason)s”", **said)


def _person(desk: Desk, meeting: Meeting, one: Called, known: Told) -> PersonRow:
    roles = [desk.speech.role_within(o.role) for o in desk.speech.colleagues if o.id == one.row.user_id]
    line = ", ".join(dict.fromkeys(roles)) or str(PARTIES.get(one.row.party, "")) or one.row.body
    is_by_mail = is_mailable(one.row, desk.row.student, has_email=one.has_email)
    told = known.mails.get(one.row.id) or ("" if is_by_mail else _untold(one))
    came = {None: "", True: gettext("Came"), False: gettext("Did not come")}[one.row.attended]
    letter = url_for("meetings.letter", case_id=meeting.case_id, meeting_id=meeting.id, called_id=one.row.id)
    has_letter = one.row.party != "staff" and meeting.status == "booked"
    return PersonRow(
        name=one.name,
        line=line if line != one.name else "",
        told=told,
        came=came,
        is_protected=one.row.is_protected,
        letters=tuple(known.letters.get(one.row.id, ())),
        letter_url=letter if has_letter else None,
    )


def _untold(one: Called) -> str:
    if one.row.party == "staff":
        return gettext("You tell them yourself: no address is known.")
    return gettext("By a letter that you hand over or post.")


def mail_lines(desk: Desk, meeting: Meeting, rows: Sequence[Message]) -> dict[UUID, str]:
    """What has become of the newest mail to each who is called; the rows by when they were left."""
    is_gone, found = is_withdrawn(desk, meeting), {}
    for one in rows:
        goes_outside = not (one.user_id or one.guardian_id) and one.action == REQUEST
        is_kept = is_gone and goes_outside and one.state == "waiting"
        told = gettext("Is not sent: the consent no longer holds.") if is_kept else fate(one)
        if one.about_id:
            found[one.about_id] = gettext("By mail. %(fate)s", fate=told)
    return found

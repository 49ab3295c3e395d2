"""The people of a case as its page shows them: who is responsible, who takes part, who did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from casework.cases.act_models import Participant
from casework.cases.around import eligible, participants_of
from casework.cases.facts import Situation
from casework.cases.pages.overview import People, PersonRow, initials
from casework.cases.pages.words import Speech, joined
from casework.web.dates import day
from casework.web.text import gettext


@dataclass(frozen=True)
class ParticipantRow:
    """Somebody who takes part, or did: who, what one knows of them, and since when."""

    name: str
    line: str
    phone: str
    when: str
    end_url: str | None


def participant_rows(situation: Situation, *, may_end: bool) -> tuple[ParticipantRow, ...]:
    """Everybody who takes part, then those who did."""
    found = sorted(participants_of(situation.case.id), key=lambda one: one[0].until is not None)
    return tuple(_row(row, name, may_end=may_end) for row, name in found)


def _row(row: Participant, name: str, *, may_end: bool) -> ParticipantRow:
    when = gettext("since %(day)s", day=day(row.since))
    if row.until:
        when = gettext("%(first)s–%(last)s", first=day(row.since), last=day(row.until))
    url = url_for("cases.end_participant", case_id=row.case_id, participant_id=row.id)
    is_staff = row.user_id is not None
    line = gettext("colleague") if is_staff else row.body
    return ParticipantRow(name, line, row.phone, when, url if may_end and not row.until else None)


def with_participants(around: People, now: Sequence[tuple[Participant, str]]) -> People:
    """The people around the student, those who take part marked, with those from outside the school."""
    taking_part = {name for row, name in now if row.user_id}
    outside = tuple(
        PersonRow(initials(name), name, row.body or gettext("outside the school"), row.phone or None)
        for row, name in now
        if row.user_id is None
    )
    staff = tuple(
        replace(one, line=joined([one.line, gettext("takes part")], gettext("and")))
        if _plain(one.name) in taking_part
        else one
        for one in around.staff
    )
    return replace(around, staff=staff, outside=outside)


def _plain(name: str) -> str:
    """The name without what is put behind the reader's own."""
    return name.partition(" (")[0]


def colleague_choices(situation: Situation, speech: Speech) -> list[tuple[str, str]]:
    """The colleagues who can be named, as one chooses among them."""
    return [(str(user_id), name) for user_id, name in eligible(situation.case, speech.colleagues).items()]

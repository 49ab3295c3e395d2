"""Passing on minutes: what can be chosen, what has been passed on, and the paper of one receiver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from casework.access.policy import Confidentiality
from casework.cases.for_home import household
from casework.cases.pages.reading import ReadPart, class_note, read_parts
from casework.cases.views.desk import Desk
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.meetings.models import Invited, Meeting, Shared
from casework.meetings.pages.minutes import minutes_forms
from casework.meetings.planned import is_open
from casework.meetings.queries import Called
from casework.meetings.sharing import TO_OTHERS, minutes_of, shared_with
from casework.records.carried import taken_in
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.web.dates import moment
from casework.web.text import gettext


@dataclass(frozen=True)
class SharedRow:
    """What one person got: who, which parts, when; where it is printed, none for colleagues."""

    who: str
    parts: str
    when: str
    url: str | None


def signed_minutes(desk: Desk, meeting: Meeting) -> list[Submission]:
    """What has been written and signed of the meeting."""
    return minutes_of(desk.situation, meeting, minutes_forms(desk.speech, meeting.action))


def pass_on_lead(desk: Desk, meeting: Meeting, called: Sequence[Called]) -> str:
    """What one knows before choosing; who cannot be chosen is said, with why."""
    told = gettext(
        "It is noted who got what. What stands in the student health part stays with student health."
    )
    if any(one.row.party == "outside" for one in called) and not leaves(desk, meeting):
        told += " " + gettext(
            "Those from outside get nothing: no consent is in force, and no other ground was chosen."
        )
    return told


def part_choices(desk: Desk, signed: Sequence[Submission]) -> list[tuple[str, str]]:
    """The parts that the reader may read themselves, each with whom it is for."""
    found = []
    for one in signed:
        form = definition_of(one).in_language(desk.speech.language)
        for section in form.sections:
            if section.confidentiality in desk.readable:
                note = class_note(section.confidentiality)
                text = f"{form.title}: {section.title}" if len(signed) > 1 else section.title
                found.append((f"{one.id} {section.id}", f"{text} ({note})" if note else text))
    return found


def chosen_parts(signed: Sequence[Submission], values: Sequence[str]) -> dict[Submission, list[str]]:
    """The parts that were ticked, by form."""
    known = {str(one.id): one for one in signed}
    found: dict[Submission, list[str]] = {}
    for value in values:
        key, _, section = value.partition(" ")
        found.setdefault(known[key], []).append(section)
    return found


def named(one: Called) -> str:
    """Who was called, with where they work."""
    return ", ".join(dict.fromkeys(part for part in (one.name, one.row.body) if part))


def shared_rows(
    desk: Desk, meeting: Meeting, rows: Sequence[Shared], called: Sequence[Called]
) -> list[SharedRow]:
    """What has been passed on, the latest first; what was, stays told."""
    people, known = {one.row.id: one for one in called}, {one.id: one for one in desk.situation.submissions}
    printed = {one.row.id for one in called if may_print(desk, meeting, one)}
    found = []
    for row in rows:
        one, form = (
            people[row.person_id],
            definition_of(known[row.submission_id]).in_language(desk.speech.language),
        )
        titles = {section.id: section.title for section in form.sections}
        parts = ", ".join(titles[part] for part in row.sections if part in titles)
        url = url_for(
            "meetings.passed_on", case_id=meeting.case_id, meeting_id=meeting.id, called_id=one.row.id
        )
        found.append(SharedRow(named(one), parts, moment(row.at), url if one.row.id in printed else None))
    return found


def may_print(desk: Desk, meeting: Meeting, one: Called) -> bool:
    """Whether there is a paper for them: not for colleagues, nor past what may leave the school now."""
    return one.row.party in ("student", "guardian") or (one.row.party == "outside" and leaves(desk, meeting))


def leaves(desk: Desk, meeting: Meeting) -> bool:
    """Whether what is written about the student may go to those from outside now."""
    return is_open(meeting, {one.id: one for one in desk.situation.consents}, desk.now)


def receivers(desk: Desk, meeting: Meeting, called: Sequence[Called]) -> dict[str, Called]:
    """Those who can get something of the minutes now, by the id of their row."""
    here = (one for one in called if one.row.left_at is None)
    return {str(one.row.id): one for one in here if one.row.party != "outside" or leaves(desk, meeting)}


def paper_parts(
    desk: Desk, one: Invited, rows: Sequence[Shared], language: str
) -> list[tuple[str, list[ReadPart]]]:
    """What the receiver holds in hand: title of the form and its parts, without what is kept from them."""
    known = {row.id: row for row in desk.situation.submissions}
    found = []
    for submission_id, sections in shared_with(rows, one.id).items():
        signed = known[submission_id]
        form = definition_of(signed).in_language(language)
        context = FormContext(readable=_classes(desk), withheld=_withheld(desk, one, form, signed))
        found.append((form.title, read_parts(only(form, sections), signed.answers, context)))
    return found


def _classes(desk: Desk) -> frozenset[Confidentiality]:
    return TO_OTHERS & desk.readable


def only(form: Form, sections: set[str]) -> Form:
    """The form with these of its parts."""
    return form.model_copy(update={"sections": tuple(one for one in form.sections if one.id in sections)})


def _withheld(desk: Desk, one: Invited, form: Form, signed: Submission) -> frozenset[str]:
    """The answers that are kept from somebody at home; from others what is kept from any of them."""
    home = household(desk.row.student, desk.today)
    bonds: dict[UUID, UUID] = {row.guardian.id: row.bond.id for row in home.home}
    bond = bonds.get(one.guardian_id) if one.guardian_id else None
    return home.reader(str(bond) if bond else "home").leaves_out(form, taken_in(signed))


def left_note(one: Called) -> str:
    """What the page says above the paper."""
    return gettext("For %(name)s. What others get is not on it.", name=named(one))

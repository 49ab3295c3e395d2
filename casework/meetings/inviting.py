"""Invitations to meetings by mail: who is written to, and what stands there when it is sent.

One mail for each, which names no student and nobody else who is called: an address that one guardian keeps
from the other stays kept. Everything is asked again at the moment of sending.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import select

from casework.access.policy import decide
from casework.cases.models import Case, Consent
from casework.clock import by_day, school_date
from casework.extensions import channels_set_up, db
from casework.meetings.models import CONSENT, Invited, Meeting
from casework.meetings.planned import holds
from casework.messages.letters import LANGUAGES, Authors, NotSent
from casework.messages.models import CALLED_OFF, MEETING, Message
from casework.messages.staff import EMAIL, receiver
from casework.messages.wires import Appointment, Letter
from casework.people import queries as people
from casework.people.home import home_of
from casework.people.models import Guardian, Student, Unit, User
from casework.web.dates import clock, day
from casework.web.text import gettext

REQUEST, CANCEL = "request", CALLED_OFF


def invite(
    meeting: Meeting,
    rows: Sequence[Invited],
    what: str,
    student: Student,
    *,
    at: datetime | None = None,
    now: datetime,
) -> None:
    """Leaves a mail for each who can be written to; those who cannot get a letter on paper, by a person.

    `at`: the time that the mail is about, where it is no longer that of the meeting. Of a student with a
    protected identity nothing goes to anybody's mail but to colleagues.
    """
    for one in rows:
        if is_written_to(one, student):
            db.session.add(_message(meeting, one, what, student, at or meeting.starts_at, now))
    db.session.flush()


def is_written_to(one: Invited, student: Student) -> bool:
    """Whether there is an address, and mail may go there."""
    user = db.session.get(User, one.user_id) if one.user_id else None
    guardian = db.session.get(Guardian, one.guardian_id) if one.guardian_id else None
    known = (user.email if user else "") or (guardian.email if guardian else "") or one.email
    return is_mailable(one, student, has_email=bool(known))


def is_mailable(one: Invited, student: Student, *, has_email: bool) -> bool:
    """The same where it is known whether there is an address: to nobody whose identity is protected."""
    is_kept = one.party != "staff" and (student.is_protected or one.is_protected)
    return has_email and not is_kept and EMAIL in channels_set_up()


def _message(
    meeting: Meeting, one: Invited, what: str, student: Student, at: datetime, now: datetime
) -> Message:
    return Message(
        kind=MEETING,
        state="waiting",
        student_id=student.id if one.party == "guardian" else None,
        case_id=meeting.case_id,
        guardian_id=one.guardian_id,
        user_id=one.user_id,
        about_id=one.id,
        action=what,
        key=f"{meeting.sequence} {at.isoformat()}",
        on=school_date(at),
        channels=[EMAIL],
        opened_at=now,
        due_at=now if one.party == "staff" else by_day(now),
    )


def about_meeting(message: Message, now: datetime) -> Letter:
    """The invitation, or the word that one need not come. Raises NotSent where it may not go out any more."""
    one, meeting, case, student, school = _found(message.about_id)
    _demand_current(message, one, meeting, case)
    at = _called_off(message) if message.action == CANCEL else meeting.starts_at
    if at <= now or (meeting.status == "held" and not one.left_at):
        raise NotSent("too_late")
    if one.party == "staff":
        user = _colleague(message, student, meeting, now)
        return _letter(
            message, meeting, at, user.email, user.language, school, place=not student.is_protected
        )
    if student.is_protected or one.is_protected:
        raise NotSent("protected")
    address = _at_home(one, student, now) if one.party == "guardian" else _outside(one, meeting, message, now)
    return _letter(message, meeting, at, address, LANGUAGES[school.country], school)


def _called_off(message: Message) -> datetime:
    """The time that who gets the word has been called to: by the newest mail that went out, if one did."""
    wanted = (Message.about_id == message.about_id) & (Message.action == REQUEST) & (Message.state == "sent")
    keys = [*db.session.scalars(select(Message.key).where(wanted))] or [message.key]
    return datetime.fromisoformat(max(map(_sequence_and_time, keys))[1])


def _sequence_and_time(key: str) -> tuple[int, str]:
    sequence, at = key.split(" ")
    return int(sequence), at


def _demand_current(message: Message, one: Invited, meeting: Meeting, case: Case) -> None:
    """Raises NotSent where a newer one says how it stands, and where the case is closed nobody is called.

    Who is called no longer learns it whatever becomes of the meeting: no newer mail tells them.
    """
    is_off = message.action == CANCEL
    if is_off and one.left_at:
        return
    is_newest = meeting.sequence == _sequence_and_time(message.key)[0] and is_off == (
        meeting.status == "cancelled"
    )
    if one.left_at or not is_newest:
        raise NotSent("settled")
    if not is_off and case.closed_at:
        raise NotSent("case_closed")


def _found(person_id: UUID | None) -> tuple[Invited, Meeting, Case, Student, Unit]:
    rows = (
        select(Invited, Meeting, Case, Student, Unit)
        .join(Meeting, Meeting.id == Invited.meeting_id)
        .join(Case, Case.id == Meeting.case_id)
        .join(Student, Student.id == Case.student_id)
        .join(Unit, Unit.id == Student.unit_id)
        .where(Invited.id == person_id)
    )
    one, meeting, case, student, school = db.session.execute(rows).one()
    return one, meeting, case, student, school


def _colleague(message: Message, student: Student, meeting: Meeting, now: datetime) -> User:
    """The colleague, who still sees the case."""
    user, case = receiver(message), db.session.get_one(Case, meeting.case_id)
    place = people.place(student, case.is_handed_over)
    if not decide(people.person(user, school_date(now)), "case:read", place).is_allowed:
        raise NotSent("no_longer_theirs")
    return user


def _at_home(one: Invited, student: Student, now: datetime) -> str:
    """The address of somebody at home who may be contacted today."""
    found = [row for row in home_of(student, school_date(now)) if row.guardian.id == one.guardian_id]
    if not found:
        raise NotSent("not_at_home")
    if not found[0].may_be_contacted:
        raise NotSent("may_not_be_contacted")
    if not found[0].guardian.email:
        raise NotSent("no_address", is_dead=True)
    return found[0].guardian.email


def _outside(one: Invited, meeting: Meeting, message: Message, now: datetime) -> str:
    """The address of somebody from outside; not once the consent that the meeting rests on is gone.

    That they need not come they are told all the same.
    """
    consent = db.session.get(Consent, meeting.consent_id) if meeting.consent_id else None
    if message.action == REQUEST and meeting.sharing == CONSENT and not holds(consent, now):
        raise NotSent("consent_gone")
    return one.email


def _letter(
    message: Message,
    meeting: Meeting,
    at: datetime,
    to: str,
    language: str,
    school: Unit,
    *,
    place: bool = True,
) -> Letter:
    is_off = message.action == CANCEL
    with force_locale(language):
        subject = gettext("Meeting called off") if is_off else gettext("Invitation to a meeting")
        title = gettext("Meeting at school")
        text = _text(meeting, at, school, is_off=is_off, place=place)
    where = meeting.place if place and not is_off else ""
    event = Appointment(meeting.id, meeting.sequence, at, meeting.minutes, title, where, is_cancelled=is_off)
    return Letter(message.id, EMAIL, to, language, subject, text, event)


def _text(meeting: Meeting, at: datetime, school: Unit, *, is_off: bool, place: bool) -> str:
    said = {"day": day(at), "time": clock(at)}
    if is_off:
        lines = [gettext("You need not come to the meeting on %(day)s at %(time)s.", **said)]
    else:
        lines = [gettext("You are called to a meeting on %(day)s at %(time)s.", **said)]
        lines += [gettext("Place: %(place)s", place=meeting.place)] if place and meeting.place else []
        lines += [gettext("If you cannot come, get in touch with the school.")]
    end = [school.name] if place else []
    return "\n\n".join((*lines, *end)) + "\n"


AUTHORS: Authors = {MEETING: about_meeting}

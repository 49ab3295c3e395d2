"""What a message to those at home says and where it goes, asked at the moment when it is sent.

Whoever reads it over a shoulder learns of no child: no name, no lesson, no reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import or_, select

from casework.clock import school_date
from casework.extensions import channels_set_up, db
from casework.messages.models import ABSENCE, CORRECTION, Message
from casework.messages.phones import Unusable, mobile
from casework.messages.wires import Letter
from casework.people.home import home_of
from casework.people.models import Guardian, Student, Unit
from casework.web.dates import day
from casework.web.text import gettext

Author = Callable[[Message, datetime], Letter]
Authors = Mapping[str, Author]
LANGUAGES = {"SE": "sv", "NO": "nb"}
STILL_NEWS = timedelta(days=1)  # how long after its day a notice is worth sending


class NotSent(Exception):
    """The message is not to go out, or cannot; `code` says why. `is_dead` where a person has to decide.

    `is_told` where another message has told the same person the same already.
    """

    def __init__(self, code: str, *, is_dead: bool = False, is_told: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_dead, self.is_told = code, is_dead, is_told


def to_home(message: Message, now: datetime) -> Letter:
    """The notice or its correction. Raises NotSent where it may not go out any more."""
    student, school = _about(message.student_id)
    today = school_date(now)
    if student.is_protected:
        raise NotSent("protected")
    if message.kind == ABSENCE and message.on + STILL_NEWS < today:
        raise NotSent("too_late")
    receiver = _receiver(message, student, today)
    if message.kind == ABSENCE and _is_told(message):
        raise NotSent("with_another", is_told=True)
    language = LANGUAGES[school.country]
    channel, address = _address(message.channels, receiver, school.country)
    with force_locale(language):
        subject, text = _words(message, school.name)
    return Letter(message.id, channel, address, language, subject, text)


def _is_told(message: Message) -> bool:
    """Whether the person has got the same words about the day, for something else, and they still hold."""
    to_them = Message.guardian_id.is_not_distinct_from(message.guardian_id)
    same = (Message.student_id == message.student_id) & to_them
    holds = (Message.kind == ABSENCE) & (Message.state == "sent") & Message.changed_at.is_(None)
    other = or_(Message.action != message.action, Message.key != message.key)
    wanted = select(Message.id).where(same, holds, other, Message.on == message.on)
    return db.session.scalar(wanted.limit(1)) is not None


def _about(student_id: UUID | None) -> tuple[Student, Unit]:
    found = select(Student, Unit).join(Unit, Unit.id == Student.unit_id).where(Student.id == student_id)
    student, school = db.session.execute(found).one()
    return student, school


def _receiver(message: Message, student: Student, today: date) -> Guardian | Student:
    """The student, or somebody at home who may be contacted today. Raises NotSent."""
    if message.guardian_id is None:
        return student
    found = [one for one in home_of(student, today) if one.guardian.id == message.guardian_id]
    if not found:
        raise NotSent("not_at_home")
    if not found[0].may_be_contacted:
        raise NotSent("may_not_be_contacted")
    return found[0].guardian


def _address(channels: list[str], receiver: Guardian | Student, country: str) -> tuple[str, str]:
    """The first channel by which the person can be reached. Raises NotSent with the first reason."""
    why = ""
    for channel in (one for one in channels if one in channels_set_up()):
        if channel == "email" and receiver.email:
            return channel, receiver.email
        try:
            if channel == "sms":
                return channel, mobile(receiver.phone, country)
        except Unusable as error:
            why = why or error.code
    raise NotSent(why or "no_address", is_dead=True)


def _words(message: Message, school: str) -> tuple[str, str]:
    said = {"school": school, "day": day(message.on)}
    subject = gettext("Message from %(school)s", school=school)
    if message.kind == CORRECTION:
        text = gettext("%(school)s: what we wrote about absence on %(day)s holds no longer.", **said)
        return subject, text
    text = gettext(
        "%(school)s: there is an absence on %(day)s. If you have not told us about it, please get in touch.",
        **said,
    )
    return subject, text


AUTHORS: Authors = {ABSENCE: to_home, CORRECTION: to_home}

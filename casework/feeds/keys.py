"""Which lessons here an SS 12000 system tells of: kept by its names for them, so that it can take them back.

A lesson of an event that is not held any more, or at another time, is cancelled; one that is held again is
not. What a person has cancelled stays so, and so does everything about an event that could not be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from casework.attendance import actions as attendance
from casework.attendance.models import Lesson
from casework.extensions import db
from casework.feeds.models import LessonKey
from casework.feeds.stage_events import AT_ONCE, Events

KEY = (Lesson.group_id, Lesson.day, Lesson.starts, Lesson.subject)
Row = tuple[LessonKey, Lesson]


def reported(source: str, keys: Collection[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Of the lessons by their natural keys, those of which the system has told something before."""
    wanted = select(*KEY).join(LessonKey, LessonKey.lesson_id == Lesson.id)
    of_source = (LessonKey.source == source) & LessonKey.is_reported
    every, found = list(keys), set[tuple[object, ...]]()
    for begin in range(0, len(every), AT_ONCE):
        some = tuple_(*KEY).in_(every[begin : begin + AT_ONCE])
        found |= {tuple(row) for row in db.session.execute(wanted.where(of_source, some))}
    return found


def keep(source: str, events: Events) -> None:
    """Keeps by which name the system knows each lesson, in the caller's unit of work."""
    for placed in events.placed():
        keys = {one[1:5] for one in placed}
        lessons = {
            tuple(row[1:]): row[0]
            for row in db.session.execute(select(Lesson.id, *KEY).where(tuple_(*KEY).in_(keys)))
        }
        named = LessonKey.value.in_({one.event for one in placed})
        rows = db.session.scalars(select(LessonKey).where(LessonKey.source == source, named))
        there = {(row.value, row.lesson_id): row for row in rows}
        for one in placed:
            lesson_id = lessons.get(one[1:5])
            if lesson_id is None:
                continue
            row = there.get((one.event, lesson_id))
            if row is None:
                row = LessonKey(source=source, value=one.event, lesson_id=lesson_id, is_reported=False)
                db.session.add(row)
            row.is_reported = row.is_reported or one.is_reported
        db.session.flush()


def settle(source: str, events: Events) -> tuple[dict[date, set[UUID]], int, int]:
    """Cancels lessons that are not held any more, and takes that back where they are.

    Answers whose figures that touches, by the day of the lesson, and how many lessons of each.
    """
    touched, numbers = dict[date, set[UUID]](), [0, 0]
    for some in _rows(source, events):
        cancelled, restored = _decided(some, events)
        for lessons, is_cancelled in ((cancelled, True), (restored, False)):
            numbers[not is_cancelled] += len(lessons)
            for lesson in lessons:
                students = attendance.cancel_lesson(lesson, is_cancelled=is_cancelled)
                touched.setdefault(lesson.day, set()).update(students)
        for row, lesson in some:
            row.is_gone = not _stays(lesson, row, events)
        db.session.flush()
    return touched, numbers[0], numbers[1]


def counted(source: str, events: Events) -> tuple[int, int]:
    """How many lessons would be cancelled, and of how many that would be taken back."""
    decided = [_decided(some, events) for some in _rows(source, events)]
    return sum(len(one) for one, _ in decided), sum(len(one) for _, one in decided)


def _rows(source: str, events: Events) -> Iterator[list[Row]]:
    """The lessons of the events that are told of; of a whole answer, all that the system ever told of."""
    pairs = select(LessonKey, Lesson).join(Lesson, Lesson.id == LessonKey.lesson_id)
    wanted = pairs.where(LessonKey.source == source).order_by(LessonKey.lesson_id, LessonKey.value)
    days = events.whole()
    if days is None:
        for keys in events.portions():
            yield _clear(_read(wanted.where(LessonKey.value.in_(keys))), events)
        return
    place, since = tuple_(LessonKey.lesson_id, LessonKey.value), wanted.where(Lesson.day.between(*days))
    some = _read(since.limit(AT_ONCE))
    while some:
        yield _clear(some, events)
        last = some[-1][0]
        some = _read(since.where(place > tuple_(last.lesson_id, last.value)).limit(AT_ONCE))


def _read(wanted: Select[LessonKey, Lesson]) -> list[Row]:
    return [(key, lesson) for key, lesson in db.session.execute(wanted)]


def _clear(some: list[Row], events: Events) -> list[Row]:
    """Those whose events could be read; what is known of the others stays."""
    return [row for row in some if not events.is_unclear(row[0].value)]


def _decided(some: list[Row], events: Events) -> tuple[list[Lesson], list[Lesson]]:
    """Lessons to cancel: those of which no event stays; and those that are held again."""
    stays = {lesson.id for row, lesson in some if _stays(lesson, row, events)}
    lessons = {lesson.id: lesson for _, lesson in some}
    stays |= {one.id for one in lessons.values() if one.id not in stays and _is_placed(one, events)}
    left = {one for one, lesson in lessons.items() if one not in stays and not lesson.is_cancelled}
    handled = {(row.value, row.lesson_id) for row, _ in some}
    others = db.session.scalars(
        select(LessonKey).where(LessonKey.lesson_id.in_(left), LessonKey.is_gone.is_(False))
    )
    left -= {row.lesson_id for row in others if (row.value, row.lesson_id) not in handled}
    was_gone = {lesson.id for row, lesson in some if row.is_gone}
    again = {one for one in was_gone & stays if lessons[one].is_cancelled}
    return [lessons[one] for one in sorted(left)], [lessons[one] for one in sorted(again)]


def _is_placed(lesson: Lesson, events: Events) -> bool:
    """Whether another event takes the lesson's place, such as one that was made anew."""
    return events.is_placed(lesson.group_id, lesson.day, lesson.starts, lesson.subject)


def _stays(lesson: Lesson, row: LessonKey, events: Events) -> bool:
    return events.time_of(row.value) == (lesson.day, lesson.starts, lesson.subject)

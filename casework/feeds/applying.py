"""What a file that is set apart would change, and changing it: whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from casework.attendance.many import AT_ONCE, Having, compare, write
from casework.attendance.telling import Changes, Teller, Told
from casework.database import end_reading
from casework.extensions import db
from casework.feeds import keys
from casework.feeds.lessons import told
from casework.feeds.records import Fault
from casework.feeds.stage import Stage
from casework.feeds.staging import Staged
from casework.people import recovery
from casework.people.keys import students_by_key
from casework.people.models import Student


@dataclass
class Counted:
    """How many lines say something new, something else than before, or the same; lessons and students.

    `cancelled` lessons are not held any more, `restored` ones are held again. Of `marked` students the other
    system says that their identity is protected, and nobody has said so here.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    lessons: int = 0
    students: int = 0
    cancelled: int = 0
    restored: int = 0
    marked: int = 0

    def add(self, changes: Changes) -> None:
        """Counts what some lessons change."""
        self.new += changes.new
        self.changed += changes.changed
        self.same += changes.same


def preview(stage: Stage, staged: Staged, teller: Teller, source: str = "") -> Counted:
    """What applying would change; lines that contradict one another become faults of the stage."""
    counted, having = Counted(), Having()
    faults: list[Fault] = []
    for some in _portions(told(stage, faults, staged), source):
        counted.add(compare(some, teller, having))
        counted.lessons += len(some)
        end_reading(db.session())  # nobody who writes is kept waiting for the whole file
    stage.add_faults(faults)
    if source:
        counted.cancelled, counted.restored = keys.counted(source, stage.events)
        counted.marked = _to_protect(_marked(stage, source))
    counted.students = len(stage.students())
    return counted


def apply(stage: Stage, teller: Teller, source: str = "") -> Counted:
    """Changes it, in the caller's unit of work; the stage keeps whose figures have changed."""
    counted, having, since = Counted(), Having(), dict[UUID, date]()
    for some in _portions(told(stage, []), source):
        changes = compare(some, teller, having, is_locked=True)
        write(changes)
        first = min(one.day for one in some)
        since.update((one, min(first, since.get(one, first))) for one in changes.touched)
        counted.add(changes)
        counted.lessons += len(some)
    if source:
        keys.keep(source, stage.events)
        marked = _marked(stage, source)
        counted.marked = recovery.protect_as_told(marked, actor=teller.actor, now=teller.now)
        touched, counted.cancelled, counted.restored = keys.settle(source, stage.events)
        for day, students in touched.items():
            since.update((one, min(day, since.get(one, day))) for one in students)
    stage.keep_touched(since)
    counted.students = len(stage.students())
    return counted


def _marked(stage: Stage, source: str) -> dict[UUID, str]:
    """Students here whose identity is protected in the other system, and the reason to protect it here."""
    reasons = stage.marked()
    return {one: reasons[key] for key, one in students_by_key(source, reasons).items()}


def _to_protect(marked: Mapping[UUID, str]) -> int:
    """How many of them have no protected identity here."""
    protected = set(db.session.scalars(select(Student.id).where(Student.is_protected)))
    return len(marked.keys() - protected)


def _portions(every: Iterator[Told], source: str) -> Iterator[list[Told]]:
    """Some lessons at a time; of those that the system has told nothing of before, it takes nothing back."""
    while some := list(islice(every, AT_ONCE)):
        back = {one.key for one in some if one.taken_back}
        before = keys.reported(source, back) if back else set()
        yield [
            one if one.key in before or not one.taken_back else replace(one, taken_back=()) for one in some
        ]

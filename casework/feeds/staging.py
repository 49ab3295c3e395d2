"""Sets a file apart: who and which lesson each line means, what it says; and all that is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from casework.attendance.actions import PARTLY, Said
from casework.attendance.telling import Told
from casework.clock import local
from casework.feeds.events import EventRecord, Gone, Held, Spoken, Unclear
from casework.feeds.finding import Finder, Known
from casework.feeds.profile import Profile
from casework.feeds.reading import SAID
from casework.feeds.records import Fault, LessonName, Record, StudentName, Unsure
from casework.feeds.stage import LessonRows, Stage, Target

AT_ONCE = 20_000  # lines between two looks at the database
MOST_KEPT = 200_000
ATTENDED = (*PARTLY, "present")
Rows = Sequence[tuple[int, int, int, int]]  # student, what is said, minutes, line
Tell = Callable[[int], None]


@dataclass
class Staged:
    """What the file holds: lines that say something, those not registered, unknown students, said twice.

    `other_groups`: how many lines name each group that the school has not, and are the class's.
    """

    rows: int = 0
    not_registered: int = 0
    unknown_students: int = 0
    doubles: int = 0
    other_groups: dict[str, int] = field(default_factory=dict)


def set_apart(stage: Stage, found: Iterable[Spoken], profile: Profile, now: datetime, tell: Tell) -> Staged:
    """Fills the stage with what the file says; `tell` hears now and then how many lines have been read."""
    stage.begin()
    placing, every, lines = _Placing(stage, profile, now), iter(found), 0
    while some := list(islice(every, AT_ONCE)):
        records = [one for one in some if isinstance(one, Record)]
        faults = [one for one in some if isinstance(one, Fault)]
        events = _Events(some) if profile.kind == "ss12000" else None
        unsure = [one for one in some if isinstance(one, Unsure)]
        placing.learn([*records, *unsure])
        doubted = [(placing.student(one), one.day) for one in unsure]
        rows: list[tuple[int, int, int, int, int]] = []
        for one in records:
            row = placing.row(one)
            if row.__class__ is Fault:
                if not (events and _is_unnamed(one)):  # nothing is lost where nothing is said
                    faults.append(row)
                    doubted.append((placing.student(one), one.lesson.day))
            elif row is not None:
                rows.append(row)
                if events:
                    events.add(one, row)
        stage.add_rows(rows)
        if events:
            stage.events.add(events.held, events.gone, events.unclear, events.targets, events.unnamed)
        stage.add_faults(faults)
        stage.add_unsure((student, day) for student, day in doubted if student >= 0)
        placing.staged.rows += len(rows)
        lines += len(some)
        tell(lines)
    stage.close_books()
    placing.staged.unknown_students = len(placing.strangers)
    return placing.staged


class _Events:
    """What some records say of the events that they are of."""

    def __init__(self, some: Iterable[Spoken]) -> None:
        every = list(some)
        held = [one for one in every if isinstance(one, Held)]
        self.held = [(one.event, one.day, one.starts, one.subject) for one in held]
        self.gone = [one.event for one in every if isinstance(one, Gone)]
        self.unclear = [one.event for one in every if isinstance(one, Unclear)]
        self.targets: list[tuple[str, int]] = []
        self.unnamed: list[tuple[int, int]] = []

    def add(self, record: Record, row: tuple[int, int, int, int, int]) -> None:
        """Notes in which lesson here the record has been placed."""
        if isinstance(record, EventRecord) and record.event:
            self.targets.append((record.event, row[0]))
            if _is_unnamed(record):
                self.unnamed.append((row[0], row[1]))


def _is_unnamed(record: Record) -> bool:
    return isinstance(record, EventRecord) and not record.is_named


class _Placing:
    """Gives each record its place in the stage. A file says the same of many: that is looked up once.

    Readers answer with the same object where the same cells stand: it is kept here, and known by which it is.
    """

    def __init__(self, stage: Stage, profile: Profile, now: datetime) -> None:
        self.staged, self.strangers = Staged(), set[StudentName]()
        here = local(now)
        self._today, self._minute = here.date(), here.hour * 60 + here.minute
        self._stage, self._profile, self._finder = stage, profile, Finder(profile)
        self._is_period = profile.row == "period"
        self._known: dict[int, tuple[StudentName, Known | str, int]] = {}
        self._targets: dict[tuple[int, int], tuple[LessonName, UUID, int, bool]] = {}
        self._said: dict[int, tuple[Said, int]] = {}

    def learn(self, records: Iterable[Record | Unsure]) -> None:
        """Looks up who is meant, for many at a time."""
        for kept in (self._known, self._targets, self._said):
            if len(kept) > MOST_KEPT:
                kept.clear()
        new = {id(one.student): one.student for one in records if id(one.student) not in self._known}
        found = self._finder.learn(new.values())
        for number, name in new.items():
            who = found[name]
            if isinstance(who, str):
                self.strangers.add(name)
            self._known[number] = (name, who, self._number(who))

    def student(self, one: Record | Unsure) -> int:
        """The number of who is meant; less than nought where that is nobody here."""
        return self._known[id(one.student)][2]

    def _number(self, who: Known | str) -> int:
        return -1 if isinstance(who, str) else self._stage.number("student", who.id)

    def row(self, one: Record) -> Any:
        """The row of the stage, or what is wrong; None for a day of a period without school."""
        _, who, student = self._known[id(one.student)]
        lesson = one.lesson
        group = who if isinstance(who, str) else self._finder.group_of(who, lesson)
        if isinstance(group, str):
            return _unplaced(one, group, self._stage.called)
        if lesson.day == self._today and lesson.starts > self._minute and one.said.outcome in ATTENDED:
            at = f"{lesson.starts // 60:02}:{lesson.starts % 60:02}"
            return Fault(one.line, self._stage.called.get("starts", ""), at, "not_yet")
        if self._is_period and isinstance(who, Known) and self._finder.is_closed(who, lesson.day):
            return None
        key = (id(lesson), id(group))
        target = self._targets.get(key)
        if target is None:
            place = Target(group, lesson.day, lesson.starts, lesson.subject)
            is_other = bool(lesson.group) and not self._finder.is_called(group, lesson.group)
            target = self._targets[key] = (lesson, group, self._stage.number("target", place), is_other)
        if target[3]:
            others = self.staged.other_groups
            others[lesson.group] = others.get(lesson.group, 0) + 1
        said = self._said.get(id(one.said))
        if said is None:
            said = self._said[id(one.said)] = (one.said, self._stage.number("said", one.said))
        if one.said.outcome == "unknown":
            self.staged.not_registered += 1
        return target[2], student, said[1], lesson.minutes, one.line


def _unplaced(record: Record, code: str, called: Mapping[str, str]) -> Fault:
    """What is wrong with a line whose student or lesson is not found here."""
    who = record.student
    if code in ("not_in_group", "unknown_group", "group_missing"):
        return Fault(record.line, called.get("group", ""), record.lesson.group, code)
    if who.key:
        return Fault(record.line, called.get("key", ""), who.key, code)
    return Fault(record.line, called.get("family", ""), f"{who.given} {who.family}", code)


def told(stage: Stage, faults: list[Fault], staged: Staged | None = None) -> Iterator[Told]:
    """Every lesson with what is said in it; lines that contradict one another are faults, and left out.

    A lesson is as long as most of its lines say. What nobody has registered gives way to what somebody has.
    The same said twice is said once.
    """
    students, said, unnamed = stage.students(), stage.said(), stage.events.unnamed()
    doubted = stage.unsure()
    for lesson in stage.lessons():
        sound = len(faults)
        minutes = _length(lesson.rows)
        rows = [row for row in lesson.rows if row[2] == minutes]
        if len(rows) < len(lesson.rows):
            named = stage.called.get("minutes") or stage.called.get("ends", "")
            wrong = (row for row in lesson.rows if row[2] != minutes)
            faults += [Fault(line, named, str(other), "other_length") for _, _, other, line in wrong]
        kept = _kept(rows, said, faults, stage.called)
        if staged:
            staged.doubles += _doubles(rows, kept)
        if kept:
            one = lesson.target
            by_id = {students[no]: what for no, what in kept.items()}
            back = [students[no] for no in _taken_back(lesson, unnamed.get(lesson.number, {}))]
            unsure = doubted.get("", set()) | doubted.get(one.day.isoformat(), set()) if doubted else set()
            if len(faults) > sound:
                unsure |= {student for student, _, _, _ in lesson.rows} - kept.keys()
            place = one.group_id, one.day, one.starts, one.subject
            yield Told(*place, minutes, by_id, back, {students[no] for no in unsure})


def _taken_back(lesson: LessonRows, unnamed: Mapping[int, int]) -> list[int]:
    """Students who have the lesson and of whom none of its events says anything."""
    if not unnamed:
        return []
    rows = Counter(student for student, _, _, _ in lesson.rows)
    return [student for student, number in unnamed.items() if rows[student] == number]


def _length(rows: Rows) -> int:
    """The length that most of the rows say; nought where no other length has as many."""
    (minutes, most), *others = Counter(minutes for _, _, minutes, _ in rows).most_common(2)
    return 0 if others and others[0][1] == most else minutes


def _kept(
    rows: Rows, said: dict[int, Said], faults: list[Fault], called: Mapping[str, str]
) -> dict[int, Said]:
    kept: dict[int, Said] = {}
    wrong: set[int] = set()
    for student, number, _, _ in rows:
        what = said[number]
        before = kept.get(student)
        if before is None or before.outcome == "unknown":
            kept[student] = what
        elif what != before and what.outcome != "unknown":
            wrong.add(student)
    if wrong:
        named = next((called[name] for name in SAID if name in called), "")
        for student in wrong:
            del kept[student]
        for student, number, _, line in rows:
            what = said[number]
            if student in wrong and what.outcome != "unknown":
                faults.append(Fault(line, named, what.code or what.outcome, "contradicts"))
    return kept


def _doubles(rows: Rows, kept: Mapping[int, Said]) -> int:
    """How many of the rows say what another says too."""
    return sum(student in kept for student, _, _, _ in rows) - len(kept)

"""Sets a file apart: who and which lesson each line means, what it says; and all that is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from casework.attendance.actions import PARTLY, Said
from casework.clock import day_and_minute
from casework.feeds.events import Spoken
from casework.feeds.finding import Finder, Known
from casework.feeds.profile import Profile
from casework.feeds.records import Fault, LessonName, Record, StudentName, Unsure
from casework.feeds.stage import Stage, Target
from casework.feeds.stage_events import OfEvents, is_unnamed, places_of
from casework.people.national import shortened

AT_ONCE = 20_000  # lines between two looks at the database
MOST_KEPT = 200_000
ATTENDED = (*PARTLY, "present")
Tell = Callable[[int], None]


@dataclass
class Staged:
    """What the file holds: lines that say something, those not registered, unknown students, said twice.

    `other_groups`: how many lines name each group that the school has not, and are the class's. `closed`: how
    many are of a day on which the school is closed by its calendar here.
    """

    rows: int = 0
    not_registered: int = 0
    unknown_students: int = 0
    doubles: int = 0
    closed: int = 0
    other_groups: dict[str, int] = field(default_factory=dict)


def set_apart(stage: Stage, found: Iterable[Spoken], profile: Profile, now: datetime, tell: Tell) -> Staged:
    """Fills the stage with what the file says; `tell` hears now and then up to which line it has been read.

    A line of the file may be a record, several of them or several faults: it is one line all the same.
    """
    stage.begin()
    placing, every, lines = _Placing(stage, profile, now), iter(found), 0
    while some := list(islice(every, AT_ONCE)):
        records = [one for one in some if isinstance(one, Record)]
        others = [one for one in some if not isinstance(one, Record)]
        faults = [one for one in others if isinstance(one, Fault)]
        unsure = [one for one in others if isinstance(one, Unsure)]
        lines = max(lines, 0, *(those[-1].line for those in (records, faults) if those))
        events = OfEvents(some) if profile.kind == "ss12000" else None
        placing.learn([*records, *unsure])
        doubted = [(placing.student(one), one.day) for one in unsure]
        told: dict[int, list[int]] = defaultdict(list)
        for one in records:
            placed = placing.placed(one)
            if placed.__class__ is Fault:
                if not (events and is_unnamed(one)):  # nothing is lost where nothing is said
                    faults.append(placed)
                    if placed.code != "not_yet":  # of what is to come nobody is in doubt
                        doubted.append((placing.student(one), one.lesson.day))
            elif placed is not None:
                target, numbers = placed
                told[target] += numbers
                if events:
                    events.add(one, target, numbers[0])
        stage.add_lines(told)
        if events:
            stage.add_places(places_of(records))
            stage.events.add(events)
        stage.add_faults(faults)
        stage.add_unsure((student, day) for student, day in doubted if student >= 0)
        tell(lines)
    stage.close_books()
    placing.staged.unknown_students = len(placing.strangers)
    return placing.staged


@dataclass(frozen=True, slots=True)
class _Beside:
    """What most lessons are not: `why` it has no place; whether it is called after another group, has not
    begun, or is held though the school is closed then."""

    why: str = ""
    is_other: bool = False
    is_ahead: bool = False
    is_closed: bool = False


NOTHING_BESIDE = _Beside()


@dataclass(frozen=True, slots=True)
class _Place:
    """Which lesson of the stage it is; less than nought where there is none."""

    lesson: LessonName
    number: int
    beside: _Beside | None


class _Placing:
    """Gives each record its place in the stage. A file says the same of many: that is looked up once.

    Readers answer with the same object where the same cells stand: it is kept here, and known by which it is.
    """

    def __init__(self, stage: Stage, profile: Profile, now: datetime) -> None:
        self.staged, self.strangers = Staged(), set[StudentName]()
        self._today, self._minute = day_and_minute(now)
        self._stage, self._profile, self._finder = stage, profile, Finder(profile, self._today)
        self._is_period = profile.row == "period"
        self._known: dict[int, tuple[StudentName, Known | str, int, int]] = {}
        self._alike: dict[tuple[Any, ...], int] = {}
        self._places: dict[tuple[int, int], _Place] = {}
        self._said: dict[int, tuple[Said, int, bool]] = {}

    def learn(self, records: Iterable[Record | Unsure]) -> None:
        """Looks up who is meant, for many at a time."""
        for kept in (self._known, self._places, self._said):
            if len(kept) > MOST_KEPT:
                kept.clear()
        new = {id(one.student): one.student for one in records if id(one.student) not in self._known}
        found = self._finder.learn(new.values())
        for number, name in new.items():
            who = found[name]
            if isinstance(who, str):
                self.strangers.add(name)
            self._known[number] = (name, who, self._number(who), self._alike_of(who))

    def student(self, one: Record | Unsure) -> int:
        """The number of who is meant; less than nought where that is nobody here."""
        return self._known[id(one.student)][2]

    def _number(self, who: Known | str) -> int:
        return -1 if isinstance(who, str) else self._stage.number("student", who.id)

    def _alike_of(self, who: Known | str) -> int:
        """The number of those who have the same lessons, who is nobody here among them."""
        same = (who,) if isinstance(who, str) else (who.unit_id, who.class_id, who.stays)
        return self._alike.setdefault(same, len(self._alike))

    def _place(self, who: Known | str, lesson: LessonName) -> _Place:
        """Where the lesson is of whoever has the same lessons."""
        group = who if isinstance(who, str) else self._finder.group_of(who, lesson)
        if isinstance(who, str) or isinstance(group, str):
            return _Place(lesson, -1, _Beside(str(group)))
        beside = _Beside(
            is_other=bool(lesson.group) and not self._finder.is_called(group, lesson.group),
            is_ahead=lesson.day == self._today and lesson.starts > self._minute,
            is_closed=self._finder.is_closed(who, lesson.day),
        )
        number = -1
        if not (beside.is_closed and self._is_period):
            number = self._stage.number("target", Target(group, lesson.day, lesson.starts, lesson.subject))
        return _Place(lesson, number, None if beside == NOTHING_BESIDE else beside)

    def placed(self, one: Record) -> Any:
        """The number of the lesson and the numbers of the line, as the stage keeps them, or what is wrong.

        None for a day of a period without school.
        """
        _, who, student, alike = self._known[id(one.student)]
        lesson, said = one.lesson, one.said
        key = (id(lesson), alike)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self._place(who, lesson)
        if place.beside:
            wrong = self._wrong(one, place.beside)
            if wrong:
                return wrong
            if place.number < 0:
                return None
            self._count(lesson, place.beside)
        known = self._said.get(id(said))
        if known is None:
            number = self._stage.number("said", said)
            known = self._said[id(said)] = (said, number, said.outcome == "unknown")
        _, number, is_unknown = known
        if is_unknown:
            self.staged.not_registered += 1
        self.staged.rows += 1
        return place.number, (student, number, lesson.minutes, one.line)

    def _wrong(self, one: Record, beside: _Beside) -> Fault | None:
        if beside.why:
            return _unplaced(one, beside.why, self._stage.called, self._today)
        if beside.is_ahead and one.said.outcome in ATTENDED:
            starts = one.lesson.starts
            at = f"{starts // 60:02}:{starts % 60:02}"
            return Fault(one.line, self._stage.called.get("starts", ""), at, "not_yet")
        return None

    def _count(self, lesson: LessonName, beside: _Beside) -> None:
        self.staged.closed += beside.is_closed
        if beside.is_other:
            others = self.staged.other_groups
            others[lesson.group] = others.get(lesson.group, 0) + 1


def _unplaced(record: Record, code: str, called: Mapping[str, str], today: date) -> Fault:
    """What is wrong with a line whose student or lesson is not found here."""
    who = record.student
    if code in ("not_in_group", "unknown_group", "group_missing"):
        return Fault(record.line, called.get("group", ""), record.lesson.group, code)
    if who.key:
        return Fault(record.line, called.get("key", ""), shortened(who.key, today), code)
    return Fault(record.line, called.get("family", ""), f"{who.given} {who.family}", code)

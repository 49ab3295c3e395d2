"""Every lesson of a stage with what is said in it, once; and the lines that contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from casework.attendance.actions import Said
from casework.attendance.telling import Told
from casework.feeds.reading import SAID
from casework.feeds.records import Fault
from casework.feeds.stage import LessonLines, Line, Stage
from casework.feeds.staging import Staged


def told(stage: Stage, faults: list[Fault], staged: Staged | None = None) -> Iterator[Told]:
    """Every lesson with what is said in it; lines that contradict one another are faults, and left out.

    A lesson is as long as most of its lines say. What nobody has registered gives way to what somebody has.
    The same said twice is said once.
    """
    students, said, unnamed = stage.students(), stage.said(), stage.events.unnamed()
    doubted = stage.unsure()
    for lesson in stage.lessons():
        sound = len(faults)
        minutes = _length(lesson.lines)
        lines = [one for one in lesson.lines if one[2] == minutes]
        if len(lines) < len(lesson.lines):
            named = stage.called.get("minutes") or stage.called.get("ends", "")
            wrong = (one for one in lesson.lines if one[2] != minutes)
            faults += [Fault(line, named, str(other), "other_length") for _, _, other, line in wrong]
        kept = _kept(lines, said, faults, stage.called)
        if staged:
            staged.doubles += _doubles(lines, kept)
        if kept:
            one = lesson.target
            by_id = {students[no]: what for no, what in kept.items()}
            back = [students[no] for no in _taken_back(lesson, unnamed.get(lesson.number, {}))]
            unsure = doubted.get("", set()) | doubted.get(one.day.isoformat(), set()) if doubted else set()
            if len(faults) > sound:
                unsure |= {student for student, _, _, _ in lesson.lines} - kept.keys()
            place = one.group_id, one.day, one.starts, one.subject
            yield Told(*place, minutes, by_id, back, {students[no] for no in unsure})


def _taken_back(lesson: LessonLines, unnamed: Mapping[int, int]) -> list[int]:
    """Students who have the lesson and of whom none of its events says anything."""
    if not unnamed:
        return []
    lines = Counter(student for student, _, _, _ in lesson.lines)
    return [student for student, number in unnamed.items() if lines[student] == number]


def _length(lines: Sequence[Line]) -> int:
    """The length that most of the lines say; nought where no other length has as many."""
    said = {minutes for _, _, minutes, _ in lines}
    if len(said) == 1:
        return said.pop()
    (minutes, most), *others = Counter(minutes for _, _, minutes, _ in lines).most_common(2)
    return 0 if others and others[0][1] == most else minutes


def _kept(
    lines: Sequence[Line], said: dict[int, Said], faults: list[Fault], called: Mapping[str, str]
) -> dict[int, Said]:
    kept: dict[int, Said] = {}
    wrong: set[int] = set()
    for student, number, _, _ in lines:
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
        for student, number, _, line in lines:
            what = said[number]
            if student in wrong and what.outcome != "unknown":
                faults.append(Fault(line, named, what.code or what.outcome, "contradicts"))
    return kept


def _doubles(lines: Sequence[Line], kept: Mapping[int, Said]) -> int:
    """How many of the lines say what another says too."""
    return sum(student in kept for student, _, _, _ in lines) - len(kept)

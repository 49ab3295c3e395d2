"""Whatever is registered in whatever order: figures rest on what is true now, and on plain counting."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.engine.absence import NOT_A_DAY
from casework.engine.facts import StudentFact
from casework.engine.looking import look_at
from casework.engine.proposals import evaluate
from casework.engine.reading import Circumstances
from casework.engine.register import ATTENDED, Entry, Register, Timetable
from casework.engine.shares import share
from tests.engine.attending import SE, lesson, on, rules
from tests.engine.models import every_model

DAYS = SE.days(on(10, 12), on(11, 6))  # with the autumn break in the middle
LESSONS = [lesson(day, number)._replace(subject="AB"[number % 2]) for day in DAYS for number in range(1, 4)]
OUTCOMES = (
    "present",
    "absent",
    "absent",
    "late",
    "approved_leave",
    "school_activity",
    "unknown",
    "not_offered",
)
STUDENT = Circumstances(student=StudentFact(14, frozenset({"8"})))


@st.composite
def entries(draw) -> list[Entry]:
    """What is registered in some of the lessons, with up to two corrections each."""
    found = []
    for one in LESSONS:
        many = draw(st.sampled_from((0, 0, 1, 1, 2)))
        for revision in range(many):
            outcome = draw(st.sampled_from(OUTCOMES))
            missed = 10 if outcome == "late" else 0
            validity = draw(st.sampled_from(("valid", "invalid", "undecided")))
            reported = draw(st.booleans())
            found.append(Entry(one.key, outcome, missed, validity, reported, revision=revision))
    return found


def look(said: list[Entry], model: str = "bengtsfors", lessons=LESSONS):
    return look_at(rules(model), Register.of(Timetable.of(lessons), said), SE, DAYS[-1], STUDENT)


@pytest.mark.usefixtures("effort")
@given(entries(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_doubles_change_anything(said, random) -> None:
    mixed = said + random.sample(said, len(said) // 2)
    random.shuffle(mixed)
    lessons = LESSONS + random.sample(LESSONS, 5)
    random.shuffle(lessons)
    assert Register.of(Timetable.of(lessons), mixed) == Register.of(Timetable.of(LESSONS), said)


@pytest.mark.usefixtures("effort")
@given(entries())
def test_a_correction_counts_as_if_it_had_been_said_at_once(said) -> None:
    newest = {one.lesson: one for one in sorted(said, key=lambda one: one.revision)}
    at_once = [one._replace(revision=0) for one in newest.values() if one.outcome != "present"]
    one, other = look(said), look(at_once)
    assert [o.begins for o in one.times("any")] == [o.begins for o in other.times("any")]
    window = (DAYS[0], DAYS[-1])
    for unit in ("minutes", "lessons", "sessions", "days"):
        assert share(one, "any", window, unit).percent == share(other, "any", window, unit).percent


@pytest.mark.usefixtures("effort")
@given(entries(), st.sets(st.sampled_from([one.key for one in LESSONS])))
def test_the_figures_are_those_of_plain_counting(said, forgotten) -> None:
    lessons = [one._replace(is_registered=one.key not in forgotten) for one in LESSONS]
    newest = {one.lesson: one for one in sorted(said, key=lambda one: one.revision)}
    seen = look(said, lessons=lessons)

    def outcome(one) -> str:
        if not one.is_registered:
            return "unknown"
        return newest[one.key].outcome if one.key in newest else "present"

    signs = [(one, outcome(one)) for one in lessons if outcome(one) in ("present", "late", "absent")]
    runs = [list(same) for away, same in groupby(signs, key=lambda it: it[1] == "absent") if away]
    assert len(seen.times("any")) == len({run[0][0].on for run in runs})
    absent = sum(one.minutes for run in runs for one, _ in run) + 10 * sum(it[1] == "late" for it in signs)
    had = [one for one in lessons if outcome(one) not in ("unknown", "not_offered")]
    found = share(seen, "any", (DAYS[0], DAYS[-1]), "minutes")
    assert (found.missed, found.scheduled) == (absent, sum(one.minutes for one in had))
    days = {day: {outcome(one) for one in lessons if one.on == day} for day in DAYS}
    whole = [day for day, said in days.items() if "absent" in said and not said & {"present", "late"}]
    assert seen.tally.whole_days(seen.choice("any").misses) == whole


@pytest.mark.usefixtures("effort")
@every_model
@given(said=entries())
def test_what_is_read_later_without_new_absence_never_falls_within_the_term(name, said) -> None:
    first = look(said, name)
    later = look_at(rules(name), first.tally.register, SE, DAYS[-1] + timedelta(days=3), STUDENT)
    for counting in ("any", "valid", "invalid", "reported"):
        assert len(first.times(counting)) == len(later.times(counting))


@pytest.mark.usefixtures("effort")
@every_model
@given(said=entries())
def test_every_finding_shows_its_ground(name, said) -> None:
    seen = look(said, name)
    found = evaluate(rules(name), seen)
    known = {miss.lesson.key for miss in seen.tally.register.misses}
    for one in found.met:
        assert set(one.reading.evidence) <= known
        assert one.reading.since is None or one.reading.since <= DAYS[-1]
    assert len({one.key for one in found.tasks}) == len(found.tasks)
    again = evaluate(rules(name), look(list(reversed(said)), name))
    assert [(one.trigger.id, one.key) for one in again.met] == [
        (one.trigger.id, one.key) for one in found.met
    ]
    assert (again.proposed, again.tasks) == (found.proposed, found.tasks)


@pytest.mark.usefixtures("effort")
@given(entries())
def test_a_share_lies_between_nothing_and_all(said) -> None:
    for unit in ("minutes", "lessons", "days"):
        found = share(look(said), "any", (DAYS[0], DAYS[-1]), unit)
        assert 0 <= found.percent <= Fraction(100)


@pytest.mark.usefixtures("effort")
@given(entries(), st.data())
def test_runs_of_any_choice_are_those_that_lesson_by_lesson_reading_finds(said, data) -> None:
    forgotten = data.draw(st.sets(st.sampled_from([one.key for one in LESSONS])))
    lessons = [one._replace(is_registered=one.key not in forgotten) for one in LESSONS]
    tally = look(said, lessons=lessons).tally
    could = (*tally.absences, *tally.partial)
    chosen = data.draw(st.sets(st.sampled_from(could))) if could else set()
    in_order = sorted(chosen, key=lambda miss: miss.place)
    found = [([miss.place for miss in run.misses], run.goes_on) for run in tally.runs(in_order)]
    assert found == _runs_lesson_by_lesson(tally, {miss.place for miss in chosen})


def _runs_lesson_by_lesson(tally, chosen: set[int]) -> list[tuple[list[int], bool]]:
    """What `runs` finds, as one would say it: each lesson goes on with the run, ends it, or neither."""
    missed = {miss.place: miss.entry.outcome for miss in tally.misses}
    found, current = [], []
    for place, one in enumerate(tally.timetable.lessons[: tally.end]):
        outcome = missed.get(place, "present" if one.is_registered else "unknown")
        if outcome in NOT_A_DAY and place not in chosen:
            continue
        if place in chosen and outcome not in ATTENDED:
            current.append(place)
            continue
        found += [(current, False)] if current else []
        current = []
        found += [([place], False)] if place in chosen else []
    return [*found, (current, True)] if current else found

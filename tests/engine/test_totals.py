"""What a school year's absence comes to by each day is what the rules count on that day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.engine.looking import look_at
from casework.engine.register import Entry
from casework.engine.shares import share
from casework.engine.totals import NOTHING, Reader, Sums, counted_alike, totals
from tests.engine.attending import SE, on, rules
from tests.engine.test_counting_properties import DAYS, LESSONS, STUDENT, entries, look


def counted(look) -> Sums:
    """The same figures, as rules count them."""
    tally, runs = look.tally, look.runs("any")
    found = share(look, "any", (DAYS[0], look.today), "minutes")
    return Sums(
        occasions=len(look.times("any")),
        whole_days=len(tally.whole_days(tally.absences)),
        run=len(tally.whole_days(runs[-1].misses)) if runs else 0,
        missed=int(found.missed),
        scheduled=int(found.scheduled),
    )


@pytest.mark.usefixtures("effort")
@pytest.mark.parametrize("name", ["nine-weeks", "ljusnarsberg"])
@given(said=entries(), forgotten=st.sets(st.sampled_from([one.key for one in LESSONS])))
def test_the_sums_of_each_day_are_what_rules_count_on_it(name, said, forgotten) -> None:
    lessons = [one._replace(is_registered=one.key not in forgotten) for one in LESSONS]
    register = look(said, name, lessons).tally.register
    looks = [look_at(rules(name), register, SE, day, STUDENT) for day in DAYS[::4]]
    found = Reader(2026, [one.today for one in looks]).read_all(totals(looks[-1].tally, 2026))
    assert found == [counted(one) for one in looks]


def test_a_run_goes_on_into_the_next_school_year_where_everything_else_begins_anew() -> None:
    lessons = [
        *(one._replace(on=one.on.replace(month=5)) for one in LESSONS[:3]),
        *(one._replace(key=f"{one.key} later", on=one.on.replace(month=8)) for one in LESSONS[:3]),
    ]
    tally = look([Entry(one.key, "absent") for one in lessons], "nine-weeks", lessons).tally
    before, first = Reader(2026, [on(8, 1), on(8, 31)]).read_all(totals(tally, 2026))
    assert before == NOTHING
    assert (first.run, first.whole_days, first.occasions) == (2, 1, 0)


def test_ways_of_counting_that_count_something_else_are_told_apart() -> None:
    names = [counted_alike(rules(name).counting[0]) for name in ("nine-weeks", "ljusnarsberg")]
    other = rules("nine-weeks").counting[0].model_copy(update={"occasions_same_day": "several"})
    assert counted_alike(other) not in names

"""What is worked out once serves every rule, but not one that may not count some lessons again."""

from __future__ import annotations

from casework.engine.looking import look_at
from tests.engine.attending import SE, Pupil, on


def test_what_a_rule_has_spent_is_left_out_for_that_rule_alone() -> None:
    pupil = Pupil("nine-weeks").away(on(9, 7), only=[1, 2])
    look = look_at(pupil.workflow, pupil.register(), SE, on(9, 8))
    looks = [look.for_rule("", frozenset(spent)) for spent in ((), {"2026-09-07/1"}, {"2026-09-07/2"}, ())]
    seen = [[miss.lesson.key for miss in one.choice("any").misses] for one in looks]
    both = ["2026-09-07/1", "2026-09-07/2"]
    assert seen == [both, both[1:], both[:1], both]
    assert looks[0].choice("any") is looks[3].choice("any")

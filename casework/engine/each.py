"""For whom tasks stand that are done with each guardian, as guards ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.engine.facts import Facts, Scope

INSTEAD = "instead"  # the milestone of what is done where somebody may not be contacted


def each_of(facts: Facts, within: Scope, actions: Iterable[str]) -> tuple[str, ...]:
    """For whom tasks of the actions stand, whether they are done or not; nobody in particular is `""`."""
    wanted = tuple(actions)
    tasks = (
        one for one in facts.within(within, facts.tasks) if one.action in wanted and one.status != "left"
    )
    return tuple(dict.fromkeys(one.guardian for one in tasks)) or ("",)

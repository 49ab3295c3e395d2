"""Limits that changed between two versions of a condition which is otherwise the same."""

from __future__ import annotations

from typing import Any

from casework.engine.condition import Condition
from casework.engine.quantities import LIMITS, AmountLimit, Limited, PercentLimit
from casework.routines.amounts import amount_limit, limited, percent_limit


def changed_limits(before: Condition, after: Condition) -> list[tuple[str, str]]:
    """The old and the new limit of each rule in which nothing else differs; nothing where anything does."""
    was, is_now = list(before.unfolded()), list(after.unfolded())
    if len(was) != len(is_now) or before.covers != after.covers:
        return []
    found = []
    for old, new in zip(was, is_now, strict=True):
        if old == new or (old.kind == new.kind and old.kind in ("any", "all") and old.covers == new.covers):
            continue
        if old.covers != new.covers or not _is_only_limit(old.rule, new.rule):
            return []
        found.append((limit_words(old.rule), limit_words(new.rule)))
    return found


def _is_only_limit(old: Any, new: Any) -> bool:
    if type(old) is not type(new) or not isinstance(old, Limited):
        return False
    without = set(LIMITS)
    return bool(old.model_dump(exclude=without) == new.model_dump(exclude=without))


def limit_words(rule: Limited) -> str:
    """The limit in words: "more than 10 percent"."""
    if isinstance(rule, PercentLimit):
        return percent_limit(rule.limit)
    if isinstance(rule, AmountLimit):
        return amount_limit(rule.limit)
    return limited(rule.limit, str(rule.limit[1]))

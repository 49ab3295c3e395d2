"""Where people belong: what is wrong with a named school, class or role, for every kind of file and form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from casework.access.table import Table

# Fault → the word for it on the terminal; pages have their own.
_ENGLISH = {
    "unknown_unit": "unknown unit “{unit}”; known: {known}",
    "unknown_class": "“{unit}” has no class “{group}”; it has: {known}",
    "unknown_role": "unknown role “{role}”; known: {known}",
    "class_missing": "“{role}” needs a class",
    "class_too_much": "“{role}” is held at the whole unit, without a class",
    "only_authority": "“{role}” is held at the authority, not at a school",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong (`code`), with which word of the entry (`key`: at, group, role); values to name."""

    code: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return _ENGLISH[self.code].format(**self.values)


def is_for_class(role: str, table: Table) -> bool:
    """Whether the role is held for one class at a time."""
    return role in table.for_classes


def needs_authority(role: str, table: Table) -> bool:
    """Whether the role is held at the authority only, as those who take over cases or run the program do."""
    return table.reach(role) in ("handed_over", "nobody")


def misplaced(unit: str, group: str, classes: Mapping[str, Collection[str]]) -> Fault | None:
    """What is wrong with the unit and the class, where the known units have these classes."""
    if unit not in classes:
        return Fault("unknown_unit", "at", {"unit": unit, "known": ", ".join(classes)})
    if group and group not in classes[unit]:
        known = ", ".join(classes[unit]) or "none"
        return Fault("unknown_class", "group", {"unit": unit, "group": group, "known": known})
    return None


def misheld(role: str, unit: str, group: str, authority: str, table: Table) -> Fault | None:
    """What is wrong with the role at that place; the place itself is right."""
    if role not in table.roles:
        return Fault("unknown_role", "role", {"role": role, "known": ", ".join(table.roles)})
    if is_for_class(role, table) != bool(group):
        return Fault("class_too_much" if group else "class_missing", "group", {"role": role})
    if needs_authority(role, table) and unit != authority:
        return Fault("only_authority", "at", {"role": role})
    return None

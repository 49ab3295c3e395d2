"""Who may note preventive work, and where: by the roles that they hold at the school."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from casework.access.policy import Grant, Person
from casework.engine.beside import Prevention
from casework.engine.roles import ANY_STAFF
from casework.engine.workflow import Workflow

DO, LEAD = "prevention:do", "prevention:lead"
EVERYBODY = frozenset({ANY_STAFF, "school_staff"})  # whoever works at the school


def schools_of(actor: Person) -> frozenset[UUID]:
    """The units where the actor takes part in preventive work."""
    return frozenset(
        unit for grant in actor.grants if actor.table.may(grant.role, DO) for unit in grant.units
    )


def classes_of(actor: Person, unit_id: UUID) -> frozenset[UUID] | None:
    """The classes to which all of the actor's roles at the school are bound; None where one is for all."""
    held = {grant.group for grant in _held(actor, unit_id)}
    return None if None in held else frozenset(group for group in held if group)


def may_lead(actor: Person, unit_id: UUID) -> bool:
    """Whether the actor looks after all preventive work of the school, its groups and goals."""
    return any(actor.table.may(grant.role, LEAD) for grant in _held(actor, unit_id))


def is_asked(actor: Person, unit_id: UUID, work: Prevention, group_id: UUID | None, rules: Workflow) -> bool:
    """Whether the routine asks the work of a role that the actor holds there."""
    roles = {rules.rights(role) for role in work.by}
    everybody = bool(EVERYBODY & set(work.by))
    return any(
        (everybody or grant.role in roles) and (not group_id or grant.group in (None, group_id))
        for grant in _held(actor, unit_id)
    )


def is_for_each_class(work: Prevention, actor: Person, rules: Workflow) -> bool:
    """Whether each class has turns of its own: the work is for year groups, or of who has a class."""
    if work.cohort:
        return bool(work.cohort.year_groups)
    roles = {rules.rights(role) for role in work.by}
    return not EVERYBODY & set(work.by) and roles <= set(actor.table.for_classes)


def _held(actor: Person, unit_id: UUID) -> Iterator[Grant]:
    for grant in actor.grants:
        if unit_id in grant.units and actor.table.may(grant.role, DO):
            yield grant

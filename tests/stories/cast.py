"""A school for any model: for each role that acts in it two people, each at a browser of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from casework.access.table import product
from casework.engine.workflow import Workflow
from tests.factories import make_group, make_student, make_unit, make_user


@dataclass(frozen=True)
class Cast:
    """The student, and per role of the model those who have it: one who works, one who decides."""

    rules: Workflow
    student: UUID
    people: Mapping[str, tuple[UUID, UUID]]

    def everybody(self) -> Iterator[tuple[UUID, frozenset[str]]]:
        """Each person with the roles that they have in this model."""
        for role, users in self.people.items():
            held = self.rules.held(frozenset({self.rules.rights(role)}))
            yield from ((user, held) for user in users)

    def able(self, roles: Iterable[str], *, is_handed_over: bool) -> Iterator[UUID]:
        """Those with one of the roles who can change the case where it is now, the first named first."""
        for role in roles:
            if self.reaches(role, is_handed_over=is_handed_over):
                yield from self.people[role]

    def reaches(self, role: str, *, is_handed_over: bool) -> bool:
        """Whether the role's people can do something in the case."""
        rights = self.rules.rights(role)
        is_near = product().reach(rights) != "handed_over" or is_handed_over
        return is_near and product().may(rights, "case:change")


def acting(rules: Workflow) -> list[str]:
    """Every role that does, signs, decides or is responsible for something."""
    roles = set(rules.acting) | {stage.owner for stage in rules.stages}
    roles |= {role for _, action in rules.actions() for role in action.together_with}
    roles |= {role for guard, _ in rules.guards() for role in getattr(guard, "by", ())}
    return sorted(roles)


def make_cast(rules: Workflow) -> Cast:
    """The school with its model, its people and one student; inside `with work(app):`."""
    authority = make_unit(name="Fjordskogs kommun", kind="authority")
    unit = make_unit(parent=authority)
    unit.workflow = rules.workflow
    group = make_group(unit=unit)
    student = make_student(unit=unit, group=group)
    people = {}
    for role in acting(rules):
        rights = rules.rights(role)
        reach = product().reach(rights)
        users = [
            make_user(
                role=rights,
                unit=authority if reach == "handed_over" else unit,
                group=group if reach == "group" else None,
                name=f"{name} {role.replace('_', ' ').title()}",
                username=f"{role}_{name}".lower(),
                language=rules.language,
            )
            for name in ("Ada", "Bo")
        ]
        people[role] = (users[0].id, users[1].id)
    return Cast(rules, student.id, people)

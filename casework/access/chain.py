"""The arithmetic of the access log's chain: from what a reading says to its hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from casework.sealing import sealed

EMPTY = ""  # the head of a chain that nothing has been added to


@dataclass(frozen=True, order=True)
class Towards:
    """A student whom a page concerned, the role in which it was read, and what ties that to the student."""

    student: UUID
    role: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """Everything that one reading says; moments are aware."""

    at: datetime
    user: UUID
    roles: str
    page: str
    purpose: str
    confidentiality: str
    case: UUID | None
    is_allowed: bool
    students: tuple[Towards, ...]


def link(key: bytes, seq: int, said: Said, prev: str) -> str:
    """The hash of one reading over everything it says, its place and the reading before it."""
    return sealed(
        key,
        "reading",
        seq,
        said.at.astimezone(UTC).isoformat(),
        str(said.user),
        [said.roles, said.page, said.purpose, said.confidentiality],
        str(said.case),
        said.is_allowed,
        _listed(said.students),
        prev,
    )


def seal(key: bytes, length: int, head: str) -> str:
    """Says how long the chain is and how it ends, so that a missing tail shows."""
    return sealed(key, "readings", length, head)


def _listed(students: Iterable[Towards]) -> list[list[str]]:
    return [[str(one.student), one.role, one.relation] for one in sorted(students)]

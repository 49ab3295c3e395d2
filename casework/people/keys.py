"""By which name another system knows a student or school. They change there: they serve to find, no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.extensions import db

AT_ONCE = 500  # names in one question


class StudentKey(Base):
    """The name `value` that the system `source` has for the student; one system may have several."""

    __tablename__ = "student_key"
    __table_args__ = (Index("ix_student_key_student_id", "student_id"),)

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))


class UnitKey(Base):
    """The name `value` that the system `source` has for the school."""

    __tablename__ = "unit_key"

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))


@dataclass(frozen=True)
class Elsewhere:
    """The names that the system `source` has for the students of a roster, in the roster's order.

    `seals` are those of their personal identity numbers, empty where it tells none.
    """

    source: str
    keys: tuple[str, ...]
    seals: tuple[str, ...] = ()


def students_by_key(source: str, values: Collection[str]) -> dict[str, UUID]:
    """Which student each of the names stands for; unknown names are left out."""
    wanted = sorted(set(values))
    found: dict[str, UUID] = {}
    for begin in range(0, len(wanted), AT_ONCE):
        some = StudentKey.value.in_(wanted[begin : begin + AT_ONCE])
        rows = db.session.execute(
            select(StudentKey.value, StudentKey.student_id).where(StudentKey.source == source, some)
        )
        found.update((value, student_id) for value, student_id in rows)
    return found


def systems() -> list[str]:
    """The systems that have names for students here."""
    return list(db.session.scalars(select(StudentKey.source).distinct().order_by(StudentKey.source)))


def students_anywhere(values: Collection[str]) -> dict[str, UUID]:
    """Which student each of the names stands for, whatever system has told it; where all agree."""
    found: dict[str, set[UUID]] = {}
    wanted = sorted(set(values))
    for begin in range(0, len(wanted), AT_ONCE):
        some = StudentKey.value.in_(wanted[begin : begin + AT_ONCE])
        for value, student_id in db.session.execute(
            select(StudentKey.value, StudentKey.student_id).where(some)
        ):
            found.setdefault(value, set()).add(student_id)
    return {value: students.pop() for value, students in found.items() if len(students) == 1}


def units_by_key(source: str) -> dict[str, UUID]:
    """The schools that the system knows, by its names for them."""
    rows = db.session.execute(select(UnitKey.value, UnitKey.unit_id).where(UnitKey.source == source))
    return {value: unit_id for value, unit_id in rows}  # noqa: C416 a row is a tuple in fact, not in its types


def keep_keys(source: str, students: Mapping[str, UUID]) -> int:
    """Keeps by which name the system knows each student; the last word on a name holds. How many are new."""
    there = students_by_key(source, students)
    for value, student_id in students.items():
        if value not in there:
            db.session.add(StudentKey(source=source, value=value, student_id=student_id))
        elif there[value] != student_id:
            db.session.get_one(StudentKey, (source, value)).student_id = student_id
    db.session.flush()
    return sum(there.get(value) != student_id for value, student_id in students.items())

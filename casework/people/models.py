"""Tables of people: units, groups, students with guardians, staff with dated roles."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from casework.database import Base, Identified
from casework.people.names import LONGEST_WORD, words_of

ADULT = 18  # years: from that birthday on the student decides

# Words are compared sign by sign on both databases: what begins alike lies side by side in the index.
BY_SIGN = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class Unit(Identified, Base):
    """A school, or the authority that schools belong to. `team_weekday`: its team meets then, 0 is Monday."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("kind in ('school', 'authority')", name="kind"),)

    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    # The routine that was chosen for the school; empty: the first that is written for such schools there.
    workflow: Mapped[str] = mapped_column(String(60), default="")
    school_form: Mapped[str] = mapped_column(String(30), default="compulsory")
    country: Mapped[str] = mapped_column(String(2), default="SE")
    team_weekday: Mapped[int | None]


class Group(Identified, Base):
    """A class or teaching group at a school.

    `mentor_weekday`: when it has its mentor time, 0 for Monday; `mentor_clock`: at which time, like 09:20.
    """

    __tablename__ = "group"
    __table_args__ = (Index("uq_group_unit_id_name", "unit_id", "name", unique=True),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(60))
    mentor_weekday: Mapped[int | None]
    mentor_clock: Mapped[str] = mapped_column(String(5), default="")


class Student(Identified, Base):
    """A child or adult student; age is worked out from the birth date, never stored.

    `search_name` is the name in small letters: databases differ in what they make of Å and Ø. The words that
    the student is found by follow it. Of a student who `is_protected` nobody knows but the named readers.
    `home_municipality` is a name, or the code that another system has for it; empty where nobody has said.
    A row that has been merged into another is empty, and kept from everybody; it leads to the one that stays.
    """

    __tablename__ = "student"
    __table_args__ = (
        Index("ix_student_unit_id_group_id", "unit_id", "group_id"),
        # Where a case belongs, and whether the student is kept from most.
        Index("ix_student_id_unit_id_group_id_is_protected", "id", "unit_id", "group_id", "is_protected"),
    )

    given_name: Mapped[str] = mapped_column(String(120))
    family_name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(240))
    birth_date: Mapped[date]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("group.id"), index=True)
    is_protected: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("student.id"))
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    home_municipality: Mapped[str] = mapped_column(String(60), default="", server_default="")
    words: Mapped[list[StudentWord]] = relationship(cascade="all, delete-orphan")

    @validates("search_name")
    def _follow(self, _key: str, name: str) -> str:
        known = {one.word: one for one in self.words}
        self.words = [known.get(word) or StudentWord(word=word) for word in words_of(name)]
        return name

    @property
    def name(self) -> str:
        """The full name as staff say it."""
        return f"{self.given_name} {self.family_name}"

    def age(self, today: date) -> int:
        """Completed years on the local date."""
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (0 if had_birthday else 1)


class StudentWord(Base):
    """A word that a student is found by: a part of the name, as `names.plain` writes it."""

    __tablename__ = "student_word"
    __table_args__ = (Index("ix_student_word_word_student_id", "word", "student_id"),)

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
    word: Mapped[str] = mapped_column(BY_SIGN, primary_key=True)


class Guardian(Identified, Base):
    """Somebody at home: a guardian or legal representative."""

    __tablename__ = "guardian"

    name: Mapped[str] = mapped_column(String(240))
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")


class Guardianship(Identified, Base):
    """Who is what to whom at home, whether the school may contact and tell them, and who decided that.

    `is_agreed_by_student` counts from the day when the student comes of age. `household` says in words which
    home it is, where the student has several.
    """

    __tablename__ = "guardianship"
    __table_args__ = (
        Index("uq_guardianship_student_id_guardian_id", "student_id", "guardian_id", unique=True),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("guardian.id"))
    may_be_contacted: Mapped[bool] = mapped_column(default=True)
    may_be_informed: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_agreed_by_student: Mapped[bool] = mapped_column(default=False, server_default=false())
    kind: Mapped[str] = mapped_column(String(24), default="guardian", server_default="guardian")
    speaks: Mapped[str] = mapped_column(String(60), default="", server_default="")
    household: Mapped[str] = mapped_column(String(60), default="", server_default="")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class User(Identified, Base):
    """A member of staff with an account; a password that somebody else has made holds until a moment only.

    What they want to be written about is their own choice: nothing without an address, a summary of what
    waits at `digest_hour` (the school's clock) where there is one, and word at once where `is_told_at_once`.
    """

    __tablename__ = "user"

    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(240))
    password_hash: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    is_active: Mapped[bool] = mapped_column(default=True)
    one_time_until: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    digest_hour: Mapped[int | None]
    is_told_at_once: Mapped[bool] = mapped_column(default=False, server_default=false())


class RoleGrant(Identified, Base):
    """A role held at a unit, from one day to another; for one group where `group_id` is set.

    With `substitution_id` it is held in somebody else's place.
    """

    __tablename__ = "role_grant"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("group.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    substitution_id: Mapped[UUID | None] = mapped_column(ForeignKey("substitution.id"), index=True)


class Substitution(Identified, Base):
    """Somebody stands in for a colleague from one day to another; who named them, and who ended it before."""

    __tablename__ = "substitution"

    absent_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    named_at: Mapped[datetime]
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

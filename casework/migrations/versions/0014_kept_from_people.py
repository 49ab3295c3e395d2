"""What is kept from people: protected identities, conflicts of interest, what those at home may."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

WHERE = ("id", "unit_id", "group_id")


def upgrade() -> None:
    """Adds the mark to students, and the tables of who may read and who must keep away."""
    op.add_column("student", sa.Column("is_protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("ix_student_id_unit_id_group_id", "student")
    op.create_index("ix_student_id_unit_id_group_id_is_protected", "student", [*WHERE, "is_protected"])
    _protection()
    _named_reader()
    _conflict()
    for column in _home():
        op.add_column("guardianship", column)
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE guardianship ADD COLUMN decided_by_id {kind} "
        'CONSTRAINT fk_guardianship_decided_by_id REFERENCES "user" (id)'
    )


def _home() -> list[sa.Column[Any]]:
    return [
        sa.Column("may_be_informed", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("is_agreed_by_student", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("kind", sa.String(length=24), nullable=False, server_default="guardian"),
        sa.Column("speaks", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
    ]


def downgrade() -> None:
    """Takes them away."""
    for column in ("decided_by_id", *(one.name for one in reversed(_home()))):
        op.drop_column("guardianship", column)
    for table in ("conflict_of_interest", "named_reader", "protection"):
        op.drop_table(table)
    op.drop_index("ix_student_id_unit_id_group_id_is_protected", "student")
    op.create_index("ix_student_id_unit_id_group_id", "student", list(WHERE))
    op.drop_column("student", "is_protected")


def _protection() -> None:
    op.create_table(
        "protection",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_protection_student_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_protection_set_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["user.id"], name=op.f("fk_protection_lifted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection")),
    )
    op.create_index(
        "uq_protection_one_mark",
        "protection",
        ["student_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at is null"),
        postgresql_where=sa.text("lifted_at is null"),
    )


def _named_reader() -> None:
    op.create_table(
        "named_reader",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_named_reader_days")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_named_reader_student_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_named_reader_user_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["user.id"], name=op.f("fk_named_reader_named_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_named_reader_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_reader")),
    )
    op.create_index("ix_named_reader_user_id_until", "named_reader", ["user_id", "until"])
    op.create_index("ix_named_reader_student_id", "named_reader", ["student_id"])


def _conflict() -> None:
    op.create_table(
        "conflict_of_interest",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.DateTime(), nullable=False),
        sa.Column("stated_by_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_conflict_of_interest_student_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_conflict_of_interest_user_id")),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["user.id"], name=op.f("fk_conflict_of_interest_stated_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["user.id"], name=op.f("fk_conflict_of_interest_lifted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
    )
    op.create_index("ix_conflict_of_interest_user_id", "conflict_of_interest", ["user_id"])
    op.create_index("ix_conflict_of_interest_student_id", "conflict_of_interest", ["student_id"])

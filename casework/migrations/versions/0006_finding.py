"""Students are found by the words of their names; people keep views of the case list; lists get their indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from casework.people.names import words_of

revision = "0006"
down_revision = "0005"

WORD = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the tables, writes down the words of the students who are there, and makes the indexes."""
    words = op.create_table(
        "student_word",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name="fk_student_word_student_id"),
        sa.PrimaryKeyConstraint("student_id", "word", name="pk_student_word"),
    )
    students = sa.table("student", sa.column("id", sa.Uuid()), sa.column("search_name", sa.String()))
    named = op.get_bind().execute(sa.select(students)).all()
    op.bulk_insert(words, [{"student_id": one, "word": word} for one, name in named for word in words_of(name)])
    op.create_index("ix_student_word_word_student_id", "student_word", ["word", "student_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("address", sa.String(1000), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_saved_view_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("uq_saved_view_user_id_name", "saved_view", ["user_id", "name"], unique=True)
    op.drop_index("ix_case_closed_at_waiting_since", "case")
    op.create_index("ix_case_closed_at_waiting_since_number", "case", ["closed_at", "waiting_since", "number"])
    op.create_index("ix_student_group_id", "student", ["group_id"])
    op.create_index("ix_student_id_unit_id_group_id", "student", ["id", "unit_id", "group_id"])


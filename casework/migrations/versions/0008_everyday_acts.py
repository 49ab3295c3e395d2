"""Everyday acts: notes, cases that are annulled, what is taken back, who takes part and who follows."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# Table → what no two of its rows share. A REPLACE that meets an older row in one of these removes it.
KEPT = {"note": (("id",), ("replaces_id",)), "taken_back": (("id",), ("milestone_id",))}
WHY = "this is only ever added to"


def upgrade() -> None:
    """Makes the tables, and the triggers of those that are only added to."""
    _notes()
    _annulments()
    _taken_back()
    _people()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _notes() -> None:
    op.create_table(
        "note",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "confidentiality in ('school', 'student_health', 'medical')", name=op.f("ck_note_confidentiality")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_note_case_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["note.id"], name=op.f("fk_note_replaces_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_note_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_case_id_happened_on", "note", ["case_id", "happened_on"], unique=False)
    op.create_index("uq_note_replaces_id", "note", ["replaces_id"], unique=True)


def _annulments() -> None:
    op.add_column("case", sa.Column("annulled_at", sa.DateTime(), nullable=True))
    op.create_table(
        "annulment",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('pending', 'confirmed', 'declined', 'withdrawn')", name=op.f("ck_annulment_status")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_annulment_case_id")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_annulment_requested_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_annulment_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annulment")),
    )
    op.create_index("ix_annulment_case_id_requested_at", "annulment", ["case_id", "requested_at"], unique=False)
    op.create_index(
        "uq_annulment_one_pending",
        "annulment",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )


def _taken_back() -> None:
    op.add_column("consent", sa.Column("mistake", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "taken_back",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_taken_back_task_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_taken_back_milestone_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_taken_back_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back")),
    )
    op.create_index("ix_taken_back_task_id", "taken_back", ["task_id"], unique=False)
    op.create_index("uq_taken_back_milestone_id", "taken_back", ["milestone_id"], unique=True)


def _people() -> None:
    # A new column with its foreign key in one: SQLite takes no constraint afterwards.
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE visit ADD COLUMN responsible_id {kind} "
        'CONSTRAINT fk_visit_responsible_id REFERENCES "user" (id)'
    )
    op.create_table(
        "participant",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("body", sa.String(length=240), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_participant_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_participant_user_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_participant_added_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_participant_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index("ix_participant_case_id", "participant", ["case_id"], unique=False)
    op.create_table(
        "following",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_following_user_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_following_case_id")),
        sa.PrimaryKeyConstraint("user_id", "case_id", name=op.f("pk_following")),
    )


def sqlite() -> Iterator[str]:
    """One trigger per table and deed; a row that is there already is not written again."""
    for table, keys in KEPT.items():
        for deed in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
        same = [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in (*keys, ("rowid",))]
        yield (
            f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({one})' for one in same)}) "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying a whole table is refused too."""
    for table in KEPT:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )

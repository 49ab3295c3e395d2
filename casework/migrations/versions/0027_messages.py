"""Messages that go out, in place of notices that wait; addresses of those at home and of staff; daily work."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

DIGEST = sa.text("kind = 'digest'")
KEPT = 'id, student_id, guardian_id, workflow, rule, action, "key", "on", channels, opened_at, changed_at'


def upgrade() -> None:
    """Makes the tables, takes the notices over, and adds where people can be written to."""
    _messages()
    op.create_table(
        "chore",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", "on", name=op.f("pk_chore")),
    )
    op.execute(
        f"INSERT INTO message ({KEPT}, kind, state, channel, due_at, attempts, answer, provider_id, reason) "
        f"SELECT {KEPT}, CASE WHEN is_correction THEN 'correction' ELSE 'absence' END, state, '', opened_at, 0, "
        "'', '', '' FROM outgoing_notice"
    )
    op.drop_table("outgoing_notice")
    op.add_column("guardian", sa.Column("email", sa.String(254), server_default="", nullable=False))
    op.add_column("user", sa.Column("email", sa.String(254), server_default="", nullable=False))
    op.add_column("user", sa.Column("digest_hour", sa.Integer(), nullable=True))
    op.add_column(
        "user", sa.Column("is_told_at_once", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'leased', 'sent', 'dead', 'withdrawn')", name=op.f("ck_message_state")
        ),
        *_keys("message", student_id="student.id", case_id="case.id", guardian_id="guardian.id"),
        *_keys("message", user_id="user.id", closed_by_id="user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_student_id_action", "message", ["student_id", "action"])
    op.create_index("ix_message_case_id", "message", ["case_id"])
    op.create_index("ix_message_state_due_at", "message", ["state", "due_at"])
    op.create_index(
        "uq_message_one_digest",
        "message",
        ["user_id", "on"],
        unique=True,
        sqlite_where=DIGEST,
        postgresql_where=DIGEST,
    )


def _keys(table: str, **columns: str) -> Iterator[sa.ForeignKeyConstraint]:
    for name, target in columns.items():
        yield sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))


def downgrade() -> None:
    """Takes them away; notices wait again."""
    for table, column in (
        ("user", "is_told_at_once"),
        ("user", "digest_hour"),
        ("user", "email"),
        ("guardian", "email"),
    ):
        op.drop_column(table, column)
    _notices()
    op.execute(
        f"INSERT INTO outgoing_notice ({KEPT}, is_correction, state) SELECT {KEPT}, kind = 'correction', "
        "CASE WHEN state in ('leased', 'dead') THEN 'waiting' ELSE state END "
        "FROM message WHERE kind in ('absence', 'correction')"
    )
    op.drop_table("chore")
    op.drop_table("message")


def _notices() -> None:
    op.create_table(
        "outgoing_notice",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state in ('waiting', 'sent', 'withdrawn')", name=op.f("ck_outgoing_notice_state")),
        *_keys("outgoing_notice", student_id="student.id", guardian_id="guardian.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_notice")),
    )
    op.create_index("ix_outgoing_notice_student_id_action", "outgoing_notice", ["student_id", "action"])
    op.create_index("ix_outgoing_notice_state", "outgoing_notice", ["state"])

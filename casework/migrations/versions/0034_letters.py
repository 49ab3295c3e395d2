"""Letters as they were written and sent, attached documents that came in, and which attachments those are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

CLASSES = "confidentiality in ('open', 'school', 'student_health', 'medical')"


def upgrade() -> None:
    """Makes both tables and the columns."""
    for name in ("is_sent", "is_received"):
        op.add_column("attachment", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "letter",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("confidentiality", sa.String(20), nullable=False),
        sa.Column("recipient_kind", sa.String(60), nullable=False),
        sa.Column("guardianship_id", sa.Uuid(), nullable=True),
        sa.Column("recipient", sa.String(240), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("own_text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_how", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("received_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_back_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status in ('draft', 'sent', 'taken_back')", name=op.f("ck_letter_status")),
        sa.CheckConstraint(CLASSES, name=op.f("ck_letter_confidentiality")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_letter_{name}"))
            for name, table in (
                ("case_id", "case"),
                ("unit_id", "unit"),
                ("task_id", "task"),
                ("guardianship_id", "guardianship"),
                ("file_id", "attachment_version"),
                ("milestone_id", "milestone"),
                ("written_by_id", "user"),
                ("sent_by_id", "user"),
                ("received_by_id", "user"),
                ("taken_back_by_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"])
    op.create_index(op.f("ix_letter_task_id"), "letter", ["task_id"])
    op.create_index("ix_letter_sent_on", "letter", ["sent_on"])
    op.create_table(
        "received_document",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(20), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_received_document_{name}"))
            for name, table in (
                ("case_id", "case"),
                ("unit_id", "unit"),
                ("attachment_id", "attachment"),
                ("registered_by_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_document")),
    )
    op.create_index(op.f("ix_received_document_case_id"), "received_document", ["case_id"])
    op.create_index("ix_received_document_received_on", "received_document", ["received_on"])
    op.create_index("uq_received_document_attachment_id", "received_document", ["attachment_id"], unique=True)


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("received_document")
    op.drop_table("letter")
    op.drop_column("attachment", "is_received")
    op.drop_column("attachment", "is_sent")

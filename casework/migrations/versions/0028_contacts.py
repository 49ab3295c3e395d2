"""The log of contacts; and of those at home which home it is, where there are several."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

WHY = "this is only ever added to"
CHECKS = {
    "confidentiality": "confidentiality in ('school', 'student_health', 'medical')",
    "party": "party in ('guardian', 'student', 'other')",
    "direction": "direction in ('out', 'in')",
}
KEYS = {
    "student_id": "student.id",
    "case_id": "case.id",
    "guardian_id": "guardian.id",
    "replaces_id": "contact.id",
    "written_by_id": "user.id",
}


def upgrade() -> None:
    """Makes the table with its triggers, and the column."""
    op.add_column(
        "guardianship",
        sa.Column("household", sa.String(length=60), server_default="", nullable=False),
    )
    op.create_table(
        "contact",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("party", sa.String(length=10), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("party_name", sa.String(length=240), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("home_knew", sa.String(length=10), nullable=False),
        sa.Column("reason_given", sa.String(length=30), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_contact_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_contact_{name}"))
            for name, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_student_id_happened_at", "contact", ["student_id", "happened_at"])
    op.create_index("ix_contact_case_id", "contact", ["case_id"])
    op.create_index("uq_contact_replaces_id", "contact", ["replaces_id"], unique=True)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER contact_refuse_{deed.lower()} BEFORE {deed} ON contact "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    same = " OR ".join(f"({one} = NEW.{one})" for one in ("id", "replaces_id", "rowid"))
    yield (
        "CREATE TRIGGER contact_refuse_insert BEFORE INSERT ON contact "
        f"WHEN EXISTS (SELECT 1 FROM contact WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        "CREATE TRIGGER contact_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON contact "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("contact")
    op.drop_column("guardianship", "household")

"""The access log becomes a chain, and says in which role, tied by what, for what and of which class was read."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from casework.access import chain
from casework.access.chain import Said, Towards
from casework.extensions import history_key

revision = "0012"
down_revision = "0011"

# Table, column, how long it is; what was read before says nothing of these.
NEW = (
    ("reading", "purpose", 40),
    ("reading", "confidentiality", 20),
    ("reading", "hash", 64),
    ("reading_student", "role", 60),
    ("reading_student", "relation", 20),
)
WHY = "this is only ever added to"
SAME = "(id = NEW.id) OR (seq = NEW.seq) OR (rowid = NEW.rowid)"
READING = sa.table(
    "reading",
    sa.column("id", sa.Uuid()),
    sa.column("seq", sa.Integer()),
    sa.column("at", sa.DateTime()),
    sa.column("user_id", sa.Uuid()),
    sa.column("roles", sa.String()),
    sa.column("page", sa.String()),
    sa.column("case_id", sa.Uuid()),
    sa.column("is_allowed", sa.Boolean()),
    sa.column("hash", sa.String()),
)
READ_STUDENT = sa.table(
    "reading_student", sa.column("reading_id", sa.Uuid()), sa.column("student_id", sa.Uuid())
)


def upgrade() -> None:
    """Adds columns and the chain's end, takes the readings that there are into the chain, guards it again."""
    op.add_column("reading", sa.Column("seq", sa.Integer(), nullable=False, server_default="0"))
    for table, name, length in NEW:
        kind = sa.String(length=length)
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=""))
    op.create_table(
        "reading_chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_reading_chain_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_chain")),
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    _unguard(is_postgresql)
    _chain()
    op.create_index("uq_reading_seq", "reading", ["seq"], unique=True)
    _guard(is_postgresql, SAME)


def _chain() -> None:
    """Links the readings in the order in which they were made, and seals the end."""
    connection, key, head, length = op.get_bind(), history_key(), chain.EMPTY, 0
    rows = connection.execute(sa.select(READING).order_by(READING.c.at, READING.c.id)).all()
    for row in rows:
        length += 1
        head = chain.link(key, length, _said(connection, row), head)
        connection.execute(READING.update().where(READING.c.id == row.id).values(seq=length, hash=head))
    end = {"length": length, "head": head, "seal": chain.seal(key, length, head)}
    connection.execute(
        sa.text("INSERT INTO reading_chain (id, length, head, seal) VALUES (1, :length, :head, :seal)"), end
    )


def _said(connection: sa.Connection, row: sa.Row[Any]) -> Said:
    about = sa.select(READ_STUDENT.c.student_id).where(READ_STUDENT.c.reading_id == row.id)
    return Said(
        at=row.at.replace(tzinfo=UTC),
        user=row.user_id,
        roles=row.roles,
        page=row.page,
        purpose="",
        confidentiality="",
        case=row.case_id,
        is_allowed=row.is_allowed,
        students=tuple(Towards(one, "", "") for one in connection.scalars(about)),
    )


def _unguard(is_postgresql: bool) -> None:
    if is_postgresql:
        op.execute("ALTER TABLE reading DISABLE TRIGGER reading_refuse_change")
        return
    for deed in ("insert", "update"):
        op.execute(f"DROP TRIGGER reading_refuse_{deed}")


def _guard(is_postgresql: bool, same: str) -> None:
    if is_postgresql:
        op.execute("ALTER TABLE reading ENABLE TRIGGER reading_refuse_change")
        return
    op.execute(
        f"CREATE TRIGGER reading_refuse_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )
    op.execute(
        "CREATE TRIGGER reading_refuse_insert BEFORE INSERT ON reading "
        f"WHEN EXISTS (SELECT 1 FROM reading WHERE {same}) BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def downgrade() -> None:
    """Takes the chain away; the readings stay."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    _unguard(is_postgresql)
    op.drop_index("uq_reading_seq", "reading")
    op.drop_table("reading_chain")
    op.drop_column("reading", "seq")
    for table, name, _ in NEW:
        op.drop_column(table, name)
    _guard(is_postgresql, "(id = NEW.id) OR (rowid = NEW.rowid)")

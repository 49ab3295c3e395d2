"""Runs the migrations on the application's own database: all that are due, or none."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from casework.database import Base, Moment
from casework.extensions import db

PATIENCE = "2s"  # for a lock that a running program holds on PostgreSQL


def written(kind: str, item: Any, _autogenerate: AutogenContext) -> str | Literal[False]:
    """How a type of ours is written in a migration, which must not change when the type does."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Moment) else False


def run() -> None:
    """Runs what is due, in one transaction."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}'")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=written,
            compare_type=True,
            transactional_ddl=True,  # SQLite can, when the transaction is begun as database.py does
        )
        with context.begin_transaction():
            context.run_migrations()


run()

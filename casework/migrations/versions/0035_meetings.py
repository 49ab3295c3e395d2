"""Meetings, who is called to them, what was passed on of the minutes, and the agenda of a team."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

WHY = "this is only ever added to"
TABLES = ("agenda_point", "meeting_share", "meeting_person", "meeting")


def upgrade() -> None:
    """Makes the tables; what was passed on is only ever added to."""
    _meeting()
    _person()
    _share()
    _agenda()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _keys(table: str, **keys: str) -> Iterator[sa.Constraint]:
    for name, target in keys.items():
        yield sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=240), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sharing", sa.String(length=40), nullable=False),
        sa.Column("sharing_reason", sa.Text(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=False),
        sa.Column("called_by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check("meeting", "way", "way in ('physical', 'phone', 'video')"),
        _check("meeting", "status", "status in ('booked', 'held', 'cancelled')"),
        _check("meeting", "minutes", "minutes > 0"),
        *_keys("meeting", case_id="case.id", task_id="task.id", consent_id="consent.id", called_by_id="user.id"),
    )
    op.create_index("ix_meeting_case_id_starts_at", "meeting", ["case_id", "starts_at"])


def _person() -> None:
    op.create_table(
        "meeting_person",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("body", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("is_protected", sa.Boolean(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check("meeting_person", "party", "party in ('staff', 'student', 'guardian', 'outside')"),
        *_keys("meeting_person", meeting_id="meeting.id", user_id="user.id", guardian_id="guardian.id"),
    )
    op.create_index("ix_meeting_person_meeting_id", "meeting_person", ["meeting_id"])


def _share() -> None:
    op.create_table(
        "meeting_share",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("sharing", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys(
            "meeting_share",
            meeting_id="meeting.id",
            person_id="meeting_person.id",
            submission_id="submission.id",
            by_id="user.id",
        ),
    )
    op.create_index("ix_meeting_share_meeting_id", "meeting_share", ["meeting_id"])


def _agenda() -> None:
    op.create_table(
        "agenda_point",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=60), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("put_at", sa.DateTime(), nullable=False),
        sa.Column("put_by_id", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check("agenda_point", "why", "why in ('put', 'waits', 'signal', 'moved')"),
        _check("agenda_point", "status", "status in ('open', 'done', 'moved')"),
        *_keys(
            "agenda_point",
            unit_id="unit.id",
            case_id="case.id",
            put_by_id="user.id",
            settled_by_id="user.id",
        ),
    )
    op.create_index(
        "uq_agenda_point_once", "agenda_point", ["unit_id", "team", "week_on", "case_id"], unique=True
    )
    op.create_index("ix_agenda_point_case_id", "agenda_point", ["case_id"])


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER meeting_share_refuse_{deed.lower()} BEFORE {deed} ON meeting_share "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    yield (
        "CREATE TRIGGER meeting_share_refuse_insert BEFORE INSERT ON meeting_share "
        "WHEN EXISTS (SELECT 1 FROM meeting_share WHERE id = NEW.id OR rowid = NEW.rowid) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        "CREATE TRIGGER meeting_share_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON meeting_share "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away."""
    for table in TABLES:
        op.drop_table(table)

"""What the history binds of a decision about a student: the hash of who decided what, for whom and why."""

from __future__ import annotations

from casework.history.chain import content
from casework.people.merged import StudentMerge
from casework.people.models import Guardianship
from casework.people.protection_models import ConflictOfInterest, NamedReader, Protection, Withholding


def protection_content(row: Protection) -> str:
    """Whose identity is protected since when, who decided it and why."""
    return content(student=row.student_id, reason=row.reason, set_at=row.set_at, set_by=row.set_by_id)


def merge_content(row: StudentMerge) -> str:
    """Which row was merged into which, by whom, why, and what was decided then."""
    return content(
        from_row=row.from_id,
        into=row.into_id,
        reason=row.reason,
        moved=row.moved,
        decided=row.decided,
        at=row.at,
        by=row.by_id,
    )


def lift_content(row: Protection | ConflictOfInterest | Withholding) -> str:
    """When a protection, a duty to keep away or what was kept from a home ended, who decided it and why."""
    return content(lifted_at=row.lifted_at, lifted_by=row.lifted_by_id, reason=row.lift_reason)


def naming_content(row: NamedReader) -> str:
    """Who may read about whom from which day to which, and who named them."""
    return content(
        student=row.student_id,
        user=row.user_id,
        since=row.since,
        until=row.until,
        named_at=row.named_at,
        named_by=row.named_by_id,
    )


def naming_end_content(row: NamedReader) -> str:
    """When a naming was taken back, and by whom."""
    return content(ended_at=row.ended_at, ended_by=row.ended_by_id)


def conflict_content(row: ConflictOfInterest) -> str:
    """Who keeps away from whom since when, and who said so."""
    return content(
        student=row.student_id,
        user=row.user_id,
        since=row.since,
        stated_at=row.stated_at,
        stated_by=row.stated_by_id,
    )


def rights_content(row: Guardianship) -> str:
    """What somebody at home is to the student and may, who decided it and why.

    Where no home is named it is bound as it was before homes could be.
    """
    return content(
        student=row.student_id,
        guardian=row.guardian_id,
        kind=row.kind,
        may_be_contacted=row.may_be_contacted,
        may_be_informed=row.may_be_informed,
        is_agreed_by_student=row.is_agreed_by_student,
        speaks=row.speaks,
        **({"household": row.household} if row.household else {}),
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
    )


def withholding_content(row: Withholding) -> str:
    """The answer to which question of which form is kept from whom, who decided it and why."""
    return content(
        bond=row.guardianship_id,
        form=row.form,
        field=row.field,
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
    )

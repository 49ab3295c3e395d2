"""Single answers that are kept from somebody at home: which questions, why, and who decided it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.decided import lift_content, withholding_content
from casework.people.models import Guardianship
from casework.people.protection_models import Withholding


def withheld_in(student_id: UUID) -> Sequence[Withholding]:
    """What is kept from anybody at the student's home now, in the order in which it was decided."""
    return db.session.scalars(
        select(Withholding)
        .join(Guardianship, Guardianship.id == Withholding.guardianship_id)
        .where(Guardianship.student_id == student_id, Withholding.lifted_at.is_(None))
        .order_by(Withholding.decided_at, Withholding.form, Withholding.field)
    ).all()


def withheld_from(bond: Guardianship) -> Sequence[Withholding]:
    """What is kept from this one of them."""
    return [one for one in withheld_in(bond.student_id) if one.guardianship_id == bond.id]


def withholding_in(bond: Guardianship, withholding_id: UUID) -> Withholding | None:
    """The decision, if it is about this person and still holds."""
    found = db.session.get(Withholding, withholding_id)
    return found if found and found.guardianship_id == bond.id and found.lifted_at is None else None


def withhold(
    bond: Guardianship, form: str, fields: Collection[str], reason: str, *, actor: Person, now: datetime
) -> None:
    """Keeps the answers to these questions of the form from the person, in every case of the student.

    Raises NotAcceptable without a reason, Conflict where one of them is kept already.
    """
    why = reason.strip()
    if not why:
        raise NotAcceptable("reason_missing")
    student_id, bond_id, chosen = bond.student_id, bond.id, sorted(fields)
    rows = [
        Withholding(
            guardianship_id=bond_id,
            form=form,
            field=field,
            reason=why,
            decided_at=now,
            decided_by_id=actor.id,
            lift_reason="",
        )
        for field in chosen
    ]
    db.session.add_all(rows)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("withholding_changed") from error
    withheld = {str(row.id): withholding_content(row) for row in rows}
    says = {"bond": str(bond_id), "form": form, "fields": chosen, "reason": why, "withheld": withheld}
    history.record_about(What.HOME_WITHHELD, student_id, actor=actor, now=now, **says)


def end_withholding(
    bond: Guardianship, row: Withholding, reason: str, *, actor: Person, now: datetime
) -> None:
    """Keeps the answer from the person no longer. Raises NotAcceptable without a reason."""
    why = reason.strip()
    if not why:
        raise NotAcceptable("reason_missing")
    row.lifted_at, row.lifted_by_id, row.lift_reason = now, actor.id, why
    db.session.flush()
    says = {"bond": str(bond.id), "form": row.form, "fields": [row.field], "reason": why}
    says |= {"withholding": str(row.id), "content": lift_content(row)}
    history.record_about(What.HOME_WITHHELD_NO_LONGER, bond.student_id, actor=actor, now=now, **says)

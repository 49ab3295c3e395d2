"""Those at home of the two rows: who of them stays, and what is theirs follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.extensions import db
from casework.people.decided import rights_content
from casework.people.models import Guardian, Guardianship
from casework.people.protection_models import Withholding
from casework.people.withholding import withheld_from, withhold
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask

Rebinds = dict[str, dict[str, str]]


def move_home(into: UUID, other: UUID, rebinds: Rebinds, *, actor: Person, now: datetime) -> int:
    """Those at home who are not there yet; of the same person, what is decided goes before what is not.

    What is kept from somebody at home is kept from them by the row that stays, too.
    """
    there = _home(into)
    moved = 0
    for name, bond in _home(other).items():
        double = there.get(name)
        if double is not None and _stays(double, bond):
            _keep_from(double, withheld_from(bond), actor=actor, now=now)
            continue
        kept = withheld_from(double) if double is not None else ()
        if double is not None:
            double.student_id = other
            db.session.flush()
        bond.student_id = into
        moved += 1
        db.session.flush()
        _keep_from(bond, kept, actor=actor, now=now)
        if bond.decided_at:
            rebinds.setdefault("rights at home", {})[str(bond.id)] = rights_content(bond)
    db.session.flush()
    return moved


def same_at_home(into: UUID, other: UUID) -> dict[UUID, UUID]:
    """Once those at home have moved: whoever is left with the row that goes → the same person who stays."""
    here = {name: bond.guardian_id for name, bond in _home(into).items()}
    return {bond.guardian_id: here[name] for name, bond in _home(other).items() if name in here}


def know_again(into: UUID, other: UUID) -> None:
    """Once those at home have moved: tasks for somebody who was at both are for the one of them who stays."""
    same, rows = same_at_home(into, other), list[Task | StudentTask]()
    cases = select(Case.id).where(Case.student_id.in_([into, other]))
    rows += db.session.scalars(select(Task).where(Task.guardian_id.in_(same), Task.case_id.in_(cases)))
    beside = StudentTask.guardian_id.in_(same), StudentTask.student_id.in_([into, other])
    rows += db.session.scalars(select(StudentTask).where(*beside))
    for one in rows:
        if one.guardian_id:
            one.guardian_id = same[one.guardian_id]
    db.session.flush()


def _keep_from(bond: Guardianship, answers: Sequence[Withholding], *, actor: Person, now: datetime) -> None:
    known = {(one.form, one.field) for one in withheld_from(bond)}
    for one in answers:
        if (one.form, one.field) not in known:
            withhold(bond, one.form, [one.field], one.reason, actor=actor, now=now)


def homes_differ(into: UUID, other: UUID) -> bool:
    """Whether the bond that is kept would allow somebody at home more than the one that is left."""
    here = _home(into)
    for name, bond in _home(other).items():
        if name in here:
            kept, left = (here[name], bond) if _stays(here[name], bond) else (bond, here[name])
            if any(more and not less for more, less in zip(_rights(kept), _rights(left), strict=True)):
                return True
    return False


def _stays(double: Guardianship, bond: Guardianship) -> bool:
    """Whether the bond that is there is kept: what is decided goes before what is not."""
    return bool(double.decided_at or not bond.decided_at)


def _rights(bond: Guardianship) -> tuple[bool, bool, bool]:
    return bond.may_be_contacted, bond.may_be_informed, bond.is_agreed_by_student


def _home(student_id: UUID) -> dict[str, Guardianship]:
    """The bonds by who it is."""
    rows = db.session.execute(
        select(Guardian.name, Guardianship)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .where(Guardianship.student_id == student_id)
        .order_by(Guardianship.id)
    )
    return {name.casefold(): bond for name, bond in rows}

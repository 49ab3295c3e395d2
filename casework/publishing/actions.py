"""Which routine each school follows."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Person
from casework.administration.actions import note
from casework.extensions import db
from casework.people.models import Unit


def choose_routine(
    unit: Unit, workflow: str, *, school_form: str, country: str, title: str, actor: Person, now: datetime
) -> None:
    """Says of which kind the school is, and which routine its new cases follow; empty for the usual one."""
    says = {"school": unit.name, "after": title, "workflow": workflow, "workflow_before": unit.workflow}
    unit.workflow, unit.school_form, unit.country = workflow, school_form, country
    db.session.flush()
    note("school:routine", says, actor=actor, now=now)

"""Which cases are monitored, where the routine assesses compulsory schooling, and what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from casework.cases.facts import Situation
from casework.cases.monitoring_models import MonitoringAct
from casework.engine.workflow import Workflow
from casework.extensions import db
from casework.forms.definition import Form

ASSESSMENT = "compulsory_school_assessment"  # the form by which a routine says that it monitors
NOTED = ("guardians_asked", "guardians_done")  # the records that forms take of what was noted
ORDER = (MonitoringAct.happened_on, MonitoringAct.written_at, MonitoringAct.id)


def monitoring_stages(workflow: Workflow) -> frozenset[str]:
    """The stages in which the routine asks for the assessment: there a case is monitored."""
    return frozenset(stage.id for stage, action in workflow.actions() if action.form == ASSESSMENT)


def is_monitored(situation: Situation) -> bool:
    """Whether the case stands there, or has stood there."""
    stages = monitoring_stages(situation.workflow)
    return any(visit.stage in stages for visit in situation.visits)


def live_acts(acts: Sequence[MonitoringAct]) -> list[MonitoringAct]:
    """Those that count: not replaced, and not said never to have happened."""
    replaced = {one.replaces_id for one in acts}
    return [one for one in acts if one.id not in replaced and not one.is_void]


def noted_for(form: Form, case_id: UUID) -> list[MonitoringAct]:
    """What counts of what was noted in the case, where the form takes any of it; else nothing."""
    if not any(source.record in NOTED for field in form.all_fields() for source in field.sources):
        return []
    rows = select(MonitoringAct).where(MonitoringAct.case_id == case_id)
    return live_acts(db.session.scalars(rows.order_by(*ORDER)).all())

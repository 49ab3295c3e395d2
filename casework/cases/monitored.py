"""Which cases are monitored: those at a step where the routine assesses compulsory schooling."""

from __future__ import annotations

from casework.cases.facts import Situation
from casework.engine.workflow import Workflow

ASSESSMENT = "compulsory_school_assessment"  # the form by which a routine says that it monitors


def monitoring_stages(workflow: Workflow) -> frozenset[str]:
    """The stages in which the routine asks for the assessment: there a case is monitored."""
    return frozenset(stage.id for stage, action in workflow.actions() if action.form == ASSESSMENT)


def is_monitored(situation: Situation) -> bool:
    """Whether the case stands there, or has stood there."""
    stages = monitoring_stages(situation.workflow)
    return any(visit.stage in stages for visit in situation.visits)

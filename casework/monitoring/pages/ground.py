"""What the pages of monitoring in one case stand on, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.access.policy import decide
from casework.cases.monitored import monitoring_stages
from casework.cases.views.desk import Desk
from casework.monitoring.queries import NOTE, NamedAct, acts_of, guardians_of, matter_in
from casework.monitoring.rules import Matter


@dataclass(frozen=True)
class Page:
    """What the case has come to, gathered once for the page and the forms that lead from it."""

    desk: Desk
    matter: Matter
    acts: Sequence[NamedAct]
    names: Mapping[str, str]

    @property
    def may_note(self) -> bool:
        """Whether the reader notes things here now."""
        case = self.desk.row.case
        is_here = case.is_handed_over and case.stage in monitoring_stages(self.desk.situation.workflow)
        return (
            self.desk.is_open and is_here and decide(self.desk.reader, NOTE, self.desk.row.place).is_allowed
        )

    @property
    def stage(self) -> str:
        """The stage in which the routine monitors; empty where it never does."""
        stages = monitoring_stages(self.desk.situation.workflow)
        order = self.desk.situation.workflow.order
        return max(stages, key=lambda one: order[one], default="")


def gathered(desk: Desk) -> Page:
    """The page's ground."""
    names = {str(one.id): one.name for one in guardians_of(desk.row.student.id)}
    acts = acts_of(desk.row.case.id)
    matter = matter_in(desk.situation, [one.act for one in acts], names)
    return Page(desk, matter, acts, names)

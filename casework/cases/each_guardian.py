"""Who does a task that is for one of those at home: as the routine says, or who is responsible."""

from __future__ import annotations

from collections.abc import Sequence

from casework.cases.facts import Situation
from casework.tasks import actions as tasks


def keep_reachable(situations: Sequence[Situation]) -> None:
    """Lets open tasks for each guardian wait for those who can do them, by whom may be contacted."""
    wanted = {}
    for situation in situations:
        for task in situation.tasks:
            if task.status == "open" and task.by_hand is None:
                action = situation.action_of(task)
                if action.per:
                    wanted[task.id] = [*map(situation.workflow.rights, action.by)]
    if wanted:
        tasks.set_roles(wanted)

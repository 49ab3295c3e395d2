"""Which tasks a student's absence asks for outside the stages of a case, and which have lost their ground.

Values in, values out. A task is known by its action and key, so asking twice opens one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.engine.action import Action
from casework.engine.beside import Trigger
from casework.engine.facts import Facts
from casework.engine.proposals import DutyMet, Findings, Proposal
from casework.engine.reading import Look
from casework.engine.workflow import Workflow

LATEST = timedelta(
    days=14
)  # absence that is registered later than this is for rules to count, not for a call


@dataclass(frozen=True)
class Asked:
    """A task that is asked for: by which rule, for what (its key), the day and the absence it is about.

    `guardian`: for whom at home, where it is for each.
    """

    rule: str
    action: Action
    key: str
    on: date
    lessons: tuple[str, ...] = ()
    guardian: str = ""


def asked(findings: Findings, quiet: Collection[str] = ()) -> list[Asked]:
    """Every task that is asked for now, but by the rules that are `quiet`.

    One that is there already is asked for again by the same name.
    """
    found = [*_each_time(findings), *_by_triggers(findings, quiet)]
    for met in findings.duties:
        found += _by_duty(met, findings, found)
    return found


def _each_time(findings: Findings) -> Iterator[Asked]:
    first = findings.day - LATEST
    for one in findings.tasks_since(first):
        if one.opens_now and one.on >= first:
            action = findings.workflow.action(one.action)
            yield Asked(action.id, action, one.key, one.on, one.evidence)


def _by_triggers(findings: Findings, quiet: Collection[str]) -> Iterator[Asked]:
    facts = findings.look.circumstances.facts
    for proposal in findings.met:
        if proposal.is_new and proposal.trigger.id not in quiet:
            for action in {one.id: one for one in _opened_by(proposal, findings)}.values():
                if not (facts and _is_in_case(action, facts)) and _is_for(action, findings.look):
                    on = proposal.reading.since or findings.day
                    key = f"{action.id} {proposal.key}"
                    yield Asked(proposal.trigger.id, action, key, on, proposal.reading.evidence)


def _opened_by(proposal: Proposal, findings: Findings) -> Iterator[Action]:
    """What the trigger opens at once; where it leads to a step without cases, what that step asks for."""
    workflow, trigger = findings.workflow, proposal.trigger
    yield from (workflow.action(one) for one in trigger.opens)
    is_recent = findings.look.circumstances.facts is None and not _is_long_ago(proposal, findings.day)
    if is_recent and leads_to_no_case(workflow, trigger):
        stage = workflow.stage(trigger.proposes or "")
        yield from (one for one in stage.actions if one.opens_by_itself and not one.applies_if)


def _is_long_ago(proposal: Proposal, today: date) -> bool:
    """Whether all absence that it rests on is too old for a call, as where a case was there meanwhile."""
    days = [one.lesson.on for one in proposal.reading.misses]
    return bool(days) and max(days) < today - LATEST


def leads_to_no_case(workflow: Workflow, trigger: Trigger) -> bool:
    """Whether the trigger proposes a step in which there are no cases."""
    target = trigger.proposes or ""
    return target in workflow.order and workflow.stage(target).case == "none"


def _is_in_case(action: Action, facts: Facts) -> bool:
    """Whether the open case has the task itself, or has had it in this round."""
    return any(one.action == action.id for one in facts.within("round", facts.tasks) if one.status != "left")


def _is_for(action: Action, look: Look) -> bool:
    return action.for_students is None or action.for_students.fits(look.circumstances.student)


def _by_duty(met: DutyMet, findings: Findings, before: list[Asked]) -> list[Asked]:
    """The duty's tasks; one with an `if` opens when that is met, and one task serves what is the same.

    What the open case has done already is not asked for once more beside it.
    """
    there = {(one.action.id, one.on) for one in before}
    facts = findings.look.circumstances.facts
    done = (
        {one.action for one in facts.within("round", facts.tasks) if one.status == "done"} if facts else set()
    )
    found = []
    for key, on, lessons in _occasions(met, findings):
        for action in met.duty.actions:
            is_there = (action.same_as, on) in there or action.same_as in done
            if not action.applies_if and not is_there and _is_for(action, findings.look):
                found.append(Asked(met.duty.id, action, f"{action.id} {key}", on, lessons))
    return found


def _occasions(met: DutyMet, findings: Findings) -> Iterator[tuple[str, date, tuple[str, ...]]]:
    if met.duty.again == "every_time" and met.reading.events:
        for event in met.reading.events:
            if event.on >= findings.day - LATEST:
                yield f"{met.duty.id} {event.key}", event.on, event.evidence
    elif met.is_new:
        yield met.key, met.reading.since or findings.day, met.reading.evidence

"""Finds what a model asks of the program itself and that it does not do: it tells of absence, no more."""

from __future__ import annotations

from collections.abc import Iterator

from casework.definitions import Path
from casework.engine.action import SYSTEM
from casework.engine.actions import Action, Notice
from casework.engine.conditions import Condition
from casework.engine.guards import ActionReported, TaskSettled
from casework.engine.places import Finding, duty_actions, every_action, sites
from casework.engine.workflow import Workflow
from casework.remarks import remark

SENT_TO = ("student", "home", "guardians", "guardian")
SENT_BY = ("sms", "email")

ONLY_NOTICES = remark("the program does nothing but send a `notice`; name a role")
ALONE = remark("the program sends it by itself; name no role beside `system`")
AT_EACH_ABSENCE = remark("the program tells of absence; say with `each_time` at which, in a stage")
NOT_TO = remark("the program does not write to “%(word)s”; known: %(known)s")
NOT_BY = remark("the program does not send by “%(word)s”; known: %(known)s")
NOT_REPORTED = remark("“%(id)s” is sent by the program, and nothing is reported on it")


def automatic_findings(workflow: Workflow) -> Iterator[Finding]:
    """What is asked of the program and is no notice of absence to those at home, by a way that it can send.

    What it sends leaves no report, so that nothing can wait for it.
    """
    of_duties = {path for path, _, _ in duty_actions(workflow)}
    automatic = set()
    for path, action in every_action(workflow):
        if SYSTEM in action.by:
            automatic.add(action.id)
            yield from _of_action(path, action, is_of_duty=path in of_duties)
    for site in sites(workflow):
        guard = site.guard
        if isinstance(guard, ActionReported | TaskSettled) and guard.about() in automatic:
            yield (*site.path, guard.kind), NOT_REPORTED.about(id=guard.about())
    for name, moment in workflow.moments.items():
        for one in automatic & {*moment.origin.actions}:
            yield ("moments", name, "from"), NOT_REPORTED.about(id=one)


def _of_action(path: Path, action: Action, *, is_of_duty: bool) -> Iterator[Finding]:
    if not isinstance(action, Notice):
        yield (*path, "by"), ONLY_NOTICES
        return
    if action.by != (SYSTEM,):
        yield (*path, "by"), ALONE
    if is_of_duty or not _is_absence(action.each_time):
        yield (*path, "by"), AT_EACH_ABSENCE
    if action.receipt:
        yield (*path, "receipt"), NOT_REPORTED.about(id=action.id)
    for word in action.to:
        if word not in SENT_TO:
            yield (*path, "to"), NOT_TO.about(word=word, known=", ".join(SENT_TO))
    for way in action.channel:
        if way not in SENT_BY:
            yield (*path, "channel"), NOT_BY.about(word=way, known=", ".join(SENT_BY))


def _is_absence(condition: Condition | None) -> bool:
    """Whether the condition looks at absence in all its parts that are alternatives."""
    if condition is None:
        return False
    inner = condition.inner()
    if not inner:
        return hasattr(condition.rule, "counting") or condition.kind == "mixed"
    return (any if condition.kind == "all" else all)(_is_absence(one) for one in inner)

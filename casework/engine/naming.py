"""Finds words beside the ladder that name nothing: in conditions, moments, due dates, triggers, duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.definitions import Path
from casework.engine.action import SYSTEM, Action
from casework.engine.actions import Meeting
from casework.engine.beside import Pause
from casework.engine.clocks import CALENDAR_UNITS
from casework.engine.conditions import BUILT_IN, Condition, Student, StudentTrait, TimesDone
from casework.engine.counted import AbsenceShare, MixedCount
from casework.engine.counting import BUILT_IN as BUILT_IN_ABSENCES
from casework.engine.moments import BUILT_IN as BUILT_IN_MOMENTS
from casework.engine.moments import Origin
from casework.engine.places import Finding, actions, conditions, duty_actions, sites, stages
from casework.engine.references import OTHER_KIND, WORKS_OUTSIDE, Forms, states, word_of
from casework.engine.roles import ANY_STAFF, SIDES
from casework.engine.timed import DoneOften, MomentCome, StudentIs, TimeGone
from casework.engine.unknown import unknown
from casework.engine.windows import During, Since
from casework.engine.workflow import CLOSED, Workflow
from casework.remarks import remark

NOT_FOR_EACH = remark("“%(id)s” is not done for each guardian; say `per: guardian` there too")
NOT_WAITED_FOR = remark("“%(unit)s” cannot be waited for here; known: %(known)s")


class Names:
    """Every word that a part of the model may name, by what it names."""

    def __init__(self, workflow: Workflow, forms: Forms) -> None:
        self.stage = tuple(workflow.order)
        self.action = tuple(a.id for _, a in workflow.actions()) + tuple(
            action.id for _, _, action in duty_actions(workflow)
        )
        self.form = tuple(forms)
        self.moment = (*BUILT_IN_MOMENTS, *workflow.moments)
        self.absence = (*BUILT_IN_ABSENCES, *workflow.absences)
        self.trigger = tuple(trigger.id for trigger in workflow.triggers)
        self.mark = tuple(workflow.marks)
        self.cohort = tuple(cohort.id for cohort in workflow.cohorts)
        self.row = tuple(workflow.rows)
        self.role = (*SIDES, *workflow.roles)

    def findings(
        self, what: str, path: Path, words: Iterable[str], extra: tuple[str, ...] = ()
    ) -> Iterator[Finding]:
        """A finding for each word that names nothing of the kind."""
        known = (*getattr(self, what), *extra)
        for word in words:
            if word not in known:
                yield path, unknown(what, word, known)


def naming_findings(workflow: Workflow, forms: Forms) -> Iterator[Finding]:
    """Everything beside the ladder that names what is not there."""
    names = Names(workflow, forms)
    for path, condition in conditions(workflow):
        yield from _in_condition(names, (*path, condition.kind), condition)
        yield from _per_guardian(workflow, (*path, condition.kind), condition.rule)
        yield from _tried(workflow, (*path, condition.kind), condition.rule)
    for path, _, action in actions(workflow):
        yield from _in_action(names, path, action)
    for path, _, action in duty_actions(workflow):
        yield from _in_action(names, path, action)
        yield from names.findings("role", (*path, "by"), action.by, (ANY_STAFF, SYSTEM))
    yield from _in_parts(names, workflow)
    yield from _in_guards(names, workflow)


def _in_condition(names: Names, path: Path, condition: Condition) -> Iterator[Finding]:
    rule = condition.rule
    named = {"in_stage": "stage", "entered": "stage", "recorded": "moment"}
    named |= {"overdue": "action", "not_yet": "action"}
    named |= {"started": "form", "finalised": "form"}
    if condition.kind in named:
        words = (rule,) if isinstance(rule, str) else tuple(rule)
        yield from names.findings(named[condition.kind], path, words)
        return
    if isinstance(rule, MixedCount):
        yield from names.findings("absence", (*path, "of"), rule.of)
    elif hasattr(rule, "of") and not isinstance(rule, AbsenceShare):
        yield from names.findings("action", (*path, "of"), rule.of, names.trigger)
    if hasattr(rule, "counting"):
        yield from names.findings("absence", (*path, "counting"), (rule.counting,))
    if hasattr(rule, "since"):
        yield from names.findings("moment", (*path, "since"), (rule.since,))
    if hasattr(rule, "about") and rule.about:
        yield from names.findings("mark", (*path, "about"), (rule.about,))
    if hasattr(rule, "raised_by"):
        yield from names.findings("role", (*path, "raised_by"), rule.raised_by, (ANY_STAFF,))
    if hasattr(rule, "has"):
        yield from _traits(names, path, (*rule.has, *rule.has_not))
    for word in ("window", "against"):
        yield from _in_window(names, (*path, "in" if word == "window" else word), getattr(rule, word, None))


def _traits(names: Names, path: Path, traits: Iterable[str]) -> Iterator[Finding]:
    """Traits that are neither built in, nor a year group (a number), nor a mark of the model."""
    yield from names.findings("mark", path, (t for t in traits if not t.isdigit()), BUILT_IN)


def _known_in_a_case(path: Path, trait: StudentTrait) -> Iterator[Finding]:
    """Traits that a case can be asked about: year groups and marks are for triggers and duties only."""
    for word in (*trait.has, *trait.has_not):
        if word not in BUILT_IN:
            yield path, unknown("trait", word, BUILT_IN)


def _per_guardian(workflow: Workflow, path: Path, rule: object) -> Iterator[Finding]:
    """Counting for each guardian what is not done for each."""
    for name in rule.of if isinstance(rule, TimesDone) and rule.per else ():
        action = workflow.find_action(name)
        if action and not action.per:
            yield (*path, "per"), NOT_FOR_EACH.about(id=name)


def _tried(workflow: Workflow, path: Path, rule: object) -> Iterator[Finding]:
    """Counting attempts at what is not tried but done."""
    for name in rule.of if isinstance(rule, TimesDone) and rule.state == "tried" else ():
        action = workflow.find_action(name)
        if action and "tried" not in states(action):
            yield (*path, "is"), unknown("answer_of", "tried", states(action), name)


def _in_window(names: Names, path: Path, window: object) -> Iterator[Finding]:
    if isinstance(window, Since):
        yield from names.findings("moment", path, (window.since,))
    if isinstance(window, During):
        yield from names.findings("action", path, (window.during,))


def _in_action(names: Names, path: Path, action: Action) -> Iterator[Finding]:
    yield from names.findings("row", (*path, "in_row"), _said(action.in_row))
    yield from names.findings("action", (*path, "same_as"), _said(action.same_as))
    yield from names.findings("role", (*path, "tell"), action.tell)
    if isinstance(action.for_students, Student):
        yield from _known_in_a_case((*path, "for_students"), action.for_students.student)
    if isinstance(action, Meeting):
        yield from names.findings("role", (*path, "called_by"), action.called_by)
    due = action.due
    if due:
        yield from names.findings("moment", (*path, "due", "after"), _said(due.after), names.action)
        yield from names.findings("action", (*path, "due", "before"), _said(due.before))
        yield from names.findings("action", (*path, "due", "with"), _said(due.together_with))


def _in_parts(names: Names, workflow: Workflow) -> Iterator[Finding]:
    for name, moment in workflow.moments.items():
        path: Path = ("moments", name, "from", moment.origin.kind)
        yield from names.findings("action", path, moment.origin.actions)
        yield from _in_origin(workflow, (*path[:-1],), moment.origin)
        yield from names.findings("form", path, _said(moment.origin.form))
    for name, choice in workflow.absences.items():
        others = (one for one in names.absence if one != name)
        if choice.not_within and choice.not_within not in others:
            yield (
                ("absences", name, "not_within"),
                unknown("other_absence", choice.not_within, workflow.absences),
            )
    for path, stage in stages(workflow):
        for index, documented in enumerate(stage.documented_by):
            yield from names.findings("role", (*path, "documented_by", index, "role"), (documented.role,))
        if stage.follow_up:
            yield from names.findings("role", (*path, "follow_up", "by"), stage.follow_up.by)
            after = _said(stage.follow_up.after)
            yield from names.findings("moment", (*path, "follow_up", "after"), after, names.action)
            yield from names.findings("form", (*path, "follow_up", "form"), _said(stage.follow_up.form))
    for index, trigger in enumerate(workflow.triggers):
        yield from names.findings(
            "stage", ("triggers", index, "proposes"), _said(trigger.proposes), (CLOSED,)
        )
        yield from names.findings("action", ("triggers", index, "opens"), trigger.opens)
    for index, work in enumerate(workflow.prevention):
        yield from names.findings("role", ("prevention", index, "by"), work.by, (ANY_STAFF,))
        yield from names.findings("form", ("prevention", index, "form"), _said(work.form))
        group = work.cohort.group if work.cohort else None
        yield from names.findings("cohort", ("prevention", index, "cohort"), _said(group))
    for index, goal in enumerate(workflow.goals):
        yield from names.findings("cohort", ("goals", index, "for"), (goal.for_whom,), ("school",))
    yield from _who_may(names, workflow)


def _reasons(pause: Pause) -> Iterator[Finding]:
    """Limits of reasons that there are none of."""
    for reason in pause.at_most_for:
        if reason not in pause.reasons:
            yield ("pause", "at_most_for", reason), unknown("reason", reason, pause.reasons)


def _who_may(names: Names, workflow: Workflow) -> Iterator[Finding]:
    """Roles that pause a rule or grant leave: they must exist and work inside."""
    asked: list[tuple[Path, tuple[str, ...]]] = [
        (("leave", index, "by"), (one.by,)) for index, one in enumerate(workflow.leave)
    ]
    if workflow.pause:
        asked.append((("pause", "by"), workflow.pause.by))
        yield from _reasons(workflow.pause)
    for path, roles in asked:
        yield from names.findings("role", path, roles)
        for role in roles:
            if role in names.role and workflow.side(role) == "outside":
                yield path, WORKS_OUTSIDE.about(role=role)
    for index, one in enumerate(workflow.leave[:-1]):
        if one.up_to is None:
            yield ("leave", index), remark("only the last one may grant leave of any length; say `up_to`")


def _in_origin(workflow: Workflow, path: Path, origin: Origin) -> Iterator[Finding]:
    """Actions of another kind, and a state that they never come to."""
    for name in origin.actions:
        action = workflow.find_action(name)
        if action is None:
            continue
        if word_of(action) != origin.kind:
            yield (*path, origin.kind), OTHER_KIND.about(id=name, kind=word_of(action), asked=origin.kind)
        elif origin.state and origin.state not in states(action):
            yield (*path, "is"), unknown("answer_of", origin.state, states(action), name)


def _in_guards(names: Names, workflow: Workflow) -> Iterator[Finding]:
    for site in sites(workflow):
        here = (*site.path, site.guard.kind)
        if isinstance(site.guard, MomentCome):
            yield from names.findings("moment", here, (site.guard.recorded,))
        elif isinstance(site.guard, TimeGone):
            yield from names.findings("moment", (*here, "since"), (site.guard.passed.since,))
            unit = site.guard.passed.limit[1].unit
            if unit not in CALENDAR_UNITS:
                yield here, NOT_WAITED_FOR.about(unit=unit, known=", ".join(CALENDAR_UNITS))
        elif isinstance(site.guard, DoneOften):
            yield from names.findings("action", (*here, "of"), site.guard.times.of)
            yield from _tried(workflow, here, site.guard.times)
        elif isinstance(site.guard, StudentIs):
            yield from _known_in_a_case(here, site.guard.student)


def _said(word: str | None) -> tuple[str, ...]:
    return (word,) if word else ()

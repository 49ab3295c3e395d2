"""What must be true before something can be done, as clauses: "the meeting “…” is held"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from casework.engine.guards import FormFinalised, Guard
from casework.engine.reported import ActionReported
from casework.routines.speaker import Speaker, both, either, quoted
from casework.routines.students import age_clause, in_scope, passed_clause, student_clause, times_clause
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

PURPOSES = {
    "share_with_partners": _("sharing what is needed with others who take part"),
    "health_information": _("using health information in the investigation"),
}
STATES = {
    "done": _("done"),
    "tried": _("tried"),
    "reached": _("reached"),
    "agreed": _("agreed"),
    "declined": _("declined"),
    "held": _("held"),
    "called": _("called to"),
    "sent": _("sent"),
    "received": _("received"),
    "started": _("begun"),
    "ended": _("ended"),
    "taken": _("decided"),
}


def need(speaker: Speaker, guard: Guard) -> str:
    """What the guard asks for, with when it is asked and how far back it looks."""
    said = _SAID[guard.kind](speaker, guard)
    scope = in_scope(guard.within)
    if scope:
        said = gettext("%(said)s, %(scope)s", said=said, scope=scope)
    if guard.applies_if:
        said = gettext("%(said)s, if %(needs)s", said=said, needs=needs_inside(speaker, guard.applies_if))
    return said


def needs_inside(speaker: Speaker, guards: Iterable[Guard]) -> str:
    """All of them, inside a sentence."""
    return both(need(speaker, guard) for guard in guards)


def _form(speaker: Speaker, guard: FormFinalised) -> str:
    said = gettext("the form %(form)s is finalised", form=speaker.form(guard.form))
    if guard.by:
        said = gettext("%(said)s by %(who)s", said=said, who=speaker.whoever(guard.by))
    for field, options in guard.answered.items():
        said = gettext(
            "%(said)s with the answer %(answers)s to %(question)s",
            said=said,
            answers=speaker.answers(guard.form, field, options),
            question=speaker.question(guard.form, field),
        )
    return said


def _reported(speaker: Speaker, guard: ActionReported) -> str:
    action = speaker.action(guard.about())
    if guard.state:
        states = either(noted(speaker, (guard.about(),), one) for one in guard.state)
        return gettext("%(action)s is noted as %(states)s", action=action, states=states)
    said = {
        "contact": gettext("the contact %(action)s is made", action=action),
        "meeting": gettext("the meeting %(action)s is held", action=action),
        "report": gettext("the report %(action)s is sent", action=action),
        "notice": gettext("the notice %(action)s is given", action=action),
        "decision": gettext("the decision %(action)s is taken", action=action),
        "arrangement": gettext("the arrangement %(action)s has begun", action=action),
    }
    return said[guard.kind]


def noted(speaker: Speaker, actions: Iterable[str], state: str) -> str:
    """What one of the actions is noted as: its own word for how it can end, or the program's."""
    for found in filter(None, map(speaker.find_action, actions)):
        for kind in found.milestones:
            if state in found.outcomes(kind):
                return quoted(found.outcomes(kind)[state])
    return str(STATES.get(state, state))


def _task(speaker: Speaker, guard: Any) -> str:
    action = speaker.action(guard.task)
    if guard.state:
        return gettext("the task %(action)s is done", action=action)
    return gettext("the task %(action)s is done, or waived with a reason", action=action)


def _recorded(speaker: Speaker, guard: Any) -> str:
    moment = speaker.model.find_moment(guard.recorded)
    return gettext("this has come: %(moment)s", moment=quoted(moment.title if moment else guard.recorded))


def _consent(speaker: Speaker, guard: Any) -> str:
    purpose = PURPOSES.get(guard.consent, guard.consent.replace("_", " "))
    return gettext("there is a consent to %(purpose)s", purpose=purpose)


def _any(speaker: Speaker, guard: Any) -> str:
    return gettext("either %(said)s", said=either(need(speaker, one) for one in guard.any))


_SAID: Mapping[str, Callable[[Speaker, Any], str]] = {
    "form": _form,
    **dict.fromkeys(("contact", "meeting", "report", "notice", "decision", "arrangement"), _reported),
    "document": lambda speaker, guard: gettext(
        "%(document)s has come in", document=speaker.document(guard.document)
    ),
    "task": _task,
    "tasks_settled": lambda speaker, guard: gettext("every task of the step is done or waived with a reason"),
    "consent": _consent,
    "recorded": _recorded,
    "times": lambda speaker, guard: times_clause(speaker, guard.times),
    "passed": lambda speaker, guard: passed_clause(speaker, guard.passed),
    "age": lambda speaker, guard: age_clause(speaker, guard.age),
    "student": lambda speaker, guard: student_clause(speaker, guard.student),
    "signal": lambda speaker, guard: gettext("the attendance proposes exactly that step"),
    "reason": lambda speaker, guard: gettext("a reason is written"),
    "any": _any,
}

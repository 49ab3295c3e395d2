"""The words of the page on which a step is confirmed."""

from __future__ import annotations

from casework.cases.facts import Situation
from casework.cases.pages.gate import name_among_equals
from casework.cases.pages.words import Speech, capital
from casework.engine.steps import Assessment
from casework.engine.workflow import CLOSED, Step
from casework.web.dates import day
from casework.web.text import gettext


def heading_of(situation: Situation, speech: Speech, step: Step) -> str:
    """The question that the page asks."""
    kind, own_name = step.transition.kind, name_among_equals(situation, speech, step)
    if own_name:
        return f"{own_name}?"
    if kind == "close":
        return gettext("Close the case?")
    target = speech.numbered(step.target)
    questions = {
        "back": gettext("Move back to %(step)s?", step=target),
        "return": gettext("Return to %(step)s?", step=target),
        "restart": gettext("Start again from %(step)s?", step=target),
        "reopen": gettext("Open the case again in %(step)s?", step=target),
        "hand_over": speech.workflow.transition(step.transition.id).title,
    }
    return questions.get(kind, gettext("Move to %(step)s?", step=target))


def lead_of(speech: Speech, situation: Situation, step: Step) -> str:
    """Where the case stands, and that nothing is lost."""
    if situation.case.stage == CLOSED:
        return gettext("The case is closed. This is what happens when you open it:")
    stage, since = speech.numbered(situation.case.stage), day(situation.visit.entered_at)
    if step.transition.approved_by:
        who = capital(speech.who(step.transition.approved_by))
        return gettext(
            "The case has been in %(step)s, since %(day)s. "
            "%(who)s reads what you write and decides. On a yes this happens:",
            step=stage,
            day=since,
            who=who,
        )
    return gettext(
        "The case has been in %(step)s, since %(day)s. Nothing is deleted. "
        "This is what happens when you confirm:",
        step=stage,
        day=since,
    )


def for_good(step: Step) -> str:
    """What cannot be undone, said before: nobody at the school takes a case back that was handed over."""
    if step.transition.kind != "hand_over":
        return ""
    if step.transition.approved_by:
        return gettext(
            "You can withdraw the request until it is decided. After a yes only those who then have the case "
            "can return it."
        )
    return gettext("Only those who then have the case can return it.")


def reason_label(found: Assessment) -> str:
    """The question for the reason where the step asks for one, else nothing."""
    asked = [refusal for refusal in found.refusals if refusal.is_asked_at_the_step]
    if not asked:
        return ""
    if asked[0].params.get("instead_of", "signal_missing") != "signal_missing":
        return gettext("Why is the step taken all the same?")
    labels = {
        "back": gettext("Why is the case moved back?"),
        "return": gettext("What is missing?"),
        "restart": gettext("Why does the case start again?"),
        "reopen": gettext("Why is the case opened again?"),
        "close": gettext("Why is the case closed?"),
    }
    return labels.get(found.step.transition.kind, gettext("Why is the step taken?"))

"""Asking others for a move or for help: the way to it, what was asked, its lines elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.access.policy import Person
from casework.cases.act_models import Ask
from casework.cases.asks import HELP, asks_for, may_answer, roles_asked, ways_of_others
from casework.cases.facts import Situation
from casework.cases.pages.gate import step_url, way_label
from casework.cases.pages.reading import class_note
from casework.cases.pages.start_rows import StartRow
from casework.cases.pages.words import Speech, capital, joined
from casework.cases.queries import CaseRow
from casework.engine.steps import assess
from casework.engine.workflow import Step, Workflow
from casework.people import queries as people
from casework.versions.queries import model_of
from casework.web.dates import day, moment
from casework.web.role_titles import mentioned
from casework.web.text import gettext


@dataclass(frozen=True)
class AskPage:
    """What somebody asked for, and what the reader may do with it."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    reason: str
    class_note: str
    waits: str
    ended: str
    answer: str
    may_answer: bool
    is_for_move: bool
    move: tuple[str, str] | None
    withdraw_url: str | None


def ask_way(situation: Situation, speech: Speech) -> tuple[str, str] | None:
    """The button under the other ways, for whoever may not take all of them: its words and address."""
    others = ways_of_others(situation)
    if not others:
        return None
    first = tuple(dict.fromkeys(step.transition.by[0] for step in others))
    who = joined([mentioned(role, speech.role(role)) for role in first], gettext("or"))
    return gettext("Ask %(who)s", who=who), url_for("cases.ask", case_id=situation.case.id)


def way_choices(situation: Situation, speech: Speech) -> list[tuple[str, str]]:
    """What can be asked for, with who does it, and last help without a move."""
    others = ways_of_others(situation)
    named = [
        (step.event, gettext("%(what)s – %(who)s", what=_step(speech, step), who=_doers(speech, [step])))
        for step in others
    ]
    return [
        *named,
        (HELP, gettext("%(what)s – %(who)s", what=gettext("Help or advice"), who=_doers(speech, others))),
    ]


def _step(speech: Speech, step: Step) -> str:
    return asked_for(speech.workflow, step.transition.id, step.target, step.transition.title)


def _doers(speech: Speech, steps: Sequence[Step]) -> str:
    return speech.who(roles_asked(steps))


def asked_for(workflow: Workflow, transition: str, target: str, kept: str) -> str:
    """What is asked for, in the words of the routine; those kept where it knows the move no longer."""
    if not transition:
        return gettext("Help or advice")
    known = {one.id: one for one in workflow.transitions}.get(transition)
    if known is None:
        return kept
    if known.kind == "back" and target in workflow.order:
        stage = workflow.stage(target).name
        number = workflow.order[target] + 1
        return gettext("Back to step %(number)s, %(name)s", number=number, name=stage)
    return known.title


def ask_page(row: CaseRow, situation: Situation, speech: Speech, ask: Ask, reader: Person) -> AskPage:
    """What was asked as the reader meets it."""
    names = people.names_of([ask.asked_by_id, ask.ended_by_id])
    url = url_for("cases.withdraw_ask", case_id=row.case.id, ask_id=ask.id)
    is_own = ask.status == "open" and ask.asked_by_id == reader.id
    who = speech.who(ask.roles)
    return AskPage(
        heading=asked_for(speech.workflow, ask.transition, ask.target, ask.title),
        facts=(
            (gettext("Asked by"), names.get(ask.asked_by_id, "")),
            (gettext("Asked"), capital(who)),
            (gettext("When"), moment(ask.asked_at)),
        ),
        reason=ask.reason,
        class_note=class_note(ask.confidentiality),
        waits=gettext("%(who)s answers.", who=capital(who)),
        ended=_ended(ask, names.get(ask.ended_by_id, "") if ask.ended_by_id else ""),
        answer=ask.answer,
        may_answer=may_answer(situation, ask),
        is_for_move=bool(ask.transition),
        move=_move(situation, speech, ask),
        withdraw_url=url if is_own else None,
    )


def _move(situation: Situation, speech: Speech, ask: Ask) -> tuple[str, str] | None:
    """The button for the move where it can be made now, by whoever answers."""
    step = situation.step(ask.transition, ask.target) if ask.transition else None
    if step is None or not assess(situation.workflow, step, situation.facts).is_open:
        return None
    return way_label(situation, speech, step), step_url(situation, step)


def _ended(ask: Ask, by: str) -> str:
    if ask.ended_at is None:
        return ""
    at = day(ask.ended_at)
    return {
        "done": gettext("Done %(day)s by %(name)s.", day=at, name=by),
        "answered": gettext("Answered %(day)s by %(name)s.", day=at, name=by),
        "withdrawn": gettext("Taken back %(day)s by %(name)s.", day=at, name=by),
        "lapsed": gettext("The case went another way %(day)s.", day=at),
    }[ask.status]


def ask_notices(
    situation: Situation, speech: Speech, found: Sequence[tuple[Ask, str]]
) -> list[tuple[str, str, str]]:
    """What stands on top of a case while something is asked and not answered: text, link, address."""
    return [_notice(situation, speech, ask, name) for ask, name in found]


def _notice(situation: Situation, speech: Speech, ask: Ask, name: str) -> tuple[str, str, str]:
    text = gettext(
        "%(name)s asked %(who)s on %(day)s: %(what)s.",
        name=name,
        who=speech.who(ask.roles),
        day=day(ask.asked_at),
        what=asked_for(speech.workflow, ask.transition, ask.target, ask.title),
    )
    label = gettext("Read and answer") if may_answer(situation, ask) else gettext("Read what was asked")
    return text, label, url_for("cases.asked", case_id=situation.case.id, ask_id=ask.id)


def ask_rows(actor: Person, language: str, *, limit: int) -> list[tuple[StartRow, CaseRow]]:
    """What the reader is asked for, as the start page lists it."""
    found = []
    for one in asks_for(actor, limit=limit):
        ask, row = one.ask, one.row
        workflow = model_of(row.case.workflow_sha).in_language(language)
        what = asked_for(workflow, ask.transition, ask.target, ask.title)
        title = gettext("Answer %(asker)s about %(name)s", asker=one.by, name=row.student.name)
        why = gettext("%(what)s. Asked %(day)s.", what=what, day=day(ask.asked_at))
        url = url_for("cases.asked", case_id=row.case.id, ask_id=ask.id)
        found.append((StartRow(title, url, why, gettext("Read and answer")), row))
    return found


def ask_sentence(speech: Speech, says: Mapping[str, object]) -> str:
    """What the history says of asking and of how it ended."""
    told = (str(says.get(key, "")) for key in ("transition", "to", "title"))
    what = asked_for(speech.workflow, *told)
    roles = says.get("roles")
    if isinstance(roles, list):
        who = speech.who([str(role) for role in roles])
        return gettext("Asked %(who)s: %(what)s", who=who, what=what)
    return {
        "done": gettext("What was asked for is done: %(what)s", what=what),
        "answered": gettext("Answered: %(what)s", what=what),
        "withdrawn": gettext("No longer asked for: %(what)s", what=what),
        "lapsed": gettext("The case went another way than was asked: %(what)s", what=what),
    }[str(says.get("status", "lapsed"))]

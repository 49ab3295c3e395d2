"""The page on which somebody decides: in short, what it rests on, the voices, what happens then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from casework.cases.effects import effects
from casework.cases.facts import Situation
from casework.cases.models import Approval
from casework.cases.pages.effects import effect_line
from casework.cases.pages.words import Speech, capital, since
from casework.engine.consequences import consequences
from casework.engine.facts import FormFact
from casework.engine.former import transition_of
from casework.engine.guards import FormFinalised
from casework.engine.workflow import CLOSED, Step
from casework.forms.base import Confidentiality
from casework.forms.context import FormContext, shown_fields
from casework.forms.definition import Form
from casework.forms.reading import answer_text
from casework.people import queries as people
from casework.records import queries as records
from casework.records.models import Submission
from casework.web.dates import day
from casework.web.text import gettext

BEST_INTERESTS = "child_best"

ProofLine = tuple[str, str, str | None, str]


@dataclass(frozen=True)
class Claim:
    """One thing that the decision rests on, with its documents and with what speaks against."""

    title: str
    proofs: tuple[ProofLine, ...]


@dataclass(frozen=True)
class ApprovalPage:
    """What the page shows."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    brief: str
    brief_by: str
    claims: tuple[Claim, ...]
    claims_note: str
    voices: tuple[tuple[str, str], ...]
    best: str | None
    yes: tuple[str, ...]
    no: tuple[str, ...]
    four_eyes: tuple[str, list[str]] | None
    waiting_text: str
    taken: str | None


def approval_page(
    situation: Situation,
    speech: Speech,
    approval: Approval,
    step: Step | None,
    readable: frozenset[Confidentiality],
    now: datetime,
    refusals: list[str] | None,
) -> ApprovalPage:
    """The request as the reader may see it; refusals are None where it is for another role to decide."""
    names = people.names_of([approval.requested_by_id, approval.decided_by_id])
    asked_by = names.get(approval.requested_by_id, "")
    rests_on = _versions(situation, approval)
    signers = list(dict.fromkeys(fact.by_name for fact, _ in rests_on))
    follows = _follows(situation, speech, step) if step else ()
    approvers = speech.who(_approvers(situation, approval))
    return ApprovalPage(
        heading=_heading(speech, situation, approval),
        facts=_facts(speech, situation, approval, asked_by, now),
        brief=approval.summary,
        brief_by=gettext("Written by %(name)s", name=asked_by),
        claims=tuple(_claims(situation, speech, rests_on, approval)),
        claims_note="",
        voices=tuple(_voices(speech, rests_on, readable)),
        best=_best(speech, rests_on, readable),
        yes=follows,
        no=(
            gettext("The case stays where it is."),
            gettext("%(name)s gets your reasons.", name=asked_by),
            gettext("A new request can be made at any time."),
        ),
        four_eyes=None if refusals is None else _four_eyes(refusals, [asked_by, *signers]),
        waiting_text=gettext("%(who)s decides.", who=capital(approvers)),
        taken=_taken(approval, names),
    )


def _versions(situation: Situation, approval: Approval) -> list[tuple[FormFact, Submission]]:
    """The form versions that the request is bound to."""
    facts = {fact.submission: fact for fact in situation.facts.forms}
    rows = {str(row.id): row for row in situation.submissions}
    return [(facts[sid], rows[sid]) for sid in approval.rests_on if sid in facts and sid in rows]


def _approvers(situation: Situation, approval: Approval) -> tuple[str, ...]:
    return transition_of(situation.workflow, approval.transition).approved_by


def _heading(speech: Speech, situation: Situation, approval: Approval) -> str:
    title = transition_of(speech.workflow, approval.transition).title or gettext("Approval")
    return gettext("%(title)s: %(name)s", title=title, name=situation.student.name)


def _facts(
    speech: Speech, situation: Situation, approval: Approval, asked_by: str, now: datetime
) -> tuple[tuple[str, str], ...]:
    move = gettext("Close the case")
    if approval.target != CLOSED:
        stay = next((visit for visit in situation.visits if visit.id == approval.visit_id), None)
        source = _place(speech, stay.stage, stay.title) if stay else ""
        target = _place(speech, approval.target, "")
        move = gettext("from %(source)s, to %(target)s", source=source, target=target)
    ended = approval.decided_at
    waiting = (gettext("Waiting"), since(approval.requested_at, now))
    return (
        (gettext("Asked for by"), asked_by),
        waiting if ended is None else (gettext("Ended"), day(ended)),
        (gettext("Move"), move),
    )


def _place(speech: Speech, stage: str, kept: str) -> str:
    """The step with its number; of an earlier version what is kept of it."""
    return speech.numbered(stage) if stage in speech.workflow.order else kept


def _claims(
    situation: Situation, speech: Speech, rests_on: list[tuple[FormFact, Submission]], approval: Approval
) -> Iterator[Claim]:
    asked = situation.workflow.forms_needed(transition_of(situation.workflow, approval.transition))
    for fact, _ in rests_on:
        url = url_for("cases.form", case_id=situation.case.id, submission_id=fact.submission)
        text = gettext("Version %(number)s", number=fact.version)
        signed = gettext("finalised %(day)s by %(name)s", day=day(fact.at), name=fact.by_name)
        lines: list[ProofLine] = [("met", text, url, signed)]
        lines += [
            line for guard in asked if guard.form == fact.form for line in _answers(speech, guard, fact)
        ]
        yield Claim(speech.form(fact.form), tuple(lines))
    if approval.reason:
        yield Claim(gettext("Reason given all the same"), (("waiting", approval.reason, None, ""),))


def _answers(speech: Speech, guard: FormFinalised, fact: FormFact) -> Iterator[ProofLine]:
    """The answers that the step looks at; one that speaks against it is marked."""
    for field, options in guard.answered.items():
        answer = fact.answers.get(field, "")
        given = answer if isinstance(answer, str) else ", ".join(answer)
        text = f"{speech.field_is(fact.form, field)} {speech.option(fact.form, field, given)}"
        yield ("met" if given in options else "missing", text, None, "")


def _voices(
    speech: Speech, rests_on: list[tuple[FormFact, Submission]], readable: frozenset[Confidentiality]
) -> Iterator[tuple[str, str]]:
    """What the student and the home have said, in the words of the forms."""
    told: set[str] = set()
    for fact, row, form, context in _readable(speech, rests_on, readable):
        for field in shown_fields(form, row.answers, context):
            text = answer_text(field, row.answers.get(field.id))
            if field.voice and text and text not in told and field.kind == "longtext":
                told.add(text)
                yield text, f"{field.label} ({form.title}, {day(fact.at)})"


def _best(
    speech: Speech, rests_on: list[tuple[FormFact, Submission]], readable: frozenset[Confidentiality]
) -> str | None:
    for _, row, form, context in _readable(speech, rests_on, readable):
        for field in shown_fields(form, row.answers, context):
            if field.id == BEST_INTERESTS:
                return answer_text(field, row.answers.get(field.id))
    return None


def _readable(
    speech: Speech, rests_on: list[tuple[FormFact, Submission]], readable: frozenset[Confidentiality]
) -> Iterator[tuple[FormFact, Submission, Form, FormContext]]:
    for fact, row in rests_on:
        yield (
            fact,
            row,
            records.definition_of(row).in_language(speech.language),
            FormContext(readable=readable),
        )


def _follows(situation: Situation, speech: Speech, step: Step) -> tuple[str, ...]:
    found = effects(situation.workflow, step, consequences(situation.workflow, step, situation.facts))
    lines = [effect_line(speech, one) for one in found if one.code != "approval_lapses"]
    moved = gettext("The case is closed at once.")
    if step.target != CLOSED:
        moved = gettext("The case goes to %(step)s at once.", step=speech.numbered(step.target))
    return (moved, *(f"{line.title}: {line.text}" if line.text else f"{line.title}." for line in lines))


def _four_eyes(refusals: list[str], cannot: list[str]) -> tuple[str, list[str]]:
    if refusals:
        return " ".join(dict.fromkeys(refusals)), []
    own = gettext("You can decide: you have not asked for it and not signed what it rests on.")
    return own, list(dict.fromkeys(cannot))


def _taken(approval: Approval, names: dict[UUID, str]) -> str | None:
    """What became of the request, when it is no longer open."""
    if approval.decided_at is None:
        return None
    by = names.get(approval.decided_by_id, "") if approval.decided_by_id else ""
    if approval.status == "lapsed" and by:
        return gettext("Withdrawn %(day)s by %(name)s.", day=day(approval.decided_at), name=by)
    texts = {
        "approved": gettext("Approved %(day)s by %(name)s.", day=day(approval.decided_at), name=by),
        "declined": gettext("Declined %(day)s by %(name)s.", day=day(approval.decided_at), name=by),
        "lapsed": gettext("Lapsed %(day)s.", day=day(approval.decided_at)),
    }
    return " ".join((texts[approval.status], approval.decision_reason)).strip()

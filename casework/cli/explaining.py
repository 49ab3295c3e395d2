"""`workflow explain`: every way out of where a case stands with its needs, as page and gate see them."""

from __future__ import annotations

from uuid import UUID

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from casework import clock
from casework.access.policy import Person
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.pages.refusals import proof_text, proof_title, refusal_text, refusal_title
from casework.cases.pages.words import Speech, capital
from casework.cli.instance import in_application
from casework.engine.facts import Need
from casework.engine.steps import Assessment, assess
from casework.engine.workflow import CLOSED, Transition
from casework.extensions import db
from casework.people.models import User
from casework.people.queries import person
from casework.web.languages import NAMES
from casework.web.text import gettext

NOBODY = UUID(int=0)


@click.command("explain")
@click.argument("case_number", type=int)
@click.option("--as", "username", default="", help="For whom: an account's user name; else for nobody.")
@click.option("--language", type=click.Choice(tuple(NAMES)), default="en", show_default=True)
@in_application
def explain(case_number: int, username: str, language: str) -> None:
    """Tell what each way out of CASE_NUMBER needs, what is met, and who can supply the rest."""
    case = db.session.scalars(select(Case).where(Case.number == case_number)).one_or_none()
    if case is None:
        raise click.ClickException(f"There is no case {case_number}.")
    reader = _reader(username)
    situation = situation_of(case, reader, clock.now())
    with current_app.test_request_context(), force_locale(language):
        # No names of colleagues: whoever reads a terminal is told roles.
        speech = Speech(situation.model.in_language(language), language, (), reader.name, frozenset())
        click.echo(_head(situation, speech))
        for step in situation.steps:
            for line in _way(assess(situation.workflow, step, situation.facts), speech, bool(username)):
                click.echo(line)


def _head(situation: Situation, speech: Speech) -> str:
    case, model = situation.case, speech.workflow
    where = gettext("Closed") if case.stage == CLOSED else capital(speech.numbered(case.stage))
    number = gettext("Case %(number)s", number=case.number)
    in_round = gettext("Round %(number)s", number=case.round)
    version = gettext("version %(number)s", number=model.version)
    return f"{number}: {where}. {in_round}. {model.title}, {version}"


def _way(found: Assessment, speech: Speech, for_somebody: bool) -> list[str]:
    """The step with who takes it, and a line for each thing that it needs."""
    transition, target = found.step.transition, found.step.target
    to = gettext("closed") if target == CLOSED else speech.numbered(target)
    who = capital(speech.who(transition.by))
    if transition.approved_by:
        who = f"{who}, {_approved(speech, transition)}"
    head = f"\n{speech.workflow.transition(transition.id).title} ({transition.id}) → {to}. {who}"
    role = (found.role,) if for_somebody and found.role.refusal else ()
    return [head, *(_line(need, speech) for need in role + found.needs)]


def _approved(speech: Speech, transition: Transition) -> str:
    return gettext("approved by %(who)s", who=speech.who(transition.approved_by))


def _line(need: Need, speech: Speech) -> str:
    """The need as its row on the case's page says it, in one line."""
    if need.refusal is None:
        told = (proof_title(speech, need.proof), proof_text(need.proof)) if need.proof else (gettext("Done"),)
        return f"  ✓ {'. '.join(filter(None, told))}"
    missing = f"{refusal_title(speech, need.refusal)}: {refusal_text(speech, need.refusal)}"
    who = capital(speech.who(need.refusal.who)) or gettext("Whoever takes the step")
    return f"  – {missing} [{who}]"


def _reader(username: str) -> Person:
    """Who asks; without a name somebody without roles, to whom only the needs matter."""
    user = db.session.scalars(select(User).where(User.username == username)).one_or_none()
    if username and user is None:
        raise click.ClickException(f"There is no account “{username}”.")
    if user:
        return person(user, clock.school_date(clock.now()))
    return Person(id=NOBODY, name="")

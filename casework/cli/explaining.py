"""`workflow explain`: every way out of where a case stands with its needs, as page and gate see them."""

from __future__ import annotations

from uuid import UUID

import click
from sqlalchemy import select

from casework import clock
from casework.access.policy import Person
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.cli.instance import in_application
from casework.engine.facts import Need
from casework.engine.steps import assess
from casework.extensions import db
from casework.people.models import User
from casework.people.queries import person

NOBODY = UUID(int=0)


@click.command("explain")
@click.argument("case_number", type=int)
@click.option("--as", "username", default="", help="For whom: an account's user name; else for nobody.")
@in_application
def explain(case_number: int, username: str) -> None:
    """Tell what each way out of CASE_NUMBER needs, what is met, and who can supply the rest."""
    now = clock.now()
    case = db.session.scalars(select(Case).where(Case.number == case_number)).one_or_none()
    if case is None:
        raise click.ClickException(f"There is no case {case_number}.")
    situation = situation_of(case, _reader(username), now)
    model = situation.workflow
    version = f"{model.workflow} version {model.version}"
    click.echo(f"Case {case.number}: {case.stage}, round {case.round}, model {version}")
    for step in situation.steps:
        found = assess(model, step, situation.facts)
        state = "open" if not found.refusals else "prepared" if found.is_prepared else "shut"
        by = ", ".join(step.transition.by)
        approved = (
            f", approved by {', '.join(step.transition.approved_by)}" if step.transition.approved_by else ""
        )
        click.echo(f"\n{step.transition.id} to {step.target}: {state} (by {by}{approved})")
        for need in ((found.role,) if username else ()) + found.needs:
            click.echo(_line(need))


def _line(need: Need) -> str:
    if need.refusal is None:
        by = f", {need.proof.by_name}" if need.proof and need.proof.by_name else ""
        return f"  met      {need.subject}{by}"
    who = ", ".join(need.refusal.who) or "whoever takes the step"
    params = " ".join(f"{key}={value}" for key, value in need.refusal.params.items())
    return (
        f"  missing  {need.subject}: {need.refusal.code} {params}".rstrip() + f" (can be supplied by {who})"
    )


def _reader(username: str) -> Person:
    """Who asks; without a name somebody without roles, to whom only the needs matter."""
    user = db.session.scalars(select(User).where(User.username == username)).one_or_none()
    if username and user is None:
        raise click.ClickException(f"There is no account “{username}”.")
    if user:
        return person(user, clock.school_date(clock.now()))
    return Person(id=NOBODY, name="")

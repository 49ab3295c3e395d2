"""Keeps the texts that cases run on; takes in versions that an authority uploads, and publishes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.catalog import catalog, checked
from casework.clock import school_date
from casework.database import keep_once
from casework.definitions import DefinitionError
from casework.engine.migration import other_work
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.versions import queries
from casework.versions.models import Publication, WorkflowVersion


@dataclass
class Taken(Exception):
    """There is such a version already: `code` says what is the same, `number` which version it is."""

    code: str
    title: str
    number: int


def keep(model: LocalisedWorkflow) -> str:
    """Keeps the model's text, so that cases stay on it whatever becomes of the file; answers its hash."""
    there = select(WorkflowVersion.sha).where(WorkflowVersion.sha == model.sha)  # not its text
    if db.session.scalar(there) is None:
        rules = model.rules
        row = WorkflowVersion(sha=model.sha, workflow=rules.workflow, version=rules.version, text=model.text)
        keep_once(db.session(), row)
    return model.sha


def read_version(text: str, name: str) -> LocalisedWorkflow:
    """The model in the text, for a new version. `name` is what the file is called.

    Raises DefinitionError with every problem, Taken where its text or its number is there already.
    """
    source = name.removesuffix(".yaml")  # an upload may be called what it likes
    model = checked(load_workflow(text, source, is_own=True), catalog().known(), catalog().access)
    rules, there = model.rules, queries.versions_of(model.rules.workflow)
    for version in there:
        if version.model.sha == model.sha:
            raise Taken("same_text", rules.title, rules.version)
    if any(version.number == rules.version for version in there):
        raise Taken("same_number", rules.title, rules.version)
    problems = [
        model.document.problem(path, message)
        for version in there
        for path, message in other_work(version.model.rules, rules)
    ]
    if problems:
        raise DefinitionError(list(dict.fromkeys(problems)))
    return model


def upload(model: LocalisedWorkflow, *, actor: Person, now: datetime) -> Publication:
    """Keeps the version as a draft, on which no case is opened. Raises Conflict where it is there by now."""
    keep(model)
    row = Publication(
        sha=model.sha,
        workflow=model.rules.workflow,
        version=model.rules.version,
        status="draft",
        uploaded_at=now,
        uploaded_by_id=actor.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Conflict("version_taken") from error
    return row


def publish(
    row: Publication, days: tuple[date, date | None], reason: str, *, actor: Person, now: datetime
) -> None:
    """Lets new cases be opened on the draft from the first to the last of the days."""
    _demand_draft(row)
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row.status, row.reason = "published", reason.strip()
    row.valid_from, row.valid_until = days
    row.published_at, row.published_by_id = now, actor.id
    db.session.flush()


def end(row: Publication, last_day: date, *, now: datetime) -> None:
    """Lets no case be opened on the published version after the day, earlier than was decided before."""
    today, until = school_date(now), row.valid_until or date.max
    if row.status != "published" or row.valid_from is None or until < today:
        raise Conflict("version_settled")
    if not max(row.valid_from, today) <= last_day <= until:
        raise NotAcceptable("not_earlier")
    row.valid_until = last_day
    db.session.flush()


def withdraw(row: Publication, *, actor: Person, now: datetime) -> None:
    """Puts a draft away, or a version that is published and has not begun; its text stays."""
    if not is_withdrawable(row, school_date(now)):
        raise Conflict("version_settled")
    row.status, row.withdrawn_at, row.withdrawn_by_id = "withdrawn", now, actor.id
    db.session.flush()


def is_withdrawable(row: Publication, today: date) -> bool:
    """Whether no case has been opened on it yet: a draft, or published for later days."""
    begins_later = row.valid_from is not None and row.valid_from > today
    return row.status == "draft" or (row.status == "published" and begins_later)


def _demand_draft(row: Publication) -> None:
    if row.status != "draft":
        raise Conflict("version_settled")

"""Reads filled-in forms: as facts for the engine, and on the definition that they were filled in on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from casework.catalog import catalog, form_from
from casework.clock import school_date
from casework.engine.facts import DraftFact, FormFact
from casework.extensions import db
from casework.forms.answers import choice_answers, date_answers
from casework.forms.base import CONFIDENTIALITIES, Field
from casework.forms.checks import progress
from casework.forms.context import FormContext
from casework.forms.definition import Form, LocalisedForm
from casework.records.models import FormVersion, Submission

EVERYTHING = FormContext(readable=frozenset(CONFIDENTIALITIES))


def submissions_of(case_ids: Collection[UUID]) -> Sequence[Submission]:
    """Every version of every form of the cases that was not discarded, oldest first."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.case_id.in_(case_ids), Submission.status != "discarded")
        .order_by(Submission.started_at, Submission.id)
    ).all()


def submission_in(case_id: UUID, submission_id: UUID) -> Submission | None:
    """The version, if it belongs to the case."""
    return db.session.scalars(
        select(Submission).where(
            Submission.id == submission_id, Submission.case_id == case_id, Submission.status != "discarded"
        )
    ).one_or_none()


def definition_of(submission: Submission) -> LocalisedForm:
    """The definition that the answers were given on: the one in use is at hand, an earlier one was kept."""
    return definition_on(submission.form, submission.form_sha)


def definition_on(form: str, sha: str) -> LocalisedForm:
    """The version of the form with that text."""
    in_use = catalog().forms.get(form)
    if in_use and in_use.sha == sha:
        return in_use
    version = db.session.get_one(FormVersion, sha)
    return form_from(version.text, version.options_text)


def fields_of(submission: Submission) -> list[Field]:
    """The fields of the form; what they are called is another matter."""
    return list(definition_of(submission).in_language("sv").all_fields())


def form_facts(
    rows: Sequence[Submission], names: Mapping[UUID, str]
) -> tuple[tuple[FormFact, ...], tuple[DraftFact, ...]]:
    """The finalised forms and the drafts of a case as the engine reads them."""
    versions = {row.form_sha: row for row in rows}
    read = {sha: definition_of(row).in_language("sv") for sha, row in versions.items()}
    finalised = [row for row in rows if row.status == "finalised"]
    finalised.sort(key=lambda row: (row.finalised_at or row.saved_at, row.number))
    signed = tuple(_form_fact(row, read[row.form_sha], names) for row in finalised)
    return signed, tuple(_draft_fact(row, read[row.form_sha], names) for row in rows if row.status == "draft")


def _form_fact(row: Submission, form: Form, names: Mapping[UUID, str]) -> FormFact:
    signer = row.finalised_by_id or row.saved_by_id
    return FormFact(
        visit=str(row.visit_id),
        round=row.round,
        at=row.finalised_at or row.saved_at,
        by=str(signer),
        by_name=names.get(signer, ""),
        form=row.form,
        submission=str(row.id),
        version=row.number,
        role=row.finalised_role,
        answers={
            key: tuple(value) if isinstance(value, list) else value
            for key, value in choice_answers(form, row.answers).items()
        },
        dates=date_answers(form, row.answers),
        signed_on=school_date(row.finalised_at or row.saved_at),
    )


def _draft_fact(row: Submission, form: Form, names: Mapping[UUID, str]) -> DraftFact:
    counted = progress(form, row.answers, EVERYTHING)
    return DraftFact(
        visit=str(row.visit_id),
        round=row.round,
        at=row.saved_at,
        by=str(row.saved_by_id),
        by_name=names.get(row.saved_by_id, ""),
        form=row.form,
        submission=str(row.id),
        done=sum(part[1] for part in counted),
        total=sum(part[2] for part in counted),
    )

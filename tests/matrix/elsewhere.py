"""For the world: every answer that may come from a signed form does, with a text of its own from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db
from casework.forms.definition import Form
from casework.records.carried import Origin
from casework.records.models import Submission
from tests.filling import asked

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC).isoformat()


def taken(form: Form, case_id: UUID, sung: Callable[[Any, str], Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Field → its origin in a signed form of the case; `sung` puts a canary of the class into each text."""
    rows = select(Submission).where(Submission.case_id == case_id, Submission.status == "finalised")
    signed, answers = {row.form: row for row in db.session.scalars(rows)}, asked(form)
    for field in form.all_fields():
        for source in field.sources:
            if source.form in signed and source.field and field.id in answers:
                value, row = sung(answers[field.id], field.confidentiality), signed[source.form]
                origin = Origin(value, AT, source.form, source.field, str(row.id), 1, 1, "Karin Mallsjö")
                yield field.id, origin.stored()

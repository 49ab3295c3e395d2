"""Where a field may take its value from: an earlier form of the case, or what the records say."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from casework.remarks import Wrong, remark

RecordName = Literal[
    "student_name",
    "class_group",
    "guardians",
    "case_opened_on",
    "measures",
    "current_measures",
    "guardians_asked",
    "guardians_done",
]


class Source(BaseModel):
    """A field of another form, or a fact of the records; `columns` tells a table which column fills which."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str | None = None
    field: str | None = None
    record: RecordName | None = None
    columns: dict[str, str] = {}

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.record is None and (self.form is None or self.field is None):
            raise Wrong(remark("name a form and its field, or a record"))
        if self.record is not None and (self.form is not None or self.field is not None):
            raise Wrong(remark("name either a form and its field, or a record, not both"))
        return self

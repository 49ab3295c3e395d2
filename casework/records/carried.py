"""Values that a form takes from elsewhere in the case: what there is to take, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.forms.base import Confidentiality, Field, Posted
from casework.forms.carry import RECORDS, carried, source_field
from casework.forms.context import FormContext, readable_sections, shown
from casework.forms.definition import Form
from casework.forms.fields import Computed
from casework.forms.origin import origin_name
from casework.forms.source import Source
from casework.forms.table import Table
from casework.records.models import Submission
from casework.records.queries import definition_of


@dataclass(frozen=True)
class Origin:
    """Where a value came from: a field of a signed version or a record, when, and the value as it was there.

    `at` is when the version was signed or the record was read. A computed value keeps `figures` instead:
    what it was worked out from.
    """

    value: Any
    at: str
    form: str = ""
    field: str = ""
    submission: str = ""
    version: int = 0
    round: int = 0
    by: str = ""
    record: str = ""
    computed: str = ""
    figures: Mapping[str, str] | None = None

    @property
    def key(self) -> str:
        """How a page names the origin: the signed version, or the record."""
        return self.submission or f"record:{self.record}"

    def stored(self) -> dict[str, Any]:
        """As it is kept with the answers, and bound by the history."""
        return {name: value for name, value in asdict(self).items() if value not in ("", 0, None)}


Origins = Mapping[str, Origin]


def origins_in(submission: Submission | None) -> dict[str, Origin]:
    """Where the answers of the version came from: field id → origin."""
    return {field: Origin(**kept) for field, kept in submission.origins.items()} if submission else {}


@dataclass(frozen=True)
class Holdings:
    """What a case holds that its forms may take from: versions with their writers, and the records' facts."""

    submissions: Sequence[Submission]
    names: Mapping[UUID, str]
    records: Mapping[str, Any]
    round: int
    now: datetime


def taken_in(submission: Submission | None) -> dict[str, tuple[str, str]]:
    """Of the answers that came from other forms: field id → the form and its field."""
    found = origins_in(submission).items()
    return {field: (origin.form, origin.field) for field, origin in found if origin.form}


def offers(form: Form, holdings: Holdings, context: FormContext) -> dict[str, Origin]:
    """What each field of the form could take now, for a person who may read both the field and its source.

    The records and this round come before earlier rounds, and the sources of a field in its own order.
    """
    found: dict[str, Origin] = {}
    for section in readable_sections(form, context):
        for field in section.fields:
            ranked = sorted(_newest(field, form.language, holdings, context.readable), key=_rank)
            if ranked:
                found[field.id] = ranked[0]
    return found


def _rank(origin: Origin) -> int:
    return -origin.round


def _newest(
    field: Field, language: str, holdings: Holdings, readable: frozenset[Confidentiality]
) -> Iterator[Origin]:
    """What each source of the field gives in its newest version; nothing where that has no answer."""
    for source in field.sources:
        signed = [
            one for one in holdings.submissions if one.form == source.form and one.status == "finalised"
        ]
        if source.record:
            origin = _from_record(field, source, holdings, readable)
        elif signed:
            newest = max(signed, key=lambda one: (one.round, one.finalised_at or one.saved_at))
            origin = _from_version(field, source, newest, language, holdings.names, readable)
        else:
            continue
        if origin:
            yield origin


def _from_record(
    field: Field, source: Source, holdings: Holdings, readable: frozenset[Confidentiality]
) -> Origin | None:
    found = source_field(source, {})
    if found is None or found.confidentiality not in readable:
        return None
    value = carried(field, found, holdings.records.get(source.record or ""), source)
    at = holdings.now.isoformat()
    return value and Origin(value, at, record=source.record or "", round=holdings.round)


def _from_version(
    field: Field,
    source: Source,
    version: Submission,
    language: str,
    names: Mapping[UUID, str],
    readable: frozenset[Confidentiality],
) -> Origin | None:
    definition = definition_of(version).in_language(language)
    found = source_field(source, {version.form: definition})
    if found is None or found.confidentiality not in readable:
        return None
    value = carried(field, found, version.answers.get(found.id), source)
    signed = version.finalised_at or version.saved_at
    return value and Origin(
        value,
        signed.isoformat(),
        form=version.form,
        field=found.id,
        submission=str(version.id),
        version=version.number,
        round=version.round,
        by=names.get(version.finalised_by_id or version.saved_by_id, ""),
    )


def _at_key(
    field: Field, key: str, language: str, holdings: Holdings, readable: frozenset[Confidentiality]
) -> Origin | None:
    """The origin that a page named, also where a newer version has come since; None for what is no source."""
    for source in field.sources:
        if key == f"record:{source.record}":
            return _from_record(field, source, holdings, readable)
        for one in holdings.submissions:
            is_signed = one.status in ("finalised", "replaced")
            if is_signed and one.form == source.form and str(one.id) == key:
                origin = _from_version(field, source, one, language, holdings.names, readable)
                if origin:
                    return origin
    return None


def is_untouched(field: Field, answers: Mapping[str, Any], kept: Origins) -> bool:
    """Whether nobody has answered the field yet, neither by hand nor with a value from elsewhere."""
    stored = answers.get(field.id)
    return field.id not in kept and not field.why_declined(stored) and field.empty(field.answer_in(stored))


def is_changed(field: Field, stored: Any, origin: Origin) -> bool:
    """Whether the answer is another than the value that came from elsewhere.

    A row that has only been filled in further still says what it said there.
    """
    answer = field.answer_in(stored)
    if field.why_declined(stored) or field.empty(answer):
        return True
    now = field.settled(answer)
    if isinstance(field, Table):
        taken = {column for row in origin.value for column in row}
        now = [{column: text for column, text in row.items() if column in taken} for row in now]
    return bool(now != origin.value)


def may_be_told(origin: Origin, holdings: Holdings, context: FormContext) -> bool:
    """Whether the reader may read where the value came from; else no word is said of it."""
    if origin.record:
        return RECORDS[origin.record].confidentiality in context.readable
    for version in holdings.submissions:
        if str(version.id) == origin.submission:
            form = definition_of(version).in_language("sv")
            return form.field(origin.field).confidentiality in context.readable
    return False


def posted_origins(form: Form, posted: Posted, holdings: Holdings, context: FormContext) -> dict[str, Origin]:
    """The origins of the values that a page showed, as it says itself; only sources of its fields count."""
    found: dict[str, Origin] = {}
    for section in readable_sections(form, context):
        for field in section.fields:
            keys = posted.getlist(origin_name(field.id))
            if keys and field.sources:
                origin = _at_key(field, keys[0], form.language, holdings, context.readable)
                if origin:
                    found[field.id] = origin
    return found


def signed_origins(
    form: Form, answers: Mapping[str, Any], kept: Origins, context: FormContext, now: datetime
) -> dict[str, dict[str, Any]]:
    """What is signed with the answers: the origin of every question that is asked, and of computed values."""
    up = shown(form, answers)
    found = {field: origin.stored() for field, origin in kept.items() if field in up}
    for field in form.all_fields():
        of = field.of if isinstance(field, Computed) else ""
        if field.id in up and of in context.figures and context.computed.get(of):
            origin = Origin(context.computed[of], now.isoformat(), computed=of, figures=context.figures[of])
            found[field.id] = origin.stored()
    return found

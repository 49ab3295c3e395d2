"""Values from elsewhere in a form on the desk: shown with where they came from, kept, taken back, signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.measures import TAKEN, to_take
from casework.cases.monitored import NOTED
from casework.cases.pages.computed import worked_out
from casework.cases.pages.monitored import noted_records
from casework.cases.pages.words import Speech
from casework.clock import school_date
from casework.forms.base import Answers, Field, Posted
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.forms.origin import OriginLine
from casework.forms.reading import answer_text
from casework.people.home import AtHome
from casework.records import carried
from casework.records.actions import Stored
from casework.records.carried import Holdings, Origin, Origins
from casework.records.models import Submission
from casework.web.dates import day
from casework.web.text import gettext

FETCH = "fetch"


@dataclass(frozen=True)
class Carrying:
    """What one form holds from elsewhere, and what it could take now, for one reader."""

    case_id: UUID
    form: Form
    context: FormContext
    holdings: Holdings
    speech: Speech
    kept: Origins

    @property
    def offered(self) -> Origins:
        """What each field could take now."""
        return carried.offers(self.form, self.holdings, self.context)

    def on_page(self, answers: Mapping[str, Any], posted: Posted) -> tuple[Answers, FormContext]:
        """What a page to write in shows: the answers with what untouched fields are offered, and lines."""
        offered, kept = self.offered, self._kept_after(posted)
        fresh = {
            field.id: offered[field.id]
            for field in self.form.all_fields()
            if field.id in offered and carried.is_untouched(field, answers, kept)
        }
        shown = {**answers, **{field_id: origin.value for field_id, origin in fresh.items()}}
        lines = self._lines(shown, {**kept, **fresh}, offered)
        return shown, replace(self.context, origins=lines)

    def shown_by(self, posted: Posted) -> Stored:
        """Where the values came from that a page showed and that nobody had kept before."""
        found = carried.posted_origins(self.form, posted, self.holdings, self.context)
        return {field: origin.stored() for field, origin in found.items() if field not in self.kept}

    def fetched(self, do: str) -> Origin | None:
        """What the button fetches from its source; None for another button, or where nothing is there."""
        verb, _, field_id = do.partition(":")
        return self.offered.get(field_id) if verb == FETCH else None

    def signed(self, draft: Submission, answers: Mapping[str, Any], now: datetime) -> Stored:
        """The origins as they are signed with the answers, also of what the program worked out."""
        return carried.signed_origins(self.form, answers, carried.origins_in(draft), self.context, now)

    def to_read(self, answers: Mapping[str, Any]) -> FormContext:
        """The circumstances with the lines of a page to read, where nothing can be taken."""
        computed = {
            field: OriginLine("", worked_out(origin.computed, origin.figures or {}))
            for field, origin in self.kept.items()
            if origin.computed
        }
        lines = self._lines(answers, self.kept, self.offered)
        read = {field: replace(line, take="", later_value="") for field, line in lines.items()}
        return replace(self.context, origins={**computed, **read})

    def _kept_after(self, posted: Posted) -> dict[str, Origin]:
        shown = carried.posted_origins(self.form, posted, self.holdings, self.context)
        return {**shown, **self.kept}

    def _lines(self, answers: Mapping[str, Any], kept: Origins, offered: Origins) -> dict[str, OriginLine]:
        """A line for each value that came from elsewhere, where the reader may read there too."""
        return {
            field.id: self._line(field, answers.get(field.id), kept[field.id], offered.get(field.id))
            for field in self._told(kept)
        }

    def _told(self, kept: Origins) -> Iterator[Field]:
        for field in self.form.all_fields():
            origin = kept.get(field.id)
            may_read = field.confidentiality in self.context.readable
            if origin and may_read and carried.may_be_told(origin, self.holdings, self.context):
                yield field

    def _line(self, field: Field, stored: Any, origin: Origin, newest: Origin | None) -> OriginLine:
        is_changed = carried.is_changed(field, stored, origin)
        is_later = newest is not None and newest.key != origin.key and newest.value != origin.value
        is_later |= newest is not None and newest.record != "" and newest.value != origin.value
        later = newest if is_later else None
        return OriginLine(
            key=origin.key,
            text=self._whence(origin),
            url=self._url(origin),
            before=answer_text(field, origin.value) if is_changed else "",
            later=self._later(later) if later else "",
            later_url=self._url(later) if later else "",
            later_value=answer_text(field, later.value) if later else "",
            take=self._take(is_later, is_changed),
        )

    def _whence(self, origin: Origin) -> str:
        on = day(school_date(datetime.fromisoformat(origin.at)))
        if origin.record in NOTED:
            return gettext("From what was noted in the monitoring, %(day)s", day=on)
        if origin.record in TAKEN:
            return gettext("From the measures of the case, %(day)s", day=on)
        if origin.record:
            return gettext("From the records, %(day)s", day=on)
        said = {
            "form": self.speech.form(origin.form),
            "version": origin.version,
            "day": on,
            "name": origin.by,
        }
        if origin.round != self.holdings.round:
            return gettext(
                "From %(form)s, version %(version)s, %(day)s, %(name)s, in round %(round)s",
                round=origin.round,
                **said,
            )
        return gettext("From %(form)s, version %(version)s, %(day)s, %(name)s", **said)

    def _later(self, newest: Origin) -> str:
        on = day(school_date(datetime.fromisoformat(newest.at)))
        if newest.record:
            return gettext("The records have changed since then")
        said = {"form": self.speech.form(newest.form), "version": newest.version, "day": on}
        return gettext("There is a later version since then: %(form)s, version %(version)s, %(day)s", **said)

    def _url(self, origin: Origin) -> str:
        if origin.record in NOTED:
            return url_for("monitoring.of_case", case_id=self.case_id)
        if origin.record in TAKEN:
            return url_for("plans.index", case_id=self.case_id)
        if not origin.submission:
            return ""
        return url_for("cases.form", case_id=self.case_id, submission_id=origin.submission)

    def _take(self, is_later: bool, is_changed: bool) -> str:
        if is_later:
            return gettext("Take what it says now")
        return gettext("Take what it says there") if is_changed else ""


def holdings_of(
    form: Form, situation: Situation, guardians: Sequence[AtHome], group: str, now: datetime
) -> Holdings:
    """What there is in the case that the form may take values from."""
    contacts = [
        {"name": one.guardian.name, "phone": one.guardian.phone, "role": "guardian"}
        for one in guardians
        if one.may_be_contacted
    ]
    records: dict[str, Any] = {
        "student_name": situation.student.name,
        "class_group": group,
        "guardians": contacts,
        "case_opened_on": school_date(situation.case.opened_at).isoformat(),
        **to_take(form, situation),
        **noted_records(form, situation, guardians),
    }
    return Holdings(situation.submissions, situation.writers, records, situation.case.round, now)

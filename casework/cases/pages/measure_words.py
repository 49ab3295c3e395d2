"""Measures as pages tell them: what the plan says in its own words, how they stand, how follow-ups went."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from casework.access.policy import Person
from casework.cases.measure_models import Measure, MeasureReview, MeasureVersion
from casework.cases.measures import Due, Standing, due_for, standing_in
from casework.cases.pages.reading import class_note
from casework.cases.pages.start_rows import StartRow
from casework.cases.planning import foreseen
from casework.cases.queries import CaseRow
from casework.forms.definition import Form
from casework.forms.table import Table
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.web.dates import day
from casework.web.text import gettext, ngettext

Said = Mapping[str, tuple[str, str]]  # what a column means → its label and the cell, in the reader's words
IN_ROW = ("responsible", "environment", "frequency")


@dataclass(frozen=True)
class MeasureRow:
    """A measure in a list: what, how it stands, who and where, when it is followed up, and how that went."""

    what: str
    url: str
    state: str
    is_ended: bool
    is_late: bool
    about: str
    factor: str
    next: str
    last: str
    class_note: str
    follow_url: str | None = None


def statuses() -> dict[str, str]:
    """How far a measure can have come, in words."""
    return {
        "planned": gettext("Planned"),
        "started": gettext("Started"),
        "carried_out": gettext("Carried out"),
        "partly": gettext("Partly carried out"),
        "not_carried_out": gettext("Not carried out"),
        "stopped": gettext("Ended"),
    }


def effects() -> dict[str, str]:
    """What a measure can have led to, in words; the best first."""
    return {
        "goal_reached": gettext("The goal is reached"),
        "good": gettext("Good effect"),
        "some": gettext("Some effect"),
        "none": gettext("No effect that can be seen"),
        "worse": gettext("It got worse"),
        "cannot_tell": gettext("Cannot be told yet"),
    }


def said(version: MeasureVersion, signed: Submission, language: str) -> Said:
    """What the version of the plan says, by what its columns mean, in its own words."""
    form = definition_of(signed).in_language(language)
    table = form.field(form.plan.measures) if form.plan else None
    if form.plan is None or not isinstance(table, Table):
        return {}
    found = {}
    for word, name in form.plan.columns_in(table).items():
        column, cell = table.column(name), version.cells.get(word, "")
        if column:
            found[word] = column.label, column.text(cell) if cell else ""
    return found


def measure_rows(
    case_id: UUID,
    submissions: Iterable[Submission],
    readable: frozenset[str],
    language: str,
    today: date,
    *,
    may: bool,
) -> list[MeasureRow]:
    """The measures of the case that the reader may read; `may` says whether the reader follows them up."""
    by_id = {one.id: one for one in submissions}
    return [
        _row(case_id, one, said(one.version, by_id[one.version.submission_id], language), today, may)
        for one in standing_in(case_id, readable)
    ]


def _row(case_id: UUID, one: Standing, words: Said, today: date, may: bool) -> MeasureRow:
    measure, factor = one.measure, one.version.cells.get("factor", "")
    is_ended = measure.ended_at is not None
    return MeasureRow(
        what=one.version.cells["what"],
        url=url_for("plans.show", case_id=case_id, measure_id=measure.id),
        state=statuses()[measure.status],
        is_ended=is_ended,
        is_late=not is_ended and is_late(measure.follow_up_on, today),
        about=" · ".join(words[word][1] for word in IN_ROW if word in words and words[word][1]),
        factor=gettext("Because of: %(factor)s", factor=factor) if factor else "",
        next=when_next(measure.follow_up_on, measure.ended_at, today),
        last=review_line(one.review) if one.review else "",
        class_note=class_note(measure.confidentiality),
        follow_url=_follow_url(measure) if may and not is_ended else None,
    )


def _follow_url(measure: Measure) -> str:
    return url_for("plans.follow_up", case_id=measure.case_id, measure_id=measure.id)


def is_late(follow_up_on: date | None, today: date) -> bool:
    """Whether the day on which it was to be followed up has been."""
    return follow_up_on is not None and follow_up_on < today


def when_next(follow_up_on: date | None, ended_at: datetime | None, today: date) -> str:
    """When the measure is followed up, or that it has ended."""
    if ended_at:
        return gettext("Ended %(day)s", day=day(ended_at))
    if follow_up_on is None:
        return gettext("No day for the next follow-up")
    if follow_up_on == today:
        return gettext("To be followed up today")
    if follow_up_on > today:
        return gettext("To be followed up %(day)s", day=day(follow_up_on))
    late = ngettext("%(num)d day late", "%(num)d days late", (today - follow_up_on).days)
    return gettext("Should have been followed up %(day)s, %(late)s", day=day(follow_up_on), late=late)


def onwards_said(onwards: str) -> str:
    """How a measure goes on after a follow-up."""
    texts = {
        "keep": gettext("It goes on."),
        "change": gettext("It is changed."),
        "stop": gettext("It ends."),
    }
    return texts[onwards]


def review_line(review: MeasureReview) -> str:
    """A follow-up in a line: when, whether it was done, what it has led to, and how it goes on."""
    parts = [f"{day(review.at)}: {statuses()[review.done]}"]
    if review.effect:
        parts.append(effects()[review.effect])
    return f"{'. '.join(parts)}. {onwards_said(review.onwards)}"


def due_notice(case_id: UUID, due: int) -> list[tuple[str, str, str]]:
    """What stands on top of a case while measures wait to be followed up: text, link, address."""
    text = ngettext("One measure waits to be followed up.", "%(num)d measures wait to be followed up.", due)
    url = url_for("plans.index", case_id=case_id)
    return [(text, gettext("See the measures"), url)] if due else []


def due_rows(actor: Person, today: date, *, limit: int) -> list[tuple[StartRow, CaseRow]]:
    """The measures that the reader is to follow up by today, as the start page lists them."""
    return [(_due_row(one, actor, today), one.row) for one in due_for(actor, today, limit=limit)]


def _due_row(one: Due, actor: Person, today: date) -> StartRow:
    why = f"{when_next(one.measure.follow_up_on, None, today)}."
    if one.measure.responsible_id != actor.id:
        why = " ".join((why, gettext("The colleague who had it in hand has left.")))
    return StartRow(
        title=gettext("%(task)s: %(name)s", task=one.what, name=one.row.student.name),
        url=_follow_url(one.measure),
        why=why,
        button=gettext("Follow up"),
        due_on=one.measure.follow_up_on,
    )


def decided_sentence(says: Mapping[str, object], title: str) -> str:
    """What a plan has made of the case's measures: how many are new, changed, as before and ended."""
    counts = {word: int(str(says.get(word, 0))) for word in ("added", "changed", "kept", "ended")}
    texts: Sequence[tuple[str, str]] = (
        ("added", ngettext("%(num)d new", "%(num)d new", counts["added"])),
        ("changed", ngettext("%(num)d changed", "%(num)d changed", counts["changed"])),
        ("kept", ngettext("%(num)d as before", "%(num)d as before", counts["kept"])),
        ("ended", ngettext("%(num)d ended", "%(num)d ended", counts["ended"])),
    )
    told = ", ".join(text for word, text in texts if counts[word])
    return gettext("Measures of %(form)s: %(told)s", form=title, told=told)


def foreseen_lines(
    signed: Submission, form: Form, answers: Mapping[str, Any], readable: Collection[str]
) -> list[str]:
    """What signing a plan will make of each measure, one line for each change; none where it is no plan."""
    found = foreseen(signed, form, answers, readable)
    texts = {
        "ended": gettext("Ends, since it is not in the plan any more"),
        "changed": gettext("Goes on, changed"),
        "added": gettext("New"),
        "kept": gettext("Goes on as now"),
    }
    named = {change: [what for each, what in found if each == change] for change in texts}
    return [f"{text}: {', '.join(named[change])}" for change, text in texts.items() if named[change]]

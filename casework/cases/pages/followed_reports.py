"""Reports that are followed up each week, as pages show them: what waits, and what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from casework.cases.concern_finding import Reported
from casework.cases.followed_reports import is_followed, reviews_of
from casework.cases.pages.concern import title_of
from casework.cases.pages.measure_words import when_next
from casework.cases.pages.start_rows import StartRow
from casework.web.dates import day
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext


@dataclass(frozen=True)
class ReviewRow:
    """One follow-up: when, by whom, what was seen, and whether it comes back."""

    when: str
    who: str
    said: str
    onwards: str


@dataclass(frozen=True)
class Followed:
    """What stands on a report that is or was followed up: when next, where, and every follow-up."""

    next: str
    url: str | None
    rows: tuple[ReviewRow, ...]


def followed(one: Reported, today: date) -> Followed | None:
    """The follow-ups of the report; None where it is of a kind that has none."""
    rows = tuple(
        ReviewRow(
            when=day(review.at),
            who=f"{name}, {in_sentence(review.role, role_title(review.role))}",
            said=review.said,
            onwards=gettext("Next follow-up %(day)s.", day=day(review.next_on))
            if review.next_on
            else gettext("It is not followed up each week any more."),
        )
        for review, name in reviews_of(one.row.id)
    )
    if not is_followed(one.row):
        return Followed("", None, rows) if rows else None
    return Followed(when_next(one.row.follow_up_on, None, today), _url(one), rows)


def report_rows(due: Sequence[Reported], today: date) -> list[tuple[StartRow, Reported]]:
    """The reports that the reader is to follow up, as the start page lists them."""
    return [(_row(one, today), one) for one in due]


def _row(one: Reported, today: date) -> StartRow:
    title = gettext("%(report)s: %(name)s", report=title_of(one), name=one.student.name)
    why = f"{when_next(one.row.follow_up_on, None, today)}."
    return StartRow(title, _url(one), why, gettext("Follow up"), due_on=one.row.follow_up_on)


def _url(one: Reported) -> str:
    return url_for("cases.follow_up_concern", student_id=one.student.id, concern_id=one.row.id)

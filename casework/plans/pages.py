"""The measures of a case as pages show them: the list, and one with its follow-ups and versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from casework.access.policy import decide
from casework.cases.measure_models import MeasureReview
from casework.cases.measures_passed import FOLLOW_UP
from casework.cases.pages.measure_words import (
    Said,
    effects,
    is_late,
    measure_rows,
    onwards_said,
    said,
    statuses,
    when_next,
)
from casework.cases.pages.reading import class_note
from casework.cases.pages.words import Speech
from casework.cases.views.desk import Desk
from casework.forms.measures import changed_words
from casework.plans.queries import Told
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.web.dates import day, day_of_year
from casework.web.text import gettext

STATE = ("status", "effect", "follow_up")  # told as they stand now, not as the plan once had them


@dataclass(frozen=True)
class PlanLine:
    """A plan of the case: its title and version, from when it is in effect, where to read it."""

    title: str
    since: str
    url: str


@dataclass(frozen=True)
class VersionLine:
    """One version of the plan and what it made of the measure: label, before, after."""

    text: str
    url: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ReviewLine:
    """One follow-up: when and who, what was found, and what was said."""

    when: str
    who: str
    found: str
    onwards: str
    said: str


def may_follow_up(desk: Desk) -> bool:
    """Whether the reader follows measures up here."""
    return desk.is_open and decide(desk.reader, FOLLOW_UP, desk.row.place).is_allowed


def listing(desk: Desk) -> dict[str, Any]:
    """What the page with all measures shows."""
    case_id, situation = desk.row.case.id, desk.situation
    language, readable = desk.speech.language, desk.readable
    rows = measure_rows(
        case_id, situation.submissions, readable, language, desk.today, may=may_follow_up(desk)
    )
    return {
        "running": [row for row in rows if not row.is_ended],
        "ended": [row for row in rows if row.is_ended],
        "plans": list(_plans(case_id, situation.submissions, readable, language)),
    }


def _plans(
    case_id: UUID, submissions: Sequence[Submission], readable: frozenset[str], language: str
) -> Iterator[PlanLine]:
    """The plans that hold: of each form the newest signed version."""
    newest = {one.form: one for one in submissions if one.status == "finalised"}
    for one in newest.values():
        form = definition_of(one).in_language(language)
        if form.plan is None or form.field(form.plan.measures).confidentiality not in readable:
            continue
        known = form.plan.in_effect and form.field(form.plan.in_effect).confidentiality in readable
        on = str(one.answers.get(form.plan.in_effect or "", "")) if known else ""
        yield PlanLine(
            gettext("%(form)s, version %(n)s", form=form.title, n=one.number),
            gettext("In effect from %(day)s", day=day_of_year(date.fromisoformat(on))) if on else "",
            url_for("cases.form", case_id=case_id, submission_id=one.id),
        )


def one_measure(desk: Desk, told: Told) -> dict[str, Any]:
    """What the page of one measure shows."""
    measure, speech = told.measure, desk.speech
    signed = {one.id: one for one in desk.situation.submissions}
    each = [said(one, signed[one.submission_id], speech.language) for one in told.versions]
    now = when_next(measure.follow_up_on, measure.ended_at, desk.today)
    facts = [(gettext("State"), statuses()[measure.status]), (gettext("Follow-up"), now)]
    if measure.meeting_id:
        facts.append(
            (gettext("Where it was decided"), gettext("At a meeting, %(day)s", day=day(measure.added_at)))
        )
    if measure.effect:
        facts.append((gettext("Effect"), effects()[measure.effect]))
    may = may_follow_up(desk) and measure.ended_at is None
    follow_url = url_for("plans.follow_up", case_id=measure.case_id, measure_id=measure.id)
    return {
        "heading": told.versions[-1].cells["what"],
        "class_note": class_note(measure.confidentiality),
        "is_late": measure.ended_at is None and is_late(measure.follow_up_on, desk.today),
        "facts": facts,
        "cells": [pair for word, pair in each[-1].items() if pair[1] and word not in ("what", *STATE)],
        "reviews": [_review(one, told, speech) for one in told.reviews],
        "versions": list(_versions(desk, told, each))[::-1],
        "follow_url": follow_url if may else None,
        "meeting_url": url_for("meetings.show", case_id=measure.case_id, meeting_id=measure.meeting_id)
        if measure.meeting_id
        else None,
    }


def _review(one: MeasureReview, told: Told, speech: Speech) -> ReviewLine:
    found = [statuses()[one.done]] + ([effects()[one.effect]] if one.effect else [])
    onwards = onwards_said(one.onwards)
    if one.next_on:
        onwards += " " + gettext("Next follow-up %(day)s.", day=day(one.next_on))
    who = f"{told.names.get(one.by_id, '')}, {speech.role_within(one.role)}"
    return ReviewLine(day(one.at), who, ". ".join(found), onwards, one.said)


def _versions(desk: Desk, told: Told, each: Sequence[Said]) -> Iterator[VersionLine]:
    """Each version of the plan with what it said otherwise than the one before."""
    signed = {one.id: one for one in desk.situation.submissions}
    texts = {
        "added": gettext("The measure is new"),
        "decided": gettext("Added at a meeting"),
        "kept": gettext("As before"),
        "changed": gettext("Changed"),
        "ended": gettext("No longer in the plan"),
    }
    for place, (new, after) in enumerate(zip(told.versions, each, strict=True)):
        before = each[max(place - 1, 0)]
        words = changed_words(told.versions[max(place - 1, 0)].cells, new.cells)
        form = signed[new.submission_id]
        title = gettext("%(form)s, version %(n)s", form=desk.speech.form(form.form), n=form.number)
        change = "decided" if new.number == 1 and told.measure.meeting_id else new.change
        yield VersionLine(
            text=f"{title}, {day(new.at)}: {texts[change]}",
            url=url_for("cases.form", case_id=desk.row.case.id, submission_id=form.id),
            changes=tuple(_change(word, before, after) for word in words),
        )


def _change(word: str, before: Said, after: Said) -> tuple[str, str, str]:
    nothing = ("", "")
    label = (after.get(word) or before.get(word) or nothing)[0]
    return label, before.get(word, nothing)[1], after.get(word, nothing)[1]


def lead(told: Told, today: date) -> str:
    """How the measure stands, above the questions of a follow-up, with what was said of it last."""
    measure = told.measure
    parts = [f"{statuses()[measure.status]}. {when_next(measure.follow_up_on, measure.ended_at, today)}."]
    if told.reviews and told.reviews[0].said:
        parts.append(gettext("Last time: “%(said)s”", said=told.reviews[0].said))
    return " ".join(parts)

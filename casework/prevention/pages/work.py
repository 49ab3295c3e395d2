"""One preventive work: what it is, each of its turns with how it stands, and what people have said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.engine.workflow import Workflow
from casework.prevention.pages.wheel import goals_url
from casework.prevention.pages.words import (
    LOOKS,
    Said,
    localised,
    note_url,
    rules_of,
    speaker,
    state,
    told,
    turn_name,
    when,
)
from casework.prevention.queries import School
from casework.prevention.standing import Piece
from casework.routines.deadlines import rhythm
from casework.routines.speaker import both, capital
from casework.web.text import gettext


@dataclass(frozen=True)
class TurnRow:
    """One turn of one class or of the whole school."""

    name: str
    group: str
    when: str
    state: str
    look: str
    url: str | None


@dataclass(frozen=True)
class WorkPage:
    """The page of the work."""

    heading: str
    guidance: str
    links: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    turns: tuple[TurnRow, ...]
    has_classes: bool
    said: tuple[Said, ...]
    goals_url: str | None


def work_page(school: School, work_word: str) -> WorkPage:
    """The work with the id at the school; NotHere where the routine has none."""
    work = localised(school, school.work(work_word))
    found = [one for one in school.pieces if one.work.id == work_word]
    rules = rules_of(school)
    return WorkPage(
        heading=work.title,
        guidance=work.guidance.strip(),
        links=work.links,
        facts=tuple(_facts(rules, school, work_word)) if rules else (),
        turns=tuple(_row(school, one) for one in found),
        has_classes=any(one.group for one in found),
        said=tuple(told(found)),
        goals_url=goals_url(school) if work.cohort and work.cohort.group else None,
    )


def _facts(rules: Workflow, school: School, work_word: str) -> Iterable[tuple[str, str]]:
    work = next(one for one in rules.prevention if one.id == work_word)
    yield gettext("Who"), capital(speaker(rules).who(work.by))
    yield gettext("How often"), capital(rhythm(work.when))
    if work.cohort and work.cohort.year_groups:
        yield (
            gettext("For whom"),
            gettext("Each class in year %(years)s", years=both(work.cohort.year_groups)),
        )
    elif work.cohort and work.cohort.group:
        titles = {one.id: one.title for one in rules.cohorts}
        yield gettext("For whom"), titles.get(work.cohort.group, work.cohort.group)
    yield gettext("School"), school.unit.name


def _row(school: School, piece: Piece) -> TurnRow:
    return TurnRow(
        name=turn_name(piece.work, piece.turn),
        group=piece.group.name if piece.group else "",
        when=when(piece, school.today),
        state=state(piece.state),
        look=LOOKS.get(piece.state, ""),
        url=note_url(school, piece) if school.may_note(piece) else None,
    )

"""The routine as a table: each step against what, who, with whom, when, which form and who documents it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from casework.engine.action import SentTo
from casework.engine.actions import Action
from casework.engine.workflow import Stage
from casework.routines.amounts import every
from casework.routines.conditions import when
from casework.routines.deadlines import documented, due, follow_up
from casework.routines.paper import Matrix, MatrixRow, MatrixStage
from casework.routines.speaker import Speaker, capital
from casework.web.text import gettext

Cell = tuple[str, ...]


def matrix(speaker: Speaker) -> Matrix:
    """The table, under the routine's own headings where it has such; without columns that hold nothing."""
    rows, stages = dict(speaker.model.rows), speaker.model.stages
    if rows:
        found = [_stage(speaker, stage, [_own_row(speaker, stage, rows)]) for stage in stages]
        return _filled((*rows.values(), gettext("Other"), gettext("Documented by")), found, own=True)
    headings = (
        gettext("What"),
        gettext("Who"),
        gettext("With whom"),
        gettext("When"),
        gettext("Form"),
        gettext("Documented by"),
    )
    return _filled(headings, [_stage(speaker, stage, _rows(speaker, stage)) for stage in stages])


def _filled(headings: Cell, stages: Sequence[MatrixStage], *, own: bool = False) -> Matrix:
    """Without the columns in which every cell is empty."""
    rows = [row for stage in stages for row in stage.rows]
    kept = [place for place in range(len(headings)) if any(row.cells[place] for row in rows)]
    narrow = [
        replace(stage, rows=tuple(MatrixRow(tuple(row.cells[place] for place in kept)) for row in stage.rows))
        for stage in stages
    ]
    return Matrix(tuple(headings[place] for place in kept), tuple(narrow), own)


def anchor(stage: Stage) -> str:
    """The name of the step's place on the page."""
    return f"step-{stage.id}"


def step_title(speaker: Speaker, stage: Stage) -> str:
    """ "1. Report": number and short name."""
    return f"{speaker.model.order[stage.id] + 1}. {stage.name}"


def _stage(speaker: Speaker, stage: Stage, rows: Iterable[MatrixRow]) -> MatrixStage:
    lines = [gettext("Responsible: %(role)s", role=speaker.role(stage.owner))]
    if stage.follow_up:
        lines.append(follow_up(speaker, stage.follow_up))
    return MatrixStage(step_title(speaker, stage), anchor(stage), tuple(lines), tuple(rows))


def _rows(speaker: Speaker, stage: Stage) -> list[MatrixRow]:
    told = tuple(documented(speaker, stage.documented_by))
    found = [
        MatrixRow((*_cells(speaker, action), told if not place else ()))
        for place, action in enumerate(stage.actions)
    ]
    return found or [MatrixRow(((), (), (), (), (), told))]


def _cells(speaker: Speaker, action: Action) -> tuple[Cell, ...]:
    form = getattr(action, "to_form", None) or action.form
    people = _people(speaker, action)
    return (
        (action.title,),
        (capital(speaker.whoever(action.by)),),
        (capital(people),) if people else (),
        tuple(_moments(speaker, action)),
        (speaker.form_title(form),) if form else (),
    )


def _people(speaker: Speaker, action: Action) -> str:
    """Whom it is done with, or sent to."""
    if isinstance(action, SentTo) and not action.together_with:
        return gettext("to %(whom)s", whom=speaker.who(action.parties))
    others = (*action.parties, *action.together_with)
    return speaker.who(others) if others else ""


def _moments(speaker: Speaker, action: Action) -> list[str]:
    said = []
    if action.each_time:
        said.append(capital(when(speaker, action.each_time)))
    if action.every:
        said.append(capital(every(action.every)))
    if action.due:
        said.append(capital(due(speaker, action.due)))
    return said


def _own_row(speaker: Speaker, stage: Stage, rows: dict[str, str]) -> MatrixRow:
    cells: list[Cell] = [
        tuple(_told(speaker, action) for action in stage.actions if action.in_row == row) for row in rows
    ]
    others = tuple(_told(speaker, action) for action in _unplaced(stage, rows))
    return MatrixRow((*cells, others, tuple(documented(speaker, stage.documented_by))))


def _unplaced(stage: Stage, rows: dict[str, str]) -> list[Action]:
    return [action for action in stage.actions if action.in_row not in rows]


def _told(speaker: Speaker, action: Action) -> str:
    """The action in one cell: what, who with whom, when, which form."""
    what, who, _, moments, form = _cells(speaker, action)
    people = _people(speaker, action)
    if people and not isinstance(action, SentTo):
        people = gettext("with %(whom)s", whom=people)
    said = [
        f"{what[0].rstrip('.')}.",
        f"{' '.join((*who, people)).strip()}.",
        *(f"{one}." for one in (*moments, *form)),
    ]
    return " ".join(said)

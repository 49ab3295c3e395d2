"""What signing a plan makes of the case's measures: it adds, changes and ends them, and tells of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from casework.access.policy import Person
from casework.cases.around import eligible
from casework.cases.facts import Situation
from casework.cases.measure_models import Measure, MeasureVersion
from casework.cases.measure_signed import measure_content, version_content
from casework.cases.measures import Standing, standing_in, state_of
from casework.clock import school_date
from casework.extensions import db
from casework.forms.base import CONFIDENTIALITIES, Confidentiality
from casework.forms.definition import Form, LocalisedForm
from casework.forms.measures import STATE, Change, State, changed_words, laid_over, matched, planned
from casework.forms.plan import Cells, said_again
from casework.forms.table import Table
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.records.models import Submission


def take_in_plan(
    situation: Situation,
    signed: Submission,
    definition: LocalisedForm,
    *,
    role: str,
    actor: Person,
    now: datetime,
) -> None:
    """Makes the rows of a plan that was just signed the case's measures; nothing where the form is no plan.

    What goes on is changed, what is new is added, what this plan has left out ends. All of it is told.
    """
    form = definition.in_language("sv")
    table = form.field(form.plan.measures) if form.plan else None
    if form.plan is None or not isinstance(table, Table):
        return
    pen = _Pen(situation, signed, table.confidentiality, now, _colleagues(situation, now), actor)
    rows = form.plan.rows(table, signed.answers)
    before = _to_go_on(situation.case.id, signed, table.confidentiality)
    goes_on = matched(rows, {key: one.version.cells for key, one in before.items()})
    written = [
        pen.goes_on(before.pop(key), place, row) if key else pen.adds(place, row)
        for place, (key, row) in enumerate(zip(goes_on, rows, strict=True))
    ]
    written += [pen.ends(one) for one in before.values() if _leaves(form, one)]
    db.session.flush()
    _tell(situation, signed, form, written, role=role, actor=actor, now=now)


def foreseen(
    signed: Submission, form: Form, answers: Mapping[str, Any], readable: Collection[str]
) -> list[tuple[Change, str]]:
    """What signing the version with the answers would make of each measure, and which that is.

    Empty where the form is no plan, or its measures are not for the reader.
    """
    table = form.field(form.plan.measures) if form.plan else None
    if form.plan is None or not isinstance(table, Table) or table.confidentiality not in readable:
        return []
    rows, before = form.plan.rows(table, answers), _to_go_on(signed.case_id, signed, table.confidentiality)
    goes_on = matched(rows, {key: one.version.cells for key, one in before.items()})
    found: list[tuple[Change, str]] = []
    for row, key in zip(rows, goes_on, strict=True):
        old = before.pop(key) if key else None
        change: Change = "added"
        if old:
            change = "changed" if changed_words(old.version.cells, row) else "kept"
            if change == "kept" and old.measure.ended_at:
                continue  # it has ended, and nothing becomes of it
        found.append((change, row["what"]))
    return found + [("ended", one.version.cells["what"]) for one in before.values() if _leaves(form, one)]


def as_they_stand(corrected: Submission, form: Form) -> dict[str, Any]:
    """The answers that a correction begins with: of a plan, its measures as follow-ups have left them.

    Those that were decided since, at meetings, stand below its own rows.
    """
    table = form.field(form.plan.measures) if form.plan else None
    if form.plan is None or not isinstance(table, Table):
        return dict(corrected.answers)
    rows, columns = table.rows(corrected.answers.get(table.id)), form.plan.columns_in(table)
    mine = [one for one in standing_in(corrected.case_id, CONFIDENTIALITIES) if _is_in(one, corrected)]
    for one in sorted(mine, key=lambda one: one.version.place):
        state, place = asdict(state_of(one.measure)), one.version.place
        said = {word: state[word] for word in STATE if state[word]}
        if place < len(rows) and not one.measure.meeting_id:
            rows[place] = said_again(table, columns, rows[place], said)
        elif one.measure.ended_at is None:
            rows.append(said_again(table, columns, {}, {**one.version.cells, **said}))
    return {**corrected.answers, table.id: rows}


def _is_in(one: Standing, signed: Submission) -> bool:
    return one.version.submission_id == signed.id and one.version.change != "ended"


def _to_go_on(case_id: UUID, signed: Submission, confidentiality: Confidentiality) -> dict[UUID, Standing]:
    """The measures that rows may go on with: those that run, and what the version it corrects had decided.

    None that fewer read than the plan: what it says would be hidden from who reads the plan.
    """
    known = CONFIDENTIALITIES[: _strictness(confidentiality) + 1]
    return {
        one.measure.id: one
        for one in standing_in(case_id, known)
        if one.measure.ended_at is None
        or (one.version.change != "ended" and one.version.submission_id == signed.corrects_id)
    }


def _leaves(form: Form, one: Standing) -> bool:
    """Whether the form ends a measure that it does not say any more: its own, as long as they run."""
    return one.measure.form == form.id and one.measure.ended_at is None


def _colleagues(situation: Situation, now: datetime) -> dict[str, UUID]:
    """Those around the student by name; a name that two have is nobody's."""
    around = eligible(situation.case, people.colleagues_for(situation.student, school_date(now)))
    names = [name.casefold() for name in around.values()]
    return {name.casefold(): key for key, name in around.items() if names.count(name.casefold()) == 1}


@dataclass(frozen=True)
class _Pen:
    """Writes what one signed version says of measures."""

    situation: Situation
    signed: Submission
    confidentiality: Confidentiality
    now: datetime
    colleagues: dict[str, UUID]
    actor: Person

    def adds(self, place: int, cells: Cells) -> tuple[Measure, MeasureVersion]:
        """A measure that is new."""
        measure = Measure(
            id=uuid4(),
            case_id=self.situation.case.id,
            form=self.signed.form,
            confidentiality=self.confidentiality,
            number=0,
            status="",
            effect="",
            added_at=self.now,
        )
        db.session.add(measure)
        return self._writes(measure, planned(cells), place, "added", cells)

    def goes_on(self, one: Standing, place: int, cells: Cells) -> tuple[Measure, MeasureVersion]:
        """A measure that is there already, as the plan has it now."""
        measure, before = one.measure, one.version.cells
        measure.form = self.signed.form
        measure.confidentiality = self.confidentiality
        change: Change = "changed" if changed_words(before, cells) else "kept"
        return self._writes(measure, laid_over(state_of(measure), before, cells), place, change, cells)

    def ends(self, one: Standing) -> tuple[Measure, MeasureVersion]:
        """A measure that the plan has left out."""
        state = State("stopped", one.measure.effect, "", is_ended=True)
        return self._writes(one.measure, state, one.version.place, "ended", one.version.cells)

    def _writes(
        self, measure: Measure, state: State, place: int, change: Change, cells: Cells
    ) -> tuple[Measure, MeasureVersion]:
        measure.number += 1
        named = self.colleagues.get(cells.get("responsible", "").casefold())
        measure.responsible_id = named or self.actor.id
        measure.status, measure.effect = state.status, state.effect
        measure.follow_up_on = date.fromisoformat(state.follow_up) if state.follow_up else None
        measure.ended_at = (measure.ended_at or self.now) if state.is_ended else None
        version = MeasureVersion(
            id=uuid4(),
            measure_id=measure.id,
            submission_id=self.signed.id,
            number=measure.number,
            place=place,
            change=change,
            cells=dict(cells),
            at=self.now,
        )
        db.session.flush()
        db.session.add(version)
        return measure, version


def _strictness(confidentiality: str) -> int:
    return CONFIDENTIALITIES.index(confidentiality)


def _tell(
    situation: Situation,
    signed: Submission,
    form: Form,
    written: Sequence[tuple[Measure, MeasureVersion]],
    *,
    role: str,
    actor: Person,
    now: datetime,
) -> None:
    """Binds every measure that the plan had something to say of; a plan without any tells nothing."""
    if not written:
        return
    changes = [version.change for _, version in written]
    history.record(
        What.MEASURE_DECIDED,
        situation.case.id,
        actor=actor,
        role=role,
        now=now,
        form=form.id,
        submission=str(signed.id),
        version=signed.number,
        confidentiality=max((one.confidentiality for one, _ in written), key=_strictness),
        **{change: changes.count(change) for change in ("added", "kept", "changed", "ended")},
        versions={str(version.id): version_content(version) for _, version in written},
        measures={str(measure.id): measure_content(measure) for measure, _ in written},
    )

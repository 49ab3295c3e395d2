"""Lets made-up people work on a case as real ones would: by the same actions, on days that have passed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from casework.access.policy import Person
from casework.attachments import files
from casework.cases import (
    actions,
    approvals,
    around,
    asks,
    attachments,
    consents,
    doing,
    extracts,
    following,
    notes,
    work,
)
from casework.cases.attachments import Target
from casework.cases.facts import situation_of
from casework.cases.measures import standing_in
from casework.cases.models import Approval, Case
from casework.cases.pages.carried import holdings_of
from casework.catalog import catalog
from casework.clock import school_date
from casework.demo import calls, posting
from casework.demo.answers import Writer
from casework.demo.teller import Teller
from casework.extensions import db
from casework.forms.answers import settled
from casework.forms.base import CONFIDENTIALITIES, Answers
from casework.forms.context import FormContext
from casework.forms.definition import LocalisedForm
from casework.monitoring import actions as monitoring
from casework.people import withholding
from casework.people.home import home_of
from casework.people.queries import unit
from casework.plans import actions as plans
from casework.plans.actions import FollowUp
from casework.records import actions as records
from casework.records import carried
from casework.records.carried import Origins
from casework.records.queries import definition_of, submissions_of
from casework.tasks.actions import Report
from casework.tasks.models import Task
from casework.versions.queries import model_at, model_of

EVERYTHING = FormContext(readable=frozenset(CONFIDENTIALITIES))
HALF = 2


class Story(Teller):
    """What people do in one student's case, each deed on the day on which the story stands."""

    def opens(self, by: str, stage: str, reason: str) -> None:
        """Opens the case."""
        model = model_at(unit(self.student.unit_id), school_date(self._now))
        if model is None:
            raise LookupError("the school of the demonstration follows no routine")
        actor, now = self._person(by), self._moment()
        self._case_id = actions.open_case(self.student, model, stage, reason=reason, actor=actor, now=now).id

    def does(self, by: str, action: str, note: str, *, outcome: str = "", milestone: str = "") -> None:
        """Reports on the open task of the action; what the action asks for where nothing else is said."""
        case = self._case()
        task = db.session.scalars(
            select(Task).where(Task.case_id == case.id, Task.action == action, Task.status == "open")
        ).one()
        model = model_of(case.workflow_sha).rules
        kind = milestone or model.action(action).natural
        actor, now = self._person(by), self._moment()
        doing.report_task(case, task, Report(kind, school_date(now), outcome, note), actor=actor, now=now)

    def calls(self, by: str, action: str, note: str, outcome: str = "reached") -> None:
        """Logs a contact that does the open task of the action, if one is named."""
        actor, now = self._person(by), self._moment()
        calls.call(self.student, self._case(), action, note, outcome, actor=actor, now=now)

    def signs(self, by: str, form_id: str, takes: Sequence[str] = (), **other: object) -> None:
        """Fills the form in and signs it; `other` are answers that differ from the usual ones.

        The fields that it `takes` have the value from elsewhere that they are offered, or what is written
        over it in `other`.
        """
        case, form = self._case(), catalog().forms[form_id]
        actor, now = self._person(by), self._moment()
        draft = work.begin_form(case, form, actor=actor, now=now)
        origins = self._offered(case, form, takes, actor, now)
        written = {**self._written(form, by), **_values(origins), **other}
        answers = settled(form.in_language("sv"), written, EVERYTHING)
        work.finalise_form(case, draft, form, answers, origins=_stored(origins), actor=actor, now=now)

    def begins(self, by: str, form_id: str, takes: Sequence[str] = (), **other: object) -> None:
        """Fills in the first half of the form and goes on another day."""
        case, form = self._case(), catalog().forms[form_id]
        actor, now = self._person(by), self._moment()
        draft = work.begin_form(case, form, actor=actor, now=now)
        origins = self._offered(case, form, takes, actor, now)
        answers = list(self._written(form, by).items())
        half = {**dict(answers[: len(answers) // HALF]), **_values(origins), **other}
        kept, seen = _stored(origins), draft.revision
        records.save_draft(draft, half, origins=kept, revision=seen, actor=actor, now=now)

    def follows_up(self, by: str, what: str, said: FollowUp) -> None:
        """Follows up the measure that is called so."""
        case, actor, now = self._case(), self._person(by), self._moment()
        found = standing_in(case.id, CONFIDENTIALITIES)
        measure = next(one.measure for one in found if one.version.cells["what"] == what)
        plans.follow_up(case, measure, said, seen=str(measure.revision), actor=actor, now=now)

    def moves(
        self, by: str, transition: str, target: str = "", *, reason: str = "", summary: str = ""
    ) -> None:
        """Takes the step, or asks for its approval."""
        case, actor, now = self._case(), self._person(by), self._moment()
        actions.advance_case(case, transition, target, reason=reason, summary=summary, actor=actor, now=now)

    def decides(self, by: str, *, is_approved: bool, reason: str) -> None:
        """Decides about the request that waits."""
        case = self._case()
        approval = db.session.scalars(
            select(Approval).where(Approval.case_id == case.id, Approval.status == "pending")
        ).one()
        actor, now = self._person(by), self._moment()
        approvals.decide_approval(
            case, approval, is_approved=is_approved, reason=reason, actor=actor, now=now
        )

    def monitors(self, by: str, kind: str, text: str, names: Sequence[str], **said: Any) -> None:
        """Notes something of the guardians called so, or of all of them, in the monitoring of the case.

        `days` says how many days ahead the day lies that goes with it.
        """
        actor, now = self._person(by), self._moment()
        home, days = home_of(self.student, school_date(now)), said.pop("days", None)
        about = tuple(str(one.guardian.id) for one in home if not names or one.guardian.name in names)
        until = school_date(now) + timedelta(days=days) if days else None
        noted = monitoring.Said(kind, school_date(now), about, until=until, text=text, **said)
        monitoring.note_act(self._case(), noted, actor=actor, now=now)

    def consents(self, by: str, purpose: str, given_by: str, scope: str) -> None:
        """Notes a consent that somebody has given."""
        case, actor, now = self._case(), self._person(by), self._moment()
        day = school_date(now)
        consents.record_consent(
            case,
            purpose,
            given_by=given_by,
            given_on=day,
            scope=scope,
            valid_to=day + timedelta(days=180),
            actor=actor,
            now=now,
        )

    def releases(self, by: str, form_id: str, fields: tuple[str, ...], *, to: str, reason: str) -> None:
        """Releases answers of the signed form to an authority by consent; all at the school read it."""
        case, actor, now = self._case(), self._person(by), self._moment()
        signed = next(one for one in submissions_of([case.id]) if one.form == form_id and one.finalised_at)
        form, workflow = definition_of(signed).in_language("sv"), model_of(case.workflow_sha).rules
        classes = {one: form.field(one).confidentiality for one in fields}
        grounds = actor.table.grounds_in(workflow.country, "sv")
        held = extracts.Held(classes, {"school"}, grounds, workflow.country)
        said = ("school", "authority", to, None, "consent", school_date(now), reason)
        extracts.release_extract(case, signed, extracts.Wanted(fields, *said), held, actor=actor, now=now)

    def withholds(
        self, by: str, guardian: str, form_id: str, fields: tuple[str, ...], *, reason: str
    ) -> None:
        """Keeps the answers to questions of the form from one of those at home."""
        actor, now = self._person(by), self._moment()
        home = home_of(self.student, school_date(now))
        bond = next(one.bond for one in home if one.guardian.name == guardian)
        withholding.withhold(bond, form_id, fields, reason, actor=actor, now=now)

    def notes(self, by: str, text: str, confidentiality: str = "school") -> None:
        """Writes a note about the day."""
        case, actor, now = self._case(), self._person(by), self._moment()
        day = school_date(now)
        notes.write_note(case, text, confidentiality=confidentiality, happened_on=day, actor=actor, now=now)

    def attaches(self, by: str, title: str, content: bytes) -> None:
        """Attaches a file to the case, for everybody at the school who works on it."""
        case, actor, now = self._case(), self._person(by), self._moment()
        with files.received(io.BytesIO(content)) as arrived:
            attachments.attach_file(case, Target("school"), title, arrived, actor=actor, now=now)

    def posts(self, by: str, kind: str, to: str, way: str, number: str = "") -> None:
        """Sends a letter: to the body that is named, or to somebody at home."""
        case, actor, now = self._case(), self._person(by), self._moment()
        posting.post(case, kind, to, way, number=number, actor=actor, now=now)

    def follows(self, by: str) -> None:
        """Follows the case from this day on."""
        following.follow(self._case().id, actor=self._person(by), now=self._moment())

    def asks(self, by: str, way: str, reason: str) -> None:
        """Asks those who may for a move or for help."""
        case, actor, now = self._case(), self._person(by), self._moment()
        asks.ask_others(case, way, reason, confidentiality="school", actor=actor, now=now)

    def names(self, by: str, username: str) -> None:
        """Names a colleague as responsible for the case."""
        case, actor, colleague = self._case(), self._person(by), self._person(username)
        around.name_responsible(case, colleague.id, actor=actor, now=self._moment())

    def adds(self, by: str, name: str, body: str, phone: str) -> None:
        """Adds somebody from outside the school who takes part."""
        case, actor, now = self._case(), self._person(by), self._moment()
        who = around.Somebody(name, body, phone)
        around.add_participant(case, who, school_date(now), actor=actor, now=now)

    def _written(self, form: LocalisedForm, by: str) -> Answers:
        name, day = self._person(by).name, school_date(self._now)
        return Writer(form.in_language("sv"), name=name, student=self.student.given_name, on=day).answers()

    def _offered(
        self, case: Case, form: LocalisedForm, takes: Sequence[str], actor: Person, now: datetime
    ) -> Origins:
        if not takes:
            return {}
        situation, guardians = situation_of(case, actor, now), home_of(self.student, school_date(now))
        rules = form.in_language("sv")
        holdings = holdings_of(rules, situation, guardians, "", now)
        offered = carried.offers(rules, holdings, EVERYTHING)
        return {field: offered[field] for field in takes}


def _values(origins: Origins) -> Answers:
    return {field: origin.value for field, origin in origins.items()}


def _stored(origins: Origins) -> records.Stored:
    return {field: origin.stored() for field, origin in origins.items()}

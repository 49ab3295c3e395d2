"""Filling in forms: beginning, saving, signing and correcting them, in the right role or not."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from casework.access.policy import Person
from casework.cases import work
from casework.cases.models import Case
from casework.catalog import catalog
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.forms.answers import settled
from casework.records import actions as records
from casework.records import queries as kept
from casework.records.models import Submission
from tests.filling import EVERYTHING, asked
from tests.property.machine import ONE, SOMEBODY, Followed, Machine
from tests.property.oracle import CLOSING, FORWARD, SIGNERS
from tests.property.staff import Colleague

FORM = st.sampled_from(sorted(SIGNERS))
PART = st.sampled_from(("yes", "partly", "no"))
EVALUATION, PART_FIELD = "in_depth_evaluation", "school_did_its_part"


class Papers(Machine):
    """Whatever is written in forms."""

    @rule(which=ONE, who=SOMEBODY, form=FORM, part=PART)
    def signs(self, which: int, who: int, form: str, part: str) -> None:
        """Somebody fills a form in from beginning to end and signs it."""
        self.fills_in(self.a_case(which), self.staff.somebody(who, SIGNERS[form]), form, part, None)

    @rule(who=SOMEBODY, form=ONE, part=PART)
    def signs_what_is_needed(self, who: int, form: int, part: str) -> None:
        """Somebody signs a form that the next step or the closing needs."""
        one = self.a_case(1)
        needed = sorted(next((forms for at, forms in FORWARD.values() if at == one.ledger.stage), ()))
        names = [*needed, *needed, CLOSING]
        name = names[form % len(names)]
        self.fills_in(one, self.staff.somebody(who, SIGNERS[name]), name, part, None)

    @rule(which=ONE, who=SOMEBODY, version=ONE, part=PART)
    def corrects(self, which: int, who: int, version: int, part: str) -> None:
        """Somebody corrects a version, the newest or an old one."""
        one = self.a_case(which)
        found = self.a_row(one, Submission, version)
        if found:
            with self.app.app_context():
                form = db.session.get_one(Submission, found).form
            self.fills_in(one, self.staff.somebody(who, SIGNERS[form]), form, part, found)

    def fills_in(self, one: Followed, who: Colleague, form: str, part: str, corrected: UUID | None) -> None:
        """Whoever it is tries to sign a new version; `part` is what it says about the school's own part."""
        signed: list[Submission] = []

        def act(case: Case, actor: Person) -> None:
            definition = catalog().forms[form]
            old = db.session.get(Submission, corrected) if corrected else None
            draft = work.begin_form(case, definition, actor=actor, now=self.now, corrects=old)
            answers = asked(
                definition.in_language("sv"), {"school_did_its_part": part} if form == EVALUATION else {}
            )
            answers = settled(definition.in_language("sv"), answers, EVERYTHING)
            work.finalise_form(case, draft, definition, answers, actor=actor, now=self.now)
            signed.append(draft)

        if self.done(one, who, act):
            assert one.ledger.may_sign(form, who.roles(one.ledger.is_handed_over))
            one.ledger.signs(form, who.name, part if form == EVALUATION else "")
            one.kept.drafts.pop(signed[0].id, None)
            one.kept.signed[signed[0].id] = dict(signed[0].answers)
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, form=FORM, much=ONE, is_late=st.booleans())
    def writes(self, which: int, who: int, form: str, much: int, is_late: bool) -> None:
        """Somebody saves a part of a form; one who is late has not seen what was saved last."""
        one, colleague = self.a_case(which), self.staff.somebody(who, SIGNERS[form])
        saved: list[Submission] = []

        def act(case: Case, actor: Person) -> None:
            definition = catalog().forms[form]
            draft = work.begin_form(case, definition, actor=actor, now=self.now)
            answers = dict(list(asked(definition.in_language("sv")).items())[: much % 9])
            seen = draft.revision - 1 if is_late else draft.revision
            records.save_draft(draft, answers, revision=seen, actor=actor, now=self.now)
            saved.append(draft)

        if self.done(one, colleague, act):
            assert not is_late
            one.kept.drafts[saved[0].id] = dict(saved[0].answers)
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, version=ONE)
    def writes_in_what_is_signed(self, which: int, who: int, version: int) -> None:
        """Somebody tries to save in a version: drafts take it, what is signed never does."""
        one, colleague = self.a_case(which), self.staff.people[who % 3]
        found = self.a_row(one, Submission, version)
        if found is None:
            return

        def act(case: Case, actor: Person) -> None:
            draft = kept.submission_in(case.id, found)
            if draft is None:  # put away: it is nobody's to write in
                raise NotAcceptable("not_there")
            records.save_draft(draft, {"x": "y"}, revision=draft.revision, actor=actor, now=self.now)

        if self.done(one, colleague, act):
            assert found in one.kept.drafts
            one.kept.drafts[found] = {"x": "y"}
        self.look(one)

"""Annulling a case and taking things back, by who may and who may not."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from casework.access.policy import Person
from casework.cases import annulments, undo, work
from casework.cases.act_models import Annulment
from casework.cases.models import Approval, Case, Consent
from casework.catalog import catalog
from casework.extensions import db
from casework.records import actions as records
from casework.records.models import Submission
from casework.tasks.models import Task
from tests.property.errands import Errands
from tests.property.machine import ONE, REASON, SOMEBODY, Followed
from tests.property.oracle import DOERS, RECTOR, SIGNERS, TEAM
from tests.property.papers import FORM
from tests.property.staff import Colleague

DECIDERS = frozenset({RECTOR, TEAM})


class Mistakes(Errands):
    """Whatever people do about what should not have been done."""

    @rule(which=ONE, who=SOMEBODY, reason=REASON)
    def asks_to_annul(self, which: int, who: int, reason: str) -> None:
        """Somebody says that the case is about the wrong student."""
        self._asks(self.a_case(which), self.staff.somebody(who, frozenset({TEAM})), reason)

    @rule(who=SOMEBODY, second=SOMEBODY, is_confirmed=st.booleans())
    def annuls(self, who: int, second: int, is_confirmed: bool) -> None:
        """Somebody asks for the newest case to be annulled, and somebody decides at once."""
        one = self.a_case(1)
        self._asks(one, self.staff.somebody(who | 1, frozenset({TEAM})), "Fel elev.")
        found = self.a_row(one, Annulment, 1)
        if found:
            self._decides_it(one, self.staff.somebody(second | 1, DECIDERS), found, is_confirmed, "Nej.")

    def _asks(self, one: Followed, colleague: Colleague, reason: str) -> None:
        ledger = one.ledger

        def act(case: Case, actor: Person) -> None:
            annulments.request_annulment(case, reason, actor=actor, now=self.now)

        is_free = not ledger.wish and not ledger.is_annulled
        is_allowed = is_free and bool(reason.strip() and colleague.roles(False))  # never the administration
        assert self.done(one, colleague, act) == is_allowed
        if is_allowed:
            ledger.wish = colleague.name
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, wish=ONE, is_confirmed=st.booleans(), reason=REASON)
    def decides_about_annulling(
        self, which: int, who: int, wish: int, is_confirmed: bool, reason: str
    ) -> None:
        """Somebody annuls the case as a second person, or leaves it as it is."""
        one = self.a_case(which)
        found = self.a_row(one, Annulment, wish)
        if found:
            self._decides_it(one, self.staff.somebody(who, DECIDERS), found, is_confirmed, reason)

    def _decides_it(
        self, one: Followed, colleague: Colleague, found: UUID, is_confirmed: bool, reason: str
    ) -> None:
        ledger = one.ledger
        with self.app.app_context():
            waits = db.session.get_one(Annulment, found).status == "pending"

        def act(case: Case, actor: Person) -> None:
            asked = annulments.annulment_in(case.id, found)
            annulments.decide_annulment(
                case, asked, is_confirmed=is_confirmed, reason=reason, actor=actor, now=self.now
            )

        is_second = waits and ledger.wish != colleague.name
        may = bool(colleague.roles(ledger.is_handed_over) & DECIDERS)
        is_allowed = is_second and may and (is_confirmed or bool(reason.strip()))
        assert self.done(one, colleague, act) == is_allowed
        if is_allowed:
            ledger.wish = ""
        if is_allowed and is_confirmed:
            ledger.annuls()
            one.kept.put_away |= one.kept.drafts
            one.kept.drafts = {}
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, wish=ONE)
    def annuls_no_more(self, which: int, who: int, wish: int) -> None:
        """Somebody takes back the request to annul; only who made it can."""
        one = self.a_case(which)
        colleague, found = self.who_asked(one.ledger.wish, who), self.a_row(one, Annulment, wish)
        if found is None:
            return
        with self.app.app_context():
            waits = db.session.get_one(Annulment, found).status == "pending"

        def act(case: Case, actor: Person) -> None:
            annulments.withdraw_annulment(
                case, annulments.annulment_in(case.id, found), actor=actor, now=self.now
            )

        is_allowed = waits and one.ledger.wish == colleague.name
        assert self.done(one, colleague, act) == is_allowed
        if is_allowed:
            one.ledger.wish = ""
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, request=ONE)
    def asks_no_more(self, which: int, who: int, request: int) -> None:
        """Somebody takes back a request for the hand-over; only who made it can."""
        one = self.a_case(which)
        found, asked = self.a_row(one, Approval, request), one.ledger.request
        colleague = self.who_asked(asked.by if asked else "", who)
        if found is None:
            return
        with self.app.app_context():
            waits = db.session.get_one(Approval, found).status == "pending"

        def act(case: Case, actor: Person) -> None:
            undo.withdraw_approval(case, db.session.get_one(Approval, found), actor=actor, now=self.now)

        is_allowed = waits and asked is not None and asked.by == colleague.name
        assert self.done(one, colleague, act) == is_allowed
        if is_allowed:
            one.ledger.request = None
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, form=FORM)
    def puts_away(self, which: int, who: int, form: str) -> None:
        """Somebody begins a form, or goes on with it, and then puts the draft away."""
        one, drafts = self.a_case(which), list[Submission]()

        def act(case: Case, actor: Person) -> None:
            draft = work.begin_form(case, catalog().forms[form], actor=actor, now=self.now)
            answers = {**draft.answers, "x": str(who)}
            records.save_draft(draft, answers, revision=draft.revision, actor=actor, now=self.now)
            undo.discard_form(case, draft, actor=actor, now=self.now)
            drafts.append(draft)

        if self.done(one, self.staff.somebody(who, SIGNERS[form]), act):
            assert one.ledger.stage != "closed"
            one.kept.drafts.pop(drafts[0].id, None)
            one.kept.put_away[drafts[0].id] = dict(drafts[0].answers)
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, version=ONE)
    def puts_away_what_may_be_signed(self, which: int, who: int, version: int) -> None:
        """Somebody tries to put a version away: what is signed stays."""
        one = self.a_case(which)
        found = self.a_row(one, Submission, version)
        if found is None:
            return

        def act(case: Case, actor: Person) -> None:
            undo.discard_form(case, db.session.get_one(Submission, found), actor=actor, now=self.now)

        if self.done(one, self.staff.somebody(who, frozenset({TEAM})), act):
            one.kept.put_away[found] = one.kept.drafts.pop(found)
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, place=ONE)
    def fetches_again(self, which: int, who: int, place: int) -> None:
        """Somebody goes on with a draft that was put away: all that stood in it is there."""
        one, fetched = self.a_case(which), list[Submission]()
        away = list(one.kept.put_away)
        if not away:
            return
        found = away[place % len(away)]

        def act(case: Case, actor: Person) -> None:
            put_away = undo.discarded_in(case.id, found)
            assert put_away
            fetched.append(undo.restore_form(case, put_away, actor=actor, now=self.now))

        if self.done(one, self.staff.somebody(who, frozenset({TEAM})), act):
            assert one.ledger.stage != "closed"
            assert fetched[0].answers == one.kept.put_away[found]
            one.kept.drafts[fetched[0].id] = dict(fetched[0].answers)
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, task=ONE, reason=REASON)
    def opens_a_task_again(self, which: int, who: int, task: int, reason: str) -> None:
        """Somebody opens a task again; never one on which something rests."""
        one = self.a_case(which)
        done = [task for task, _, _ in one.ledger.reported]
        found = done[-1 - task // 2 % len(done)] if task % 2 and done else self.a_row(one, Task, task)
        if found:
            self._opens_again(one, who, found, reason)

    @rule(who=SOMEBODY, task=ONE, outcome=ONE)
    def does_and_undoes(self, who: int, task: int, outcome: int) -> None:
        """Somebody who may does what is asked for, and takes it back."""
        one = self.a_case(1)
        found = self.a_row(one, Task, task | 1)
        if found:
            self.reports_on(one, who | 1, found, (0, outcome), "Så blev det.")
            self._opens_again(one, who | 1, found, "Det var fel elev.")

    def _opens_again(self, one: Followed, who: int, found: UUID, reason: str) -> None:
        with self.app.app_context():
            row = db.session.get_one(Task, found)
            was, action = row.status, row.action

        def act(case: Case, actor: Person) -> None:
            undo.reopen_task(case, db.session.get_one(Task, found), reason, actor=actor, now=self.now)

        doer = frozenset({DOERS.get(action, TEAM)})
        if self.done(one, self.staff.somebody(who, doer), act):
            assert was in ("done", "waived")
            assert reason.strip()
            assert one.ledger.stage != "closed"
            assert one.ledger.request is None
            if was == "done":
                one.ledger.takes_back(found, action)
            assert one.ledger.rests_on_nothing_that_is_gone()
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, consent=ONE, reason=REASON)
    def noted_a_consent_by_mistake(self, which: int, who: int, consent: int, reason: str) -> None:
        """Somebody says that a consent was never given."""
        one = self.a_case(which)
        found: UUID | None = self.a_row(one, Consent, consent)
        if found is None:
            return

        def act(case: Case, actor: Person) -> None:
            undo.retract_consent(case, db.session.get_one(Consent, found), reason, actor=actor, now=self.now)

        if self.done(one, self.staff.somebody(who, frozenset({TEAM})), act):
            assert reason.strip()
            assert one.ledger.consents.pop(found)
        self.look(one)

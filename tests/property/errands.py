"""Doing tasks and noting consents, in the right role and order or not."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from casework.access.policy import Person
from casework.cases import consents, doing
from casework.cases.facts import situation_of
from casework.cases.models import Case, Consent
from casework.clock import school_date
from casework.engine.actions import Decision
from casework.extensions import db
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests.property.invariants import NOBODY
from tests.property.machine import ONE, REASON, SOMEBODY, Followed, Machine
from tests.property.oracle import TEAM


class Errands(Machine):
    """Whatever is done between the steps."""

    @rule(which=ONE, who=SOMEBODY, task=ONE, kind=ONE, outcome=ONE, note=REASON)
    def reports(self, which: int, who: int, task: int, kind: int, outcome: int, note: str) -> None:
        """Somebody notes something about a task that is open, or was."""
        one = self.a_case(which)
        found = self.a_row(one, Task, task)
        if found:
            self.reports_on(one, who, found, (kind, outcome), note)

    @rule(who=SOMEBODY, task=ONE, outcome=ONE)
    def does_what_is_open(self, who: int, task: int, outcome: int) -> None:
        """Somebody who may does what is asked for."""
        one = self.a_case(1)
        found = self.a_row(one, Task, task | 1)
        if found:
            self.reports_on(one, who | 1, found, (0, outcome), "Så blev det.")

    def reports_on(self, one: Followed, who: int, task: UUID, what: tuple[int, int], note: str) -> None:
        """Somebody, every other time one who may, notes the milestone and outcome with these numbers."""
        with self.app.app_context():
            row, case = db.session.get_one(Task, task), db.session.get_one(Case, one.id)
            name, was = row.action, row.status
            action = situation_of(case, NOBODY, self.now).workflow.action(name)
        kinds = (*action.milestones, "other")
        options = [*action.options, "other"] if isinstance(action, Decision) else [""]
        kind, outcome = kinds[what[0] % len(kinds)], options[what[1] % len(options)]
        report = Report(kind, school_date(self.now), outcome, note)

        def act(case: Case, actor: Person) -> None:
            doing.report_task(case, db.session.get_one(Task, task), report, actor=actor, now=self.now)

        colleague = self.staff.somebody(who, frozenset(action.by))
        if self.done(one, colleague, act):
            roles = colleague.roles(one.ledger.is_handed_over)
            assert was == "open"
            assert one.ledger.may_report(name, kind, roles, note, school_date(self.now))
            one.ledger.reports(task, name, kind)
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, task=ONE, reason=REASON)
    def waives(self, which: int, who: int, task: int, reason: str) -> None:
        """Somebody says that a task is not needed."""
        one = self.a_case(which)
        found = self.a_row(one, Task, task)
        if found is None:
            return

        def act(case: Case, actor: Person) -> None:
            doing.waive_task(case, db.session.get_one(Task, found), reason, actor=actor, now=self.now)

        if self.done(one, self.staff.people[who % len(self.staff.people)], act):
            assert reason.strip()
            assert one.ledger.stage != "closed"
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, days=st.integers(-1, 2))
    def consents(self, which: int, who: int, days: int) -> None:
        """Somebody notes a consent that holds for some days, or held until yesterday."""
        one, colleague = self.a_case(which), self.staff.somebody(who, frozenset({TEAM}))
        until = school_date(self.now) + timedelta(days=days)

        def act(case: Case, actor: Person) -> None:
            consent = consents.record_consent(
                case,
                "share_with_partners",
                given_by="Hemmet",
                given_on=school_date(self.now),
                scope="Mötet",
                valid_to=until,
                actor=actor,
                now=self.now,
            )
            one.ledger.consents[consent.id] = until

        may = one.ledger.stage != "closed" and TEAM in colleague.roles(one.ledger.is_handed_over)
        assert self.done(one, colleague, act) == may
        self.look(one)

    @rule(which=ONE, who=SOMEBODY, consent=ONE)
    def withdraws(self, which: int, who: int, consent: int) -> None:
        """Somebody notes that a consent no longer holds."""
        one = self.a_case(which)
        found = self.a_row(one, Consent, consent)
        if found is None:
            return

        def act(case: Case, actor: Person) -> None:
            consents.withdraw_consent(case, db.session.get_one(Consent, found), actor=actor, now=self.now)

        if self.done(one, self.staff.somebody(who, frozenset({TEAM})), act):
            assert one.ledger.consents.pop(found)
        self.look(one)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        """Nobody does anything for a while."""
        self.now += timedelta(days=days)

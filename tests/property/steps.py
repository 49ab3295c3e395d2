"""Opening cases, taking steps and deciding about requests, allowed or not."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from casework.cases import actions, approvals
from casework.cases.facts import situation_of
from casework.cases.models import Approval, Case
from casework.catalog import catalog
from casework.errors import CaseworkError
from casework.extensions import db
from casework.people.models import Student
from tests import factories
from tests.property.machine import A_WHILE, ONE, REASON, SOMEBODY, Followed
from tests.property.oracle import FORWARD, MENTOR, RECTOR, SIGNERS, STAGES, TEAM, Ledger
from tests.property.papers import Papers
from tests.property.staff import Colleague

BACK = ("return_to_school", "step_back", "start_again", "close", "close_monitoring", "reopen")
TARGETS = (*STAGES, "closed")
TEAM_ONLY, OPENERS = frozenset({TEAM}), frozenset({TEAM, MENTOR, RECTOR})


class Steps(Papers):
    """Whatever moves a case."""

    @initialize(who=SOMEBODY, rungs=st.sampled_from((4, 0, 3, 2, 1)))
    def begins(self, who: int, rungs: int) -> None:
        """One of the team opens the student's first case, and the right people take it some steps up."""
        opened = self._opened(self.staff.somebody(1, TEAM_ONLY), STAGES[0], "Borta på förmiddagarna.")
        assert opened
        self.cases.append(Followed(opened, Ledger(stage=STAGES[0])))
        for _ in range(rungs):
            self.climbs(who)

    def climbs(self, who: int) -> None:
        """Everything that the next step up needs, by people who may; then the step."""
        one = self.a_case(1)
        place = STAGES.index(one.ledger.stage)
        name, target = list(FORWARD)[place], STAGES[place + 1]
        for form in sorted(FORWARD[name][1]):
            self.fills_in(one, self.staff.somebody(who | 1, SIGNERS[form]), form, "yes", None)
        self._steps(one, self.staff.somebody(who | 1, TEAM_ONLY), name, target, "Det går vidare.")
        rectors = (one for one in self.staff.people if one.held == {RECTOR})
        if name == "hand_over":
            self._decides(one, next(rectors), self.a_row(one, Approval, 0), True, "")
        assert one.ledger.stage == target

    @rule(who=SOMEBODY, stage=st.sampled_from(STAGES[:3]), reason=REASON)
    def opens(self, who: int, stage: str, reason: str) -> None:
        """Somebody opens a case; only where the student has none that is open."""
        colleague = self.staff.somebody(who, OPENERS)
        is_free = all(one.ledger.stage == "closed" for one in self.cases)
        opened = self._opened(colleague, stage, reason)
        assert bool(opened) == (is_free and Ledger().may_open(stage, colleague.roles(False), reason))
        if opened:
            self.cases.append(Followed(opened, Ledger(stage=stage)))
            self.look(self.cases[-1])

    def _opened(self, who: Colleague, target: str, reason: str) -> UUID | None:
        self.now += A_WHILE
        try:
            with factories.work(self.app):
                student, model = db.session.get_one(Student, self.student), catalog().workflows["five-step"]
                case = actions.open_case(
                    student, model, target, reason=reason, actor=who.person, now=self.now
                )
                return case.id
        except CaseworkError:
            return None

    @rule(which=ONE, who=SOMEBODY, name=st.sampled_from((*FORWARD, *BACK)), to=ONE, reason=REASON)
    def takes_any_step(self, which: int, who: int, name: str, to: int, reason: str) -> None:
        """Somebody tries a step, whether the page offers it or not."""
        colleague = self.staff.people[who % len(self.staff.people)]
        self._steps(self.a_case(which), colleague, name, TARGETS[to % len(TARGETS)], reason)

    @rule(which=ONE, who=SOMEBODY, way=ONE, reason=REASON)
    def takes_a_way_out(self, which: int, who: int, way: int, reason: str) -> None:
        """Somebody tries a step that leads from where the case stands."""
        one = self.a_case(which)
        with self.app.app_context():
            case = db.session.get_one(Case, one.id)
            ways = situation_of(case, self.staff.people[0].person, self.now).steps
        if not ways:  # a case that was annulled leads nowhere
            return
        step = ways[way % len(ways)]
        colleague = self.staff.somebody(who, frozenset(step.transition.by))
        self._steps(one, colleague, step.transition.id, step.target, reason)

    @rule(who=SOMEBODY, reason=REASON)
    def goes_on(self, who: int, reason: str) -> None:
        """Somebody tries the next step up."""
        one = self.a_case(1)
        if one.ledger.stage in STAGES[:4]:
            place = STAGES.index(one.ledger.stage)
            name, target = list(FORWARD)[place], STAGES[place + 1]
            self._steps(one, self.staff.somebody(who, TEAM_ONLY), name, target, reason)

    def _steps(self, one: Followed, who: Colleague, name: str, target: str, reason: str) -> None:
        """The step is taken exactly when the oracle allows it; a hand-over is asked for."""
        ledger, others = one.ledger, [other for other in self.cases if other is not one]
        is_allowed = ledger.may(name, target, who.roles(ledger.is_handed_over), reason)
        if name == "reopen":
            is_allowed = is_allowed and all(other.ledger.stage == "closed" for other in others)
        is_done = self.done(
            one,
            who,
            lambda case, actor: actions.advance_case(
                case, name, target, reason=reason, summary="I korthet.", actor=actor, now=self.now
            ),
        )
        assert is_done == is_allowed, f"{who.name}: {name} to {target}, {ledger}"
        if is_done and name == "hand_over":
            ledger.asks(who.name, reason)
        elif is_done:
            ledger.moves(name, target)
        self.look(one)

    @rule(which=ONE, request=ONE, who=SOMEBODY, is_approved=st.booleans(), reason=REASON)
    def decides(self, which: int, request: int, who: int, is_approved: bool, reason: str) -> None:
        """Somebody decides about a request, one that waits or an old one."""
        one = self.a_case(which)
        approval = self.a_row(one, Approval, request)
        if approval:
            self._decides(one, self.staff.somebody(who, frozenset({RECTOR})), approval, is_approved, reason)

    def _decides(
        self, one: Followed, who: Colleague, approval: UUID | None, is_approved: bool, reason: str
    ) -> None:
        ledger = one.ledger
        with self.app.app_context():
            waits = db.session.get_one(Approval, approval).status == "pending"
        may = ledger.may_approve if is_approved else ledger.may_decide
        is_reasoned = is_approved or bool(reason.strip())
        is_allowed = waits and is_reasoned and may(who.name, who.roles(ledger.is_handed_over))
        is_done = self.done(
            one,
            who,
            lambda case, actor: approvals.decide_approval(
                case,
                db.session.get_one(Approval, approval),
                is_approved=is_approved,
                reason=reason,
                actor=actor,
                now=self.now,
            ),
        )
        assert is_done == is_allowed, f"{who.name} decides: {ledger}"
        if is_done and is_approved:
            ledger.moves("hand_over", STAGES[4])
        elif is_done:
            ledger.request = None
        self.look(one)

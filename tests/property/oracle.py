"""The rules of the five-step model written down a second time, by hand and not from its file.

What the program lets happen is measured against this; nothing here asks the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

STAGES = ("report", "mapping", "investigation", "analysis", "compulsory_school_monitoring")
SCHOOL_STAGES = STAGES[:4]

TEAM, MENTOR, RECTOR, ADMINISTRATION = "student_health_team", "mentor", "rector", "administration"
COUNSELLOR, NURSE = "school_counsellor", "school_nurse"
CLOSING, ASSESSMENT = "closing_evaluation", "compulsory_school_assessment"

# One stage up: from where, and what has to be signed since the case was opened or begun again.
FORWARD: dict[str, tuple[str, frozenset[str]]] = {
    "start_mapping": ("report", frozenset({"student_guardian_checklist"})),
    "start_investigation": ("mapping", frozenset({"initial_mapping", "school_social_mapping"})),
    "start_analysis": ("investigation", frozenset({"absence_investigation", "attendance_action_plan"})),
    "hand_over": ("analysis", frozenset({"in_depth_evaluation", "authority_report"})),
}
SIGNERS: dict[str, frozenset[str]] = {
    "student_guardian_checklist": frozenset({MENTOR}),
    "initial_mapping": frozenset({MENTOR}),
    "school_social_mapping": frozenset({COUNSELLOR}),
    "absence_investigation": frozenset({TEAM}),
    "attendance_action_plan": frozenset({TEAM}),
    "in_depth_evaluation": frozenset({TEAM}),
    "network_meeting_notes": frozenset({TEAM}),
    "authority_report": frozenset({TEAM}),
    ASSESSMENT: frozenset({ADMINISTRATION}),
    CLOSING: frozenset({MENTOR, TEAM, RECTOR, ADMINISTRATION}),
}
HAND_OVER_FORMS = FORWARD["hand_over"][1] | {"network_meeting_notes"}
# Who does what between the steps; what is not here is a form, and is done by signing it.
DOERS: dict[str, str] = {
    **dict.fromkeys(
        ("contact_student", "contact_home", "tell_health_team", "ask_what_school_can_do"), MENTOR
    ),
    **dict.fromkeys(("start_adaptations",), MENTOR),
    **dict.fromkeys(("listen_to_student", "listen_to_home", "share_plan", "review_measures"), TEAM),
    **dict.fromkeys(("consider_cooperation", "sip_meeting"), TEAM),
    **dict.fromkeys(
        ("acceptance", "talk_with_rector", "hear_student_and_home", "tell_outcome"), ADMINISTRATION
    ),
}
DECISIONS = ("acceptance", "consider_cooperation")
AFTER_ACCEPTANCE = ("talk_with_rector", "hear_student_and_home", "tell_outcome")
HALFWAY = ("tried", "called")


@dataclass(frozen=True)
class Signed:
    """A signed form of this round: by whom, and what it says about the school's part."""

    by: str
    did_its_part: str = ""


@dataclass(frozen=True)
class Asked:
    """A request for the hand-over: by whom, with which reason, and who signed what it rests on."""

    by: str
    reason: str
    authors: frozenset[str]


@dataclass
class Ledger:
    """One case as somebody would follow it with paper and pencil."""

    stage: str = "new"
    closed_in: str = ""
    signed: dict[str, Signed] = field(default_factory=dict)
    reported: list[tuple[Any, str, str]] = field(default_factory=list)  # of this round: task, action, what
    request: Asked | None = None
    wish: str = ""  # who has asked for the case to be annulled
    is_annulled: bool = False
    consents: dict[Any, date] = field(default_factory=dict)

    @property
    def sip_held(self) -> bool:
        """Whether a meeting with others has been held in this round."""
        return any((action, kind) == ("sip_meeting", "held") for _, action, kind in self.reported)

    @property
    def accepted(self) -> bool:
        """Whether the administration has decided to take the case on."""
        return any(action == "acceptance" for _, action, _ in self.reported)

    @property
    def is_handed_over(self) -> bool:
        """Whether the administration has the case, or had it when it was closed."""
        return STAGES[4] in (self.stage, self.closed_in if self.stage == "closed" else "")

    def may_open(self, target: str, roles: frozenset[str], reason: str) -> bool:
        """Who opens a case, and in which steps; always with a reason."""
        return (
            target in ("report", "mapping") and bool(roles & {MENTOR, TEAM, RECTOR}) and bool(reason.strip())
        )

    def may(self, transition: str, target: str, roles: frozenset[str], reason: str) -> bool:
        """Whether somebody with the roles may take the step now (or ask for it, with a hand-over)."""
        if transition in FORWARD:
            return self._may_go_forward(transition, target, roles, reason)
        rules = {
            "return_to_school": self._may_return,
            "step_back": self._may_step_back,
            "start_again": self._may_start_again,
            "close": self._may_close,
            "close_monitoring": self._may_close_monitoring,
            "reopen": self._may_reopen,
        }
        return transition in rules and rules[transition](target, roles, bool(reason.strip()))

    def _may_go_forward(self, transition: str, target: str, roles: frozenset[str], reason: str) -> bool:
        source, forms = FORWARD[transition]
        is_next = self.stage == source and target == STAGES[STAGES.index(source) + 1]
        is_ready = is_next and TEAM in roles and forms <= set(self.signed)
        if transition != "hand_over" or not is_ready:
            return is_ready
        return self.request is None and self._has_ground(reason)

    def _has_ground(self, reason: str) -> bool:
        """The hand-over rests on the school's part being done (or a reason), and on notes of any meeting."""
        did_its_part = self.signed["in_depth_evaluation"].did_its_part == "yes" or bool(reason.strip())
        return did_its_part and (not self.sip_held or "network_meeting_notes" in self.signed)

    def _may_return(self, target: str, roles: frozenset[str], with_reason: bool) -> bool:
        return self.stage == STAGES[4] and target == "analysis" and ADMINISTRATION in roles and with_reason

    def _may_step_back(self, target: str, roles: frozenset[str], with_reason: bool) -> bool:
        if self.stage not in SCHOOL_STAGES or target not in STAGES:
            return False
        is_earlier = STAGES.index(target) < STAGES.index(self.stage)
        return is_earlier and bool(roles & {TEAM, RECTOR}) and with_reason

    def _may_start_again(self, target: str, roles: frozenset[str], with_reason: bool) -> bool:
        is_school = self.stage in SCHOOL_STAGES and target == "report"
        return is_school and bool(roles & {TEAM, RECTOR}) and with_reason

    def _may_close(self, target: str, roles: frozenset[str], _with_reason: bool) -> bool:
        is_evaluated = CLOSING in self.signed
        return self.stage in SCHOOL_STAGES and target == "closed" and RECTOR in roles and is_evaluated

    def _may_close_monitoring(self, target: str, roles: frozenset[str], _with_reason: bool) -> bool:
        is_evaluated = CLOSING in self.signed
        return self.stage == STAGES[4] and target == "closed" and ADMINISTRATION in roles and is_evaluated

    def _may_reopen(self, target: str, roles: frozenset[str], with_reason: bool) -> bool:
        is_back = self.stage == "closed" and target == self.closed_in and not self.is_annulled
        return is_back and bool(roles & {TEAM, RECTOR}) and with_reason

    def may_decide(self, who: str, roles: frozenset[str]) -> bool:
        """Four eyes: a rector who neither asked nor signed anything that the request rests on."""
        if self.request is None or RECTOR not in roles:
            return False
        return who != self.request.by and who not in self.request.authors

    def may_approve(self, who: str, roles: frozenset[str]) -> bool:
        """As long as the ground still holds."""
        return (
            self.may_decide(who, roles) and self.request is not None and self._has_ground(self.request.reason)
        )

    def asks(self, who: str, reason: str) -> None:
        """Somebody has asked for the hand-over."""
        authors = {self.signed[form].by for form in HAND_OVER_FORMS if form in self.signed}
        self.request = Asked(who, reason, frozenset(authors))

    def moves(self, transition: str, target: str) -> None:
        """The case has come to the target."""
        if target == "closed":
            self.closed_in = self.stage
        if transition in ("start_again", "reopen"):
            self.signed, self.reported = {}, []
        self.stage, self.request = target, None

    def signs(self, form: str, who: str, did_its_part: str = "") -> None:
        """Somebody has signed a version of the form; a request that rests on the form falls."""
        self.signed[form] = Signed(who, did_its_part)
        if form in HAND_OVER_FORMS:
            self.request = None

    def may_sign(self, form: str, roles: frozenset[str]) -> bool:
        """Nobody signs in a closed case, and nobody assesses what the administration has not accepted."""
        is_ready = form != ASSESSMENT or self.accepted
        return self.stage != "closed" and bool(roles & SIGNERS[form]) and is_ready

    def may_report(self, action: str, kind: str, roles: frozenset[str], note: str, today: date) -> bool:
        """Who notes what; a meeting with others needs a consent, a decision its reasons."""
        if DOERS.get(action) not in roles or self.stage == "closed":
            return False
        if action in DECISIONS and not note.strip():
            return False
        if kind in HALFWAY:
            return True
        if action == "sip_meeting":
            return any(until >= today for until in self.consents.values())
        is_assessed = action != "tell_outcome" or ASSESSMENT in self.signed
        return is_assessed and (action not in AFTER_ACCEPTANCE or self.accepted)

    def reports(self, task: Any, action: str, kind: str) -> None:
        """Something has been noted about a task."""
        self.reported.append((task, action, kind))

    def takes_back(self, task: Any, action: str) -> None:
        """What was noted last about the task, by which it was done, does not hold any more."""
        mine = [at for at, one in enumerate(self.reported) if one[:2] == (task, action)]
        del self.reported[mine[-1]]

    def rests_on_nothing_that_is_gone(self) -> bool:
        """Whether all that needs the administration's decision still has it."""
        built = {action for _, action, _ in self.reported} & set(AFTER_ACCEPTANCE)
        return self.accepted or not (built or ASSESSMENT in self.signed)

    def annuls(self) -> None:
        """The case was opened on the wrong student: it is over for good."""
        if self.stage != "closed":
            self.closed_in = self.stage
        self.stage, self.request, self.is_annulled = "closed", None, True

"""What has happened in a case, as plain values that guards read, and what guards answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from casework.engine.guardians import GuardianFact
    from casework.engine.moments import Moment

Scope = Literal["visit", "round", "case"]
TaskStatus = Literal["open", "done", "waived", "left"]
RemedyKind = Literal["form", "task", "consent", "step", "tasks"]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened in a visit of a stage; every other fact about the past is one of these."""

    visit: str
    round: int
    at: datetime
    by: str = ""
    by_name: str = ""


@dataclass(frozen=True, kw_only=True)
class FormFact(Happening):
    """The newest finalised version of a form: who signed it in which role, its choices and its dates."""

    form: str
    submission: str
    version: int
    role: str
    answers: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    is_renewed: bool = False
    signed_on: date | None = None

    @property
    def on(self) -> date:
        """The day on which it was signed."""
        return self.signed_on or self.at.date()


@dataclass(frozen=True, kw_only=True)
class DraftFact(Happening):
    """A form that somebody has begun: how many of its questions are answered."""

    form: str
    submission: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class MilestoneFact(Happening):
    """What was reported about an action: `held`, `tried`, `taken` … its outcome, for which guardian."""

    action: str
    kind: str
    task: str
    outcome: str = ""
    happened_on: date | None = None
    meets_on: date | None = None
    guardian: str = ""

    @property
    def on(self) -> date:
        """The day on which it happened."""
        return self.happened_on or self.at.date()


@dataclass(frozen=True, kw_only=True)
class TaskFact(Happening):
    """An action that was opened, and how it stands; `at` is when it was opened.

    It is `beside` what steps ask for where it comes again after it was done, or was asked for by a person.
    """

    task: str
    action: str
    stage: str
    status: TaskStatus
    is_optional: bool = False
    is_beside: bool = False
    is_by_hand: bool = False
    title: str = ""
    number: int = 1
    opened_on: date | None = None
    settled_on: date | None = None
    guardian: str = ""

    @property
    def holds_up(self) -> bool:
        """Whether the case is not through with its stage while the task is open."""
        return self.status == "open" and not self.is_optional and not self.is_beside


@dataclass(frozen=True, kw_only=True)
class ConsentFact:
    """A consent in force today: for what, from whom."""

    purpose: str
    given_by: str
    at: datetime


@dataclass(frozen=True)
class StudentFact:
    """What is known of the student: completed years, and traits such as `under_compulsory_schooling`."""

    age: int | None = None
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Who asks: the roles count for this student, today."""

    id: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything that guards may look at."""

    stage: str
    visit: str
    round: int
    actor: Actor
    last_stage: str = ""
    forms: tuple[FormFact, ...] = ()
    drafts: tuple[DraftFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    milestones: tuple[MilestoneFact, ...] = ()
    consents: tuple[ConsentFact, ...] = ()
    guardians: tuple[GuardianFact, ...] = ()
    pending: tuple[str, ...] = ()
    proposed: frozenset[str] = frozenset()
    student: StudentFact = StudentFact()
    today: date | None = None
    opened_on: date | None = None
    entered_on: date | None = None
    towards: str = ""
    reason: str = ""

    def within(self, scope: Scope, happenings: Iterable[Happened]) -> tuple[Happened, ...]:
        """Those of the happenings that count in the scope: this stay, since opening or restart, or ever."""
        if scope == "visit":
            return tuple(item for item in happenings if item.visit == self.visit)
        if scope == "round":
            return tuple(item for item in happenings if item.round == self.round)
        return tuple(happenings)


Happened = TypeVar("Happened", bound=Happening)


@dataclass(frozen=True)
class Remedy:
    """Where a missing thing is mended: a form, a task, a consent, the case's tasks, or the step itself."""

    kind: RemedyKind
    target: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a step cannot be taken: a code (the sentence is made at the edge), where to mend it and who can."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    remedy: Remedy | None = None
    who: tuple[str, ...] = ()

    @property
    def is_asked_at_the_step(self) -> bool:
        """Whether the person gives it while taking the step (a written reason)."""
        return self.remedy is not None and self.remedy.kind == "step"


@dataclass(frozen=True)
class Proof:
    """What meets a guard: the code of a sentence, who did it and when, and where to read it."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    remedy: Remedy | None = None
    at: datetime | None = None
    by_name: str = ""


@dataclass(frozen=True)
class Need:
    """One guard with its answer: the refusal, or the proof that it is met."""

    subject: str
    refusal: Refusal | None = None
    proof: Proof | None = None

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.refusal is None

    def lacks(self) -> str:
        """The action that is said to be missing, if one is: of several ways the one that is shown."""
        return self.refusal.params.get("action", "") if self.refusal else ""


class Routine(Protocol):
    """What a guard must know of the model it stands in: who can supply a thing, and what it is called."""

    def finalisers(self, form: str) -> tuple[str, ...]:
        """The roles that may finalise the form."""

    def doers(self, action: str) -> tuple[str, ...]:
        """The roles that may do the action."""

    def recorders(self, purpose: str) -> tuple[str, ...]:
        """The roles that may record a consent for the purpose."""

    def find_moment(self, name: str) -> Moment | None:
        """The declared moment; None for one that is built in."""

    def requests_for(self, document: str) -> tuple[str, ...]:
        """The actions that ask for the kind of document."""

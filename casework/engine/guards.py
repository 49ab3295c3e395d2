"""The kinds of guard: what a transition or an action needs. One small class each; all are always asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from casework.engine.facts import Facts, Need, Proof, Refusal, Remedy, Routine
from casework.engine.guard import Guard
from casework.engine.reported import (
    ActionReported,
    ArrangementMade,
    ContactMade,
    DecisionTaken,
    DocumentReceived,
    MeetingHeld,
    NoticeGiven,
    ReportSent,
    TaskSettled,
    TasksSettled,
)
from casework.engine.timed import AgeReached, DoneOften, MomentCome, SignalGiven, StudentIs, TimeGone

__all__ = [
    "KINDS",
    "ActionReported",
    "AgeReached",
    "AnyOf",
    "ArrangementMade",
    "ConsentInForce",
    "ContactMade",
    "DecisionTaken",
    "DocumentReceived",
    "DoneOften",
    "FormFinalised",
    "Guard",
    "GuardKind",
    "MeetingHeld",
    "MomentCome",
    "NoticeGiven",
    "ReasonWritten",
    "ReportSent",
    "SignalGiven",
    "StudentIs",
    "TaskSettled",
    "TasksSettled",
    "TimeGone",
]

Options = dict[str, list[str]]


class FormFinalised(Guard):
    """Met when the newest version of the form is finalised, with the given answers and by the given roles."""

    kind = "form"
    form: str
    answered: Options = Field(default_factory=dict)
    by: tuple[str, ...] = ()

    def about(self) -> str:
        return self.form

    def answer(self, facts: Facts, routine: Routine) -> Need:
        signed = [fact for fact in facts.within(self.within, facts.forms) if fact.form == self.form]
        valid = [fact for fact in signed if not fact.is_renewed]
        if not valid:
            return self._refused("form_renewed" if signed else self._state(facts), facts, routine)
        fact = valid[-1]
        if self.by and fact.role not in self.by:
            return self._refused("form_by_other", facts, routine)
        told = {"form": self.form}
        for name, options in self.answered.items():
            if not _answered(fact.answers.get(name), options):
                return self._refused("form_answer", facts, routine, field=name)
            told |= {"field": name, "answer": _given(fact.answers.get(name), options)}
        proof = Proof("form_finalised", told, Remedy("form", self.form), fact.at, fact.by_name)
        return Need(self.subject, proof=proof)

    def _state(self, facts: Facts) -> str:
        drafts = [draft for draft in facts.drafts if draft.form == self.form]
        return "form_draft" if drafts else "form_missing"

    def _refused(self, code: str, facts: Facts, routine: Routine, **params: str) -> Need:
        for draft in facts.drafts:
            if draft.form == self.form:
                params |= {"done": str(draft.done), "total": str(draft.total)}
        who = self.by or routine.finalisers(self.form)
        refusal = Refusal(code, {"form": self.form, **params}, Remedy("form", self.form), who)
        return Need(self.subject, refusal)


class ConsentInForce(Guard):
    """Met when a consent for the purpose is in force today."""

    kind = "consent"
    consent: str

    def about(self) -> str:
        return self.consent

    def answer(self, facts: Facts, routine: Routine) -> Need:
        for consent in facts.consents:
            if consent.purpose == self.consent:
                params, remedy = {"by": consent.given_by}, Remedy("consent", self.consent)
                return Need(self.subject, proof=Proof("consent_given", params, remedy, consent.at))
        refusal = Refusal(
            "consent_missing", {"purpose": self.consent}, Remedy("consent"), routine.recorders(self.consent)
        )
        return Need(self.subject, refusal)


class ReasonWritten(Guard):
    """Met when the person writes a reason while taking the step."""

    kind = "reason"
    reason: Literal[True] = True

    def answer(self, facts: Facts, routine: Routine) -> Need:
        if facts.reason.strip():
            return Need(self.subject, proof=Proof("reason_written"))
        return Need(self.subject, Refusal("reason_missing", {}, Remedy("step")))


class AnyOf(Guard):
    """Met when at least one of its guards is met; otherwise says the first way that can still be taken."""

    kind = "any"
    any: tuple[GuardKind, ...] = Field(min_length=2)

    def about(self) -> str:
        return " ".join(guard.subject for guard in self.any)

    def inner(self) -> tuple[Guard, ...]:
        return self.any + self.applies_if

    def answer(self, facts: Facts, routine: Routine) -> Need:
        needs = [guard.need(facts, routine) for guard in self.any]
        for need in needs:
            if need.is_met:
                return need
        refusals = [need.refusal for need in needs if need.refusal]
        at_the_step = [refusal for refusal in refusals if refusal.is_asked_at_the_step]
        if at_the_step and all(one.is_asked_at_the_step or one.code == "signal_missing" for one in refusals):
            return Need(self.subject, at_the_step[0])  # nobody can bring a signal about
        main = refusals[0]
        params = {**main.params, "instead_of": main.code} if at_the_step else main.params
        code = "reason_instead" if at_the_step else main.code
        remedy = Remedy("step") if at_the_step else main.remedy
        who = tuple(dict.fromkeys(role for refusal in refusals for role in refusal.who))
        return Need(self.subject, Refusal(code, params, remedy, who))


KINDS: dict[str, type[Guard]] = {
    cls.kind: cls
    for cls in (
        FormFinalised,
        ContactMade,
        MeetingHeld,
        ReportSent,
        NoticeGiven,
        DecisionTaken,
        ArrangementMade,
        DocumentReceived,
        TaskSettled,
        TasksSettled,
        ConsentInForce,
        MomentCome,
        DoneOften,
        TimeGone,
        AgeReached,
        StudentIs,
        SignalGiven,
        ReasonWritten,
        AnyOf,
    )
}


def _kind_of(value: Any) -> str | None:
    """The tag of the one kind word; None when there is none or more than one."""
    if isinstance(value, Guard):
        return f"guard:{value.kind}"
    words = [word for word in KINDS if word in value] if isinstance(value, dict) else []
    return f"guard:{words[0]}" if len(words) == 1 else None


def spread(value: Any) -> Any:
    """A bare word (`reason`) as the map that it stands for."""
    return {value: True} if isinstance(value, str) and value in KINDS else value


GuardKind = Annotated[
    Annotated[FormFinalised, Tag("guard:form")]
    | Annotated[ContactMade, Tag("guard:contact")]
    | Annotated[MeetingHeld, Tag("guard:meeting")]
    | Annotated[ReportSent, Tag("guard:report")]
    | Annotated[NoticeGiven, Tag("guard:notice")]
    | Annotated[DecisionTaken, Tag("guard:decision")]
    | Annotated[ArrangementMade, Tag("guard:arrangement")]
    | Annotated[DocumentReceived, Tag("guard:document")]
    | Annotated[MomentCome, Tag("guard:recorded")]
    | Annotated[DoneOften, Tag("guard:times")]
    | Annotated[TimeGone, Tag("guard:passed")]
    | Annotated[AgeReached, Tag("guard:age")]
    | Annotated[StudentIs, Tag("guard:student")]
    | Annotated[SignalGiven, Tag("guard:signal")]
    | Annotated[TaskSettled, Tag("guard:task")]
    | Annotated[TasksSettled, Tag("guard:tasks_settled")]
    | Annotated[ConsentInForce, Tag("guard:consent")]
    | Annotated[ReasonWritten, Tag("guard:reason")]
    | Annotated[AnyOf, Tag("guard:any")],
    Discriminator(
        _kind_of,
        custom_error_type="one_kind_word",
        custom_error_message=", ".join(KINDS),  # the words that are known
    ),
    BeforeValidator(spread),
]


def _answered(answer: str | tuple[str, ...] | None, options: list[str]) -> bool:
    return bool(_given(answer, options))


def _given(answer: str | tuple[str, ...] | None, options: list[str]) -> str:
    """The option that was answered, among those that count."""
    given = (answer,) if isinstance(answer, str) else (answer or ())
    return next((option for option in given if option in options), "")


for _kind in KINDS.values():
    _kind.model_rebuild(_types_namespace={"GuardKind": GuardKind})

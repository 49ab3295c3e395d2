"""May this person take this step, and if not, why and who can? The only place where rules are asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.engine.facts import Actor, Facts, FormFact, Need, Proof, Refusal
from casework.engine.guards import AnyOf, FormFinalised, Guard, SignalGiven
from casework.engine.workflow import Step, Workflow


@dataclass(frozen=True)
class Assessment:
    """A step with every one of its needs answered, the role first."""

    step: Step
    role: Need
    needs: tuple[Need, ...]

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything that stands in the way."""
        return tuple(need.refusal for need in (self.role, *self.needs) if need.refusal)

    @property
    def is_open(self) -> bool:
        """Whether nothing is missing but what the person writes while taking the step."""
        return self.is_prepared and self.role.is_met

    @property
    def is_prepared(self) -> bool:
        """Whether somebody could take the step now, whoever that is."""
        return all(need.refusal is None or need.refusal.is_asked_at_the_step for need in self.needs)


def assess(workflow: Workflow, step: Step, facts: Facts) -> Assessment:
    """The step's needs, all asked; what may not be taken twice (a request under way) is one of them."""
    transition = step.transition
    role = role_need(facts.actor, transition.by)
    facing = replace(facts, towards=step.target)
    needs = [guard.need(facing, workflow) for guard in transition.needs]
    if transition.id in facts.pending:
        needs.append(Need("approval", Refusal("approval_pending", who=transition.approved_by)))
    return Assessment(step, role, tuple(need for need in needs if not _is_silent(need)))


def waits_for_signal(step: Step, facts: Facts) -> bool:
    """Whether the figures are to propose the step and do not: a reason may replace them, if nothing does."""
    asked = any(isinstance(guard, SignalGiven) for guard in _flat(step.transition.needs))
    return asked and step.target not in facts.proposed


def role_need(actor: Actor, roles: tuple[str, ...]) -> Need:
    """Whether the actor has one of the roles."""
    held = [role for role in roles if role in actor.roles]
    if held:
        return Need("role", proof=Proof("role", {"role": held[0]}))
    return Need("role", Refusal("role", {}, who=roles))


def deciding_forms(workflow: Workflow, step: Step, facts: Facts) -> tuple[FormFact, ...]:
    """The finalised versions that the step rests on, in the order of its needs."""
    newest: dict[str, FormFact] = {}
    for guard in _flat(step.transition.needs):
        if isinstance(guard, FormFinalised):
            seen = (fact for fact in facts.within(guard.within, facts.forms) if fact.form == guard.form)
            newest |= {fact.form: fact for fact in seen}
    return tuple(newest.values())


def approver_needs(workflow: Workflow, step: Step, facts: Facts, requested_by: str) -> tuple[Need, ...]:
    """Four eyes: whether the actor may decide.

    Never the requester, never who signed a form that the decision rests on.
    """
    needs = [role_need(facts.actor, step.transition.approved_by)]
    if facts.actor.id == requested_by:
        needs.append(Need("four_eyes", Refusal("own_request", who=step.transition.approved_by)))
    for fact in deciding_forms(workflow, step, facts):
        if fact.by == facts.actor.id:
            refusal = Refusal("own_form", {"form": fact.form}, who=step.transition.approved_by)
            needs.append(Need("four_eyes", refusal))
    return tuple(needs)


def _flat(guards: tuple[Guard, ...]) -> tuple[Guard, ...]:
    """The guards with those inside `any` beside them."""
    found: list[Guard] = []
    for guard in guards:
        found += [guard, *(guard.any if isinstance(guard, AnyOf) else ())]
    return tuple(found)


def _is_silent(need: Need) -> bool:
    """Whether the need does not apply to this case and is not worth a line."""
    return need.proof is not None and need.proof.code == "not_applicable"

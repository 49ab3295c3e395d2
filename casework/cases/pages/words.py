"""Sentences about a case: what is missing, what is done, who can, and whom it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.catalog import catalog
from casework.engine.facts import Proof, Refusal
from casework.engine.workflow import NEW, Workflow
from casework.people.queries import Colleague
from casework.web.dates import day
from casework.web.role_titles import in_sentence, mentioned, role_title
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Speech:
    """What sentences about a case are made with: the model in the reader's words, who is around."""

    workflow: Workflow
    language: str
    colleagues: Sequence[Colleague]
    reader: str
    reader_roles: frozenset[str]

    def form(self, form_id: str) -> str:
        """The form's title."""
        known = catalog().forms.get(form_id)
        return known.in_language(self.language).title if known else form_id

    def action(self, action_id: str) -> str:
        """The action's title."""
        return self.workflow.action(action_id).title

    def stage(self, stage_id: str) -> str:
        """The stage's short name."""
        return self.workflow.stage(stage_id).name

    def numbered(self, stage_id: str) -> str:
        """The stage with its number: "step 3, Investigation"."""
        number = self.workflow.order[stage_id] + 1
        return gettext("step %(number)s, %(name)s", number=number, name=self.stage(stage_id))

    def role(self, role: str) -> str:
        """What the authority calls the role."""
        named = self.workflow.roles.get(role)
        return named.title if named else role_title(role)

    def role_within(self, role: str) -> str:
        """The same inside a sentence or behind a name: "mentor"."""
        return in_sentence(role, self.role(role))

    def is_mine(self, roles: Sequence[str]) -> bool:
        """Whether the reader has one of the roles."""
        return bool(self.reader_roles & set(roles))

    def who(self, roles: Sequence[str]) -> str:
        """Who can: by name where one person has the role, else the role."""
        return joined([self.one(role) for role in roles], gettext("or"))

    def one(self, role: str) -> str:
        """The role inside a sentence, with the name of whoever has it when that is one person."""
        names = {colleague.name for colleague in self.colleagues if colleague.role == role}
        return mentioned(role, self.role(role), names.pop() if len(names) == 1 else "")

    def who_line(self, roles: Sequence[str]) -> str:
        """Who can, as a line of its own that starts with the reader where it is their turn."""
        others = [self.one(role) for role in roles if role not in self.reader_roles]
        reader = [gettext("You")] if len(others) < len(roles) else []
        return capital(joined([*reader, *others], gettext("or")))

    def field_is(self, form_id: str, field_id: str) -> str:
        """The question of a form."""
        known = catalog().forms.get(form_id)
        return known.in_language(self.language).field(field_id).label if known else field_id

    def option(self, form_id: str, field_id: str, option: str) -> str:
        """The text of an answer to a choice question."""
        known = catalog().forms.get(form_id)
        return known.in_language(self.language).field(field_id).text(option) if known else option


def joined(items: Sequence[str], word: str) -> str:
    """The items with commas and the word before the last."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def refusal_title(speech: Speech, refusal: Refusal) -> str:
    """What is missing, as the heading of its row."""
    params = refusal.params
    if "form" in params:
        return speech.form(params["form"])
    if "action" in params:
        return speech.action(params["action"])
    titles = {
        "consent_missing": gettext("Consent"),
        "tasks_open": gettext("The tasks of this step"),
        "reason_missing": gettext("A written reason"),
        "approval_pending": gettext("Approval"),
        "role": gettext("Another role does this"),
        "own_request": gettext("Two pairs of eyes"),
        "moved_on": gettext("The case has moved on"),
        "ground_changed": gettext("The ground has changed"),
    }
    return titles[refusal.code]


def refusal_text(speech: Speech, refusal: Refusal) -> str:
    """What is missing, as a sentence."""
    params = refusal.params
    if refusal.code in ("form_answer", "reason_instead") and "field" in params:
        question = speech.field_is(params["form"], params["field"])
        if refusal.code == "reason_instead":
            return gettext(
                "“%(question)s” is not answered with yes. A written reason is asked for then.",
                question=question,
            )
        return gettext("The answer to “%(question)s” does not lead here.", question=question)
    if refusal.code == "form_draft":
        return gettext(
            "Draft, %(done)s of %(total)s questions answered.", done=params["done"], total=params["total"]
        )
    texts = {
        "form_missing": gettext("Not begun."),
        "form_renewed": gettext("Has to be filled in again in this step."),
        "form_by_other": gettext("Is signed by somebody else than the routine asks for."),
        "form_not_here": gettext("The form belongs to another step of the routine."),
        "reason_instead": gettext("A written reason is asked for instead."),
        "reason_missing": gettext("You write it when you take the step."),
        "consent_missing": gettext("No consent is in force."),
        "approval_pending": gettext("Is requested and not decided yet."),
        "role": gettext("%(who)s can do it.", who=capital(speech.who(refusal.who))),
        "own_request": gettext("You asked for it, so somebody else decides."),
        "own_form": gettext("You have signed this form, which the decision rests on. Somebody else decides."),
        "moved_on": gettext("Look at the case again: it stands in another step now."),
        "ground_changed": gettext("A form that the request rests on has been corrected. Ask again."),
        "task_open": gettext("Not done yet."),
        "meeting_missing": gettext("Not held yet."),
        "decision_missing": gettext("Not decided yet."),
        "decision_other": gettext("Is decided in another way."),
        "report_missing": gettext("Not sent yet."),
        "notice_missing": gettext("Not sent yet."),
    }
    if refusal.code == "tasks_open":
        return gettext("Left to do: %(titles)s.", titles=params["titles"])
    return texts.get(refusal.code, gettext("Not done yet."))


def proof_title(speech: Speech, proof: Proof) -> str:
    """What is met, as the heading of its row."""
    if "form" in proof.params:
        return speech.form(proof.params["form"])
    if "action" in proof.params:
        return speech.action(proof.params["action"])
    titles = {
        "consent_given": gettext("Consent"),
        "tasks_settled": gettext("The tasks of this step"),
        "reason_written": gettext("A written reason"),
    }
    return titles.get(proof.code, gettext("Done"))


def proof_text(proof: Proof) -> str:
    """Who met it and when."""
    if proof.code == "form_finalised" and proof.at:
        return gettext("Finalised %(day)s by %(name)s.", day=day(proof.at), name=proof.by_name)
    if proof.code == "consent_given" and proof.at:
        return gettext("Given by %(name)s, recorded %(day)s.", name=proof.params["by"], day=day(proof.at))
    if proof.at:
        return gettext("%(day)s, %(name)s.", day=capital(day(proof.at)), name=proof.by_name)
    return {"task_waived": gettext("Not needed, with a reason.")}.get(proof.code, "")


def waiting_what(speech: Speech, code: str, params: Mapping[str, str]) -> str:
    """What the case waits for, as the few words behind the name of whom it waits for."""
    if code == "ready":
        return (
            gettext("can be moved to %(step)s", step=speech.numbered(params["to"]))
            if params["to"] in (speech.workflow.order)
            else gettext("can be closed")
        )
    if code == "approval":
        title = speech.workflow.transition(params["transition"]).title
        return gettext("decision about “%(title)s”", title=title)
    if "form" in params:
        return speech.form(params["form"])
    if "action" in params:
        return speech.action(params["action"])
    others = {"consent_missing": gettext("consent"), "tasks_open": gettext("the tasks of this step")}
    return others.get(code, gettext("what comes next")) if code else ""


def since(moment: datetime, now: datetime) -> str:
    """How long it has waited: the date and the days, so that nobody has to count."""
    days = (now.date() - moment.date()).days
    if days < 1:
        return gettext("since today")
    return gettext(
        "since %(day)s, %(days)s", day=day(moment), days=ngettext("%(num)d day", "%(num)d days", days)
    )


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def numbered_stages(workflow: Workflow) -> list[tuple[str, str]]:
    """The stages that a case may be opened in, with their numbers."""
    return [
        (step.target, f"{workflow.order[step.target] + 1} {workflow.stage(step.target).title}")
        for step in workflow.steps_from(NEW)
    ]

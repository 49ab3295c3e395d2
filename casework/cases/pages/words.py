"""Sentences about a case: what is missing, what is done, who can, and whom it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.cases.opening import ways_in
from casework.catalog import catalog
from casework.clock import school_date
from casework.engine.roles import PARTIES
from casework.engine.workflow import Step, Workflow
from casework.people.queries import Colleague
from casework.web.dates import day
from casework.web.role_titles import in_sentence, mentioned, party_title, role_title
from casework.web.text import gettext, ngettext


def for_one(title: str, name: str) -> str:
    """The title of a task, with whom at home it is for where it is for one of them."""
    return f"{title} ({name})" if name else title


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

    def titled(self, action_id: str, kept: str) -> str:
        """The action's title; the one kept from earlier where the model no longer knows the action."""
        found = self.workflow.find_action(action_id)
        return found.title if found else kept

    def options(self, action_id: str) -> Mapping[str, str]:
        """The outcomes that the action offers: the options of a decision, the ways something can end."""
        found = self.workflow.find_action(action_id)
        kinds = found.milestones if found else ()
        return {k: v for kind in kinds if found for k, v in found.outcomes(kind).items()}

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
        said = joined([self.one(role) for role in self._named_once(roles)], gettext("or"))
        return self._said_whether_anybody(roles, said)

    def _named_once(self, roles: Sequence[str]) -> list[str]:
        """The roles, without one of the same rights as an earlier one, whose only holder is named there."""
        held = [self.workflow.rights(role) for role in roles]
        return [
            role
            for place, role in enumerate(roles)
            if held[place] not in held[:place] or not self._only_holder(role)
        ]

    def _only_holder(self, role: str) -> str:
        """The name of whoever has the role, when that is one person."""
        held = self.workflow.rights(role)
        names = {colleague.name for colleague in self.colleagues if colleague.role == held}
        return names.pop() if len(names) == 1 else ""

    def one(self, role: str) -> str:
        """The role inside a sentence, with the name of whoever has it when that is one person."""
        return mentioned(role, self.role(role), self._only_holder(role))

    def _said_whether_anybody(self, roles: Sequence[str], said: str) -> str:
        """What is said of the roles; where nobody has any of them it waits in vain, and that is said too."""
        held = {self.workflow.rights(role) for role in roles}
        if not self.colleagues or any(colleague.role in held for colleague in self.colleagues):
            return said
        return gettext("%(role)s (nobody has that role)", role=said)

    def parties(self, parties: Sequence[str]) -> str:
        """Whom something is done with or sent to: roles and those at home, inside a sentence."""
        named = [party_title(one) if one in PARTIES else self.one(one) for one in parties]
        return joined(named, gettext("and"))

    def who_line(self, roles: Sequence[str]) -> str:
        """Who can, as a line of its own that starts with the reader where it is their turn."""
        others = [self.one(role) for role in self._named_once(roles) if role not in self.reader_roles]
        reader = [gettext("You")] if self.is_mine(roles) else []
        return capital(self._said_whether_anybody(roles, joined([*reader, *others], gettext("or"))))

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
    days = (school_date(now) - school_date(moment)).days
    if days < 1:
        return gettext("since today")
    return gettext(
        "since %(day)s, %(days)s", day=day(moment), days=ngettext("%(num)d day", "%(num)d days", days)
    )


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def who_opens(workflow: Workflow) -> str:
    """Who opens cases in the routine, for somebody who does not."""
    roles = dict.fromkeys(role for step in ways_in(workflow) for role in step.transition.by)
    who = Speech(workflow, "", (), "", frozenset()).who([*roles])
    return gettext("%(who)s opens cases in this routine.", who=capital(who))


def opens_for(workflow: Workflow, proposed: str) -> str:
    """What a case is opened for, and what the figures propose where they do."""
    said = gettext("A case can be opened for absence, or because the student takes little part.")
    if not proposed:
        return said
    number, name = workflow.order[proposed] + 1, workflow.stage(proposed).name
    told = gettext("The figures propose step %(number)s, %(name)s.", number=number, name=name)
    return f"{told} {said}"


def numbered_stages(workflow: Workflow, steps: Iterable[Step]) -> list[tuple[str, str]]:
    """The stages that the steps lead to, with their numbers."""
    return [
        (step.target, f"{workflow.order[step.target] + 1} {workflow.stage(step.target).title}")
        for step in steps
    ]

"""What sentences about a model are made with: the names of everything in it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from casework.catalog import Catalog
from casework.engine.actions import Action
from casework.engine.diff import Placed, elements
from casework.engine.roles import PARTIES
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.forms.base import Field
from casework.forms.definition import Form
from casework.routines.paper import Entry
from casework.web.role_titles import mentioned, party_title, role_title
from casework.web.text import gettext


@dataclass(frozen=True)
class Fact:
    """A sentence about an element, with the fields of the element that it tells; points stand below it."""

    fields: tuple[str, ...]
    text: str
    points: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The sentence with its points in a row."""
        return f"{self.text} {'; '.join(self.points)}." if self.points else self.text


@dataclass(frozen=True)
class Speaker:
    """A model in one language, with the titles of the forms and kinds of documents that it names."""

    model: Workflow
    forms: Mapping[str, Form]
    documents: Mapping[str, str]

    @cached_property
    def _actions(self) -> dict[str, Action]:
        at_stages = {action.id: action for _, action in self.model.actions()}
        return at_stages | {action.id: action for duty in self.model.duties for action in duty.actions}

    @cached_property
    def elements(self) -> Mapping[tuple[str, str], Placed]:
        """Every element of the model by its part and id."""
        return elements(self.model)

    def find_action(self, action_id: str) -> Action | None:
        """The action of a stage or a duty."""
        return self._actions.get(action_id)

    def action(self, action_id: str) -> str:
        """The action's title, in quotation marks."""
        found = self._actions.get(action_id)
        return quoted(found.title if found else action_id)

    def rule(self, name: str) -> str:
        """The title of an action or a trigger, in quotation marks."""
        triggers = {trigger.id: trigger.title for trigger in self.model.triggers}
        return quoted(triggers[name]) if name in triggers else self.action(name)

    def form(self, form_id: str) -> str:
        """The form's title, in quotation marks."""
        return quoted(self.form_title(form_id))

    def form_title(self, form_id: str) -> str:
        """The form's title."""
        return self.forms[form_id].title if form_id in self.forms else form_id

    def question(self, form_id: str, field_id: str) -> str:
        """What the form asks, in quotation marks."""
        fields = {field.id: field.label for field in self._form_fields(form_id)}
        return quoted(fields.get(field_id, field_id))

    def answers(self, form_id: str, field_id: str, options: Iterable[str]) -> str:
        """The answers in the form's words, any of them."""
        known: Mapping[str, str] = {}
        for field in self._form_fields(form_id):
            if field.id == field_id:
                known = getattr(field, "known_options", {})
        return either(quoted(known.get(option, option)) for option in options)

    def document(self, kind: str) -> str:
        """What the kind of document is called, as inside a sentence."""
        return small(self.documents.get(kind, kind))

    def who(self, names: Iterable[str]) -> str:
        """Roles and parties as a sentence speaks of them."""
        return both(self.one(name) for name in names)

    def whoever(self, names: Iterable[str]) -> str:
        """The same where any one of them is enough."""
        return either(self.one(name) for name in names)

    def one(self, name: str) -> str:
        """The role or party as a sentence speaks of it."""
        special = {
            "any_staff": gettext("anybody on the staff"),
            "whoever_raised_it": gettext("whoever raised it"),
            "system": gettext("the program"),
        }
        if name in special:
            return special[name]
        return party_title(name) if name in PARTIES else mentioned(name, self.role(name))

    def role(self, name: str) -> str:
        """What the model calls the role."""
        named = self.model.roles.get(name)
        return named.title if named else role_title(name)

    def stage(self, stage_id: str) -> str:
        """ "step 3 (Investigation)": as inside a sentence."""
        number = self.model.order[stage_id] + 1
        return gettext("step %(number)s (%(name)s)", number=number, name=self.model.stage(stage_id).name)

    def stages(self, names: Sequence[str]) -> str:
        """The stages, any of them: by name where it is one, else by their numbers."""
        if len(names) == 1:
            return self.stage(names[0])
        return gettext("steps %(numbers)s", numbers=either(str(self.model.order[name] + 1) for name in names))

    def _form_fields(self, form_id: str) -> Iterable[Field]:
        return self.forms[form_id].all_fields() if form_id in self.forms else ()


def entry(title: str, facts: Iterable[Fact], advice: Iterable[str] = ()) -> Entry:
    """The facts under the title; the one with points stands last, above its points."""
    found = sorted(facts, key=lambda fact: bool(fact.points))
    before = [fact.text for fact in found if not fact.points]
    after = [fact.text for fact in found if fact.points]
    points = tuple(point for fact in found for point in fact.points)
    return Entry(title, (*before, *advice, *after), points)


def speaker(model: LocalisedWorkflow, found: Catalog, language: str) -> Speaker:
    """The model in the language, with the titles that the catalog knows."""
    forms = {form_id: form.in_language(language) for form_id, form in found.forms.items()}
    documents = {kind.id: kind.title for kind in found.documents.in_language(language).values()}
    return Speaker(model.in_language(language), forms, documents)


def quoted(text: str) -> str:
    """The text in the quotation marks of the language."""
    return gettext("“%(text)s”", text=text)


def both(items: Iterable[str]) -> str:
    """ "a, b and c"."""
    return _row(items, gettext("and"))


def either(items: Iterable[str]) -> str:
    """ "a, b or c"."""
    return _row(items, gettext("or"))


def _row(items: Iterable[str], word: str) -> str:
    *first, last = list(dict.fromkeys(items)) or [""]
    return f"{', '.join(first)} {word} {last}" if first else last


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text as it stands inside a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

"""The definitions that this instance runs on: forms and absence models, read and checked once at start-up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from flask import Flask, current_app

from casework.access.policy import REACHES
from casework.definitions import MAX_BYTES, DefinitionError, Problem
from casework.engine.accounts import without_account
from casework.engine.check import check
from casework.engine.machine import StageMachine
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from casework.forms.carry import wrong_sources
from casework.forms.choices import Choice, Multi, YesNo
from casework.forms.definition import Form, LocalisedForm, load_form
from casework.forms.fields import Computed
from casework.forms.shared import SharedOptions, load_shared

PRODUCT = Path(__file__).parent / "workflows"
TAKEN = "the program has one with this name; call the file and what it holds something else"

Kept = TypeVar("Kept")

# What models may name of a form: its questions, those to choose in with their options.
Shapes = Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True)
class Catalog:
    """Every form and model that may be used for new cases, by id; which models are the authority's own.

    `broken`: the problems of files of the authority's own that cannot be used.
    """

    shared: SharedOptions
    forms: Mapping[str, LocalisedForm]
    workflows: Mapping[str, LocalisedWorkflow]
    own: frozenset[str] = frozenset()
    broken: tuple[Problem, ...] = ()

    def shapes(self) -> Shapes:
        """The questions of every form."""
        return {form_id: shape(form.in_language("sv")) for form_id, form in self.forms.items()}

    def covers(self) -> Mapping[str, Mapping[str, str]]:
        """Per form, the demands that its fields meet, with the field."""
        found: dict[str, dict[str, str]] = {}
        for form_id, form in self.forms.items():
            for field in form.in_language("sv").all_fields():
                for demand in field.covers:
                    found.setdefault(form_id, {}).setdefault(demand, field.id)
        return found


def shape(form: Form) -> Mapping[str, frozenset[str]]:
    """The form's questions, those to choose in with the ids of their options; guards may read these."""
    found: dict[str, frozenset[str]] = {}
    for field in form.all_fields():
        if not isinstance(field, Computed):
            is_choice = isinstance(field, Choice | Multi | YesNo)
            found[field.id] = frozenset(field.known_options if is_choice else ())
    return found


def in_swedish(forms: Mapping[str, LocalisedForm]) -> dict[str, Form]:
    """The forms in one language, for rules that are the same in all."""
    return {form_id: form.in_language("sv") for form_id, form in forms.items()}


def read_catalog(folder: Path = PRODUCT) -> Catalog:
    """Everything in the folder. Raises DefinitionError with every problem of every file."""
    shared_file = folder / "forms" / "shared" / "options.yaml"
    shared = load_shared(shared_file.read_text("utf-8"), shared_file.name)
    problems: list[Problem] = []
    forms: dict[str, LocalisedForm] = {}
    for file in sorted((folder / "forms").glob("*.yaml")):
        try:
            forms[file.stem] = load_form(file.read_text("utf-8"), file.name, shared)
        except DefinitionError as error:
            problems += error.problems
    if not problems:  # a form that cannot be read would only make its takers look wrong
        problems += [one for form in forms.values() for one in wrong_sources(form, in_swedish(forms))]
    workflows: dict[str, LocalisedWorkflow] = {}
    shapes = Catalog(shared, forms, {}).shapes()
    are_forms_sound = not problems  # else every model would be blamed for a form that it names rightly
    for file in sorted(folder.glob("*.yaml")):
        try:
            model = load_workflow(file.read_text("utf-8"), file.name)
            workflows[file.stem] = checked(model, shapes) if are_forms_sound else model
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError(problems)
    return Catalog(shared, forms, workflows)


def with_own(catalog: Catalog, folder: Path) -> Catalog:
    """The catalog with the authority's own forms and models from the folder beside those of the program.

    A file that cannot be used is left out, and its problems are kept: the others work.
    """
    broken: list[Problem] = []
    forms = {**catalog.forms, **_each(folder / "forms", catalog.forms, broken, _own_form(catalog.shared))}
    for form in [form for name, form in forms.items() if name not in catalog.forms]:
        wrong = wrong_sources(form, in_swedish(forms))
        if wrong:
            broken += wrong
            del forms[form.id]
    shapes = replace(catalog, forms=forms).shapes()
    own = _each(folder, catalog.workflows, broken, _own_model(shapes))
    workflows = {**catalog.workflows, **own}
    return replace(catalog, forms=forms, workflows=workflows, own=frozenset(own), broken=tuple(broken))


def _each(
    folder: Path, taken: Collection[str], broken: list[Problem], read: Callable[[str, str], tuple[str, Kept]]
) -> dict[str, Kept]:
    """What `read` makes of each file, by its name; the problems of the others are added to `broken`."""
    found: dict[str, Kept] = {}
    for file in sorted(one for one in folder.glob("*.yaml") if one.is_file()):
        try:
            if file.stem in taken:
                raise DefinitionError([Problem(file.name, 0, "", TAKEN)])
            name, kept = read(_own_text(file), file.name)
            if name != file.stem:
                raise DefinitionError([Problem(file.name, 1, "", f"the file must be called {name}.yaml")])
            found[name] = kept
        except DefinitionError as error:
            broken += error.problems
        except Exception as error:
            broken.append(Problem(file.name, 0, "", f"cannot be checked: {type(error).__name__}"))
    return found


def _own_form(shared: SharedOptions) -> Callable[[str, str], tuple[str, LocalisedForm]]:
    def read(text: str, name: str) -> tuple[str, LocalisedForm]:
        form = load_form(text, name, shared)
        return form.id, form

    return read


def _own_model(shapes: Shapes) -> Callable[[str, str], tuple[str, LocalisedWorkflow]]:
    def read(text: str, name: str) -> tuple[str, LocalisedWorkflow]:
        model = checked(load_workflow(text, name, is_own=True), shapes)
        return model.rules.workflow, model

    return read


def _own_text(file: Path) -> str:
    """What stands in a file of the authority's own; not more of it than a definition may hold."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise DefinitionError([Problem(file.name, 0, "", f"larger than {MAX_BYTES // 1024} KiB")])
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise DefinitionError([Problem(file.name, 0, "", "is not text in UTF-8")]) from None
    except OSError as error:
        raise DefinitionError([Problem(file.name, 0, "", f"not readable: {error.strerror}")]) from None


def checked(workflow: LocalisedWorkflow, shapes: Shapes) -> LocalisedWorkflow:
    """The model, if the check finds nothing wrong with it; else DefinitionError."""
    problems = check(workflow, shapes) or without_account(workflow, frozenset(REACHES))
    if problems:
        raise DefinitionError(problems)
    return workflow


def init_app(app: Flask) -> None:
    """Reads the definitions; the application does not start with a broken one of the program's own."""
    found = with_own(read_catalog(), own_folder(Path(app.instance_path)))
    for problem in found.broken:
        app.logger.error("a definition of this instance cannot be used: %s", problem)
    app.extensions["casework_catalog"] = found


def catalog() -> Catalog:
    """The definitions of the running application."""
    found: Catalog = current_app.extensions["casework_catalog"]
    return found


@lru_cache(maxsize=64)
def workflow_from(text: str) -> LocalisedWorkflow:
    """A model version from its kept text; cases stay on the text that they were opened on."""
    return load_workflow(text, "kept version", is_own=True)


@lru_cache(maxsize=64)
def machine_of(text: str) -> StageMachine:
    """The one state machine of that model version."""
    return StageMachine(workflow_from(text).rules)


@lru_cache(maxsize=256)
def form_from(text: str, options_text: str) -> LocalisedForm:
    """A form version from its kept texts; answers read on the form as it was when they were given."""
    return load_form(text, "kept version", load_shared(options_text, "kept lists"))


def own_folder(instance: Path) -> Path:
    """Where the authority's own models lie."""
    return instance / "workflows"

"""The definitions that this instance runs on: forms and absence models, read and checked once at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as of_class
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, current_app

from casework.access import table as access
from casework.access.table import Table
from casework.definitions import DefinitionError, Problem
from casework.documents import DocumentKinds, load_documents
from casework.engine.accounts import out_of_sight, without_account
from casework.engine.check import check
from casework.engine.machine import StageMachine
from casework.engine.outside import Known, not_there
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from casework.forms.carry import wrong_sources
from casework.forms.choices import Choice, Multi, YesNo
from casework.forms.definition import Form, LocalisedForm, load_form
from casework.forms.fields import Computed, Date, DateTime
from casework.forms.shared import SharedOptions, load_shared
from casework.letter_kinds import LocalisedLetter, load_letter

PRODUCT = Path(__file__).parent / "workflows"
DOCUMENTS = "documents.yaml"  # lies beside the models and is none


@dataclass(frozen=True)
class Catalog:
    """Every form and model that may be used for new cases, by id; the kinds of documents and of letters.

    `access` says who may what; `own` are the models of the authority's own, `broken` the problems of its
    files that cannot be used.
    """

    shared: SharedOptions
    forms: Mapping[str, LocalisedForm]
    workflows: Mapping[str, LocalisedWorkflow]
    documents: DocumentKinds
    access: Table = of_class(default_factory=access.product)
    own: frozenset[str] = frozenset()
    broken: tuple[Problem, ...] = ()
    letters: Mapping[str, LocalisedLetter] = of_class(default_factory=dict)

    def known(self) -> Known:
        """What models may name: the questions of every form, and the kinds of documents."""
        return known_of(self.forms, self.documents)

    def counts(self) -> Mapping[str, int]:
        """How many there are of each, under what the command line calls them."""
        kinds = len(self.documents.ids)
        counts = {"models": len(self.workflows), "forms": len(self.forms), "document kinds": kinds}
        return {**counts, "letters": len(self.letters)}

    def covers(self) -> Mapping[str, Mapping[str, str]]:
        """Per form, the demands that its fields meet, with the field."""
        found: dict[str, dict[str, str]] = {}
        for form_id, form in self.forms.items():
            for field in form.in_language("sv").all_fields():
                for demand in field.covers:
                    found.setdefault(form_id, {}).setdefault(demand, field.id)
        return found


def known_of(forms: Mapping[str, LocalisedForm], documents: DocumentKinds) -> Known:
    """What models may name of the forms and documents."""
    read = in_swedish(forms)
    dates = {form_id: frozenset(_dates(form)) for form_id, form in read.items()}
    return Known({form_id: shape(form) for form_id, form in read.items()}, dates, documents.ids)


def _dates(form: Form) -> Iterator[str]:
    return (field.id for field in form.all_fields() if isinstance(field, Date | DateTime))


def shape(form: Form) -> Mapping[str, frozenset[str]]:
    """The form's questions, those to choose in with the ids of their options; guards may read these."""
    found: dict[str, frozenset[str]] = {}
    for field in form.all_fields():
        if not isinstance(field, Computed):
            is_choice = isinstance(field, Choice | Multi | YesNo)
            found[field.id] = frozenset(field.known_options if is_choice else ())
    return found


def questions_of(forms: Mapping[str, LocalisedForm]) -> dict[str, list[str]]:
    """The questions of each form, in their order: what letters may take answers from."""
    return {form_id: [one.id for one in form.all_fields()] for form_id, form in in_swedish(forms).items()}


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
    documents = DocumentKinds({})
    try:
        documents = load_documents((folder / DOCUMENTS).read_text("utf-8"), DOCUMENTS)
    except DefinitionError as error:
        problems += error.problems
    letters: dict[str, LocalisedLetter] = {}
    for file in () if problems else sorted((folder / "letters").glob("*.yaml")):
        try:
            letters[file.stem] = load_letter(file.read_text("utf-8"), file.name, questions_of(forms))
        except DefinitionError as error:
            problems += error.problems
    workflows: dict[str, LocalisedWorkflow] = {}
    # What cannot be read itself is no fault of the models that name it rightly.
    known = None if problems else known_of(forms, documents)
    for file in files(folder):
        try:
            model = load_workflow(file.read_text("utf-8"), file.name)
            workflows[file.stem] = checked(model, known) if known else model
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError(problems)
    return Catalog(shared, forms, workflows, documents, letters=letters)


@cache
def product() -> Catalog:
    """What comes with the program, which does not change while it runs."""
    return read_catalog()


def checked(workflow: LocalisedWorkflow, known: Known, table: Table | None = None) -> LocalisedWorkflow:
    """The model, if the check finds nothing wrong with it; else DefinitionError.

    Who acts in it must have an account in the `table`, or else in the one that the program comes with, and
    must see the case where they act.
    """
    problems = check(workflow, known.forms) or not_there(workflow, known)
    known_roles = table or access.product()
    problems = problems or without_account(workflow, frozenset(known_roles.reaching))
    problems = problems or out_of_sight(workflow, known_roles.when_handed_over)
    if problems:
        raise DefinitionError(problems)
    return workflow


def init_app(app: Flask, with_own: Callable[[Catalog, Path], Catalog]) -> None:
    """Reads the definitions; the application does not start with a broken one of the program's own.

    Nor does it with a broken table of who may what, whosesoever it is.
    """
    folder = Path(app.instance_path)
    found = with_own(replace(product(), access=access.table_of(folder)), folder)
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
    return load_form(text, "kept version", load_shared(options_text, "kept lists"), is_own=True)


def files(folder: Path = PRODUCT) -> Iterator[Path]:
    """The model files of the folder."""
    yield from (file for file in sorted(folder.glob("*.yaml")) if file.name not in (DOCUMENTS, access.NAME))

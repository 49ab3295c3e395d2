"""An authority's own forms, models and letters: read like ours, and left out where they are broken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from casework.access.table import Table
from casework.catalog import Catalog, checked, in_swedish, questions_of
from casework.definitions import MAX_BYTES, TOO_LARGE, UNREADABLE, DefinitionError, Problem
from casework.engine.outside import Known
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from casework.forms.carry import wrong_sources
from casework.forms.definition import LocalisedForm, load_form
from casework.forms.shared import SharedOptions
from casework.letter_kinds import LocalisedLetter, load_letter
from casework.remarks import FILE_NAME, remark

FOLDER = "workflows"  # in the folder of the instance
TAKEN = remark("the program has one with this name; call the file and what it holds something else")

Kept = TypeVar("Kept")


def with_own(catalog: Catalog, instance: Path) -> Catalog:
    """The catalog with the authority's own forms and models, from its folder, beside those of the program.

    A file that cannot be used is left out, and its problems are kept: the others work.
    """
    folder, broken = instance / FOLDER, list[Problem]()
    forms = {**catalog.forms, **_each(folder / "forms", catalog.forms, broken, _own_form(catalog.shared))}
    for form in [form for name, form in forms.items() if name not in catalog.forms]:
        wrong = wrong_sources(form, in_swedish(forms))
        if wrong:
            broken += wrong
            del forms[form.id]
    known = replace(catalog, forms=forms).known()
    own = _each(folder, catalog.workflows, broken, _own_model(known, catalog.access))
    workflows = {**catalog.workflows, **own}
    # A letter of its own may take the place of ours: what is sent is the authority's word.
    letters = {**catalog.letters, **_each(folder / "letters", (), broken, _own_letter(questions_of(forms)))}
    kept = replace(catalog, forms=forms, workflows=workflows, letters=letters)
    return replace(kept, own=frozenset(own), broken=tuple(broken))


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
                raise DefinitionError([Problem(file.name, 1, "", FILE_NAME.about(name=name))])
            found[name] = kept
        except DefinitionError as error:
            broken += error.problems
        except Exception as error:
            told = remark("cannot be checked: %(why)s", why=type(error).__name__)
            broken.append(Problem(file.name, 0, "", told))
    return found


def _own_form(shared: SharedOptions) -> Callable[[str, str], tuple[str, LocalisedForm]]:
    def read(text: str, name: str) -> tuple[str, LocalisedForm]:
        form = load_form(text, name, shared, is_own=True)
        return form.id, form

    return read


def _own_model(known: Known, table: Table) -> Callable[[str, str], tuple[str, LocalisedWorkflow]]:
    def read(text: str, name: str) -> tuple[str, LocalisedWorkflow]:
        model = checked(load_workflow(text, name, is_own=True), known, table)
        return model.rules.workflow, model

    return read


def _own_letter(
    questions: Mapping[str, Collection[str]],
) -> Callable[[str, str], tuple[str, LocalisedLetter]]:
    def read(text: str, name: str) -> tuple[str, LocalisedLetter]:
        letter = load_letter(text, name, questions, is_own=True)
        return letter.id, letter

    return read


def _own_text(file: Path) -> str:
    """What stands in a file of the authority's own; not more of it than a definition may hold."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise DefinitionError([Problem(file.name, 0, "", TOO_LARGE)])
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise DefinitionError([Problem(file.name, 0, "", remark("is not text in UTF-8"))]) from None
    except OSError as error:
        raise DefinitionError([Problem(file.name, 0, "", UNREADABLE.about(why=error.strerror))]) from None

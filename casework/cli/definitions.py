"""Absence models and forms: what `casework workflow` and `casework form` do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask_babel import force_locale

from casework import instance_folder
from casework.catalog import PRODUCT, Catalog, checked, in_swedish, questions_of, read_catalog
from casework.cli.explaining import explain
from casework.cli.instance import on_instance
from casework.config import UnsafeSettings, settings
from casework.definitions import DefinitionError, Problem
from casework.engine import coverage as covering
from casework.engine import draw as drawing
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from casework.forms.carry import wrong_sources
from casework.forms.definition import load_form
from casework.letter_kinds import load_letter
from casework.letters.settings import letter_settings_in, try_out
from casework.own_definitions import with_own
from casework.web import languages
from casework.web.role_titles import role_title

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
files_argument = click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.group()
def workflow() -> None:
    """Absence models."""


@workflow.command("check")
@files_argument
@on_instance
def check(files: Sequence[Path], instance: Path | None) -> None:
    """Check model FILES, or all models and forms of the program and of the instance.

    Tells each problem with file, line and path.
    """
    catalog = held(instance)
    for file in files:
        checked_file(file, catalog)
    names = [file.name for file in files] or [f"{name}.yaml" for name in catalog.workflows]
    click.echo("\n".join(f"{name}: nothing to remark on" for name in names))
    if not files:
        click.echo(counted(catalog, "models", "forms", "document kinds"))
        _tell_broken(catalog)


@workflow.command("coverage")
@click.argument("name", required=False)
@on_instance
def coverage(name: str | None, instance: Path | None) -> None:
    """Tell how each demand of the written routine is met by the model NAME, or by every model by its own."""
    catalog = held(instance)
    if name and name not in catalog.workflows:
        raise no_model(name, "There is no model", catalog)
    names = [name] if name else list(catalog.workflows)
    total, problems = Counter[str](), list[Problem]()
    for one in names:
        model = catalog.workflows[one]
        rows = covering.coverage(model, catalog.covers())
        for row in rows:
            click.echo(f"{row.demand:<6} {row.state:<9} {row.text}\n{'':<16} {row.by}")
        states = Counter[str](row.state for row in rows)
        click.echo(summed(states) + (f" ({one})" if len(names) > 1 else ""))
        total.update(states)
        problems += covering.limits(model, rows)
    if len(names) > 1:
        click.echo(summed(total))
    if problems:
        raise click.ClickException("\n".join(str(problem) for problem in problems))


def summed(states: Mapping[str, int]) -> str:
    """How many demands there are, and how many of them are met in which way, the most first."""
    counted = sorted(states.items(), key=lambda pair: -pair[1])
    told = ", ".join(f"{number} {state}" for state, number in counted)
    return f"{sum(states.values())} demands" + (f": {told}" if told else "")


@workflow.command("draw")
@file_argument
@click.option("--svg", is_flag=True, help="A picture instead of Mermaid text.")
@click.option("--language", type=click.Choice(tuple(languages.NAMES)), default="sv", show_default=True)
@on_instance
def draw(file: Path, svg: bool, language: str, instance: Path | None) -> None:
    """Draw the model in FILE: its stages and every way between them."""
    model = checked_file(file, held(instance)).in_language(language)
    with in_words(language):
        click.echo(drawing.svg(model, role_title) if svg else drawing.mermaid(model))


workflow.add_command(explain)


@click.group()
def form() -> None:
    """Forms."""


@form.command("check")
@files_argument
@on_instance
def check_form(files: Sequence[Path], instance: Path | None) -> None:
    """Check form FILES, or all forms and kinds of documents; tells each problem with file, line and path."""
    catalog = held(instance)
    for file in files:
        with told():
            is_own = file.parent.resolve() != PRODUCT / "forms"
            form = load_form(_text(file), file.name, catalog.shared, is_own=is_own)
            problems = wrong_sources(form, in_swedish({**catalog.forms, form.id: form}))
            if problems:
                raise DefinitionError(problems)
    names = [file.name for file in files] or [f"{name}.yaml" for name in catalog.forms]
    click.echo("\n".join(f"{name}: nothing to remark on" for name in names))
    if not files:
        click.echo(counted(catalog, "forms", "document kinds"))
        _tell_broken(catalog)


def _tell_broken(catalog: Catalog) -> None:
    """Ends the command with what is wrong with files of the authority's own, where something is."""
    if catalog.broken:
        raise click.ClickException("\n".join(str(problem) for problem in catalog.broken))


def counted(catalog: Catalog, *what: str) -> str:
    """How many of these there are in the catalog, which holds nothing that is not sound."""
    return ", ".join(f"{catalog.counts()[one]} {one}" for one in what) + ", 0 problems"


@click.group()
def letter() -> None:
    """Kinds of letters, and how the authority's letters look."""


@letter.command("check")
@files_argument
@on_instance
def check_letter(files: Sequence[Path], instance: Path | None) -> None:
    """Check letter FILES, or all kinds of letters with the head that the instance gives them."""
    catalog = held(instance)
    for file in files:
        with told():
            is_own = file.parent.resolve() != PRODUCT / "letters"
            load_letter(_text(file), file.name, questions_of(catalog.forms), is_own=is_own)
    names = [file.name for file in files] or [f"{name}.yaml" for name in catalog.letters]
    click.echo("\n".join(f"{name}: nothing to remark on" for name in names))
    if not files:
        click.echo(counted(catalog, "letters"))
        _try_head(instance_folder(instance))
        _tell_broken(catalog)


def _try_head(folder: Path) -> None:
    """Sets a page with the head of the instance's letters; ends the command where that cannot be."""
    found = settings(folder)
    try:
        try_out(letter_settings_in(found["AUTHORITY_NAME"], found["LETTERS"], folder))
    except UnsafeSettings as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (workflow, form, letter)


@contextmanager
def in_words(language: str) -> Iterator[None]:
    """Lets the program's own words be said in the language, where no instance is running."""
    speaker = Flask(__name__)
    languages.init_app(speaker)
    with speaker.test_request_context(), force_locale(language):
        yield


@contextmanager
def told() -> Iterator[None]:
    """Ends the command with every problem of a definition."""
    try:
        yield
    except DefinitionError as error:
        raise click.ClickException(str(error)) from None


def held(instance: Path | None) -> Catalog:
    """The models and forms of the program and of the instance; problems of the program's end the command."""
    with told():
        return with_own(read_catalog(), instance_folder(instance))


def checked_file(file: Path, catalog: Catalog) -> LocalisedWorkflow:
    """The model in the file, if nothing is wrong with it; else the command ends with every problem.

    A form that the model names and that cannot be used is told of first: it is why the model cannot be.
    """
    text, is_own = _text(file), file.parent.resolve() != PRODUCT
    try:
        return checked(load_workflow(text, file.name, is_own=is_own), catalog.known(), catalog.access)
    except DefinitionError as error:
        named = [one for one in catalog.broken if Path(one.source).stem in text and one.source != file.name]
        raise click.ClickException("\n".join(str(one) for one in (*named, *error.problems))) from None


def no_model(name: str, told: str, catalog: Catalog) -> click.ClickException:
    """Why no model has the name: its file in the instance is broken, or else there is none but these."""
    broken = [str(problem) for problem in catalog.broken if problem.source == f"{name}.yaml"]
    return click.ClickException(
        "\n".join(broken) or f"{told} “{name}”. There are: {', '.join(catalog.workflows)}"
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name}: is not text in UTF-8") from None

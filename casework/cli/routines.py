"""Absence models as people read them: `workflow routine` and `workflow diff`."""

from __future__ import annotations

from pathlib import Path

import click

from casework.catalog import Catalog
from casework.cli.definitions import checked_file, held, in_words, no_model, workflow
from casework.cli.instance import on_instance
from casework.engine.workflow import LocalisedWorkflow
from casework.routines import comparing
from casework.routines.plain import plain
from casework.routines.setting import pdf
from casework.routines.speaker import speaker
from casework.routines.writing import write
from casework.web.languages import NAMES
from casework.web.text import gettext

COMMANDS: tuple[click.Command, ...] = ()  # both hang on the group `workflow`

in_language = click.option("--language", type=click.Choice(tuple(NAMES)), default="sv", show_default=True)


@workflow.command("routine")
@click.argument("model")
@click.option(
    "--pdf",
    "paper",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a PDF there instead of text here.",
)
@in_language
@on_instance
def routine(model: str, paper: Path | None, language: str, instance: Path | None) -> None:
    """Write MODEL, a name or a file, as the routine that staff and guardians read."""
    catalog = held(instance)
    found = _model(model, catalog)
    with in_words(language):
        written = write(speaker(found, catalog, language))
        if paper is None:
            click.echo(plain(written), nl=False)
            return
        paper.write_bytes(pdf(written))
    click.echo(f"{paper}: written")


@workflow.command("diff")
@click.argument("old")
@click.argument("new")
@in_language
@on_instance
def compare(old: str, new: str, language: str, instance: Path | None) -> None:
    """Tell in sentences what changes for whom from OLD to NEW; each is a name or a file."""
    catalog = held(instance)
    before, after = _model(old, catalog), _model(new, catalog)
    with in_words(language):
        said = comparing.compare(before, after, catalog, language)
        click.echo("\n".join(said) or gettext("Nothing changes."))


def _model(named: str, catalog: Catalog) -> LocalisedWorkflow:
    """The model of the program or the instance with the name, or the one in the file."""
    if named in catalog.workflows:
        return catalog.workflows[named]
    file = Path(named)
    if not file.is_file():
        raise no_model(named, "There is no model or file", catalog)
    return checked_file(file, catalog)

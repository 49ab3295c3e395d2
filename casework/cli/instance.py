"""What every command needs first: the application on the instance folder, or in words why there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from casework import create_app, instance_folder
from casework.config import UnsafeSettings
from casework.definitions import DefinitionError

HINT = "Bring the database up to date with:  python3 run.py casework db upgrade --instance"

Command = TypeVar("Command", bound=Callable[..., Any])

on_instance = click.option(
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder with settings and data; else CASEWORK_INSTANCE, else ./instance.",
)


def application(folder: Path) -> Flask:
    """The application; ends the command where it cannot start."""
    try:
        return create_app(instance=folder)
    except (UnsafeSettings, DefinitionError) as error:
        raise click.ClickException(str(error)) from None


def in_application(command: Command) -> Command:
    """Gives the command `--instance` and runs it inside the application on that folder."""

    @on_instance
    @wraps(command)
    def run(*args: Any, instance: Path | None, **kwargs: Any) -> Any:
        with application(instance_folder(instance)).app_context():
            try:
                return command(*args, **kwargs)
            except (OperationalError, ProgrammingError) as error:
                raise click.ClickException(f"{error.orig}\n{HINT} {instance_folder(instance)}") from None

    return run  # type: ignore[return-value] # wraps keeps the signature but for the option

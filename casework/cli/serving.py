"""Starting the program: `demo`, `serve`, and `secrets` before the first start."""

from __future__ import annotations

import os
import secrets as random
import socket
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import func, select
from waitress.server import create_server

from casework import demo as demonstration
from casework import instance_folder, migrations
from casework.cli.instance import application, on_instance
from casework.cli.working import beside
from casework.extensions import db
from casework.people.models import User

HOST = "127.0.0.1"
FIRST_ROLE = "system_administrator"
THREADS = 8
LARGEST_BODY = 32 * 1024 * 1024  # what is larger is cut off before the program says that it is too large
NO_PROXY = (
    "It believes no proxy about whom a request comes from (proxies = 0 in config.toml). With a web server\n"
    "in front, everybody seems to come from this machine and shares one count of failed attempts to sign in."
)
CONFIG = """# Written by `casework {command}`. Let nobody else read this file.
secret_key = "{secret_key}"
history_key = "{history_key}"
"""
DEMO_CONFIG = """is_demo = true
session_cookie_secure = false
authority_name = "{authority}"
municipality = "{authority}"
"""

port_option = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
on_demo_instance = click.option(
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("instance/demo"),
    show_default=True,
    help="The folder that the demonstration is made in.",
)


@click.group(invoke_without_command=True)
@port_option
@on_demo_instance
@click.pass_context
def demo(context: click.Context, port: int, instance: Path) -> None:
    """Serve a made-up school authority to try things out in; everybody in it is fictional."""
    if context.invoked_subcommand:
        return
    app = _demonstration(instance)
    staff = [(one, ", ".join(held.role for held in one.roles)) for one in demonstration.roster().staff]
    accounts = "\n".join(f"  {one.username:<8} {one.name:<18} {roles}" for one, roles in staff)
    words = f"Sign in with the password {demonstration.PASSWORD} as:\n{accounts}"
    _serve(app, port, words)


@demo.command("load")
@on_demo_instance
def load_demo(instance: Path) -> None:
    """Make the demonstration without serving it."""
    _demonstration(instance)
    click.echo(f"The demonstration lies in {instance.absolute()}.")


@click.command()
@port_option
@on_instance
def serve(port: int, instance: Path | None) -> None:
    """Serve the program itself, on the data of the instance folder."""
    folder = instance_folder(instance)
    app = application(folder)
    with app.app_context():
        _demand_real(app, folder)
        due = migrations.pending()
        if due:
            click.echo(f"Bringing the database up to date: {len(due)} migrations")
            migrations.upgrade()
        if not db.session.scalar(select(func.count()).select_from(User)):
            _tell_first_steps(folder)
    _serve(app, port, "" if app.config["PROXIES"] else NO_PROXY)


@click.command()
@on_instance
def secrets(instance: Path | None) -> None:
    """Make a new instance: its two secrets, written to its config.toml, and an empty database."""
    folder = instance_folder(instance)
    if (folder / "config.toml").exists():
        raise click.ClickException(f"{folder / 'config.toml'} is there already and stays as it is.")
    _write_config(folder, "secrets", "")
    with application(folder).app_context():
        migrations.upgrade()
    click.echo(f"Wrote {folder / 'config.toml'} and made the database.")
    click.echo("Keep a copy of history_key with the backups.")


def _demonstration(instance: Path) -> Flask:
    """The application on the folder, with the demonstration in it."""
    folder = instance.absolute()
    if not (folder / "config.toml").exists():
        authority = demonstration.roster().authority
        _write_config(folder, "demo", DEMO_CONFIG.format(authority=authority))
    app = application(folder)
    if not app.config["IS_DEMO"]:
        raise click.ClickException(f"{folder} holds a real instance; name another folder with --instance.")
    with app.app_context():
        migrations.upgrade()
        demonstration.load(click.echo)
    return app


def _write_config(folder: Path, command: str, more: str) -> None:
    """Writes the settings so that only this user can read them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = CONFIG.format(command=command, secret_key=random.token_hex(32), history_key=random.token_hex(32))
    with os.fdopen(os.open(folder / "config.toml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + more)


def _demand_real(app: Flask, folder: Path) -> None:
    if app.config["IS_DEMO"] or (not migrations.pending() and demonstration.has_accounts()):
        raise click.ClickException(
            f"{folder} holds a demonstration, whose passwords anybody knows. Start it with `casework demo`."
        )


def _tell_first_steps(folder: Path) -> None:
    at = f"--instance {folder}"
    click.echo(
        "Nobody can sign in yet. Make the first administrator, for whom the pages then say what comes next:\n"
        f"  python3 run.py casework user add USERNAME --name NAME --role {FIRST_ROLE} --unit AUTHORITY {at}\n"
        "Who has a roster can read it in instead, before or after that:\n"
        f"  python3 run.py casework people load FILE {at}"
    )


def _serve(app: Flask, port: int, words: str) -> None:
    """Serves until somebody stops it; says where once the first page has come."""
    with app.test_client() as client:
        answer = client.get("/sign-in")
    if answer.status_code != 200:
        raise click.ClickException(f"The sign-in page answers {answer.status_code}; see above.")
    at = _claimed(port)
    largest = max(LARGEST_BODY, 2 * app.config["ATTACHMENT_BYTES"], 2 * app.config["FEED_BYTES"])
    if app.config["IS_DEMO"]:
        app.config["PUBLIC_URL"] = f"http://{HOST}:{port}/"
    with beside(app, at.close):  # before the server has threads
        server = create_server(app, sockets=[at], threads=THREADS, max_request_body_size=largest, ident=None)
        click.echo(f"\nCasework answers on http://{HOST}:{port}/\n{words}\nCtrl-C stops it.")
        server.run()


def _claimed(port: int) -> socket.socket:
    """The port as this program's own, before anything else is set up for it."""
    at = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        at.bind((HOST, port))
    except OSError as error:
        at.close()
        message = f"Port {port} cannot be used: {error.strerror}. Choose another with --port."
        raise click.ClickException(message) from None
    return at


COMMANDS = (demo, serve, secrets)

"""The commands: each has help, says what it did, and ends with another code than 0 when it could not."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from casework.cli import casework
from tests.cli.terminal import PASSWORD, ROSTER, at, load_roster, run


def commands(group: click.Group = casework, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command with the words that lead to it."""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    answer = run(*words, "--help")
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 4


@pytest.mark.parametrize("words", [("nonsense",), ("workflow", "nonsense"), ("serve", "--port", "x")])
def test_what_no_command_knows_is_refused(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    assert run("secrets", "--instance", str(file.parent)).exit_code == 0
    text = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = run("secrets", "--instance", str(file.parent))
    assert again.exit_code == 1
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ("", "secret_key is missing"),
        ('secret_key = "short"\nhistory_key = "short"', "is shorter than 32"),
        (f'secret_key = "{"change-me" * 5}"', "is one that anybody could guess"),
        (f'secret_key = "{"0" * 64}"', "is one that anybody could guess"),
    ],
)
def test_an_instance_without_good_secrets_is_not_served(tmp_path: Path, config: str, fault: str) -> None:
    (tmp_path / "config.toml").write_text(config)
    answer = run("serve", "--instance", str(tmp_path))
    assert answer.exit_code == 1
    assert fault in answer.output
    assert f"casework secrets --instance {tmp_path}" in answer.output


def test_a_real_instance_is_not_turned_into_a_demonstration(instance: Path) -> None:
    answer = run("demo", "load", "--instance", str(instance))
    assert answer.exit_code == 1
    assert "real instance" in answer.output


def test_the_first_administrator_brings_the_authority(instance: Path) -> None:
    at = ("--instance", str(instance), "--unit", "Fjordskogs kommun")
    role = ("--name", "Isak Serverin", "--role", "system_administrator", "--password-stdin")
    assert run("user", "add", "isak", *role, *at, given=PASSWORD).exit_code == 0
    again = run("user", "add", "ISAK", *role, *at, given=PASSWORD)
    assert again.exit_code == 1
    assert "already" in again.output


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--role", "mentor", "--unit", "Ekbackaskolan", "--group", "9C"), "no class “9C”"),
        (("--role", "mentor", "--unit", "Ekbackaskolan"), "is held for a class"),
        (("--role", "rector", "--unit", "Ekbackaskolan", "--group", "8B"), "for the whole unit"),
        (("--role", "rector", "--unit", "Granskolan"), "There is no unit “Granskolan”"),
    ],
)
def test_an_account_needs_a_place_that_is_there(instance: Path, words: tuple[str, ...], fault: str) -> None:
    load_roster(instance)
    answer = run(
        "user", "add", "eva", "--name", "Eva", *words, "--password-stdin", *at(instance), given=PASSWORD
    )
    assert answer.exit_code == 1
    assert fault in answer.output


def test_a_short_password_is_refused_and_a_long_one_taken(instance: Path) -> None:
    load_roster(instance)
    words = ("user", "password", "karin", "--password-stdin", *at(instance))
    assert run(*words, given="elva tecken\n").exit_code == 1
    assert run(*words, given=PASSWORD).exit_code == 0
    assert run("user", "password", "nobody", "--password-stdin", *at(instance), given=PASSWORD).exit_code == 1


def test_a_roster_is_loaded_and_its_problems_told(instance: Path) -> None:
    assert "karin" in load_roster(instance).output
    (instance / "bad.yaml").write_text(ROSTER.replace("mentor", "janitor"))
    answer = run("people", "load", str(instance / "bad.yaml"), *at(instance))
    assert answer.exit_code == 1
    assert "bad.yaml:9" in answer.output
    assert "unknown role “janitor”" in answer.output
    (instance / "bild.png").write_bytes(b"\x89PNG\r\n")
    answer = run("people", "load", str(instance / "bild.png"), *at(instance))
    assert "bild.png is a picture. A roster is a text in YAML" in answer.output


def test_a_database_that_is_not_up_to_date_is_told_so(tmp_path: Path) -> None:
    run("secrets", "--instance", str(tmp_path))
    (tmp_path / "casework.sqlite").unlink()
    answer = run("history", "verify", "--instance", str(tmp_path))
    assert answer.exit_code == 1
    assert "casework db upgrade" in answer.output


def test_verifying_tells_of_a_protection_that_nobody_has_decided(instance: Path) -> None:
    alva = "{given: Alva, family: Exempelsson, born: 2012-03-14, school: Ekbackaskolan, group: 8B}"
    (instance / "roster.yaml").write_text(f"{ROSTER}students: [{alva}]\n")
    assert run("people", "load", str(instance / "roster.yaml"), *at(instance)).exit_code == 0
    assert run("history", "verify", *at(instance)).exit_code == 0
    with closing(sqlite3.connect(instance / "casework.sqlite")) as database, database:
        database.execute("update student set is_protected = 1")
    answer = run("history", "verify", *at(instance))
    assert answer.exit_code == 1
    assert "is_protected is True" in answer.output

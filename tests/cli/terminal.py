"""The terminal as tests have it: runs commands on an instance, and fills it with one school."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from casework.cli import casework

ROSTER = """
authority: Fjordskogs kommun
schools:
  - name: Ekbackaskolan
    groups: [8B]
staff:
  - username: karin
    name: Karin Mallsjö
    roles: [{role: mentor, at: Ekbackaskolan, group: 8B}]
"""
PASSWORD = "tolv tecken eller fler\n"


def run(*words: str, given: str | None = None) -> Result:
    """Runs the command as the terminal would."""
    return CliRunner().invoke(casework, words, input=given)


def load_roster(instance: Path) -> Result:
    """Fills the instance with one school."""
    file = instance / "roster.yaml"
    file.write_text(ROSTER)
    answer = run("people", "load", str(file), *at(instance))
    assert answer.exit_code == 0, answer.output
    return answer


def at(instance: Path) -> tuple[str, str]:
    """The words that name the instance."""
    return ("--instance", str(instance))

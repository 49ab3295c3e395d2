"""The profiles that come with the program, in `casework/workflows/profiles`; checked when it starts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from casework.definitions import DefinitionError, Problem, read
from casework.feeds.profile import Profile

FOLDER = Path(__file__).parents[1] / "workflows" / "profiles"


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles by the names of their files. Raises DefinitionError with every problem of every file."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> dict[str, Profile]:
    """The profiles in the folder. Raises DefinitionError with every problem of every file."""
    found: dict[str, Profile] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            found[file.stem] = load_profile(file.read_text("utf-8"), file.name)
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError(problems)
    return found


def load_profile(text: str, source: str) -> Profile:
    """The profile in the text; the source is the file's name in messages. Raises DefinitionError."""
    return read(text, source).validated(Profile)

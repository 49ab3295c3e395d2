"""The texts of the help: one file for each language, with the same ids in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from casework.definitions import read

FOLDER = Path(__file__).parent / "texts"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Task(_Part):
    """How something is done, step by step."""

    title: str
    steps: tuple[str, ...] = Field(min_length=2)


class RoleHelp(_Part):
    """What a role does here."""

    lead: str
    tasks: tuple[Task, ...] = Field(min_length=2)


class Word(_Part):
    """A word of the program, and what it means."""

    word: str
    means: str


class Link(_Part):
    """An address elsewhere."""

    text: str
    url: str


class Section(_Part):
    """A part of the statement; `contact` where it says whom to turn to."""

    title: str
    text: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    contact: bool = False


class Statement(_Part):
    """How accessible the pages are; `{authority}`, `{contact}` and `{day}` are filled in."""

    title: str
    made_on: date
    dated: str
    lead: str
    contact: str
    no_contact: str
    nobody: str
    sections: tuple[Section, ...]


class Texts(_Part):
    """Everything that the help says in one language."""

    roles: Mapping[str, RoleHelp]
    words: Mapping[str, Word]
    accessibility: Statement


@lru_cache(maxsize=3)
def texts(language: str) -> Texts:
    """The texts in the language. Raises DefinitionError for a file that has another shape."""
    file = FOLDER / f"{language}.yaml"
    return read(file.read_text("utf-8"), file.name).validated(Texts)

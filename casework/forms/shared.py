"""Option lists that several forms share: read from one file, put into a form where it names a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from casework.definitions import DefinitionError, Document, Path, Problem, read
from casework.forms.base import FieldId
from casework.forms.choices import Options
from casework.localise import LANGUAGES

Lists = Mapping[str, Mapping[str, str]]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    options: dict[FieldId, Options]
    translations: dict[str, dict[str, dict[str, str]]] = {}


@dataclass(frozen=True)
class SharedOptions:
    """The shared lists: language → list id → option id → text; and the text of their file."""

    lists: Mapping[str, Lists]
    text: str = ""

    def in_language(self, language: str) -> Lists:
        """The lists in the language; none where no list has been written in it."""
        return self.lists.get(language, {})

    def ids(self) -> list[str]:
        """The names of the lists."""
        return sorted({list_id for lists in self.lists.values() for list_id in lists})


NONE = SharedOptions({})


def load_shared(text: str, source: str) -> SharedOptions:
    """The lists in the text; DefinitionError when a text is missing in a language or belongs to nothing."""
    document = read(text, source)
    file = document.validated(_File)
    if file.language not in LANGUAGES:
        message = f"unknown language “{file.language}”; known: {', '.join(LANGUAGES)}"
        raise DefinitionError([document.problem(("language",), message)])
    problems = [*_missing(document, file), *_superfluous(document, file)]
    if problems:
        raise DefinitionError(problems)
    ordered = {
        language: {
            list_id: {option: lists[list_id][option] for option in options}
            for list_id, options in file.options.items()
        }
        for language, lists in file.translations.items()
    }
    return SharedOptions({file.language: file.options, **ordered}, text)


def _missing(document: Document, file: _File) -> Iterator[Problem]:
    for language in LANGUAGES:
        lists = file.translations.get(language, {})
        for list_id, options in file.options.items() if language != file.language else ():
            for option, text in options.items():
                if not lists.get(list_id, {}).get(option, "").strip():
                    message = f"no translation to {language}: “{text}”"
                    yield document.problem(("options", list_id, option), message)


def _superfluous(document: Document, file: _File) -> Iterator[Problem]:
    for language, lists in file.translations.items():
        if language not in LANGUAGES or language == file.language:
            others = ", ".join(known for known in LANGUAGES if known != file.language)
            message = f"unknown language “{language}”; known: {others}"
            yield document.problem(("translations", language), message)
        for list_id, options in lists.items():
            for option in options:
                if option not in file.options.get(list_id, {}):
                    path = ("translations", language, list_id, option)
                    yield document.problem(path, f"translates “{option}”, which is not in the file")


def named_lists(document: Document, shared: SharedOptions) -> Iterator[Problem]:
    """A problem for each shared list that the form names and that does not exist."""
    for path, list_id in _names(document.data.get("sections"), ("sections",)):
        if list_id not in shared.ids():
            known = ", ".join(shared.ids()) or "none"
            yield document.problem(path, f"unknown shared list “{list_id}”; known: {known}")


def _names(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, list):
        for index, element in enumerate(data):
            yield from _names(element, (*path, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "options" and isinstance(value, str):
                yield (*path, key), value
            elif key in ("fields", "columns"):
                yield from _names(value, (*path, key))


def with_lists(data: Any, lists: Lists) -> Any:
    """The data with the options written out wherever a field names a shared list."""
    if isinstance(data, list):
        return [with_lists(element, lists) for element in data]
    if not isinstance(data, dict):
        return data
    return {
        key: dict(lists.get(value, {}))
        if key == "options" and isinstance(value, str)
        else with_lists(value, lists)
        for key, value in data.items()
    }

"""What the engine answers in many cases at once, kept as text beside the tests and compared word for word.

A text that differs is looked at, line by line; is it what was meant, then it is written anew:
`python -m tests.engine.keeping`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from casework.engine.reading import Event, Reading

FOLDER = Path(__file__).with_name("kept")
TEXTS: dict[str, Callable[[], str]] = {}


def kept(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Names what makes the text of the file."""

    def named(make: Callable[[], str]) -> Callable[[], str]:
        TEXTS[name] = make
        return make

    return named


def plain(value: Any) -> str:
    """A value in one line: of what has fields those that say something, sets in order."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        usual = value._field_defaults
        said = {name: inner for name, inner in value._asdict().items() if inner != usual.get(name, MISSING)}
        if isinstance(value, Reading | Event):  # of what was counted, the keys of the lessons
            said = {
                "evidence" if name == "misses" else name: value.evidence if name == "misses" else inner
                for name, inner in said.items()
            }
        return _named(value, said)
    if is_dataclass(value) and not isinstance(value, type):
        told = [(one.name, getattr(value, one.name), one) for one in fields(value)]
        return _named(value, {name: inner for name, inner, field in told if inner != _usual(field)})
    if isinstance(value, BaseModel):
        return str(getattr(value, "id", type(value).__name__))
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(plain(one) for one in value))}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{plain(key)}: {plain(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(plain(one) for one in value)}]"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction | str | Enum) else repr(value)


def _named(value: object, said: Mapping[str, Any]) -> str:
    words = [f"{name}={plain(inner)}" for name, inner in said.items()]
    return f"{type(value).__name__}({', '.join(words)})"


def _usual(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def compare(name: str) -> None:
    """Compares the text of the file with what is made now."""
    assert TEXTS[name]().splitlines() == (FOLDER / name).read_text("utf-8").splitlines()


if __name__ == "__main__":
    from tests.engine import keeping, test_kept_figures, test_kept_problems, test_kept_steps, test_kept_words

    assert test_kept_figures
    assert test_kept_problems
    assert test_kept_steps
    assert test_kept_words
    for file, make in keeping.TEXTS.items():
        (FOLDER / file).write_text(make(), "utf-8")

"""What is said about a definition file: a sentence with its values, put into a language at the edge.

The sentence is written in English where the rule stands, and is what the catalogs of translations know it by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Remark:
    """A sentence with places for its values, as `%(name)s`; a value may be a remark itself."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in a language; `translate` answers an English text with that of the language."""
        told = {
            name: value.said(translate) if isinstance(value, Remark) else value for name, value in self.values
        }
        return translate(self.text) % told if told else translate(self.text)

    def __str__(self) -> str:
        return self.said(str)

    def about(self, **values: object) -> Remark:
        """The same sentence with these values."""
        return Remark(self.text, tuple(values.items()))


def remark(text: str, /, **values: object) -> Remark:
    """The remark; the collector of texts finds the sentences that stand in calls of this."""
    return Remark(text, tuple(values.items()))


class Wrong(ValueError):
    """What a value of a definition is refused with while its shape is read."""

    def __init__(self, said: Remark) -> None:
        super().__init__(str(said))
        self.said = said


NONE = remark("none")
ONE_OF = remark("needs exactly one of: %(words)s")
FILE_NAME = remark("the file must be called %(name)s.yaml")


def listed(words: Iterable[str]) -> object:
    """The words with commas between them, or a word for none."""
    return ", ".join(words) or NONE


def unknown(told: Remark, word: str, words: Iterable[str]) -> Remark:
    """What is wrong with the word, what may have been meant, and the words that are known."""
    these = list(words)
    near = nearest(word, these)
    if near:
        return remark(
            "%(told)s (did you mean “%(near)s”?); known: %(known)s",
            told=told,
            near=near,
            known=listed(these),
        )
    return remark("%(told)s; known: %(known)s", told=told, known=listed(these))


def nearest(word: str, words: Iterable[str]) -> str:
    """The known word that is near to the word, empty where none is."""
    near = get_close_matches(word, list(words), 1, cutoff=0.7) if len(word) > 3 else []
    return near[0] if near else ""

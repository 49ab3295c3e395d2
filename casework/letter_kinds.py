"""The letters that a school sends about a student: what each says, to whom, and which facts fill it.

Each is one file in `casework/workflows/letters/`; an authority lays its own text beside or over it in its
instance, in `workflows/letters/`. How such a file is written stands in letters/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from casework.definitions import DefinitionError, Document, Path, Problem, read
from casework.forms.base import ID_FORM, Confidentiality, FieldId, Words
from casework.forms.schema import an_id, written
from casework.localise import localised
from casework.remarks import Remark, Wrong, remark, unknown

# What a letter can be filled with, and nothing else; `letters/values.py` finds each.
Value = Literal[
    "student",
    "born",
    "school",
    "group",
    "guardians",
    "principal",
    "mentor",
    "case_number",
    "opened_on",
    "stage",
    "stage_since",
    "writer",
    "writer_role",
    "authority",
    "today",
    "absence",
    "invalid_absence",
    "meeting",
]
VALUES: tuple[str, ...] = get_args(Value)
# Whom a letter can go to: those at home, or a body, by the words of the models; `other` is named by hand.
Recipient = Literal[
    "home",
    "student",
    "school_authority",
    "education_director",
    "home_municipality",
    "social_services",
    "student_finance_agency",
    "youth_followup_service",
    "other",
]
Country = Literal["SE", "NO"]
# Values that are the same for a whole class.
OF_ALL = frozenset({"school", "group", "principal", "mentor", "writer", "writer_role", "authority", "today"})
# Values that say nothing of the student; who may not be told gets nothing else.
OF_NOBODY = frozenset({"school", "principal", "writer", "writer_role", "authority", "today", "meeting"})
PLACE = re.compile(r"\{([^{}]*)\}")
ONE_KIND = remark("a part holds one of `text`, `facts`, `answers`")


class Answers(BaseModel):
    """What stands in a signed form; the whole of it where no fields are named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: FieldId
    fields: tuple[FieldId, ...] = ()


class LetterPart(BaseModel):
    """A part of a letter: a text with values in it, facts with their names, or answers of a signed form.

    Where it says `write: true`, the text is where the writer begins; the rest stands as it is here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FieldId
    title: Words | None = None
    text: Words | None = None
    write: StrictBool = False
    facts: tuple[Value, ...] = ()
    answers: Answers | None = None

    @property
    def values(self) -> frozenset[str]:
        """The values that stand in it."""
        return frozenset((*self.facts, *PLACE.findall(self.text or "")))

    @property
    def tells(self) -> bool:
        """Whether it says anything of the student."""
        return self.answers is not None or not self.values <= OF_NOBODY

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum((self.text is not None, bool(self.facts), self.answers is not None)) != 1:
            raise Wrong(ONE_KIND)
        if self.write and self.text is None:
            raise Wrong(remark("what is written begins with a `text`"))
        return self


def _some(parts: tuple[LetterPart, ...]) -> tuple[LetterPart, ...]:
    if not parts:
        raise Wrong(remark("a letter has at least one part"))
    if sum(part.write for part in parts) > 1:
        raise Wrong(remark("only one part of a letter may say `write: true`"))
    return parts


def _recipients(to: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    if not to:
        raise Wrong(remark("a letter goes `to` somebody"))
    return to


class LetterKind(BaseModel):
    """A kind of letter in one language; `only_in` where just one country has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letter: FieldId
    language: Literal["sv", "nb", "en"]
    title: Words
    help: Words
    confidentiality: Confidentiality = Field(alias="class")
    to: Annotated[tuple[Recipient, ...], AfterValidator(_recipients)]
    only_in: Country | None = None
    parts: Annotated[tuple[LetterPart, ...], AfterValidator(_some)]

    @property
    def is_for_home(self) -> bool:
        """Whether it goes to the student or those at home."""
        return bool({"home", "student"} & set(self.to))

    @property
    def is_for_all(self) -> bool:
        """Whether it can go to all homes of a class or school: anybody may read it; it is about nobody."""
        is_about_nobody = all(part.answers is None and part.values <= OF_ALL for part in self.parts)
        return self.confidentiality == "open" and "home" in self.to and is_about_nobody

    @property
    def is_of_meeting(self) -> bool:
        """Whether it calls to a meeting, and so is written from one."""
        return any("meeting" in part.values for part in self.parts)

    @property
    def written(self) -> LetterPart | None:
        """The part that the writer writes on."""
        return next((part for part in self.parts if part.write), None)


@dataclass(frozen=True)
class LocalisedLetter:
    """A kind of letter in every language."""

    kinds: Mapping[str, LetterKind]

    @property
    def id(self) -> str:
        """What it is called in the program."""
        return self.in_language("sv").letter

    def in_language(self, language: str) -> LetterKind:
        """The kind in the language; KeyError for one that is not spoken here."""
        return self.kinds[language]


def load_letter(
    text: str, source: str, forms: Mapping[str, Collection[str]], *, is_own: bool = False
) -> LocalisedLetter:
    """The kind of letter in the text; `forms`: the fields of each form; the source is the file's name.

    An authority's own may lack translations. Raises DefinitionError with every problem found.
    """
    document = read(text, source)
    body = {key: value for key, value in document.data.items() if key != "translations"}
    rules = replace(document, data=body).validated(LetterKind)
    spoken = localised(document, is_whole=not is_own)
    kinds = {language: each.validated(LetterKind) for language, each in spoken.items()}
    problems = [document.problem(path, told) for path, told in _wrong(rules, forms)]
    for language, kind in kinds.items():
        problems += _odd_places(document, kind, language)
    if problems:
        raise DefinitionError(problems)
    return LocalisedLetter(kinds)


def _wrong(kind: LetterKind, forms: Mapping[str, Collection[str]]) -> Iterator[tuple[Path, Remark]]:
    """Forms and fields that are named and not there."""
    for index, part in enumerate(kind.parts):
        if part.answers is None:
            continue
        path: Path = ("parts", index, "answers")
        fields = forms.get(part.answers.form)
        if fields is None:
            word = part.answers.form
            yield (*path, "form"), unknown(remark("unknown form “%(word)s”", word=word), word, forms)
            continue
        for place, field in enumerate(part.answers.fields):
            if field not in fields:
                told = remark("unknown question “%(word)s”", word=field)
                yield (*path, "fields", place), unknown(told, field, fields)


def _odd_places(document: Document, kind: LetterKind, language: str) -> Iterator[Problem]:
    """Values in braces that there are none of, in the language's texts."""
    is_body = language == document.data.get("language")
    for index, part in enumerate(kind.parts):
        path: Path = ("parts", index, "text")
        if not is_body:
            path = ("translations", language, "parts", part.id, "text")
        for name in PLACE.findall(part.text or ""):
            if name not in VALUES:
                told = remark("unknown value “%(word)s”", word=name)
                yield document.problem(path, unknown(told, name, VALUES))


def letter_schema() -> str:
    """The schema as it stands in `casework/workflows/schema/letter.json`."""
    schema = LetterKind.model_json_schema(by_alias=True)
    schema["properties"]["letter"] |= an_id(ID_FORM)
    schema["$defs"]["LetterPart"]["properties"]["id"] |= an_id(ID_FORM)
    schema["properties"]["parts"]["minItems"] = 1
    schema["properties"]["to"]["minItems"] = 1
    return written(schema, "A kind of letter")

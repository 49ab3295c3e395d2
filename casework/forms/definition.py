"""Reads a form file into frozen values: the form in each language, or every reason why it cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Annotated, Any, Literal

import pydantic
from pydantic import AfterValidator, BaseModel, ConfigDict, PrivateAttr

from casework.definitions import DefinitionError, Document, Problem, read
from casework.forms.base import Confidentiality, Field, FieldId, Words
from casework.forms.choices import Choice, Multi, Scale, YesNo
from casework.forms.consent import Consent
from casework.forms.fields import Computed, Date, DateTime, LongText, Number, Person, Text, Time
from casework.forms.plan import Plan, not_weekly, unfit
from casework.forms.shared import NONE, SharedOptions, named_lists, with_lists
from casework.forms.soundness import unsound
from casework.forms.table import Table
from casework.localise import localised
from casework.remarks import FILE_NAME, Wrong, remark

AnyField = Annotated[
    YesNo
    | Choice
    | Multi
    | Scale
    | Text
    | LongText
    | Date
    | Time
    | DateTime
    | Number
    | Person
    | Table
    | Computed
    | Consent,
    pydantic.Field(discriminator="kind"),
]


def _some(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    if not sections:
        raise Wrong(remark("at least one section is needed"))
    return sections


class Section(BaseModel):
    """A part of a form; what is in it may be read by the same people, but for stricter fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FieldId
    title: Words
    own_class: Confidentiality | None = pydantic.Field(default=None, alias="class")
    help: Words | None = None
    fields: tuple[AnyField, ...]
    _form_class: Confidentiality = PrivateAttr(default="school")

    def place(self, form_class: Confidentiality, language: str) -> None:
        """Tells the section and its fields what the form has decided; called once, when the form is built."""
        self._form_class = form_class
        for field in self.fields:
            field.place(self.confidentiality, language)

    @property
    def confidentiality(self) -> Confidentiality:
        """Who may read the section: its own class, else the form's."""
        return self.own_class or self._form_class

    def holding(self, fields: Collection[str]) -> Section:
        """The section with only these of its fields."""
        left = tuple(field for field in self.fields if field.id in fields)
        return self if len(left) == len(self.fields) else self.model_copy(update={"fields": left})


class Form(BaseModel):
    """A form in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FieldId = pydantic.Field(alias="form")
    version: Annotated[int, pydantic.Field(ge=1)]
    language: Literal["sv", "nb", "en"]
    title: Words
    confidentiality: Confidentiality = pydantic.Field(alias="class")
    guidance: Words | None = None
    plan: Plan | None = None
    weekly: FieldId | None = None  # the date from which a report on the form is followed up each week
    sections: Annotated[tuple[Section, ...], AfterValidator(_some)]

    def model_post_init(self, context: Any, /) -> None:
        """Lets every section and field know its class and language."""
        for section in self.sections:
            section.place(self.confidentiality, self.language)

    def all_fields(self) -> Iterator[Field]:
        """Every field, in the order of the page."""
        for section in self.sections:
            yield from section.fields

    def field(self, field_id: str) -> Field:
        """The field with the id; KeyError when there is none."""
        for field in self.all_fields():
            if field.id == field_id:
                return field
        raise KeyError(field_id)


@dataclass(frozen=True)
class LocalisedForm:
    """One version of a form in all languages, with the texts it was read from, the lists' too."""

    id: str
    version: int
    sha: str
    text: str
    options_text: str
    forms: Mapping[str, Form]

    def in_language(self, language: str) -> Form:
        """The form in the language; KeyError for a language that the program does not speak."""
        return self.forms[language]


def load_form(text: str, source: str, shared: SharedOptions = NONE, *, is_own: bool = False) -> LocalisedForm:
    """The form in the text; the source is the file's name in messages.

    One of an authority's own need not be translated. Raises DefinitionError with every problem found: file,
    line, path and the words that would be right.
    """
    document = read(text, source)
    own = document.data.get("language", "sv")
    body = {key: value for key, value in document.data.items() if key != "translations"}
    problems = list(named_lists(replace(document, data=body), shared))
    if problems:
        raise DefinitionError(problems)
    form = _form(replace(document, data=body), str(own), shared)
    problems = [*_misnamed(document, form.id), *unsound(document, form.sections)]
    problems += [
        *unfit(document, form.plan, form.sections),
        *not_weekly(document, form.weekly, form.sections),
    ]
    if problems:
        raise DefinitionError(problems)
    each_language = localised(document, is_whole=not is_own)
    forms = {language: _form(each, language, shared) for language, each in each_language.items()}
    sha = hashlib.sha256(f"{text}\0{shared.text}".encode()).hexdigest()
    return LocalisedForm(form.id, form.version, sha, text, shared.text, forms)


def _form(document: Document, language: str, shared: SharedOptions) -> Form:
    data = with_lists(document.data, shared.in_language(language))
    return replace(document, data={**data, "language": language}).validated(Form)


def _misnamed(document: Document, form_id: str) -> Iterator[Problem]:
    name = PurePath(document.source)
    if name.suffix == ".yaml" and name.stem != form_id:
        yield document.problem(("form",), FILE_NAME.about(name=form_id))

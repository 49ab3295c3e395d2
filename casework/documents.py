"""The kinds of documents that a routine speaks of besides its forms: what they are called, who may read them.

They are read from one file, `casework/workflows/documents.yaml`; absence models name them by their ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from casework.definitions import read
from casework.forms.base import ID_FORM, Confidentiality, FieldId, Words
from casework.forms.schema import an_id, written
from casework.localise import localised
from casework.remarks import Wrong, remark


class DocumentKind(BaseModel):
    """A kind of document in one language; `help` says what such a document is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FieldId
    title: Words
    confidentiality: Confidentiality = Field(alias="class")
    help: Words | None = None


def _some(kinds: tuple[DocumentKind, ...]) -> tuple[DocumentKind, ...]:
    if not kinds:
        raise Wrong(remark("at least one kind of document is needed"))
    return kinds


class DocumentsFile(BaseModel):
    """The file as it is written, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["sv", "nb", "en"]
    documents: Annotated[tuple[DocumentKind, ...], AfterValidator(_some)]


@dataclass(frozen=True)
class DocumentKinds:
    """Every kind of document, in every language."""

    kinds: Mapping[str, Mapping[str, DocumentKind]]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all kinds; absence models may name these and no others."""
        return frozenset(self.in_language("sv"))

    def in_language(self, language: str) -> Mapping[str, DocumentKind]:
        """The kinds by id, in the order of the file; KeyError for a language that is not spoken here."""
        return self.kinds[language]


def load_documents(text: str, source: str) -> DocumentKinds:
    """The kinds in the text; the source is the file's name in messages.

    Raises DefinitionError with every problem found: file, line, path and the words that would be right.
    """
    document = read(text, source)
    body = {key: value for key, value in document.data.items() if key != "translations"}
    replace(document, data=body).validated(DocumentsFile)
    files = {language: each.validated(DocumentsFile) for language, each in localised(document).items()}
    return DocumentKinds(
        {language: {kind.id: kind for kind in file.documents} for language, file in files.items()}
    )


def documents_schema() -> str:
    """The schema as it stands in `casework/workflows/schema/documents.json`."""
    schema = DocumentsFile.model_json_schema(by_alias=True)
    schema["$defs"]["DocumentKind"]["properties"]["id"] |= an_id(ID_FORM)
    schema["properties"]["documents"]["minItems"] = 1
    return written(schema, "The kinds of documents")

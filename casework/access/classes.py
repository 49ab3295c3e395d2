"""The classes of text and the grounds for releasing some of it, as the table of who may what names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Confidentiality = Literal["open", "school", "student_health", "medical"]
Country = Literal["SE", "NO"]
CLASSES: tuple[Confidentiality, ...] = get_args(Confidentiality)


class ReadingClass(BaseModel):
    """What a class of text is called in one language, what belongs to it, and the law by country."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Confidentiality
    title: str = Field(min_length=1)
    help: str = Field(min_length=1)
    law: Mapping[Country, str] = {}


class Ground(BaseModel):
    """A legal ground for releasing an extract, by country; `not_for` are classes that it does not open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z_]{0,39}$")
    title: str = Field(min_length=1)
    law: Mapping[Country, str] = Field(min_length=1)
    not_for: frozenset[Confidentiality] = frozenset()
    is_consent: bool = False

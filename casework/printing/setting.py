"""Sets paper: data and a template become a tagged PDF, without fonts of the machine and without its files.

A page with much on it takes a tenth of a second: it is set before a unit of work begins, never inside one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import fontpkg_inter
import typst

from casework.printing.paper import Document

TEMPLATE = Path(__file__).parent / "document.typ"
FONTS = fontpkg_inter.ROOT / "files"
# What the typesetter says of a character that its type has no shape for.
_NO_SHAPE = re.compile(r'text(?: contains the disallowed codepoint)? `"(.+?)"`')


@dataclass
class Unprintable(Exception):
    """It cannot be set on paper: `characters` have no shape in the type; empty where `why` says the rest."""

    characters: str
    why: str

    def __str__(self) -> str:
        return self.why


def pdf(document: Document) -> bytes:
    """The document as PDF/UA-1; the same values give the same bytes. Raises Unprintable."""
    data = asdict(document)
    data["head"]["logo"] = list(document.head.logo)
    data["dated"] = [*document.dated.timetuple()[:3]] if document.dated else None
    return set_on_paper(TEMPLATE, data)


def set_on_paper(template: Path, data: Mapping[str, object]) -> bytes:
    """The data as PDF, set by the template, which finds them in `sys.inputs.data`. Raises Unprintable."""
    try:
        return bytes(
            typst.compile(
                template,
                root=template.parent,
                font_paths=[FONTS],
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data)},
                format="pdf",
                pdf_standards=["ua-1"],
            )
        )
    except typst.TypstError as error:
        found = _NO_SHAPE.search(error.message)
        raise Unprintable(found.group(1) if found else "", error.message) from error

"""Sets the routine as a tagged PDF (PDF/UA-1), from data: no text of a model is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import fontpkg_inter
import typst

from casework.routines.paper import Routine
from casework.web.text import gettext

TEMPLATE = Path(__file__).parent / "routine.typ"
FONTS = fontpkg_inter.ROOT / "files"


def pdf(routine: Routine) -> bytes:
    """The routine as PDF, in its own language."""
    words = {"contents": gettext("Contents"), "matrix": gettext("The routine at a glance")}
    return set_on_paper(TEMPLATE, asdict(routine) | {"words": words})


def set_on_paper(template: Path, data: Mapping[str, object]) -> bytes:
    """The data as PDF, set by the template, which finds them in `sys.inputs.data`."""
    return bytes(
        typst.compile(
            template,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    )

"""Sets the routine as a tagged PDF (PDF/UA-1), from data: no text of a model is ever read as markup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from casework.printing.setting import set_on_paper
from casework.routines.paper import Routine
from casework.web.text import gettext

TEMPLATE = Path(__file__).parent / "routine.typ"


def pdf(routine: Routine) -> bytes:
    """The routine as PDF, in its own language."""
    words = {"contents": gettext("Contents"), "matrix": gettext("The routine at a glance")}
    return set_on_paper(TEMPLATE, asdict(routine) | {"words": words})

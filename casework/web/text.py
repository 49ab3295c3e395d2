"""Texts in the reader's language: gettext with types, for every room that speaks to people."""

from __future__ import annotations

from typing import Any

import flask_babel
from flask_babel.speaklater import LazyString


def gettext(text: str, /, **values: object) -> str:
    """The text in the reader's language, with the values in their places."""
    found: str = flask_babel.gettext(text, **values)
    return found


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The text for so many, in the reader's language; `num` may stand in it."""
    found: str = flask_babel.ngettext(one, many, num, **values)
    return found


def lazy_gettext(text: str, /, **values: object) -> Any:
    """The text, put into the reader's language when it is written out; for tables made at start-up."""
    found: LazyString = flask_babel.lazy_gettext(text, **values)
    return found

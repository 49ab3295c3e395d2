"""Texts in the reader's language: gettext with types, for every room that speaks to people."""

from __future__ import annotations

from typing import Any

from flask_babel.speaklater import LazyString

from casework.web.languages import translations


def gettext(text: str, /, **values: object) -> str:
    """The text in the reader's language, with the values in their places."""
    found = translations().gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The text for so many, in the reader's language; `num` may stand in it."""
    return translations().ngettext(one, many, num) % {"num": num, **values}


def lazy_gettext(text: str, /, **values: object) -> Any:
    """The text, put into the reader's language when it is written out; for tables made at start-up."""
    return LazyString(gettext, text, **values)

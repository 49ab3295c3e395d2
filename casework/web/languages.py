"""Which language a page is in, and the catalogs of texts, read from their .po files at start-up."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale

from casework.extensions import babel
from casework.web.sessions import host_cookie, signed_in

FOLDER = Path(__file__).parent.parent / "translations"
NAMES = {"sv": "Svenska", "nb": "Norsk bokmål", "en": "English"}


AS_WRITTEN = NullTranslations()


def cookie_name() -> str:
    """What the cookie is called that keeps the language of a browser."""
    return host_cookie(current_app, "language")


def init_app(app: Flask) -> None:
    """Reads the catalogs and tells Flask-Babel how a page's language is chosen; templates speak as code does.

    The texts are served from memory, and looked up a hundred times for a page: past what Flask-Babel does to
    find out each time which files they are in.
    """
    babel.init_app(app, locale_selector=_chosen)
    for language in NAMES:
        read_catalog(language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # the extension brings it
        gettext=lambda text: translations().gettext(text),
        ngettext=lambda one, many, num: translations().ngettext(one, many, num),
        newstyle=True,
    )


def translations() -> NullTranslations:
    """The texts of the page's language; the texts themselves where nobody reads a page."""
    here = get_locale()
    return read_catalog(here.language) if here else AS_WRITTEN


@cache
def read_catalog(language: str, folder: Path = FOLDER) -> NullTranslations:
    """The texts of the language, compiled in memory."""
    file = folder / language / "messages.po"
    if not file.exists():
        return NullTranslations()
    with file.open("rb") as text:
        catalog = read_po(text, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """The language of this page: sv, nb or en."""
    return str(get_locale())


def _chosen() -> str | None:
    """What the person has chosen, else this browser, else what the browser says; None leaves the default."""
    if not has_request_context():
        return None
    visitor = signed_in()
    if visitor:
        return visitor.language
    kept = request.cookies.get(cookie_name(), "")
    if kept in NAMES:
        return kept
    return request.accept_languages.best_match(NAMES)

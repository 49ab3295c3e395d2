"""What stands around every page: the top bar with its menu, who reads, languages, and where to sign out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import Flask, current_app, g, request, url_for

from casework.access.policy import Person, may_at_all
from casework.clock import now
from casework.web.dates import moment
from casework.web.languages import NAMES, language
from casework.web.role_titles import titles_of
from casework.web.sessions import signed_in
from casework.web.text import gettext
from casework.web.wiring import MenuEntry, SignedIn, wiring

HOME = "/"
MOST_TOLD = 99  # what waits, in the menu; more than that is told as 99+


@dataclass(frozen=True)
class NavItem:
    """An entry of the main menu, with how many things wait there."""

    name: str
    label: str
    url: str
    count: int
    count_text: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Everything that the base template lays out around a page."""

    language: str
    languages: tuple[tuple[str, str, bool], ...]
    authority_name: str
    demo: bool
    home_url: str
    language_url: str
    accessibility_url: str
    signed_in: bool = False
    user_name: str = ""
    role_line: str = ""
    unit_name: str = ""
    nav: tuple[NavItem, ...] = ()
    search_url: str = ""
    search_label: str = ""
    account_url: str = ""
    help_url: str = ""
    sign_out_url: str = ""
    printed: str = ""


def init_app(app: Flask) -> None:
    """Gives every template the shell."""
    app.context_processor(lambda: {"shell": shell()})


def shell() -> Shell:
    """The shell for whoever reads; without a person where nobody is signed in or nothing can be read."""
    around = Shell(
        language=language(),
        languages=tuple((code, name, code == language()) for code, name in NAMES.items()),
        authority_name=current_app.config["AUTHORITY_NAME"],
        demo=current_app.config["IS_DEMO"],
        home_url=HOME,
        language_url=url_for("people.choose_language"),
        accessibility_url=url_for("help.accessibility"),
    )
    visitor = signed_in()
    return _of_person(around, visitor) if visitor else around


def other_home(person: Person) -> str:
    """Where somebody begins who may see no case and no student: their own first entry of the menu."""
    found = wiring()
    if may_at_all(person, found.search[1]):
        return ""
    mine = (url_for(entry.endpoint) for entry in found.menu if may_at_all(person, entry.permission))
    return next((url for url in mine if url != HOME), "")


def has_counted(waiting: int) -> None:
    """Called by a view that has counted what waits for the reader: the menu need not count again."""
    g.waiting = waiting


def role_line(person: Person) -> str:
    """The roles that the person holds today, in words, each once."""
    return titles_of(grant.role for grant in person.grants)


def _of_person(around: Shell, visitor: SignedIn) -> Shell:
    found = wiring()
    endpoint, permission = found.search
    waiting = g.waiting if "waiting" in g else found.waiting_count(visitor.person, MOST_TOLD + 1)
    return replace(
        around,
        signed_in=True,
        user_name=visitor.person.name,
        role_line=role_line(visitor.person),
        unit_name=visitor.unit_name,
        nav=tuple(_nav(found.menu, visitor.person, waiting)),
        search_url=url_for(endpoint) if may_at_all(visitor.person, permission) else "",
        search_label=_search_label(visitor.person),
        account_url=url_for("people.account"),
        help_url=url_for("help.index"),
        sign_out_url=url_for("people.sign_out"),
        printed=gettext(
            "Printed by %(name)s, %(moment)s. "
            "About a student: keep it where only those who need it can read it.",
            name=visitor.person.name,
            moment=moment(now()),
        ),
    )


def _search_label(person: Person) -> str:
    """What the search finds for the person."""
    finds_cases = may_at_all(person, "case:read")
    return gettext("Search student or case") if finds_cases else gettext("Search student")


def _nav(menu: Sequence[MenuEntry], person: Person, waiting: int) -> Iterable[NavItem]:
    """The entries that the person may use; the first carries how much waits for them."""
    begins_elsewhere = bool(other_home(person))
    shown = [(entry, url_for(entry.endpoint)) for entry in menu if may_at_all(person, entry.permission)]
    here = _current(shown)
    for entry, url in shown:
        if not (begins_elsewhere and url == HOME):
            count = waiting if entry is menu[0] else 0
            told = f"{MOST_TOLD}+" if count > MOST_TOLD else str(count)
            yield NavItem(entry.name, str(entry.label), url, count, told, entry.name in here)


def _current(shown: Sequence[tuple[MenuEntry, str]]) -> list[str]:
    """The entry that this page lies below; below a student, that of the room whose page it is."""
    below = [entry.name for entry, url in shown if _is_below(url)]
    rooms = [entry.name for entry, _ in shown if entry.endpoint.partition(".")[0] == request.blueprint]
    return rooms if below and len(rooms) == 1 else below


def _is_below(url: str) -> bool:
    """Whether this page is the entry's own, or lies below it."""
    return request.path == url or (url != HOME and request.path.startswith(f"{url.rstrip('/')}/"))

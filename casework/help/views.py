"""The pages of the help, own role first; and the statement on accessibility, for everybody."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, url_for

from casework.catalog import catalog
from casework.clock import now, school_date
from casework.errors import NotHere
from casework.help.access import ALWAYS, class_rows, ground_rows, role_rows
from casework.help.texts import FOLDER, texts
from casework.people.queries import countries_of, routines_of
from casework.versions.queries import models_on
from casework.web.dates import day_of_year
from casework.web.doors import public, requires
from casework.web.languages import NAMES, language
from casework.web.role_titles import role_title
from casework.web.sessions import person
from casework.web.text import gettext

views = Blueprint("help", __name__)


@views.get("/help")
@requires("start:read")
def index() -> str:
    """Every role's help, one's own first."""
    roles = texts(language()).roles
    mine = [grant.role for grant in person().grants if grant.role in roles]
    models = models_on(school_date(now()))
    followed = [(models[name], name) for name in routines_of(person()) if name in models]
    return render_template(
        "help/index.html",
        routines=[
            (model.in_language(language()).title, url_for("routines.read", name=name))
            for model, name in followed
        ],
        mine=[_entry(role) for role in dict.fromkeys(mine)],
        others=[_entry(role) for role in roles if role not in mine],
    )


@views.get("/help/words")
@requires("start:read")
def words() -> str:
    """What the words mean, with what they are called in the other languages."""
    others = [code for code in NAMES if code != language()]
    found = [
        (word.word, word.means, [(code, texts(code).words[key].word) for code in others])
        for key, word in texts(language()).words.items()
    ]
    in_order = sorted(found, key=lambda one: one[0].casefold())
    return render_template("help/words.html", words=in_order, up=_up())


@views.get("/help/roles/<role>")
@requires("start:read")
def role(role: str) -> str:
    """How the role does what it does here."""
    found = texts(language()).roles.get(role)
    if found is None:
        raise NotHere
    return render_template("help/role.html", title=role_title(role), found=found, up=_up())


@views.get("/help/access")
@requires("start:read")
def access() -> str:
    """Who may see what: the table that the program goes by."""
    table, countries = catalog().access, countries_of(person())
    return render_template(
        "help/access.html",
        roles=role_rows(table, language()),
        classes=class_rows(table, language(), countries),
        grounds=ground_rows(table, language(), countries),
        always=ALWAYS,
        up=_up(),
    )


@views.get("/accessibility")
@public
def accessibility() -> str:
    """How accessible the pages are, what falls short, and whom to tell."""
    found, config = texts(language()).accessibility, current_app.config
    contact = str(config["ACCESSIBILITY_CONTACT"])
    return render_template(
        "help/accessibility.html",
        found=found,
        lead=found.lead.format(authority=config["AUTHORITY_NAME"] or found.nobody),
        dated=found.dated.format(day=day_of_year(found.made_on)),
        contact=found.contact.format(contact=contact) if contact else found.no_contact,
    )


def _entry(role: str) -> tuple[str, str, str]:
    return role_title(role), texts(language()).roles[role].lead, url_for("help.role", role=role)


def _up() -> tuple[str, str]:
    return gettext("Help"), url_for("help.index")


def demand_texts() -> None:
    """Reads every language once, so that a broken file is told before anybody asks for it."""
    for file in sorted(FOLDER.glob("*.yaml")):
        texts(file.stem)

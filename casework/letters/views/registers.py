"""The register: what went out and came in, to look through, print and save."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from casework import clock
from casework.letters.pages import listing
from casework.letters.queries import IN, OUT, READ, Entry, register
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.paging import page_number, pager
from casework.web.sessions import person
from casework.web.sheets import harmless
from casework.web.text import gettext

blueprint = Blueprint("register", __name__, url_prefix="/register")
SIZE = 100


@blueprint.get("/")
@requires(READ)
def index() -> str:
    """Outgoing and incoming documents of the reader's schools."""
    found = _asked()
    page = page_number()
    part = found[(page - 1) * SIZE : page * SIZE]
    shows([one.shown for one in part if one.shown])
    first, last = _days()
    wanted: dict[str, Any] = {"from": first.isoformat(), "to": last.isoformat(), "direction": _direction()}
    return render_template(
        "letters/register.html",
        columns=listing.columns(),
        rows=listing.register_rows(part),
        wanted=wanted,
        directions=[("", gettext("Both")), (OUT, gettext("Out")), (IN, gettext("In"))],
        file_url=url_for("register.file", **wanted),
        pager=pager("register.index", page, SIZE, len(found), wanted),
    )


@blueprint.get("/register.csv")
@requires(READ)
def file() -> Response:
    """The same as a table for spreadsheets."""
    found = _asked()
    shows([one.shown for one in found if one.shown])
    out = StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerow(listing.columns())
    for row in listing.register_rows(found):
        table.writerow(map(harmless, listing.cells(row)))
    answer = make_response("\ufeff" + out.getvalue())
    answer.mimetype = "text/csv"
    answer.headers.set("Content-Disposition", "attachment", filename="register.csv")
    return answer


def _asked() -> list[Entry]:
    return register(person(), *_days(), _direction())


def _direction() -> str:
    asked = request.args.get("direction", "")
    return asked if asked in (OUT, IN) else ""


def _days() -> tuple[date, date]:
    today = clock.school_date(clock.now())
    return listing.days_asked(request.args.get("from", ""), request.args.get("to", ""), today)

"""Where people find what they look for: the start page, the case list, and the search over all pages."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import may_at_all
from casework.cases import lists
from casework.cases.filters import filter_from, in_address
from casework.cases.pages import filterbar
from casework.cases.pages.listing import listing
from casework.cases.pages.search import results
from casework.cases.pages.start import start as start_page
from casework.cases.views import blueprint
from casework.people.pages.substitutes import today_lines
from casework.web.dates import today_line
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.navigation import has_counted, other_home
from casework.web.paging import page_number
from casework.web.sessions import person
from casework.web.text import gettext, ngettext
from casework.web.way_back import keep_way

LONGEST = 80


@blueprint.get("/")
@requires("start:read")
def start() -> str | Response:
    """What waits for the reader, and what waits for others."""
    elsewhere = other_home(person())
    if elsewhere:
        return redirect(elsewhere, 303)
    page = start_page(person(), language(), clock.now())
    has_counted(page.count)
    shows(page.students)
    heading = ngettext("%(num)d thing waits for you", "%(num)d things wait for you", page.count)
    return render_template(
        "cases/start.html",
        heading=heading if page.count else gettext("Nothing is waiting for you."),
        date_line=today_line(clock.now()),
        stands_in=today_lines(person(), clock.now()),
        can_search=may_at_all(person(), "search:read"),
        can_read_cases=may_at_all(person(), "case:read"),
        may_prevent=may_at_all(person(), "prevention:do"),
        **vars(page),
    )


@blueprint.get("/cases/")
@requires("case:read")
def index() -> str:
    """The cases that the reader may see, as the filter in the address says; `filter=show` shows only that."""
    wanted = filter_from(request.args)
    if request.args.get("filter") == "show":
        return _filter_page()
    page = listing(person(), language(), wanted, page_number(), clock.now())
    shows(page.students)
    keep_way()
    return render_template(
        "cases/index.html",
        wanted=wanted,
        list_url=url_for("cases.index"),
        filter_url=url_for("cases.index", filter="show", **in_address(wanted)),
        clear_url=filterbar.clear_url(wanted),
        may_open=may_at_all(person(), "case:open"),
        may_change=may_at_all(person(), "case:change"),
        register_url=url_for("register.index") if may_at_all(person(), "register:read") else None,
        may_move_in=may_at_all(person(), "case:migrate"),
        **{name: getattr(page, name) for name in page.__dataclass_fields__},
    )


def _filter_page() -> str:
    """The filter on a page of its own, for those who have no room for it above the list."""
    wanted = filter_from(request.args)
    return render_template(
        "cases/filter.html",
        wanted=wanted,
        selects=(*filterbar.selects(person(), language(), wanted), filterbar.sorting(wanted)),
        list_url=url_for("cases.index"),
        up=(gettext("Cases"), filterbar.address(wanted)),
    )


@blueprint.get("/search")
@requires("search:read")
def search() -> str | Response:
    """Students and cases with such a name or number; the number of a case leads straight there."""
    query = " ".join(request.args.get("q", "")[:LONGEST].split())
    case_id = lists.case_numbered(person(), query) if may_at_all(person(), "case:read") else None
    if case_id:
        return redirect(url_for("cases.show", case_id=case_id), 303)
    found = results(person(), language(), query, clock.now()) if query else None
    shows(found.students if found else ())
    return render_template(
        "cases/search.html",
        q=query,
        groups=found.groups if found else (),
        search_url=url_for("cases.search"),
        students_url=url_for("people.students") if may_at_all(person(), "student:read") else None,
        cases_url=url_for("cases.index") if may_at_all(person(), "case:read") else None,
    )

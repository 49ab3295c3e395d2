"""Files of attendance: sent, followed while they are read, looked at, applied or thrown away."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Response as FileResponse
from flask import current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import may_at_all
from casework.clock import now
from casework.errors import NotHere
from casework.extensions import feed_bytes
from casework.feeds import actions, fetching, files, processes, queries
from casework.feeds.forms import SendForm
from casework.feeds.models import FeedImport
from casework.feeds.pages import faults as fault_page
from casework.feeds.pages.imports import import_page, import_rows, is_fetched
from casework.feeds.pages.words import called, file_fault
from casework.feeds.records import Fault, Unreadable
from casework.feeds.stage import Stage
from casework.feeds.views import blueprint, up
from casework.ss12000.settings import Unset, settings_of
from casework.web.disclosure import unattended
from casework.web.doors import requires, takes_large_file
from casework.web.languages import language
from casework.web.once import once
from casework.web.paging import page_number, pager
from casework.web.sessions import person
from casework.web.sizes import size_text
from casework.web.text import gettext

PAGE = 50
AGAIN = "2; url={url}"  # seconds after which a page that waits asks again, with or without script
Answer = str | Response | tuple[str, int]


@blueprint.get("/")
@requires("attendance:import")
def index() -> str:
    """All files that have been sent, newest first."""
    page = page_number()
    rows, total = queries.imports(limit=PAGE, offset=(page - 1) * PAGE)
    is_administrator = may_at_all(person(), "people:administer")
    back = (gettext("Administration of the program"), url_for("administration.start"))
    return render_template(
        "feeds/index.html",
        rows=import_rows(rows),
        pager=pager("feeds.index", page, PAGE, total, {}),
        up=back if is_administrator else None,
        is_connected=bool(current_app.config["SS12000"]),
    )


@blueprint.post("/fetch")
@requires("attendance:import")
def fetch() -> Response:
    """Asks the system that the settings name, for what has changed or for everything. Nothing is written."""
    try:
        settings = settings_of(current_app.config["SS12000"])
    except Unset:
        raise NotHere from None
    taken: list[UUID] = []

    def act() -> str:
        is_whole = bool(request.form.get("whole"))
        row = fetching.begin(settings, is_whole=is_whole, actor=person(), now=now())
        taken.append(row.id)
        return url_for("feeds.show", import_id=row.id)

    return _started(taken, once(act))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("attendance:import")
@takes_large_file
def send() -> Answer:
    """Takes a file, and starts reading it; nothing is written."""
    known = queries.profiles(language())
    form = SendForm(known, feed_bytes())
    if not form.validate_on_submit():
        return _send_page(form), 422 if form.errors else 200
    chosen, sent, taken = known[form.profile.data], form.file.data, list[UUID]()

    def act() -> str:
        row = actions.receive(sent.stream, chosen.name, chosen.profile, actor=person(), now=now())
        taken.append(row.id)
        return url_for("feeds.show", import_id=row.id)

    try:
        answer = once(act)
    except Unreadable as fault:
        return _send_page(form, file_fault(fault)), 422
    return _started(taken, answer)


@blueprint.get("/<uuid:import_id>")
@requires("attendance:import")
def show(import_id: UUID) -> Response:
    """How far it has come, what it would do or has done."""
    row = queries.imported(import_id)
    is_own = row.by_id == person().id
    found = import_page(row, is_own=is_own)
    if request.args.get("again"):
        unattended()
    has_list = row.faulty and files.stage_of(row.id).exists()
    some = _faults(row, limit=10) if has_list else []
    shown = render_template(
        "feeds/show.html",
        found=found,
        row=row,
        faults=fault_page.rows(some, is_own=is_own),
        where=fault_page.where(is_fetched=found.is_fetched),
        up=up(),
    )
    answer = make_response(shown)
    if found.is_running:
        answer.headers["Refresh"] = AGAIN.format(url=url_for("feeds.show", import_id=row.id, again=1))
    return answer


@blueprint.get("/<uuid:import_id>/lines")
@requires("attendance:import")
def lines(import_id: UUID) -> str:
    """Every line that is wrong, page by page."""
    row, page = queries.imported(import_id), page_number()
    some = _faults(row, limit=PAGE, offset=(page - 1) * PAGE)
    with Stage(files.stage_of(row.id)) as stage:
        total = stage.fault_count()
    return render_template(
        "feeds/lines.html",
        rows=fault_page.rows(some, is_own=row.by_id == person().id),
        where=fault_page.where(is_fetched=is_fetched(row)),
        is_fetched=is_fetched(row),
        row=row,
        pager=pager("feeds.lines", page, PAGE, total, {"import_id": row.id}),
        up=(called(row), url_for("feeds.show", import_id=row.id)),
    )


@blueprint.get("/<uuid:import_id>/lines.csv")
@requires("attendance:import")
def lines_file(import_id: UUID) -> FileResponse:
    """The same as a file."""
    row = queries.imported(import_id)
    is_own = row.by_id == person().id
    text = fault_page.as_file(_faults(row), is_own=is_own, is_fetched=is_fetched(row))
    answer = FileResponse(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="lines.csv"'
    return answer


@blueprint.post("/<uuid:import_id>/apply")
@requires("attendance:import")
def apply(import_id: UUID) -> Response:
    """Lets it be applied as it was shown, without its faulty lines if that is what was said."""
    queries.imported(import_id)
    taken: list[UUID] = []

    def act() -> str:
        row = queries.imported(import_id, is_locked=True)
        actions.ask(row, leaves_out=bool(request.form.get("leaves_out")), actor=person(), now=now())
        taken.append(row.id)
        return url_for("feeds.show", import_id=import_id)

    return _started(taken, once(act))


@blueprint.post("/<uuid:import_id>/again")
@requires("attendance:import")
def again(import_id: UUID) -> Response:
    """Goes on with one whose process was stopped."""
    queries.imported(import_id)
    return _started([import_id], once(lambda: url_for("feeds.show", import_id=import_id)))


@blueprint.post("/<uuid:import_id>/drop")
@requires("attendance:import")
def drop(import_id: UUID) -> Response:
    """Throws it away."""
    queries.imported(import_id)

    def act() -> str:
        actions.drop(queries.imported(import_id, is_locked=True), actor=person(), now=now())
        return url_for("feeds.show", import_id=import_id)

    answer = once(act)
    files.forget(import_id)
    return answer


def _started(taken: list[UUID], answer: Response) -> Response:
    for one in taken:
        processes.start(one, Path(current_app.instance_path))
    return answer


def _faults(row: FeedImport, limit: int = -1, offset: int = 0) -> list[Fault]:
    """What is wrong, as long as the file is here; NotHere after that."""
    if not files.stage_of(row.id).exists() or row.state in ("waiting", "reading"):
        raise NotHere
    with Stage(files.stage_of(row.id)) as stage:
        return stage.faults(limit, offset)


def _send_page(form: SendForm, problem: str = "") -> str:
    return render_template(
        "feeds/send.html", form=form, problem=problem, most=size_text(feed_bytes()), up=up()
    )

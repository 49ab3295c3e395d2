"""The one table from what can go wrong to its status and page; views do not `try`."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from flask import Flask, Response, current_app, g, make_response, redirect, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from casework import errors
from casework.web import problem_words as words
from casework.web.disclosure import refuses_named, withhold
from casework.web.doors import is_taking_file
from casework.web.problem_page import (
    again_link,
    bare_page,
    case_link,
    not_logged,
    page,
    sign_in_link,
    typed_texts,
    wants_no_page,
)
from casework.web.wiring import wiring

Again = Callable[[errors.CaseworkError], str | None]
ROLE, STATE = 403, 409
TAKEN = "number_given"


def init_app(app: Flask) -> None:
    """Registers the table."""
    for kind, handler in HANDLERS.items():
        app.register_error_handler(kind, handler)


def show_again(render: Again) -> None:
    """Called by a view before it acts: how to show its page again, with what was typed and the problem."""
    g.show_again = render


def stays(form: FlaskForm, render: Callable[[], tuple[str, int]]) -> None:
    """The same for a form of WTForms: what stands in the way is said above it, and what was filled in stays.

    Not where somebody else was first: then one looks at how it stands before anything is sent anew. Only a
    number that was given meanwhile is put right on the page.
    """

    def again(error: errors.CaseworkError) -> str | None:
        if isinstance(error, errors.Refused):
            lines = wiring().refusal_lines(error)
        elif isinstance(error, errors.NotAcceptable):
            lines = [str(words.UNUSABLE[error.code])]
        elif isinstance(error, errors.Conflict) and error.code == TAKEN:
            lines = [str(words.CONFLICTS[error.code])]
        else:
            return None
        form.form_errors.extend(lines)
        return render()[0]

    show_again(again)


def not_here(_error: errors.NotHere) -> AnyResponse:
    """One body for what does not exist and what is somebody else's; nothing that was found is shown.

    An old link to a row of a student that was merged leads to the one that stays, for who may see that.
    """
    withhold()
    named = request.view_args or {}
    stays = wiring().moved_to(named) if request.method == "GET" and "student_id" in named else None
    if stays and request.endpoint:
        return redirect(url_for(request.endpoint, **{**named, "student_id": stays}), 303)
    return page(404, words.NOT_HERE)


def not_allowed(_error: errors.NotAllowed) -> Response:
    """A closed door is noted in the log, with whom the address names and the view had already found."""
    refuses_named()
    return page(403, words.NOT_ALLOWED)


def not_signed_in(_error: errors.NotSignedIn) -> AnyResponse:
    """To the sign-in page and back; what somebody had written stays on the page."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303)
    if wants_no_page():
        return page(401, words.SIGNED_OUT)
    return page(403, words.NOT_SIGNED_IN, typed=typed_texts(), link=sign_in_link("/"))


def somebody_else(_error: errors.SomebodyElse) -> Response:
    """The page was made for another person than the one who is signed in now: nothing of it is taken in."""
    return page(401, words.SOMEBODY_ELSE, typed=typed_texts(), link=sign_in_link("/"))


def refused(error: errors.Refused) -> Response:
    """Everything that stands in the way, at once."""
    status = ROLE if error.is_about_role else STATE
    again = _again(error, status)
    heading = words.REFUSED_ROLE if error.is_about_role else words.REFUSED
    lines = wiring().refusal_lines(error)
    return again or page(status, heading, lines=lines, typed=typed_texts(), link=case_link(error.case_id))


def conflict(error: errors.Conflict) -> Response:
    """Somebody was first; both texts are there."""
    text = (words.CONFLICT, words.CONFLICTS[error.code])
    link = case_link(error.case_id) or again_link()
    return _again(error, STATE) or page(STATE, text, typed=typed_texts(), link=link)


def stale(_error: StaleDataError) -> Response:
    """Two writers met in the database; the second hears the same as in any other conflict."""
    return conflict(errors.Conflict("case_changed"))


def unusable(error: errors.NotAcceptable) -> Response:
    """What was sent cannot be used: 400 for what no page of ours sends, 422 for what one can put right."""
    text = (words.UNUSABLE_HEADING, words.UNUSABLE[error.code])
    if error.code in words.MALFORMED:
        return page(400, text, typed=typed_texts() if error.code == "stale_page" else ())
    return _again(error, 422) or page(422, text, typed=typed_texts())


def no_token(_error: CSRFError) -> Response:
    """A form without the token of this browser's session."""
    return page(400, words.HTTP[400], typed=typed_texts())


def http(error: HTTPException) -> AnyResponse:
    """What the libraries refuse, in our words; redirects pass."""
    if error.code is None or error.code < 400:
        return error.get_response()
    is_file = error.code == 413 and is_taking_file(current_app, request.endpoint)
    text = words.FILE_TOO_LARGE if is_file else words.HTTP.get(error.code, words.FAILED)
    answer = page(error.code, text)
    if error.code == 405:
        answer.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    return answer


def busy(error: OperationalError) -> Response:
    """The database does not answer, or not in time."""
    current_app.logger.error("the database failed: %s in %s", type(error.orig).__name__, request.endpoint)
    return bare_page(503, words.BUSY)


def damaged(_error: errors.Damaged) -> Response:
    """A kept file is gone or changed; which one stands in `history verify`, never in the log."""
    withhold()
    current_app.logger.error("a kept file is not what it was; `casework history verify` tells which")
    return page(500, words.DAMAGED)


def failed(error: Exception) -> Response:
    """A mistake of ours: where it was goes to the log, never what the request or the error held."""
    if current_app.testing:
        raise error
    frames = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s in %s\n%s", type(error).__name__, request.endpoint, frames)
    return bare_page(500, words.FAILED)


def _again(error: errors.CaseworkError, status: int) -> Response | None:
    render: Again | None = g.get("show_again")
    body = render(error) if render else None
    return make_response(body, status) if body else None


HANDLERS: dict[type[Exception], Callable[..., AnyResponse]] = {
    errors.NotHere: not_here,
    errors.NotAllowed: not_allowed,
    errors.NotSignedIn: not_signed_in,
    errors.SomebodyElse: somebody_else,
    errors.Refused: refused,
    errors.Conflict: conflict,
    errors.NotAcceptable: unusable,
    errors.NoRoom: lambda _error: page(507, words.NO_ROOM),
    errors.Damaged: damaged,
    errors.NotLogged: lambda _error: not_logged(),
    StaleDataError: stale,
    CSRFError: no_token,
    HTTPException: http,
    OperationalError: busy,
    Exception: failed,
}

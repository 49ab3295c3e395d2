"""The page of a problem: a heading, a sentence, what the person had written, and one way on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Response, g, jsonify, make_response, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from casework.web import problem_words
from casework.web.text import gettext

KEPT_IN_HIDDEN = frozenset({"csrf_token", "once", "next", "password"})
LONGEST_ID = 40


def page(
    status: int,
    words: tuple[object, object],
    *,
    lines: Sequence[str] = (),
    link: tuple[str, str] | None = None,
    typed: Sequence[str] = (),
) -> Response:
    """The problem's page with its status; only the words of it for a script."""
    heading, text = (str(word) for word in words)
    if wants_no_page():
        return make_response(jsonify(heading=heading, text=" ".join((text, *lines))), status)
    body = render_template(
        "errors/problem.html",
        code=status,
        heading=heading,
        text=text,
        refusals=lines,
        typed=typed,
        link=link or (gettext("To the start page"), "/"),
    )
    return make_response(body, status)


def wants_no_page() -> bool:
    """Whether a script of ours asks, which shows the words in the page that it is in."""
    return request.accept_mimetypes.best == "application/json"


def bare_page(status: int, words: tuple[object, object]) -> Response:
    """The problem's page without anything that has to be looked up: for when looking up is what failed."""
    g.is_bare = True
    return page(status, words)


def not_logged() -> Response:
    """The page that stands in for one that could not be noted in the log."""
    return bare_page(503, problem_words.NOT_LOGGED)


def typed_texts() -> list[str]:
    """What the person had written: the texts of the form, without ids, choices and secrets.

    Nothing where the form was not read because it is too large.
    """
    try:
        fields = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    return [text for key, text in fields if key not in KEPT_IN_HIDDEN and _is_written(text)]


def sign_in_link(way_on: str) -> tuple[str, str]:
    """The link to signing in, and on to the address afterwards."""
    return gettext("Sign in"), url_for("people.sign_in", next=way_on)


def case_link(case_id: str) -> tuple[str, str] | None:
    """The link to the case, where the problem is about one."""
    return (gettext("To the case"), url_for("cases.show", case_id=UUID(case_id))) if case_id else None


def again_link() -> tuple[str, str] | None:
    """The link to the page that was sent, as it is now, where it can be opened."""
    rule = request.url_rule
    is_page = rule is not None and "GET" in (rule.methods or ())
    return (gettext("Open the page again"), request.full_path.rstrip("?")) if is_page else None


def _is_written(text: str) -> bool:
    return len(text) > LONGEST_ID or " " in text.strip() or "\n" in text.strip()

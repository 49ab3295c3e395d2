"""What a request may hold at all: text that people write, of a bearable size, sent by our own pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from casework.errors import NotAcceptable
from casework.web.doors import is_public

LARGEST_FROM_ANYBODY = 16 * 1024  # bytes: a name, a password and an address, with room to spare
URLENCODED = "application/x-www-form-urlencoded"
# All that steers but tab and new line, and the sign that the library puts where the bytes were not text.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Marks a view that files may be sent to; the view itself looks at what is in them."""
    view.takes_files = True  # type: ignore[attr-defined] # read by check_request
    return view


def check_request() -> None:
    """Before every request: raises NotAcceptable for what no page of ours sends."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_foreign():
        raise NotAcceptable("foreign_page")
    _demand_bearable()
    view = current_app.view_functions.get(request.endpoint or "")
    if request.files and not getattr(view, "takes_files", False):
        raise NotAcceptable("file")
    for text in _texts():
        if _NOT_TEXT.search(text):
            raise NotAcceptable("not_text")


def _demand_bearable() -> None:
    """Counts before anything is read apart, which is what costs. Raises RequestEntityTooLarge."""
    if is_public(current_app, request.endpoint):
        request.max_content_length = LARGEST_FROM_ANYBODY
    body = request.get_data() if request.mimetype == URLENCODED else b""  # others have no separators to count
    if max(body.count(b"&"), request.query_string.count(b"&")) >= current_app.config["MAX_FORM_PARTS"]:
        raise RequestEntityTooLarge


def _texts() -> Iterator[str]:
    yield request.path
    for key, value in request.args.items(multi=True):
        yield from (key, value)
    for key, value in request.form.items(multi=True):
        yield from (key, value)


def _is_foreign() -> bool:
    """Whether another site's page sent the request; our own send no origin, or ours."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin.partition("://")[2] != request.host

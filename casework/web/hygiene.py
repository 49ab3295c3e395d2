"""What a request may hold at all: text that people write, of a bearable size, sent by our own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from casework.errors import NoRoom, NotAcceptable
from casework.extensions import feed_bytes, file_limits
from casework.web.doors import demand_permission, is_public, is_taking_file, is_taking_large_file

LARGEST_FROM_ANYBODY = 16 * 1024  # bytes: a name, a password and an address, with room to spare
BESIDE_A_FILE = 64 * 1024  # bytes of the other fields of a form that carries a file
FILE_FIELD = "file"
URLENCODED = "application/x-www-form-urlencoded"
# All that steers but tab and new line, and the sign that the library puts where the bytes were not text.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


def check_request() -> None:
    """Before every request: raises NotAcceptable for what no page of ours sends."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_foreign():
        raise NotAcceptable("foreign_page")
    _demand_bearable()
    if not _is_file_welcome():
        raise NotAcceptable("file")
    for text in _texts():
        if _NOT_TEXT.search(text):
            raise NotAcceptable("not_text")


def _demand_bearable() -> None:
    """Counts before anything is read apart, which is what costs. Raises RequestEntityTooLarge."""
    if is_public(current_app, request.endpoint):
        request.max_content_length = LARGEST_FROM_ANYBODY
    elif is_taking_file(current_app, request.endpoint):
        demand_permission()  # before anything that large is taken in
        is_large = is_taking_large_file(current_app, request.endpoint)
        most = feed_bytes() if is_large else file_limits().bytes_each
        request.max_content_length = most + BESIDE_A_FILE
    body = request.get_data() if request.mimetype == URLENCODED else b""  # others have no separators to count
    if max(body.count(b"&"), request.query_string.count(b"&")) >= current_app.config["MAX_FORM_PARTS"]:
        raise RequestEntityTooLarge


def _is_file_welcome() -> bool:
    """Whether there is no file, or the one that the view takes. Raises NoRoom on a full disk."""
    try:
        sent = [name for name, _ in request.files.items(multi=True)]
    except OSError:  # the library keeps larger ones on the disk while the request lasts
        raise NoRoom from None
    return not sent or (sent == [FILE_FIELD] and is_taking_file(current_app, request.endpoint))


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

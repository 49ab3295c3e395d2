"""Looks at the file on standard input and answers on standard output: a line of JSON, then what it speaks of.

The line is `{"fault": code}` or `{"kind": kind, "pages": count, "content": bytes, "previews": [bytes, …]}`,
where bytes are the lengths of what follows; without `content` the file may be kept as it came. Asked for
tables, it takes an archive of them, and `parts` says how they lie behind one another in the content.
"""

from __future__ import annotations

import json
import resource
import sys

from .found import Found, Unfit
from .images import is_image, look_at_image
from .pdf import look_at_pdf
from .tables import unpack
from .texts import look_at_text
from .zips import look_at_zip

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
FILES = 32
ROOM = 32 * 1024 * 1024  # bytes of the answer beyond the file itself


def main(most: int, *, is_tables: bool) -> None:
    """Answers about the file; it and whatever is made of it may have so many bytes."""
    _close_up(most + ROOM)
    content = sys.stdin.buffer.read(most + 1)
    try:
        found = unpack(content, ROOM) if is_tables else _look(content, most)
        answer = {
            "kind": found.kind,
            "pages": found.pages,
            "content": len(found.content),
            "previews": [len(one) for one in found.previews],
            "parts": found.parts,
        }
    except Unfit as unfit:
        found, answer = Found(""), {"fault": unfit.code}
    out = sys.stdout.buffer
    try:
        out.write(b"".join((json.dumps(answer).encode(), b"\n", found.content, *found.previews)))
        out.flush()
    except OSError as error:
        sys.exit(error.errno)  # above all: no room for the answer


def _close_up(room: int) -> None:
    """From here on this process gets little of anything; what it wants beyond that ends it."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_FSIZE, room),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _look(content: bytes, most: int) -> Found:
    """What the file is by its first bytes, and whether it is that throughout."""
    if len(content) > most:
        raise Unfit("file_too_large")
    if not content:
        raise Unfit("file_empty")
    if content.startswith(b"%PDF-"):
        return look_at_pdf(content)
    if is_image(content):
        return look_at_image(content, most)
    if content.startswith(b"PK\x03\x04"):
        return look_at_zip(content)
    return look_at_text(content)


if __name__ == "__main__":
    main(int(sys.argv[1]), is_tables="tables" in sys.argv)

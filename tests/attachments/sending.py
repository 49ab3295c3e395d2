"""Attaching as the pages do it: the form of the page, with a file in it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import EnvironBuilder

from tests.attachments.attaching import TITLE
from tests.attachments.samples import pdf
from tests.clients import Client, filled
from tests.pages import Page


def attach(
    who: Client,
    address: str,
    content: bytes | None = None,
    *,
    status: int = 303,
    name: str = "namn.pdf",
    says: str = "application/pdf",
    **fields: Any,
) -> Any:
    """Sends the page's form with the file in it: the Page that says what is wrong, or where it leads."""
    form = who.get(address).form("attach" if address.endswith("attach") else "replace")
    file = FileStorage(BytesIO(pdf() if content is None else content), filename=name, content_type=says)
    answer = post(who, form.attributes["action"], {**filled(form), "title": TITLE, **fields, "file": file})
    if answer.status_code == status == 303:
        return str(answer.headers["Location"])
    return who._page(answer, status)


def post(who: Client, url: str, fields: dict[str, Any]) -> Any:
    """Sends the fields with their files, and closes what the sending side has put on the disk for that."""
    builder = EnvironBuilder(path=url, method="POST", data=MultiDict(fields))
    environ = builder.get_environ()
    try:
        return who.raw.open(environ)
    finally:
        environ["wsgi.input"].close()
        builder.close()


def links(page: Page) -> dict[str, str]:
    """Title → address of each attachment in the page's list."""
    return {
        one.text: one.attributes["href"]
        for one in page.main.all("a")
        if "/attachments/" in one.attributes["href"]
    }


def file_of(who: Client, address: str, status: int = 200) -> Any:
    """The file of the attachment at the address, as it is saved."""
    answer = who.raw.get(f"{address}/file")
    assert answer.status_code == status, f"{answer.status_code} from {address}/file"
    return answer

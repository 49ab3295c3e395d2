"""Attaching as the pages do it: the form of the page, with a file in it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from tests.attachments.samples import pdf
from tests.clients import Client
from tests.pages import Page

TITLE = "Brev från hemmet"


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
    page = who.get(address)
    sent = pdf() if content is None else content
    file = FileStorage(BytesIO(sent), filename=name, content_type=says)
    filled: dict[str, Any] = {"title": TITLE, **fields}
    return who.send(page, "attach" if address.endswith("attach") else "replace", status, file=file, **filled)


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

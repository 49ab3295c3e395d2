"""A school with its people, the administrator at a browser, and files to send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.clients import Client, client_as
from tests.factories import School
from tests.pages import Page

STAFF = "Namn;Användarnamn;Roll;Skola;Klass;Från;Till\n"
STUDENTS = "Förnamn;Efternamn;Födelsedatum;Skola;Klass;Vårdnadshavare 1;Telefon 1;Får kontaktas 1\n"
EVA = "Eva Låtsberg;eva;Rektor;Ekbackaskolan;;;\n"
MILO = "Milo;Låtsasdal;2012-05-06;Ekbackaskolan;8B;Helena Låtsasdal;070-174 06 14;ja\n"

Send = Callable[..., Page]


@pytest.fixture
def isak(app: Flask, school: School) -> Client:
    """The administrator's browser."""
    return client_as(app, school.administrator)


@pytest.fixture
def send(isak: Client) -> Send:
    """Sends lines as pasted text: `send("staff", lines)`; the page of what they would do."""

    def sending(kind: str, text: str, status: int = 200) -> Page:
        page: Page = isak.post(f"/administration/import/{kind}", {**isak.tokens(), "text": text}, status)
        return page

    return sending


@pytest.fixture
def read_in(isak: Client, send: Send) -> Callable[..., Any]:
    """Sends lines and then says yes to what they would do."""
    return lambda kind, text, **more: isak.send(send(kind, text), "/save", **more)

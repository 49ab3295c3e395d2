"""A browser for tests: signed in without a password, sends forms as their pages would, checks every page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.datastructures import MultiDict

from casework import clock
from casework.extensions import db, unit_of_work
from casework.people.sign_in_models import UserSession
from tests.pages import Element, Page

Fields = dict[str, Any]


class Client:
    """One browser; `user_id` is whose it is, None when nobody is signed in."""

    def __init__(self, app: Flask, user_id: UUID | None = None) -> None:
        self.app = app
        self.user_id = user_id
        self.raw = app.test_client()
        self._token: Fields = {}

    def get(self, url: str, status: int = 200) -> Page:
        """The checked page at the address."""
        return self._page(self.raw.get(url), status)

    def redirected(self, url: str) -> str:
        """Where the address leads on to."""
        answer = self.raw.get(url)
        assert answer.status_code == 303, f"{answer.status_code} from {url}"
        return str(answer.headers["Location"])

    def send(self, page: Page, action: str = "", status: int = 303, **fields: Any) -> Any:
        """Sends the page's form, with what is filled in; the Page of the answer, or where it leads."""
        form = page.form(action)
        return self.post(form.attributes["action"], {**filled(form), **fields}, status)

    def post(self, url: str, fields: Fields, status: int = 303) -> Any:
        """Sends the fields; the Page of the answer, or where it leads."""
        answer = self.raw.post(url, data=MultiDict(fields))
        if 300 <= answer.status_code < 400:
            assert answer.status_code == status, f"{answer.status_code}, wanted {status}: {url}"
            return str(answer.headers["Location"])
        return self._page(answer, status)

    def tokens(self) -> Fields:
        """A form token, which holds as long as the session of this browser, and a once token of its own."""
        if not self._token:
            page = Page(self.raw.get("/account" if self.user_id else "/sign-in"))
            form = filled(page.all("form", method="post")[-1])
            self._token = {name: value for name, value in form.items() if name == "csrf_token"}
        return {**self._token, "once": str(uuid4())}

    def _page(self, answer: Any, status: int) -> Page:
        page = Page(answer)
        assert answer.status_code == status, f"{answer.status_code}, wanted {status}: {page.text[:600]}"
        page.check()
        return page


def client_as(app: Flask, user_id: UUID, *, at: datetime | None = None) -> Client:
    """A browser that the user is signed in to, by a session row of its own."""
    moment = at or clock.now()
    with app.app_context(), unit_of_work():
        row = UserSession(user_id=user_id, started_at=moment, seen_at=moment, browser="Test")
        db.session.add(row)
        db.session.flush()
        session_id = row.id
    client = Client(app, user_id)
    with client.raw.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = str(session_id), True
    return client


def filled(form: Element) -> Fields:
    """What the form would send as it stands: hidden inputs, texts, what is ticked and chosen."""
    found: MultiDict[str, str] = MultiDict()
    for one in form.everything():
        name, kind = one.attributes.get("name", ""), one.attributes.get("type", "")
        if not name:
            continue
        if one.tag == "textarea":
            text = "".join(part for part in one.inside if isinstance(part, str)).replace("\r\n", "\n")
            found.add(name, text.removeprefix("\n"))
        elif one.tag == "select":
            chosen = [option for option in one.all("option") if "selected" in option.attributes]
            found.add(name, (chosen or one.all("option"))[0].attributes.get("value", ""))
        elif one.tag == "input" and (kind not in ("radio", "checkbox") or "checked" in one.attributes):
            found.add(name, one.attributes.get("value", ""))
    return {key: values if len(values) > 1 else values[0] for key, values in found.lists()}

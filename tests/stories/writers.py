"""Pages of one form in several hands: what each would send while somebody types, and what it hears."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from casework.extensions import db
from casework.records.models import DraftClash, Submission
from tests.clients import Client, filled
from tests.stories.journey import Journey

HIDDEN = ("csrf_token", "_writer", "_page", "_turn", "_heard", "_base")


class Writer:
    """One page of the form in one browser, with the script's part of the talk: it keeps and asks."""

    def __init__(self, who: Client, address: str) -> None:
        self.who, self.page = who, who.get(who_goes_on(who, address))
        form = self.page.form()
        self.url = form.attributes["data-keep"]
        fields = filled(form)
        self.own = {name: fields[name] for name in HIDDEN}
        self.seen = fields["_seen"]
        self.base = json.loads(self.own["_base"])
        self.turn = 0

    def keeps(self, status: int = 200, do: str = "", part: str = "", **typed: Any) -> dict[str, Any]:
        """Sends what was typed, and shows what it hears."""
        self.turn += bool(typed)
        answer = self.sends(typed, do=do, part=part)
        assert answer.status_code == status, answer.text[:300]
        told: dict[str, Any] = answer.get_json()
        if status == 200 and "revision" in told:
            self.hears(told)
        return told

    def sends(self, typed: dict[str, Any], do: str = "", part: str = "") -> Any:
        """The answer as it comes; the page does not hear it."""
        own = {**self.own, "_turn": str(self.turn), "_base": json.dumps(self.base), "_seen": self.seen}
        sent = {**own, "_part": part, **({"do": do} if do else {}), **typed}
        return self.who.raw.post(self.url, data=MultiDict(sent), headers={"Accept": "application/json"})

    def hears(self, told: dict[str, Any]) -> None:
        """Takes in the answer, as the script does where nobody is in a question."""
        self.url, self.seen = told.get("keep", self.url), str(told["revision"])
        self.own["_heard"] = str(self.turn)
        for field in told["kept"]:
            self._holds(field, told["base"])
        for field, one in told["news"].items():
            if not one["stays"]:
                self._holds(field, one["base"])

    def _holds(self, field: str, prints: dict[str, Any]) -> None:
        self.base = {path: one for path, one in self.base.items() if path.split(".")[0] != field}
        self.base |= {path: one for path, one in prints.items() if path.split(".")[0] == field}


def who_goes_on(who: Client, address: str) -> str:
    """The address, or the draft that it leads on to."""
    answer = who.raw.get(address)
    return str(answer.headers["Location"]) if answer.status_code == 303 else address


def draft_in(journey: Journey, form: str) -> Submission:
    """The newest version of the form in the case, as the database has it."""
    mine = (Submission.case_id == journey.case_id) & (Submission.form == form)
    with journey.app.app_context():
        return db.session.scalars(select(Submission).where(mine).order_by(Submission.number.desc())).first()


def texts_kept_beside(journey: Journey, draft: UUID) -> dict[str, Any]:
    """The texts that stand against those in the draft."""
    with journey.app.app_context():
        rows = db.session.scalars(select(DraftClash).where(DraftClash.submission_id == draft)).all()
        return {row.path: row.answer for row in rows}

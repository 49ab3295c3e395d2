"""The sentences about the cases of one page: those of one class on one model share their words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.access import policy
from casework.access.policy import Person
from casework.cases.lists import ListedCase
from casework.cases.pages.words import Speech, capital, since, waiting_what
from casework.clock import school_date
from casework.people import queries as people
from casework.versions.queries import model_of


@dataclass(frozen=True, slots=True)
class Line:
    """What a list says of an open case: where it stands, for whom it waits, for what, since when."""

    step: tuple[int, int]
    step_text: str
    who: str
    what: str
    waited: str
    owner: str


class Voices:
    """What is said about each of the cases to one reader; the people around are read in one query."""

    def __init__(self, actor: Person, language: str, rows: Sequence[ListedCase], now: datetime) -> None:
        self._actor, self._language, self._now = actor, language, now
        self._around = people.colleagues_at({row.home for row in rows}, school_date(now))
        self._speeches: dict[Hashable, Speech] = {}
        self._said: dict[Hashable, str] = {}

    @property
    def today(self) -> date:
        """The school's date."""
        return school_date(self._now)

    def of(self, row: ListedCase) -> Speech:
        """What sentences about the case are made with."""
        key = (row.workflow_sha, row.home, row.is_handed_over)
        found = self._speeches.get(key)
        if found is None:
            model = model_of(row.workflow_sha)
            found = self._speeches[key] = Speech(
                model.in_language(self._language),
                self._language,
                self._around[row.home],
                self._actor.name,
                model.rules.held(policy.roles_at(self._actor, row.where)),
            )
        return found

    def line(self, row: ListedCase) -> Line:
        """What is said of the open case."""
        speech = self.of(row)
        order, stage, roles = speech.workflow.order, row.stage, tuple(row.waiting_for)
        code, params, waited_from = row.waiting_code, row.waiting_params, row.waiting_since
        place = order.get(stage, row.place) + 1
        return Line(
            (place, len(order)),
            f"{place} {speech.stage(stage)}",
            self._once((id(speech), roles), lambda: capital(speech.who(roles))),
            self._once((row.workflow_sha, code, *params.items()), lambda: waiting_what(speech, code, params)),
            self._once(school_date(waited_from), lambda: since(waited_from, self._now)),
            self._once((id(speech), stage), lambda: capital(speech.one(speech.workflow.stage(stage).owner))),
        )

    def _once(self, key: Hashable, say: Callable[[], str]) -> str:
        """The words, put together where they are first asked for."""
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = say()
        return found

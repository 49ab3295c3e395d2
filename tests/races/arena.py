"""A school whose people press buttons at the same moment, each race about a student of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from casework import clock
from casework.access.policy import Person
from casework.cases import actions
from casework.cases import work as forms
from casework.cases.models import Approval, Case
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.extensions import db
from casework.forms.units import prints
from casework.history.queries import breaches
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from casework.records import actions as records
from casework.records.models import Submission
from tests.databases import Place
from tests.factories import make_case, make_school, make_student, make_user, work
from tests.filling import asked, sign
from tests.races.racers import Racer, Sent, at_once, racers

EIGHT = 8
HAPPENED, TOO_LATE = 303, 409


def id_of(case: str) -> UUID:
    """The id in the case's address."""
    return UUID(case.rsplit("/", 1)[-1])


def someone(user_id: UUID) -> Person:
    """The user with the roles of today."""
    return person(db.session.get_one(User, user_id), clock.school_date(clock.now()))


class Arena:
    """The place, the processes on it, and the people of `make_school` with a second rector."""

    def __init__(self, place: Place, ports: list[int]) -> None:
        self.place, self.ports = place, ports
        with work(place.app):
            self.school = make_school()
            unit = db.session.get_one(Unit, self.school.unit)
            self.second_rector = make_user(role="rector", unit=unit, name="Ronja Ersättberg").id
        self._count = 0

    def _eight(self, *people: UUID) -> list[Racer]:
        return racers(self.place, self.ports, [people[number % len(people)] for number in range(EIGHT)])

    @cached_property
    def mentors(self) -> list[Racer]:
        """The mentor at eight browsers."""
        return self._eight(self.school.mentor)

    @cached_property
    def team(self) -> list[Racer]:
        """Two of the team at four browsers each."""
        return self._eight(self.school.health_team, self.school.counsellor)

    @cached_property
    def rectors(self) -> list[Racer]:
        """Two rectors at four browsers each."""
        return self._eight(self.school.rector, self.second_rector)

    def student(self) -> UUID:
        """One more student, with no case."""
        self._count += 1
        with work(self.place.app):
            unit, group = (
                db.session.get_one(Unit, self.school.unit),
                db.session.get_one(Group, self.school.group),
            )
            return make_student(unit=unit, group=group, family=f"Nummer {self._count}").id

    def case(self, stage: str) -> str:
        """The address of a new case that the usual way has brought to the stage."""
        student = self.student()
        with work(self.place.app):
            return f"/cases/{make_case(student=db.session.get_one(Student, student), stage=stage).id}"

    def signed(self, case: str, who: UUID, *forms: str) -> str:
        """The case again, in which somebody has signed the forms."""
        for form in forms:
            with work(self.place.app):
                sign(locked_case(id_of(case)), form, actor=someone(who), now=clock.now())
        return case

    def written(self, case: str, who: UUID, form_id: str) -> Submission:
        """A draft that somebody has filled in and not signed."""
        with work(self.place.app):
            now, actor, definition = clock.now(), someone(who), catalog().forms[form_id]
            draft = forms.begin_form(locked_case(id_of(case)), definition, actor=actor, now=now)
            answers = asked(definition.in_language("sv"))
            records.save_draft(draft, answers, revision=draft.revision, actor=actor, now=now)
        return draft

    def shown(self, draft: Submission) -> str:
        """What a page says that it shows, on which the draft stands as it is."""
        with self.place.app.app_context():
            fields = list(catalog().forms[draft.form].in_language("sv").all_fields())
        return json.dumps(prints(fields, draft.answers))

    def requested(self) -> tuple[str, UUID]:
        """A case that waits for the rector, and the request."""
        case = self.case("analysis")
        self.signed(case, self.school.health_team, "in_depth_evaluation", "authority_report")
        with work(self.place.app):
            actions.advance_case(
                locked_case(id_of(case)),
                "hand_over",
                "",
                reason="Vi når inte längre.",
                summary="Åtgärderna är provade.",
                actor=someone(self.school.health_team),
                now=clock.now(),
            )
        return case, self.rows(select(Approval.id).where(Approval.case_id == id_of(case)))[0]

    def race(self, runners: list[Racer], url: str, sent: Sent | Sequence[Sent]) -> list[tuple[int, str]]:
        """All send at once, each with tokens of their own; what each gets."""
        each = [sent] * len(runners) if isinstance(sent, Mapping) else sent
        fields = [{**runner.tokens(), **one} for runner, one in zip(runners, each, strict=True)]
        return at_once(runners, [url] * len(runners), fields)

    def one_wins(self, runners: list[Racer], url: str, sent: Sent | Sequence[Sent]) -> list[str]:
        """One is first and all others are told so; the pages that those get."""
        got = self.race(runners, url, sent)
        assert Counter(status for status, _ in got) == {HAPPENED: 1, TOO_LATE: len(runners) - 1}
        return [page for status, page in got if status == TOO_LATE]

    def revision(self, case: str) -> Mapping[str, str]:
        """Which state of the case a page of now shows."""
        with self.place.app.app_context():
            return {"revision": str(db.session.get_one(Case, id_of(case)).revision)}

    def count(self, what: Any, *where: Any) -> int:
        """How many such rows there are."""
        with self.place.app.app_context():
            return db.session.scalar(select(func.count()).select_from(what).where(*where)) or 0

    def rows(self, query: Any) -> list[Any]:
        """The first column of what the query finds."""
        with self.place.app.app_context():
            return list(db.session.scalars(query))

    def chains_hold(self) -> None:
        """No chain has forked or broken."""
        with self.place.app.app_context():
            assert list(breaches()) == []

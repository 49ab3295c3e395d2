"""The letters of the made-up people: written, set on paper and kept as real ones."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from casework.access.policy import Person
from casework.attachments import files
from casework.cases import queries
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.cases.pages.words import Speech
from casework.cases.views.desk import Desk
from casework.clock import school_date
from casework.letters import actions
from casework.letters.actions import Said
from casework.letters.pages.writing import kind_of, offered, paper_of
from casework.letters.writing import Sending
from casework.people import queries as people
from casework.people.home import home_of
from casework.printing.setting import pdf


def post(
    case: Case, kind_id: str, to: str, way: str, *, number: str = "", actor: Person, now: datetime
) -> None:
    """Sends a letter of the kind: to the first at home who is told, or to the body that is named."""
    desk = _desk(case, actor, now)
    kind = kind_of(kind_id, "sv", desk)
    choices = offered(kind, desk, "sv")
    bond = None if to else next(one for one in home_of(desk.row.student, desk.today) if one.may_be_informed)
    said = Said(
        recipient_kind="home" if bond else kind.to[0],
        recipient=bond.guardian.name if bond else to,
        language="sv",
        guardianship_id=bond.bond.id if bond else None,
        own_text=choices.start,
    )
    letter = actions.write_letter(case, kind, said, actor=actor, now=now)
    sending = Sending(way, school_date(now), number)
    with files.received(BytesIO(pdf(paper_of(letter, kind, desk, sending)))) as arrived:
        seen = actions.state_of(letter)
        actions.send_letter(locked_case(case.id), letter, sending, seen, arrived, actor=actor, now=now)


def _desk(case: Case, actor: Person, now: datetime) -> Desk:
    """The case in front of who writes, as a page would have it."""
    row, situation = queries.case_for(actor, case.id, actions.CHANGE), situation_of(case, actor, now)
    colleagues = people.colleagues_for(row.student, school_date(now))
    roles = situation.facts.actor.roles
    speech = Speech(situation.model.in_language("sv"), "sv", colleagues, actor.name, roles)
    return Desk(row, situation, speech, actor, now, is_marked=False)

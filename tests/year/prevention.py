"""The preventive work of the year, done one by one as it falls due; goals with their figures."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from casework.extensions import db
from casework.prevention import goals
from casework.prevention.models import CohortMember, PreventionNote
from casework.prevention.queries import School as Wheel
from casework.prevention.queries import school_for
from casework.prevention.standing import Piece
from tests.clients import Client
from tests.year.school import School

NOTE = "Vi gjorde det tillsammans."


def wheel(school: School, who: Client) -> Wheel:
    """The preventive work as it stands for somebody; inside an app context."""
    return school_for(school.who(who), school.unit, school.today)


def does_what_is_due(school: School) -> int:
    """Everybody at the school does what is asked of them and is due this week; how many pieces that were."""
    soon = school.today + timedelta(days=6)
    with school.app.app_context():
        waits = (one for one in wheel(school, school.at("rector")).pieces if one.waits)
        found = [one for one in waits if one.state != "due" or (one.due and one.due <= soon)]
        asked = {piece: _asked(school, piece) for piece in found}
    for piece in found:
        assert f"/work/{piece.work.id}" in asked[piece].raw.get(f"/prevention/?school={school.unit}").text
        _notes(school, asked[piece], piece)
    return len(found)


def _asked(school: School, piece: Piece) -> Client:
    """Whom the routine asks for it, or the principal."""
    for role in piece.work.by:
        for user in school.cast.people.get(role, ()):
            if wheel(school, school.clients[user]).is_asked(piece):
                return school.clients[user]
    return school.at("rector")


def _notes(school: School, who: Client, piece: Piece) -> None:
    group = f"/{piece.group.id}" if piece.group else ""
    url = f"/prevention/{school.unit}/work/{piece.work.id}/{piece.turn.key}{group}"
    spoken = next(one for one in school.spoken.prevention if one.id == piece.work.id)
    which = f" ({piece.turn.number} of {piece.turn.of})" if piece.turn.of > 1 else ""
    which += f" in {piece.group.name}" if piece.group else ""
    school.goes_on()
    page, before = who.get(url), _number(school)
    if piece.state == "to_plan":
        ahead = [one for one in school.year.days() if one > school.today and one.weekday() == 0]
        if ahead:
            day = ahead[: number_of(piece)][-1]
            who.send(page, url, kind="moved", on=str(day), note="Då har alla tid.")
            school.tells(who, f"PREVENTION: plans “{spoken.title}” for {day:%-d %b}")
            assert _state(school, who, piece) in ("later", "due")
            return
    said = {"kind": "done", "on": str(school.today), "note": NOTE}
    late = f", late: it was due {piece.due:%-d %b}" if piece.state == "overdue" else ""
    who.send(page, url, **said, answered="24", result="Arton av tjugofyra trivs.")
    school.tells(who, f"PREVENTION: “{spoken.title}”{which} is done" + late)
    assert _number(school) == before + 1
    assert _state(school, who, piece) == "done"
    assert NOTE in who.get(f"/prevention/{school.unit}/work/{piece.work.id}").main.text


def notes_what_goes_on(school: School) -> None:
    """Once a term somebody notes each work that goes on all the time."""
    with school.app.app_context():
        here = wheel(school, school.at("rector"))
        found = [one for one in here.pieces if one.state == "ongoing"]
        found.sort(key=lambda one: one.turn.first)
    newest = {(one.work.id, one.group.id if one.group else None): one for one in found}
    for piece in newest.values():
        _notes_ongoing(school, piece)


def _notes_ongoing(school: School, piece: Piece) -> None:
    who, group = school.at("rector"), f"/{piece.group.id}" if piece.group else ""
    url = f"/prevention/{school.unit}/work/{piece.work.id}/{piece.turn.key}{group}"
    before = _number(school)
    school.goes_on()
    who.send(who.get(url), url, kind="done", on=str(school.today), note=NOTE)
    spoken = next(one for one in school.spoken.prevention if one.id == piece.work.id)
    school.tells(who, f"PREVENTION, all the time: notes “{spoken.title}”")
    assert _number(school) == before + 1


def number_of(piece: Piece) -> int:
    """How many Mondays ahead the work is planned: not all on the same."""
    return 2 + len(piece.work.id) % 4


def _state(school: School, who: Client, piece: Piece) -> str:
    group = piece.group.id if piece.group else None
    with school.app.app_context():
        return wheel(school, who).piece(piece.work.id, piece.turn.key, group).state


def _number(school: School) -> int:
    with school.app.app_context():
        return db.session.scalar(select(func.count()).select_from(PreventionNote)) or 0


# Goals and groups


def fills_the_groups(school: School, those: list[UUID]) -> None:
    """The principal puts students into each group that the routine has."""
    rector = school.at("rector")
    for cohort in school.spoken.cohorts:
        url = f"/prevention/{school.unit}/cohorts/{cohort.id}"
        classes = rector.get(f"{url}/add").main.all("a")
        links = [one.attributes["href"] for one in classes if str(school.group) in one.attributes["href"]]
        rector.send(
            rector.get(links[0]), links[0], students=[str(one) for one in those], on=str(school.today)
        )
        with school.app.app_context():
            assert db.session.query(CohortMember).count() == len(those)
        school.tells(rector, f"puts {len(those)} students into “{cohort.title}”")


def enters_figures(school: School, figure: str) -> None:
    """The principal enters a figure for each goal that takes one, and reads those that are counted."""
    rector, at = school.at("rector"), f"/prevention/{school.unit}/goals"
    for goal in school.spoken.goals:
        if goals.tracks(goal):
            page = rector.get(f"{at}/{goal.id}")
            for track in page.all("input", name="track") or [None]:
                said = {"track": track.attributes["value"]} if track else {}
                rector.send(rector.get(f"{at}/{goal.id}"), value=figure, on=str(school.today), **said)
            school.tells(rector, f"enters figures for the goal “{goal.title}”: {figure}")
            assert figure in rector.get(at).main.text
    if school.rules.goals:
        text = rector.get(at).main.text
        assert "%" in text, text[:500]
        school.tells(rector, f"reads the goals: {_percents(text)}")


def _percents(text: str) -> str:
    words = text.split()
    return ", ".join(
        dict.fromkeys(f"{words[n - 1]} %" for n, word in enumerate(words) if word.startswith("%"))
    )

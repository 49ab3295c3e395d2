"""The forms of a team's agenda: a note on a point, and putting a case there."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Length

from casework.cases.forms import LONGEST, demand
from casework.web.forms import choices
from casework.web.text import gettext

Pairs = Sequence[tuple[str, str]]


class PointForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What the team says of the case, and whether it is done with it; of a closed case only that."""

    text = TextAreaField(validators=[Length(max=LONGEST)])

    def __init__(self, *, is_open: bool) -> None:
        super().__init__()
        if not is_open:
            del self.text
            return
        self.text.label.text = gettext("Note")
        self.text.description = gettext("Lands in this case only, for the student health team. No diagnoses.")


class PutForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """In which week the team takes the case up."""

    team = RadioField()
    week = RadioField()

    def __init__(self, teams: Pairs, weeks: Pairs) -> None:
        super().__init__()
        self.team.label.text = gettext("Which team?")
        self.team.choices = choices(teams)
        demand(self.team, gettext("Choose a team"))
        self.week.label.text = gettext("Which week?")
        self.week.choices = choices(weeks)
        demand(self.week, gettext("Choose a week"))
        if not self.is_submitted():
            self.team.data, self.week.data = teams[0][0], weeks[0][0]
        if len(teams) == 1:
            del self.team


class FillForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Whose agenda of which week is filled; only the button shows."""

    team = HiddenField()
    week = HiddenField()

"""What counts as one when several choices of absence are counted together, and what is alike."""

from __future__ import annotations

import pytest

from casework.engine.counting import Absences
from tests.engine.attending import Pupil, on, reads


@pytest.mark.parametrize(
    ("each", "figure", "lessons"), [("day", 1, 5), ("session", 3, 6), ("lesson", 6, 6), ("occasion", 2, 6)]
)
def test_a_choice_says_what_counts_as_one(each, figure, lessons) -> None:
    pupil = (
        Pupil("nine-weeks").away(on(9, 7), validity="invalid").away(on(9, 9), only=[1], validity="invalid")
    )
    own = {"own": Absences(title="Egna", validity="invalid", each=each)}
    pupil.workflow = pupil.workflow.model_copy(update={"absences": own})
    found = reads(pupil, on(9, 11), mixed={"at_least": 1, "of": ["own"], "in": "term"})
    assert (found.figure, len(found.evidence)) == (figure, lessons)

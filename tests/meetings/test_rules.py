"""What belongs to a meeting and who may be alone there: values in, values out."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from casework.meetings.planned import is_called_outside
from casework.meetings.sharing import minutes_of
from tests.engine.models import MODELS
from tests.factories import NOW


def signed(number: int, days: int, form: str = "notes") -> Any:
    """A version of the form that was signed so many days after now."""
    return SimpleNamespace(form=form, number=number, status="finalised", finalised_at=NOW + timedelta(days))


def test_minutes_are_what_was_signed_since_the_day_of_the_meeting() -> None:
    meeting: Any = SimpleNamespace(starts_at=NOW + timedelta(hours=2))
    morning = signed(2, 0)  # begun and signed on the day itself
    for kept, found in (
        ([signed(1, -1)], []),
        ([signed(1, -1), morning], [morning]),
        ([morning, signed(1, -1)], [morning]),
        ([signed(1, 1, "another")], []),
    ):
        situation: Any = SimpleNamespace(submissions=kept)
        assert minutes_of(situation, meeting, ["notes"]) == found
    draft = SimpleNamespace(form="notes", status="draft", finalised_at=None)
    situation = SimpleNamespace(submissions=[draft])
    assert minutes_of(situation, meeting, ["notes"]) == []


def test_one_goes_alone_to_what_others_call_and_to_nothing_else() -> None:
    rules, task = MODELS["nine-weeks"].rules, object()
    for action, is_so in (("ifo_meeting", True), ("professions_meet", False), ("certificate_six", False)):
        found = rules.action(action)
        situation: Any = SimpleNamespace(workflow=rules, action_of=lambda _task, found=found: found)
        assert is_called_outside(situation, task) is is_so  # type: ignore[arg-type] # any will do
        assert not is_called_outside(situation, None)

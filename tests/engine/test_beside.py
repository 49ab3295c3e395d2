"""What stands beside the ladder is refused where it says two things at once."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from casework.engine.beside import CohortChoice


def test_prevention_is_for_a_group_or_for_year_groups() -> None:
    for one in ({"group": "trust"}, {"year_groups": ("4",)}, {}):
        assert CohortChoice.model_validate(one).model_dump(exclude_defaults=True) == one
    with pytest.raises(ValidationError, match="names a `group` or `year_groups`, not both"):
        CohortChoice.model_validate({"group": "trust", "year_groups": ("4",)})

"""A role that acts has an account, and one that sees only cases of the authority acts on no others alone."""

from __future__ import annotations

import pytest

from casework.access import table
from casework.catalog import checked, product
from casework.definitions import DefinitionError
from casework.engine.accounts import out_of_sight, without_account
from casework.engine.workflow import load_workflow
from tests.engine.examples import small
from tests.versions.texts import FIVE, replaced

MAPPING = "        title: Gör den skolsociala kartläggningen\n        by: [school_counsellor]\n"
APPROVAL = "    by: [student_health_team]\n    approved_by: [rector]\n"
ALONE = MAPPING.replace("school_counsellor", "administration")
OWNER = "    owner: administration\n"
WHEN_HANDED_OVER = table.product().when_handed_over


def paths(old: str, new: str, roles: frozenset[str] = WHEN_HANDED_OVER) -> list[str]:
    """Where the model with the change lets only such roles act."""
    model = load_workflow(replaced(FIVE, old, new), "five-step.yaml", is_own=True)
    return [problem.path for problem in out_of_sight(model, roles)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (MAPPING, ALONE, ["mapping.actions.school_social_mapping.by"]),
        (MAPPING, MAPPING.replace("school_counsellor", "administration, school_counsellor"), []),
        (MAPPING, ALONE + "        holds: from_here_up\n", []),
        (APPROVAL, APPROVAL.replace("rector", "administration"), ["hand_over.approved_by"]),
        (APPROVAL, APPROVAL.replace("rector", "rector, administration"), []),
    ],
)
def test_what_nobody_at_the_school_could_do_is_told(old: str, new: str, found: list[str]) -> None:
    assert [path.partition(".")[2] for path in paths(old, new)] == found
    assert paths(old, new, frozenset()) == []  # where the authority lets them see what the school has


def test_a_stage_of_the_school_s_is_none_for_the_authority() -> None:
    told = paths(OWNER, OWNER.replace("administration", "rector"))
    assert "stages.compulsory_school_monitoring.actions.acceptance.by" in told
    assert "transitions.close_monitoring.by" in told


def test_such_a_model_is_refused_with_the_line() -> None:
    text = replaced(FIVE, APPROVAL, APPROVAL.replace("rector", "administration"))
    with pytest.raises(DefinitionError) as raised:
        checked(load_workflow(text, "five-step.yaml", is_own=True), product().known())
    (problem,) = raised.value.problems
    assert "administration sees a case only while the authority has it, and “analysis”" in str(problem)
    assert text.splitlines()[problem.line - 1].strip() == "approved_by: [administration]"


def test_every_place_where_a_role_without_account_acts_is_told() -> None:
    assert without_account(small(), frozenset(table.ACCOUNTS)) == []
    found = without_account(small(), frozenset(table.ACCOUNTS) - {"mentor"})
    there = ["stages.notice.owner", "stages.notice.actions.call_home.by", "transitions.open.by"]
    assert [one.path for one in found] == there
    for one in found:
        assert one.line > 0
        assert one.message.startswith("nobody can sign in as “mentor”; give it `rights_as` one of: ")

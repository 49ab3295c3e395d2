"""The mutants are what they say: one change each, in what a test could see."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.__main__ import ROOT, all_mutants, copied, known_equal, named
from tests.mutation.asked import MOST, PARTS, READ, ROOMS, SCHEMA, Ran, affordable, rounds, seconds, statement
from tests.mutation.mutants import Mutant, mutants

SOURCE = '''"""A text for people."""

from __future__ import annotations

LIMIT: int = 3


def is_few(count: int) -> bool:
    """Whether there are few."""
    if count < 0 or not count:
        raise ValueError("negative")
    return count + 1 <= LIMIT and count in (1, 2)
'''


@pytest.fixture
def made(tmp_path: Path) -> list[tuple[str, str]]:
    """What is changed to what in the source above."""
    file = tmp_path / "few.py"
    file.write_text(SOURCE)
    return [(one.before, one.after) for one in mutants(file)]


def test_each_mutant_changes_one_thing(made: list[tuple[str, str]]) -> None:
    assert ("count < 0", "count <= 0") in made
    assert ("count + 1", "count - 1") in made
    assert ("count in (1, 2)", "count not in (1, 2)") in made
    assert ("not count", "count") in made
    assert ("3", "4") in made
    assert ("raise ValueError('negative')", "pass") in made
    assert ("return count + 1 <= LIMIT and count in (1, 2)", "return None") in made
    assert len(made) > 10
    assert all(before != after for before, after in made)


def test_words_for_people_and_types_are_left_alone(made: list[tuple[str, str]]) -> None:
    assert not [before for before, _ in made if "text for people" in before or before in ("int", "bool")]
    assert "'negative'" not in {before for before, _ in made}


def test_a_remark_and_what_is_exported_are_left_alone_but_not_the_values(tmp_path: Path) -> None:
    file = tmp_path / "said.py"
    file.write_text('__all__ = ["said"]\nSAID = remark("a sentence", word="moon")\n')
    assert [one.before for one in mutants(file)] == ["'moon'"]


def test_the_statement_of_a_line_is_told_where_it_stands_in_a_function() -> None:
    lines = {text.strip(): number for number, text in enumerate(SOURCE.splitlines(), 1)}
    condition = lines["if count < 0 or not count:"]
    assert statement(SOURCE, condition) == (condition, condition)
    assert statement(SOURCE, condition + 1) == (condition + 1, condition + 1)
    assert statement(SOURCE, lines["LIMIT: int = 3"]) is None
    long = "def long() -> int:\n    return max(\n        1,\n        2,\n    )\n"
    assert statement(long, 3) == (2, 5)


def test_the_tests_that_run_the_line_are_asked_those_of_the_file_first_and_the_quickest() -> None:
    near, far, slow = (
        "tests/engine/test_few.py::test_a",
        "tests/cases/test_b.py::test_b[x y]",
        "tests/a.py::c",
    )
    lines = {10: [f"{slow}|run", f"{far}|run", f"{near}|run"], 12: ["tests/access/t.py::c|setup"]}
    ran = Ran({"casework/engine/few.py": lines}, {near: 1, far: 2, slow: 3, "tests/access/t.py": 4})
    asked = [list(one) for one in rounds(ran, Path("casework/engine/few.py"), SOURCE, 10)]
    assert asked == [[near], [far, slow]]
    told = Ran({"casework/cases/few.py": lines}, ran.seconds)
    assert [*rounds(told, Path("casework/cases/few.py"), SOURCE, 10)] == [[far, near, slow]]
    asked = [list(one) for one in rounds(ran, Path("casework/engine/few.py"), SOURCE, 5)]
    assert asked == [READ, [near], [far, slow, "tests/access/t.py"]]
    for_all = [*rounds(ran, Path("casework/engine/few.py"), SOURCE, 11)]
    assert for_all == [[near], [far, slow, "tests/access/t.py"]]
    nothing = Ran({}, {})
    assert next(rounds(nothing, Path("casework/engine/guards.py"), SOURCE, 5)) == [
        *READ,
        "tests/engine/test_guards.py",
    ]
    assert list(rounds(nothing, Path("casework/engine/few.py"), SOURCE, 10)) == []
    assert list(rounds(nothing, Path("casework/history/models.py"), SOURCE, 10)) == [SCHEMA]
    assert all((ROOT / file).exists() for file in (*READ, *ROOMS, *SCHEMA))


def test_no_more_is_asked_than_there_is_time_for_but_one_test_at_least() -> None:
    took = {"a::quick": MOST / 4, "b::slow": MOST / 4, "a::slower": MOST / 2, "slow": MOST * 2}
    assert affordable([*took], took) == ["a::quick", "a::slower", "b::slow"]
    assert affordable(["slow"], took) == affordable(["slow", "unknown"], took) == ["slow"]


def test_how_long_the_tests_take_is_read_from_what_pytest_says() -> None:
    case = '<testcase classname="tests.t" file="tests/t.py" name="test_{}" time="{}"/>'
    report = (
        f"<testsuites><testsuite>{case.format('a[x y]', 1.5)}{case.format('b', 2)}</testsuite></testsuites>"
    )
    assert seconds(report) == {"tests/t.py::test_a[x y]": 1.5, "tests/t.py::test_b": 2, "tests/t.py": 3.5}


def test_what_only_type_checkers_read_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "typed.py"
    file.write_text("if TYPE_CHECKING:\n    from few import FEW\nif not FEW:\n    FEW = 1\n")
    assert {one.before for one in mutants(file)} == {"not FEW", "if not FEW:     FEW = 1", "1"}


@pytest.fixture(scope="module")
def found() -> list[Mutant]:
    """All there are."""
    return list(all_mutants())


@pytest.mark.long
def test_every_file_that_counts_has_mutants_which_are_still_python(found: list[Mutant]) -> None:
    for part in PARTS:
        assert [one for one in found if one.file.is_relative_to(ROOT / part)], part
    for one in found[::97]:
        assert ast.parse(one.source())
        assert one.source() != ast.unparse(ast.parse(one.file.read_text("utf-8")))


@pytest.mark.long
def test_what_is_said_to_make_no_difference_is_a_change_and_says_why(found: list[Mutant]) -> None:
    there, said = {named(one) for one in found}, list(known_equal())
    assert said
    assert [change for change, why in said if change not in there or len(why) < 20] == []


def test_tests_that_fail_are_told_from_those_that_pass(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "few.py").write_text("FEW = 2\n")
    (project / "test_few.py").write_text("from few import FEW\n\n\ndef test_few():\n    assert FEW == 2\n")
    with copied(project, tmp_path / "copy") as copy:
        assert copy.passes(["test_few.py"])
        (copy.folder / "few.py").write_text("FEW = 3\n")
        assert not copy.passes(["test_few.py"])
        (copy.folder / "few.py").write_text("FEW = 2\n")
        assert copy.passes(["test_few.py"])
        assert copy.passes(["test_few.py::test_named_otherwise"])
        assert not list(copy.folder.rglob("*.pyc"))

"""Files of attendance from the command line: taken in, gone on with, and refused in words."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from tests.cli.terminal import PASSWORD, at, load_roster, run
from tests.feeds.writing import line, table


def test_a_file_is_taken_in_and_waits_for_somebody_to_look_at_it(instance: Path, tmp_path: Path) -> None:
    load_roster(instance)
    file = tmp_path / "lessons.csv"
    file.write_text(table(line()))
    role = ("--name", "Isak Serverin", "--role", "system_administrator", "--unit", "Fjordskogs kommun")
    run("user", "add", "isak", *role, "--password-stdin", *at(instance), given=PASSWORD)
    by = ("--as", "isak", *at(instance))
    answer = run("attendance", "take", "casework", str(file), *by)
    assert answer.output.strip().endswith(": previewed"), answer.output
    waiting = run("attendance", "import", *at(instance))
    assert (waiting.exit_code, waiting.output) == (0, "")
    assert (
        "There is no profile other. Known: amounts-sv"
        in run("attendance", "take", "other", str(file), *by).output
    )
    for other in ("karin", "nobody"):  # a mentor may not, and who is not there neither
        refused = run("attendance", "take", "casework", str(file), "--as", other, *at(instance))
        assert f"“{other}” may not take in attendance." in refused.output
    file.write_text("")
    assert (
        "not taken. Choose a file. This one is empty"
        in run("attendance", "take", "casework", str(file), *by).output
    )
    file.write_text("a;b\n1;2\n")
    refused = run("attendance", "take", "casework", str(file), *by)
    assert (refused.exit_code, "not taken. These columns are missing: Elev-id" in refused.output) == (
        1,
        True,
    ), refused.output
    assert run("attendance", "import", str(uuid4()), *at(instance)).exit_code == 1

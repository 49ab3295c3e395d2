"""How long all models and forms take to be read and checked, as at every start of the program.

What is told is the middle of some readings in one process; the first, which also builds the readers, is left
out. It is the time of the processor, so that what else the machine does counts for nothing.
"""

from __future__ import annotations

import sys
from statistics import median
from time import process_time

from casework.catalog import read_catalog

GOAL = 0.5  # seconds
READINGS = 5


def main() -> int:
    """Measures; answers 1 when reading took longer than it should."""
    catalog, taken = read_catalog(), []
    for _ in range(READINGS):
        before = process_time()
        read_catalog()
        taken.append(process_time() - before)
    middle = median(taken)
    print(f"{len(catalog.workflows)} models, {len(catalog.forms)} forms")
    print(f"load: {middle:.2f} s (goal {GOAL} s) {'met' if middle <= GOAL else 'missed'}")
    return int(middle > GOAL)


if __name__ == "__main__":
    sys.exit(main())

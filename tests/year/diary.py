"""What happened in the year, a line for each thing, in the words of somebody who tells about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from casework import clock


@dataclass
class Diary:
    """The log of a year; a day stands once, before what happened on it."""

    lines: list[str] = field(default_factory=list)
    _day: str = ""

    def tells(self, moment: datetime, who: str, what: str) -> None:
        """One thing that somebody did; `who` is empty where nobody did it."""
        at = clock.local(moment)
        day = f"{at:%a} {at.day} {at:%b %Y}"
        if day != self._day:
            self.lines += ["", day]
            self._day = day
        self.lines.append(f"  {at:%H:%M}  {f'{who} ' if who else ''}{what}")

    def text(self) -> str:
        """The whole log."""
        return "\n".join(self.lines) + "\n"

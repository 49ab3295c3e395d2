"""What a message is when it goes out, and the ways by which it does; each way is one small class.

No redirect is followed and no other machine is asked than the one that the settings name. What a way answers
never names a person: a code, which pages put into words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from typing import Any, Protocol
from uuid import UUID

LONGEST = 120.0  # seconds that one message may take in all, however often the other side says a little
BOTH_WAYS = 2  # what `shutdown` calls the end of reading and writing


@dataclass(frozen=True)
class Appointment:
    """What a calendar takes in: one `uid` for as long as it is one meeting, a higher `sequence` each time.

    It names nobody whom it is about: who else looks into the calendar reads it too.
    """

    uid: UUID
    sequence: int
    starts_at: datetime
    minutes: int
    title: str
    place: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Letter:
    """One message to one address: what it says, in which language, and which message it is.

    By mail it may bring an `appointment` for the calendar.
    """

    id: UUID
    channel: str
    to: str
    language: str
    subject: str
    text: str
    appointment: Appointment | None = None


class Undelivered(Exception):
    """It did not go out; `code` says why.

    `is_final`: sending it again would not help. `is_the_way`: it is not about this message, so others that
    go the same way are not tried just now either.
    """

    def __init__(self, code: str, *, is_final: bool = False, is_the_way: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_final, self.is_the_way = code, is_final, is_the_way


class Wire(Protocol):
    """A way by which messages leave."""

    def send(self, letter: Letter) -> str:
        """Hands it over; answers what the other side calls it, if it says so. Raises Undelivered."""


Wires = Mapping[str, Wire]


@dataclass(frozen=True)
class Console:
    """Shows what would go out, in a demonstration: nothing leaves the machine."""

    write: Callable[[str], object] = sys.stdout.write

    def send(self, letter: Letter) -> str:
        """Writes it to the terminal."""
        self.write(f"\n[{letter.channel} → {letter.to}] {letter.subject}\n{letter.text}\n")
        return "console"


@contextmanager
def in_time(seconds: float, connection: Callable[[], Any]) -> Iterator[None]:
    """Ends the connection after so long: who waits for an answer gets an OSError, or less than all."""

    def cut() -> None:
        with suppress(OSError, AttributeError):  # it is over already
            connection().shutdown(BOTH_WAYS)

    end = Timer(seconds, cut)
    end.daemon = True
    end.start()
    try:
        yield
    finally:
        end.cancel()

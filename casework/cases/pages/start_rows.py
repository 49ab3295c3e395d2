"""What the start page is made of: one thing that waits, and things under one heading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StartRow:
    """One thing that waits for the reader."""

    title: str
    url: str
    why: str
    button: str
    primary: bool = False
    calls: bool = False


@dataclass(frozen=True)
class Group:
    """Things that wait, under one heading."""

    title: str
    rows: tuple[StartRow, ...]

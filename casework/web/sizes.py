"""Sizes of files and large numbers as people write them, in each language."""

from __future__ import annotations

from babel.numbers import format_decimal

from casework.web.languages import language

KILO, MEGA = 1024, 1024 * 1024


def size_text(size: int) -> str:
    """ "240 kB", or "1,2 MB" from a megabyte on; of so many bytes."""
    if size < MEGA:
        return f"{max(1, round(size / KILO))} kB"
    return f"{format_decimal(round(size / MEGA, 1), locale=language())} MB"


def number_text(number: int) -> str:
    """ "1 300 000": a number that may be large."""
    return format_decimal(number, locale=language())

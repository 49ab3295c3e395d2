"""The school years of the stories: when there is school, as the administrator's page takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]
BREAK = "break"


@dataclass(frozen=True)
class SchoolYear:
    """The terms and the days in them without school, each with why."""

    terms: tuple[Span, ...]
    closed: tuple[tuple[Span, str], ...]

    @property
    def sent(self) -> dict[str, list[str]]:
        """What the page of the calendar sends."""
        return {
            "term_first": [str(first) for first, _ in self.terms],
            "term_last": [str(last) for _, last in self.terms],
            "closed_first": [str(first) for (first, _), _ in self.closed],
            "closed_last": [str(last) for (_, last), _ in self.closed],
            "closed_reason": [reason for _, reason in self.closed],
        }

    def days(self) -> Iterator[date]:
        """Every day with school."""
        for first, last in self.terms:
            for number in range((last - first).days + 1):
                day = first + timedelta(days=number)
                is_closed = any(one <= day <= other for (one, other), _ in self.closed)
                if day.weekday() < 5 and not is_closed:
                    yield day


def _on(month: int, day: int) -> date:
    """The day in the school year that begins in August 2026."""
    return date(2026 if month >= 8 else 2027, month, day)


YEARS: Mapping[str, SchoolYear] = {
    "SE": SchoolYear(
        terms=((_on(8, 18), _on(12, 18)), (_on(1, 11), _on(6, 11))),
        closed=(
            ((_on(10, 26), _on(10, 30)), BREAK),
            ((_on(2, 22), _on(2, 26)), BREAK),
            ((_on(3, 26), _on(4, 2)), BREAK),
            ((_on(5, 6), _on(5, 6)), BREAK),
            ((_on(5, 7), _on(5, 7)), BREAK),
        ),
    ),
    "NO": SchoolYear(
        terms=((_on(8, 17), _on(1, 15)), (_on(1, 18), _on(6, 18))),
        closed=(((_on(9, 28), _on(10, 2)), BREAK), ((_on(12, 21), _on(1, 1)), BREAK)),
    ),
}

"""Lays what one page sent over what has been kept meanwhile, piece by piece: no word of either is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.forms.base import Answers, Field
from casework.forms.table import Table, is_offered
from casework.forms.units import OR, ROWS, Prints, Units, print_of, replaced, units


@dataclass(frozen=True)
class Merged:
    """What to keep. `clashes` were sent where somebody else has written otherwise: path → the later text.

    `held` is what the page that sent this shows now, `same` the fields that hold just what it sent, and
    `settled` the paths of the pieces that do.
    """

    answers: Answers
    clashes: Mapping[str, Any] = field(default_factory=dict)
    held: Prints = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()


def merge(
    fields: Iterable[Field], stored: Mapping[str, Any], sent: Mapping[str, Any], base: Mapping[str, Any]
) -> Merged:
    """Takes in the fields that were sent (id → answer, None for none); `base` is what the page showed before.

    A piece that the writer left alone stays as it is kept; one that nobody else has changed becomes what was
    sent; where two have written differently the first stays and the later one is a clash.
    """
    answers: Answers = dict(stored)
    clashes: dict[str, Any] = {}
    held: Prints = {}
    same: set[str] = set()
    settled: set[str] = set()
    for each in fields:
        if each.id not in sent:
            continue
        meeting = _Meeting(each, units(each, stored.get(each.id)), units(each, sent[each.id]), base)
        meeting.settle()
        answers = replaced(answers, each, meeting.result)
        clashes |= meeting.clashes
        held |= meeting.held()
        settled |= {path for path, one in meeting.sent.items() if meeting.result.get(path) == one}
        if meeting.result == meeting.sent:
            same.add(each.id)
    return Merged(answers, clashes, held, frozenset(same), frozenset(settled))


class _Meeting:
    """One field where what is kept and what was sent come together."""

    def __init__(self, of: Field, kept: Units, sent: Units, base: Mapping[str, Any]) -> None:
        self.of, self.kept, self.sent, self.base = of, kept, sent, base
        self.result: Units = {}
        self.clashes: dict[str, Any] = {}

    def settle(self) -> None:
        """Finds the result, piece by piece."""
        self._piece(f"{self.of.id}.declined")
        if not isinstance(self.of, Table):
            self._piece(self.of.id)
            return
        rows = self._rows()
        if rows:
            self.result[f"{self.of.id}.{ROWS}"] = rows
        for row in rows:
            self._row(row)

    def held(self) -> Prints:
        """What the page shows now, where that agrees with what is kept; else what it showed before."""
        found: Prints = {}
        for path, piece in self.sent.items():
            if path == f"{self.of.id}.{ROWS}":
                known = {*self.result.get(path, ()), *self._base_rows()}
                found[path] = [row for row in piece if row in known]
            elif path in self.clashes:
                before = str(self.base.get(path, "")).split(OR)[0]
                found[path] = f"{before}{OR}{print_of(piece)}"
            elif self.result.get(path) == piece or self._is_untouched(path):
                found[path] = print_of(piece)
            else:
                found[path] = str(self.base.get(path, ""))
        return found | self._known_of_rows_not_sent()

    def _known_of_rows_not_sent(self) -> Prints:
        """What the page knew of the rows that it took away and that stay: some words there may be its own."""
        rows = f"{self.of.id}.{ROWS}"
        gone = [row for row in self.result.get(rows, ()) if row not in self.sent.get(rows, ())]
        cells = (path for row in gone for path in self._cells(self.result, row))
        return {path: self.base[path] for path in cells if path in self.base}

    def _piece(self, path: str) -> None:
        kept, sent = self.kept.get(path), self.sent.get(path)
        if kept == sent or self._is_untouched(path):
            chosen = kept
        elif self._is_as_before(path):
            chosen = sent
        elif kept and sent:
            chosen = kept
            self.clashes[path] = sent
        else:  # one has taken the text away and the other has written: the words stay
            chosen = kept or sent
        if chosen:
            self.result[path] = chosen

    def _is_untouched(self, path: str) -> bool:
        """Whether the page sent what it had been given."""
        return print_of(self.sent.get(path)) in self._before(path)

    def _is_as_before(self, path: str) -> bool:
        """Whether nobody has written there since the page was given it."""
        return print_of(self.kept.get(path)) in self._before(path)

    def _before(self, path: str) -> list[str]:
        known = self.base.get(path, "")
        return known.split(OR) if isinstance(known, str) else [""]

    def _base_rows(self) -> list[str]:
        known = self.base.get(f"{self.of.id}.{ROWS}", ())
        return [row for row in known if isinstance(row, str)] if isinstance(known, list) else []

    def _row(self, row: str) -> None:
        """The cells of a row that stays; where only one side has the row it stays as it is there."""
        rows = f"{self.of.id}.{ROWS}"
        kept, sent = self._cells(self.kept, row), self._cells(self.sent, row)
        if row in self.kept.get(rows, ()) and row in self.sent.get(rows, ()):
            for path in {**kept, **sent}:
                self._piece(path)
        else:
            self.result |= kept or sent

    def _cells(self, pieces: Units, row: str) -> Units:
        return {path: one for path, one in pieces.items() if path.startswith(f"{self.of.id}.{row}.")}

    def _rows(self) -> list[str]:
        """The rows that stay, in order."""
        path = f"{self.of.id}.{ROWS}"
        kept, sent, before = self.kept.get(path, []), self.sent.get(path, []), self._base_rows()
        stay = {row for row in sent if row in kept or self._comes_back(row, row in before)}
        stay |= {row for row in kept if row not in sent and (row not in before or self._was_written_in(row))}
        is_moved = [row for row in sent if row in before] != [row for row in before if row in sent]
        lead, follow = (sent, kept) if is_moved else (kept, sent)
        order = [row for row in lead if row in stay]
        for place, row in enumerate(follow):
            if row in stay and row not in order:
                ahead = next((one for one in reversed(follow[:place]) if one in order), None)
                behind = next((one for one in follow[place:] if one in order), None)
                at = order.index(ahead) + 1 if ahead else order.index(behind) if behind else len(order)
                order.insert(at, row)
        return order

    def _comes_back(self, row: str, was_given: bool) -> bool:
        """Whether a row that is not kept is written in here: a new one, or one that another took away."""
        cells = self._cells(self.sent, row)
        if not was_given:
            return bool(cells) or not is_offered(row)
        return any(not self._is_untouched(path) for path in cells)

    def _was_written_in(self, row: str) -> bool:
        """Whether somebody has written in a row since the page that takes it away was given it."""
        return any(not self._is_as_before(path) for path in self._cells(self.kept, row))

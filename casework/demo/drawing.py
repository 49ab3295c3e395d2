"""A sheet for the demonstration, drawn here: a week that a made-up student has coloured in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

DAYS = ("Mån", "Tis", "Ons", "Tors", "Fre")
LESSONS = ("8.20", "9.30", "10.40", "12.30", "13.40")
GOOD, SO_SO, HARD = ".75 .89 .77", ".96 .89 .63", ".95 .72 .68"  # red, green, blue
FELT = (  # one row for each lesson, one column for each day
    (HARD, SO_SO, SO_SO, HARD, SO_SO),
    (HARD, GOOD, SO_SO, HARD, GOOD),
    (SO_SO, GOOD, GOOD, SO_SO, GOOD),
    (GOOD, GOOD, GOOD, SO_SO, GOOD),
    (GOOD, SO_SO, GOOD, GOOD, GOOD),
)
MEANING = ((GOOD, "går bra"), (SO_SO, "så där"), (HARD, "svårt"))
PAGE = (842, 595)  # points: A4, lying
LEFT, TOP, WIDTH, HEIGHT, GAP = 110, 410, 130, 70, 6


def coloured_week() -> bytes:
    """The sheet, as PDF."""
    drawn = "\n".join(_marks()).encode("cp1252")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
        % PAGE,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        font,
    )


def _marks() -> Iterator[str]:
    """What is drawn on the page, in the words of PDF; it counts from the lower left."""
    yield _text(40, 540, 26, "Min vecka")
    yield _text(190, 540, 14, "(påhittat exempel)")
    for column, day in enumerate(DAYS):
        yield _text(LEFT + column * WIDTH + 4, TOP + HEIGHT + 8, 14, day)
    for row, lesson in enumerate(LESSONS):
        yield _text(40, TOP - row * HEIGHT + 28, 14, lesson)
    for row, column in product(range(len(LESSONS)), range(len(DAYS))):
        at = (LEFT + column * WIDTH, TOP - row * HEIGHT)
        yield _box(*at, WIDTH - GAP, HEIGHT - GAP, FELT[row][column])
    for place, (colour, meaning) in enumerate(MEANING):
        yield _box(LEFT + place * WIDTH, 60, 22, 22, colour)
        yield _text(LEFT + place * WIDTH + 30, 65, 14, meaning)


def _text(x: int, y: int, size: int, text: str) -> str:
    shown = text.replace("(", "\\(").replace(")", "\\)")
    return f"0 g BT /F {size} Tf {x} {y} Td ({shown}) Tj ET"


def _box(x: int, y: int, width: int, height: int, colour: str) -> str:
    return f"{colour} rg {x} {y} {width} {height} re f"


def _pdf(*objects: bytes) -> bytes:
    """The objects as a file, numbered from 1, with the table of where each begins."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, b"".join(places))
    end = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + table + end

"""A picture for the demonstration, drawn here: a week that a made-up student has coloured in."""

from __future__ import annotations

import io
from itertools import product

from PIL import Image, ImageDraw, ImageFont

DAYS = ("M", "T", "O", "T", "F")  # the font that comes with the library has no letter with dots or a ring
LESSONS = ("8.20", "9.30", "10.40", "12.30", "13.40")
GOOD, SO_SO, HARD = "#bfe3c4", "#f6e3a1", "#f2b8ae"
FELT = (  # one row for each lesson, one column for each day
    (HARD, SO_SO, SO_SO, HARD, SO_SO),
    (HARD, GOOD, SO_SO, HARD, GOOD),
    (SO_SO, GOOD, GOOD, SO_SO, GOOD),
    (GOOD, GOOD, GOOD, SO_SO, GOOD),
    (GOOD, SO_SO, GOOD, GOOD, GOOD),
)
MEANING = ((GOOD, "bra"), (SO_SO, "okej"), (HARD, "jobbigt"))
WIDTH, HEIGHT, TOP, LEFT = 150, 84, 130, 120  # pixels


def coloured_week() -> bytes:
    """The picture, as PNG."""
    size = (LEFT + WIDTH * len(DAYS) + 40, TOP + HEIGHT * len(LESSONS) + 110)
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.text((40, 30), "Min vecka (fiktivt exempel)", fill="black", font=ImageFont.load_default(30))
    text = ImageFont.load_default(22)
    for column, day in enumerate(DAYS):
        draw.text((LEFT + column * WIDTH + 10, TOP - 36), day, fill="black", font=text)
    for row, lesson in enumerate(LESSONS):
        draw.text((40, TOP + row * HEIGHT + 28), lesson, fill="black", font=text)
    for row, column in product(range(len(LESSONS)), range(len(DAYS))):
        at = (LEFT + column * WIDTH, TOP + row * HEIGHT)
        corner = (at[0] + WIDTH - 8, at[1] + HEIGHT - 8)
        draw.rounded_rectangle((at, corner), radius=10, fill=FELT[row][column])
    for place, (colour, meaning) in enumerate(MEANING):
        at = (LEFT + place * 200, size[1] - 70)
        draw.rounded_rectangle((at, (at[0] + 30, at[1] + 30)), radius=6, fill=colour)
        draw.text((at[0] + 42, at[1] + 2), meaning, fill="black", font=text)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()

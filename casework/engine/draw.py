"""Draws a model: as Mermaid for whoever keeps texts, as an accessible SVG for whoever wants a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from casework.engine.workflow import CLOSED, NEW, Transition, Workflow

# The few words of the picture that no model says: new, closed, from, to, approved by, and the two signs.
WORDS = {
    "sv": ("Nytt ärende", "Avslutat", "från", "till", "godkänns av", "härifrån", "hit"),
    "nb": ("Ny sak", "Avsluttet", "fra", "til", "godkjennes av", "herfra", "hit"),
    "en": ("New case", "Closed", "from", "to", "approved by", "from here", "to here"),
}
MARGIN, ROW, BOX_HEIGHT, INDENT, LANE, LINE = 24, 60, 44, 20, 40, 26
LETTER = 7.6  # about how wide a letter is, to make the picture as wide as its longest line
BACKWARD = ("back", "restart", "return")


def mermaid(workflow: Workflow) -> str:
    """The stages and transitions as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [
        f'  state "{number} {_plain(stage.name)}" as stage_{stage.id}'
        for number, stage in enumerate(workflow.stages, 1)
    ]
    ways: dict[tuple[str, str, str], None] = {}
    for step in workflow.steps():
        ways[(_state(step.source), _state(step.target), _plain(step.transition.title))] = None
    lines += [f"  {source} --> {target} : {title}" for source, target, title in ways]
    return "\n".join(lines) + "\n"


def _state(stage: str) -> str:
    return "[*]" if stage in (NEW, CLOSED) else f"stage_{stage}"


def _plain(text: str) -> str:
    """The text without the signs that mean something to Mermaid."""
    signs = {"#": "#35;", '"': "#quot;", ";": "#59;", ":": "#58;", "<": "#lt;", ">": "#gt;", "\n": " "}
    return "".join(signs.get(letter, letter) for letter in text)


def svg(workflow: Workflow, role_title: Callable[[str], str] = str) -> str:
    """The ladder as a picture: first stage lowest, a lane for each transition, the lanes in words below.

    `role_title` names the roles that the model itself does not name.
    """
    return "\n".join(_Picture(workflow, role_title).parts()) + "\n"


@dataclass(frozen=True)
class _Picture:
    """Where things lie: rows from bottom to top are new, the stages, closed."""

    workflow: Workflow
    role_title: Callable[[str], str]

    @property
    def rows(self) -> list[str]:
        """What stands in each row, from the top."""
        return [CLOSED, *reversed(self.workflow.order), NEW]

    @property
    def box_width(self) -> int:
        """Wide enough for the longest name."""
        names = [text for row in self.workflow.stages for text in (row.name, self.role(row.owner))]
        return round(max(len(name) + 6 for name in names) * LETTER)

    @property
    def words(self) -> tuple[str, ...]:
        """The picture's own words."""
        return WORDS[self.workflow.language]

    def name(self, row: str) -> str:
        """What the row is called."""
        if row in (NEW, CLOSED):
            return self.words[0 if row == NEW else 1]
        return self.workflow.stage(row).name

    def y(self, row: str) -> int:
        """How far down the row lies."""
        return MARGIN + self.rows.index(row) * ROW + ROW // 2

    def lane_x(self, lane: int) -> int:
        """How far to the right the lane lies, from 0."""
        return MARGIN + self.box_width + INDENT * len(self.workflow.order) + LANE * (lane + 1)

    def parts(self) -> Iterator[str]:
        """The lines of the file."""
        below = MARGIN + len(self.rows) * ROW + LINE
        legend = [self.legend(number, transition) for number, transition in self.numbered()]
        longest = max(len(text) for text in (*legend, self.workflow.title))
        width = max(self.lane_x(len(legend)) + MARGIN, round(MARGIN * 3 + longest * LETTER))
        height = below + LINE * (len(legend) + 1) + MARGIN
        title, told = escape(self.workflow.title), escape(" ".join(self.told()))
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" aria-labelledby="ladder-title ladder-desc" '
            f'lang="{self.workflow.language}" font-family="Inter, system-ui, sans-serif" font-size="14" '
            'fill="currentColor">'
        )
        yield f'<title id="ladder-title">{title}</title>'
        yield f'<desc id="ladder-desc">{told}</desc>'
        for row in self.rows:
            yield from self.box(row)
        for number, transition in self.numbered():
            yield from self.lane(number, transition)
        x = self.lane_x(0)
        yield _source(x, below - 5) + _text(x + 12, below, self.words[5])
        yield _target(x + LANE * 3, below - 5) + _text(x + LANE * 3 + 12, below, self.words[6])
        for number, text in enumerate(legend, 1):
            yield _text(MARGIN, below + LINE * number, text)
        yield "</svg>"

    def numbered(self) -> Iterator[tuple[int, Transition]]:
        """Every transition with the number of its lane, from 1."""
        yield from enumerate(self.workflow.transitions, 1)

    def box(self, row: str) -> Iterator[str]:
        """The step of the ladder, and the thin line on which its lanes stand."""
        place = self.workflow.order.get(row, len(self.workflow.order) - 1 if row == CLOSED else 0)
        x, y = MARGIN + INDENT * place, self.y(row)
        end = self.lane_x(len(self.workflow.transitions)) - LANE // 2
        left = x if row in (NEW, CLOSED) else x + self.box_width
        yield (
            f'<line x1="{left}" y1="{y}" x2="{end}" y2="{y}" stroke="currentColor" stroke-opacity="0.25"/>'
        )
        if row in (NEW, CLOSED):
            yield _text(x + 12, y - 6, self.name(row))
            return
        yield (
            f'<rect x="{x}" y="{y - BOX_HEIGHT // 2}" width="{self.box_width}" height="{BOX_HEIGHT}" rx="4" '
            'fill="none" stroke="currentColor" stroke-width="2"/>'
        )
        yield _text(x + 12, y - 3, f"{place + 1}  {self.name(row)}", weight=600)
        yield _text(x + 12, y + 15, self.role(self.workflow.stage(row).owner))

    def lane(self, number: int, transition: Transition) -> Iterator[str]:
        """The transition as an upright line between the rows that it leads from and to."""
        sources, targets = self.ends(transition)
        x, ys = self.lane_x(number - 1), sorted(self.y(row) for row in {*sources, *targets})
        dashes = ' stroke-dasharray="5 4"' if transition.kind in BACKWARD else ""
        yield (
            f'<line x1="{x}" y1="{ys[0] - 6}" x2="{x}" y2="{ys[-1] + 6}" stroke="currentColor" '
            f'stroke-width="2"{dashes}/>'
        )
        for row in sources:
            yield _source(x, self.y(row) + (8 if row in targets else 0))
        for row in targets:
            yield _target(x, self.y(row) - (8 if row in sources else 0))
        yield _text(x, ys[0] - 14, str(number), anchor="middle", weight=600)

    def ends(self, transition: Transition) -> tuple[list[str], list[str]]:
        """The rows that the transition leads from and to, in the order of the ladder."""
        steps = [step for step in self.workflow.steps() if step.transition is transition]
        upwards = list(reversed(self.rows))
        sources = [row for row in upwards if any(step.source == row for step in steps)]
        return sources or [CLOSED], [row for row in upwards if any(step.target == row for step in steps)]

    def told(self) -> Iterator[str]:
        """Every transition as a sentence, for whoever does not see the picture."""
        for number, transition in self.numbered():
            sources, targets = (", ".join(self.name(row) for row in rows) for rows in self.ends(transition))
            yield f"{number}. {transition.title}: {self.words[2]} {sources} {self.words[3]} {targets}."

    def legend(self, number: int, transition: Transition) -> str:
        """The line below the picture: number, name, who takes it and who approves."""
        by = ", ".join(self.role(role) for role in transition.by)
        approvers = ", ".join(self.role(role) for role in transition.approved_by)
        approval = f", {self.words[4]} {approvers}" if approvers else ""
        return f"{number}  {transition.title} · {by}{approval}"

    def role(self, role: str) -> str:
        """What this model calls the role."""
        named = self.workflow.roles.get(role)
        return named.title if named else self.role_title(role)


def _text(x: int, y: int, text: str, *, anchor: str = "start", weight: int = 400) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'


def _source(x: int, y: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="5" fill="none" stroke="currentColor" stroke-width="2"/>'


def _target(x: int, y: int) -> str:
    return f'<path d="M{x - 8} {y} l12 -7 v14 z"/>'

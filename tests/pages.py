"""Reads a page as a browser would, and checks on every page what holds for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from casework.web.security import POLICY

EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
LANGUAGES = ("sv", "nb", "en")


@dataclass(eq=False)
class Element:
    """One element of a page with what lies in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a person reads in it, with single spaces."""
        parts = (part if isinstance(part, str) else f" {part.text} " for part in self.inside)
        return " ".join("".join(parts).split())

    def everything(self) -> Iterator[Element]:
        """The elements in it, in the order of the page."""
        waiting = self.inside[::-1]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Element):
                yield part
                waiting += part.inside[::-1]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements with the tag and attributes; `class_` asks for one class among several."""
        return [one for one in self.everything() if one.tag == tag and one.has(attributes)]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} <{tag}> with {attributes}"
        return found[0]

    def has(self, wanted: dict[str, str]) -> bool:
        """Whether the element has the attributes."""
        for name, value in wanted.items():
            own = self.attributes.get(name.rstrip("_").replace("_", "-"))
            if own is None or (value not in own.split() if name == "class_" else own != value):
                return False
        return True

    def link(self, text: str) -> str:
        """Where the link with that text leads."""
        found = [one for one in self.all("a") if text in one.text]
        assert found, f"no link “{text}” among {[one.text for one in self.all('a')]}"
        return found[0].attributes["href"]


class Page(Element):
    """A whole page, with the answer that it came in."""

    def __init__(self, answer: Any) -> None:
        super().__init__("page")
        self.answer = answer
        _Reader(self).feed(answer.text)

    @property
    def heading(self) -> str:
        """The page's one main heading."""
        return self.one("h1").text

    @property
    def main(self) -> Element:
        """The page without what stands around every page."""
        return self.one("main")

    def form(self, action: str = "") -> Element:
        """The page's own posted form that leads to an address ending so; the only one, or the first."""
        own = [
            one for one in self.main.all("form", method="post") if one.attributes["action"].endswith(action)
        ]
        assert own, f"no form to {action}: {[one.attributes['action'] for one in self.all('form')]}"
        return own[0]

    def check(self) -> None:
        """Fails on anything that no page may lack or have."""
        assert self.answer.text.lstrip().lower().startswith("<!doctype html>")
        assert self.one("html").attributes["lang"] in LANGUAGES
        assert self.one("head").one("title").text.removesuffix("– Casework").strip()
        assert self.heading
        ids = Counter(one.attributes["id"] for one in self.everything() if "id" in one.attributes)
        assert not [name for name, count in ids.items() if count > 1]
        self._check_references(set(ids))
        self._check_nothing_inline()
        self._check_headers()

    def _check_references(self, ids: set[str]) -> None:
        """Every input has a label, and what is pointed to is there."""
        labelled = {one.attributes.get("for") for one in self.all("label")}
        for one in self.everything():
            kind = one.attributes.get("type", "")
            is_input = one.tag in ("select", "textarea") or (
                one.tag == "input" and kind not in ("hidden", "submit")
            )
            if is_input:
                named = (
                    one.attributes.get("id") in labelled
                    or "aria-label" in one.attributes
                    or _is_in_label(one)
                )
                assert named, f"an input without a label: {one.attributes}"
            for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
                missing = set(one.attributes.get(name, "").split()) - ids
                assert not missing, f"{name} points to {missing}"

    def _check_nothing_inline(self) -> None:
        for one in self.everything():
            handlers = [name for name in one.attributes if name.startswith("on") or name == "style"]
            assert not handlers, f"<{one.tag}> has {handlers}"
            assert one.tag != "style"
            assert one.tag != "script" or (one.attributes.get("src") and not one.text)
            address = one.attributes.get("href", one.attributes.get("action", ""))
            assert not address.startswith("javascript:")

    def _check_headers(self) -> None:
        headers = self.answer.headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def _is_in_label(one: Element | None) -> bool:
    while one is not None and one.tag != "label":
        one = one.parent
    return one is not None


class _Reader(HTMLParser):
    """Builds the elements; complains about what is not closed."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._here: Element = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Goes into the element, unless nothing can lie in it."""
        element = Element(tag, {name: value or "" for name, value in attrs}, self._here)
        assert len(element.attributes) == len(attrs), f"<{tag}> has an attribute twice"
        self._here.inside.append(element)
        if tag not in EMPTY:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing, closed at once."""
        self._here.inside.append(Element(tag, {name: value or "" for name, value in attrs}, self._here))

    def handle_endtag(self, tag: str) -> None:
        """Comes out of the element, which must be the one that we are in."""
        assert self._here.tag == tag, f"</{tag}> inside <{self._here.tag}>"
        assert self._here.parent is not None
        self._here = self._here.parent

    def handle_data(self, data: str) -> None:
        """Text in the element."""
        self._here.inside.append(data)

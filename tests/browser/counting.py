"""Counts what somebody has to do: taps, and fields that are filled in."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.visitor import Visitor


class Counting:
    """Somebody whose taps and filled fields are counted."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.count = visitor, 0

    def begin(self, address: str = "/") -> None:
        """Looks at the page, the start page where none is named; from here on it counts."""
        self.visitor.go(address)
        self.count = 0

    def opens(self, what: str | Locator) -> None:
        """A tap that leads to another page."""
        self.visitor.follow(what)
        self.count += 1

    def taps(self, what: str | Locator) -> None:
        """A tap on the page."""
        self.visitor.find(what).click()
        self.count += 1

    def writes(self, what: str | Locator, text: str) -> None:
        """A field that is filled in."""
        self.visitor.find(what).fill(text)
        self.count += 1

    def chooses(self, name: str, value: str) -> None:
        """A tap on one of the answers to a question, or on one of its boxes."""
        self.visitor.page.locator(f"main [name='{name}'][value='{value}']").check()
        self.count += 1

    def dials(self) -> None:
        """A tap on a number, which belongs to the phone: the test stays on the page."""
        assert self.visitor.page.locator("main .choice a[href^='tel:']").first.is_visible()
        self.count += 1

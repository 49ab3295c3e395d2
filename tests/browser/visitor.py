"""Somebody at a browser of their own, who looks closely at every page that comes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.browser.site import Site

WIDE, PHONE, NARROW = 1280, 390, 320
# What people do is done on a phone in every run, and in a wide window too in the long one.
WINDOWS = [PHONE, pytest.param(WIDE, marks=pytest.mark.long)]
HEIGHTS = {WIDE: 900, PHONE: 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_FOUND_LINE = "Failed to load resource: the server responded with a status of"
PATIENCE = 30_000  # milliseconds for anything to happen on a machine that has much else to do

# Axe lies ready in every page of who looks, and is read by the browser where it is asked.
READY = f"window.readAxe = () => {{ {Axe().axe_script} }};"
# What lies half under the bar that follows the window can be scrolled free; it is not a target too small.
FAULTS = """async ([rules, contrast]) => {
  if (!window.axe) window.readAxe();
  const bars = [...document.querySelectorAll(".savebar")];
  bars.forEach((one) => { one.style.position = "static"; });
  const results = await axe.run(document, {
    resultTypes: ["violations"], runOnly: rules, preload: false,
    rules: contrast === null ? {} : { "color-contrast": { enabled: contrast } },
  });
  bars.forEach((one) => { one.style.position = ""; });
  return results.violations;
}"""
# What follows from how the parts of a page stand together, not from any one of them.
OF_THE_WHOLE = [
    *("bypass", "document-title", "duplicate-id-aria", "empty-heading", "heading-order"),
    *("landmark-banner-is-top-level", "landmark-complementary-is-top-level"),
    *("landmark-contentinfo-is-top-level", "landmark-main-is-top-level"),
    *("landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main"),
    *("landmark-one-main", "landmark-unique", "page-has-heading-one", "region", "skip-link"),
]
# What an element's colours follow from: what it is, in what it lies, and how its state is marked.
COLOURED = """() => {
  const chains = new Map();
  const marks = ["class", "type", "aria-current", "aria-invalid", "aria-pressed", "data-variant"];
  const own = (one) => one.tagName + marks.map((name) => one.getAttribute(name) ?? "").join("|");
  for (const one of document.querySelectorAll("body, body *")) {
    chains.set(one, `${chains.get(one.parentElement) ?? ""}/${own(one)}`);
  }
  return [...new Set(chains.values())];
}"""
# What axe judges, colours apart: each kind of element in its place, in the page's order, whatever it says.
BUILT = """() => {
  const chains = new Map();
  const left = ["id", "href", "value", "style"];
  const told = /^(class|type|role|lang|scope|tabindex)$/;
  const plain = (text) => text.replace(/[0-9a-f-]{36}|[0-9]+/g, "");
  const own = (one) => [
    one.tagName,
    ...one.getAttributeNames()
      .filter((name) => !left.includes(name))
      .map((name) => `${name}=${told.test(name) ? plain(one.getAttribute(name)) : ""}`),
    one.textContent.trim() ? "text" : "",
  ].join("|");
  for (const one of document.querySelectorAll("body, body *")) {
    chains.set(one, `${chains.get(one.parentElement) ?? ""}/${own(one)}`);
  }
  return [...new Set(chains.values())];
}"""
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > room + 0.5)
    .map((one) => one.outerHTML.slice(0, 120));
}"""


class Visitor:
    """A person, the window they look through, and what the browser complained about."""

    def __init__(
        self,
        chromium: Browser,
        site: Site,
        username: str = "",
        *,
        width: int = WIDE,
        album: Path | None = None,
        looks: bool = True,
        alike: bool = False,
        **window: Any,
    ) -> None:
        self.site, self.username, self.looks = site, username, looks
        self.width, self.album = width, album
        size = {"width": width, "height": HEIGHTS.get(width, 844)}
        self.window = chromium.new_context(viewport=size, base_url=site.url, locale="sv-SE", **window)
        self.window.set_default_timeout(PATIENCE)
        if username:
            self.window.add_cookies([{"name": "casework", "value": site.cookie(username), "url": site.url}])
        self.window.add_init_script(READY)
        self.page: Page = self.window.new_page()
        self.complaints: list[str] = []
        self._listen()
        # What is judged in one window need not be in another where both are `alike`.
        kind = _kind(window) if alike else f"{width}-{_kind(window)}"
        self._judged, self._coloured = (site.seen(f"{what}-{kind}") for what in ("built", "coloured"))
        self._pictures = 0

    def go(self, address: str, status: int = 200) -> None:
        """Opens the address."""
        answer = self.page.goto(address)
        self._arrived(answer, status)

    def follow(self, what: str | Locator, status: int = 200) -> None:
        """Presses a link or button that leads to another page."""
        with self.page.expect_navigation(wait_until="load") as leading:
            self.find(what).click()
        self._arrived(leading.value, status)

    def back(self, status: int = 200) -> None:
        """Presses the browser's own button back."""
        self._arrived(self.page.go_back(), status)

    def another_tab(self) -> Page:
        """Opens one more page in the same window, and looks at that one from now on."""
        earlier, self.page = self.page, self.window.new_page()
        self._listen()
        return earlier

    def leave(self) -> None:
        """Closes the window; nothing may have been complained about in it."""
        self.window.close()
        assert not self.complaints, self.complaints

    def find(self, what: str | Locator) -> Locator:
        """The one place on the page, by CSS."""
        return self.page.locator(what) if isinstance(what, str) else what

    def sees(self, what: str | re.Pattern[str]) -> None:
        """The text stands on the page."""
        expect(self.page.locator("main")).to_contain_text(what)

    def has(self, what: str, count: int = 1) -> None:
        """So many of what the CSS names can be seen."""
        expect(self.find(what).filter(visible=True)).to_have_count(count)

    def has_not(self, what: str) -> None:
        """Nothing of the kind is in the page at all, seen or hidden."""
        expect(self.find(what)).to_have_count(0)

    def ways(self) -> list[str]:
        """The steps that the case's page offers."""
        return list(
            self.page.locator("a[href*='/advance/']").evaluate_all(
                "all => all.map((one) => new URL(one.href).pathname.split('/').at(-1))"
            )
        )

    @property
    def path(self) -> str:
        """The address of the page, without the host."""
        return self.page.url.removeprefix(self.site.url)

    @property
    def source(self) -> str:
        """The page as it stands in the browser."""
        return self.page.content()

    def look(self) -> None:
        """Fails on anything that is wrong with any page: for whom it is hard to use, or too wide."""
        self._take_picture()
        assert not self.page.evaluate(SIDEWAYS), f"{self.path} scrolls sideways at {self.width}"
        parts = self.page.evaluate(BUILT)
        new_parts, new_whole = self._judged.new(parts), self._judged.new(["\n".join(parts)])
        if not new_whole:
            return
        coloured = self._coloured.new(self.page.evaluate(COLOURED)) if new_parts else []
        asked = [RULES, bool(coloured)] if new_parts else [OF_THE_WHOLE, None]
        found = self.page.evaluate(FAULTS, asked)
        assert not found, f"{self.path} at {self.width}: {_told(found)}"
        self._judged.note([*new_parts, *new_whole])
        self._coloured.note(coloured)  # they do not follow from words, so they are looked at once

    def fits(self) -> None:
        """Nothing is to be scrolled sideways in the narrowest window either."""
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        too_wide = self.page.evaluate(SIDEWAYS)
        assert not too_wide, f"{self.path} at {NARROW}: {too_wide[:3]}"
        self.page.set_viewport_size({"width": self.width, "height": HEIGHTS.get(self.width, 844)})

    def _arrived(self, answer: Response | None, status: int) -> None:
        assert answer, "no page came"
        assert answer.status == status, f"{answer.status}, wanted {status}: {self.path}"
        if status >= 400:  # the browser says so too, and nothing else
            self.complaints = [one for one in self.complaints if not one.startswith(NOT_FOUND_LINE)]
        assert not self.complaints, self.complaints
        if self.looks:
            self.look()

    def _listen(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _take_picture(self) -> None:
        if self.album:
            self._pictures += 1
            place = re.sub(r"[0-9a-f-]{36}", "", self.path.split("?")[0].split("#")[0])
            place = re.sub(r"[^a-z_]+", "-", place).strip("-") or "start"
            name = f"{self.username or 'nobody'}-{self._pictures:02d}-{place}-{self.width}.png"
            self.page.screenshot(path=self.album / name, full_page=True)


def _kind(window: Mapping[str, Any]) -> str:
    """In which windows a page looks the same: light is what is usual, and motion is over when axe looks."""
    looks = {"color_scheme": "light", **window}
    told = sorted(f"{name}-{value}" for name, value in looks.items() if name != "reduced_motion")
    return re.sub(r"[^a-z0-9-]+", "_", "-".join(told))


def _told(found: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f"{one['id']}: {node['html'][:160]} ({node.get('failureSummary', '')})"
        for one in found
        for node in one["nodes"][:3]
    ]

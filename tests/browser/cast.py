"""The four people of one case, and what they do with it in their windows."""

from __future__ import annotations

from casework.catalog import catalog
from casework.engine.workflow import Workflow
from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import Visitor

MENTOR, TEAM, RECTOR, ADMINISTRATION = "karin", "sofia", "per", "berit"


class Cast:
    """Karin (mentor), Sofia (health team and counsellor), Per (principal), Berit (administration).

    They read the pages in the language already; each page that comes is looked at closely.
    """

    def __init__(self, site: Site, sit_down: SitDown, width: int, language: str) -> None:
        self.site, self.language = site, language
        self.student, self.name = site.student()
        self.case = ""
        self.karin: Visitor = sit_down(width=width)  # who signs in herself
        self.sofia: Visitor = sit_down(TEAM, width=width)
        self.per: Visitor = sit_down(RECTOR, width=width)
        self.berit: Visitor = sit_down(ADMINISTRATION, width=width)

    def say(self, text: str, **params: object) -> str:
        """The program's words in the language of these four."""
        return self.site.say(self.language, text, **params)

    def model(self) -> Workflow:
        """The routine as they read it."""
        with self.site.place.app.app_context():
            return catalog().workflows["five-step"].in_language(self.language)

    def waits_for(self, who: Visitor, role: str) -> None:
        """The head of the case says whose turn it is: “you” to those it is, the role to all others."""
        who.go(self.case)
        title = self.model().roles[role].title if role else self.say("you")
        text = who.page.locator(".identity dd").last.inner_text()
        assert title.lower() in text.lower(), f"waits for “{text}”, wanted “{title}”"

    def stands_in(self, who: Visitor, stage: str) -> None:
        """The ladder shows the case in the stage."""
        current = who.page.locator(".all-steps [aria-current=step]")
        assert self.model().stage(stage).title in (current.text_content() or "")

    def may_only(self, who: Visitor, *ways: str) -> None:
        """The case page offers the person these steps and no others."""
        assert sorted(who.ways()) == sorted(ways), f"{who.username} is offered {who.ways()}"

    def has_no_such_page(self, who: Visitor, *addresses: str) -> None:
        """For this person there is nothing there, and not a word of whom it is about."""
        for address in addresses:
            who.go(address, status=404)
            who.has("h1")
            assert self.name not in who.source

    def moves(self, who: Visitor, transition: str, reason: str = "", target: str = "") -> None:
        """Takes the step from the case's page, past what it leads to, with a reason where it is asked for."""
        who.go(self.case)
        way = who.page.locator(f"a[href*='/advance/{transition}{f'?to={target}' if target else ''}']")
        if not way.is_visible():
            who.page.locator("details.fold").filter(has=way).locator("summary").click()
        who.follow(way)
        who.has("main .effects")
        if reason:
            who.page.locator("#reason").fill(reason)
        who.follow("main form button.ds-button")
        assert who.path == self.case

    def moves_away(self, who: Visitor, transition: str, reason: str) -> None:
        """Takes a step after which the case is not the person's to see any more."""
        who.go(self.case)
        who.follow(f"main a[href*='/advance/{transition}']")
        who.page.locator("#reason").fill(reason)
        who.follow("main form button.ds-button", status=404)

    def opens_form(self, who: Visitor, form: str) -> None:
        """Goes to the form by its title in the list of the case's page."""
        who.go(self.case)
        with self.site.place.app.app_context():
            title = catalog().forms[form].in_language(self.language).title
        who.follow(who.page.locator("#forms").get_by_role("link", name=title, exact=True))

    def asks_for_handover(self, who: Visitor, summary: str) -> str:
        """Requests the hand-over; answers where the request is read."""
        who.go(self.case)
        who.follow("main a[href*='/advance/hand_over']")
        who.page.locator("#summary").fill(summary)
        who.follow("main form button.ds-button")
        address = who.page.locator("main a[href*='/approvals/']").first.get_attribute("href")
        assert address
        return address

    def decides(self, who: Visitor, decision: str, reason: str) -> None:
        """Reads the request that the case's page leads to, and decides."""
        who.go(self.case)
        who.follow(who.page.locator("main a.ds-button[href*='/approvals/']").first)
        who.page.locator(f"#decision [value={decision}]").check()
        who.page.locator("#reason").fill(reason)
        who.follow("#decision form button")
        assert who.path == self.case

    def task(self, who: Visitor, action: str) -> None:
        """Opens the page of the task by its title in the case's list."""
        who.go(self.case)
        title = next(one.title for _, one in self.model().actions() if one.id == action)
        who.follow(who.page.locator("#tasks").get_by_role("link", name=title).first)

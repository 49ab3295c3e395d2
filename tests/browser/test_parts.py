"""All parts in all their states, in every window, in light and dark and without colours of our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.test_every_page import MOVING
from tests.browser.visitor import PHONE, SIDEWAYS, WIDE

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def demonstration(site: Site) -> Iterator[None]:
    """Only a demonstration has the page."""
    site.place.app.config["IS_DEMO"] = True
    yield
    site.place.app.config["IS_DEMO"] = False


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.long), "dark"])
def test_all_parts_can_be_used_in_all_their_states(sit_down: SitDown, width: int, scheme: str) -> None:
    karin = sit_down("karin", width=width, color_scheme=scheme)
    karin.go("/stil")
    for kind in ("table", "scale", "date", "consent"):
        for state in ("empty", "filled", "wrong"):
            assert karin.page.locator(f"[name^={state}_{kind}]").count(), f"{kind} is not shown {state}"


@pytest.mark.parametrize("width", [320, 640])
def test_no_part_pushes_a_page_wider(sit_down: SitDown, width: int) -> None:
    karin = sit_down("karin", width=width, looks=False)
    karin.go("/stil")
    assert not karin.page.evaluate(SIDEWAYS)


def test_nothing_moves_for_who_does_not_want_that(sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False, reduced_motion="reduce")
    karin.go("/stil")
    assert not karin.page.evaluate(MOVING)

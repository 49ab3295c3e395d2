"""Every stage of a case × what forbids × everybody × every address, with texts of each class.

The other files look at two cases; here the same tables hold for a case in each of its stages. A short round
tries two or three of these a day, each another way to forbid at another stage, and all of them in nine days.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from flask import Flask

from tests.clients import Client, client_as
from tests.databases import quick_folder, sqlite_place
from tests.matrix.asking import read
from tests.matrix.maker import HANDED_OVER, STAGES, make_stage
from tests.matrix.test_canaries import CANARY, CLEARED, WRITTEN
from tests.matrix.test_forbids import FAMILY, FORBIDS
from tests.matrix.whom import ATTACHMENT_PAGES, FORM_PAGES, may
from tests.matrix.world import World, addresses

WAYS = len(FORBIDS) + 1  # nothing forbids, or one of these
CLOSED = (403, 404, 405)
Stage = tuple[str, Flask, World, dict[str, Client]]

pytestmark = [pytest.mark.long, pytest.mark.in_turn(2 * WAYS + 1)]


@pytest.fixture(scope="module", params=[*STAGES, "closed"])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A case in the stage, and everybody around it."""
    with quick_folder(tmp_path_factory.mktemp("stage")) as folder:
        place = sqlite_place(folder)
        place.renew()
        world = make_stage(place.app, request.param)
        browsers = {who: client_as(place.app, user_id) for who, user_id in world.people.items()}
        yield request.param, place.app, world, browsers
        place.let_go()


@pytest.mark.parametrize("forbid", ["", *FORBIDS])
def test_each_address_shows_at_each_stage_what_the_reader_may_see(stage: Stage, forbid: str) -> None:
    name, place, world, browsers = stage
    let_in, kept_out, heard, wrong = 0, 0, set(), []
    with FORBIDS[forbid](place, world, name) if forbid else nullcontext(set(browsers)) as left:
        for endpoint, url in addresses(place, world.cases[name], "GET"):
            for who, browser in browsers.items():
                answer, lines = read(place, browser, url, world.cases[name].student)
                body = answer.get_data().decode(errors="replace")  # files and pictures too
                found = {world.canaries[text][1] for text in CANARY.findall(body)}
                told = f"{who} {url}: {answer.status_code} {sorted(found)} {lines}"
                if who in left and may(endpoint, who, "authority" if name in HANDED_OVER else "school"):
                    let_in += answer.status_code == 200
                    heard |= {(who, one) for one in found}
                    is_hidden = endpoint in (*FORM_PAGES, *ATTACHMENT_PAGES) or answer.status_code == 403
                    is_open = answer.status_code not in (403, 404) or is_hidden
                    is_logged = lines == 1 or FAMILY not in body or answer.status_code != 200
                    is_right = is_open and is_logged and found <= CLEARED.get(who, WRITTEN)
                    wrong += [] if is_right else [told]
                else:
                    kept_out += answer.status_code in CLOSED
                    is_shut = answer.status_code in CLOSED and not found and FAMILY not in body
                    wrong += [] if is_shut else [told]
    assert not wrong
    assert min(let_in, kept_out) > 20
    expected = {(who, one) for who in set(left) & set(CLEARED) for one in CLEARED[who] - {"own", "open"}}
    at_school = {(who, one) for who, one in expected if who != "administration" or name in HANDED_OVER}
    assert at_school <= heard

"""A model is drawn for readers of text and of pictures, with everything said in words too."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from casework.engine.draw import _plain, mermaid, svg
from tests.engine.examples import five_step, small

SVG = "{http://www.w3.org/2000/svg}"


def drawn(workflow, role_title=str):
    """The picture, read again."""
    return ElementTree.fromstring(svg(workflow, role_title))  # noqa: S314 - it is our own


def words(picture):
    """Every text of the picture."""
    return [element.text for element in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_picture_names_every_stage_and_transition(language):
    workflow = five_step().in_language(language)
    seen = words(drawn(workflow))
    assert {f"{number}  {stage.name}" for number, stage in enumerate(workflow.stages, 1)} <= set(seen)
    for number, transition in enumerate(workflow.transitions, 1):
        assert any(text.startswith(f"{number}  {transition.title} · ") for text in seen)


def test_the_picture_speaks_the_language_of_the_model():
    picture = drawn(five_step().in_language("nb"))
    assert picture.get("lang") == "nb"
    assert {"Ny sak", "Avsluttet", "herfra"} <= set(words(picture))
    assert "5  Overfør til skoleeier · Ressursteamet, godkjennes av Rektor" in words(picture)


def test_the_picture_is_told_to_whoever_does_not_see_it():
    picture = drawn(five_step().rules)
    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text == five_step().rules.title
    assert "6. Skicka tillbaka till skolan: från Skolpliktsbevakning till Analys." in told.text
    assert "11. Öppna igen: från Avslutat till Rapport, Kartläggning" in told.text


def test_the_picture_holds_no_style_and_no_script():
    for element in drawn(five_step().rules).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "line",
            "rect",
            "text",
            "circle",
            "path",
        }
        assert not {
            name for name in element.attrib if name.startswith("on") or name in ("style", "class", "href")
        }


def test_signs_in_a_text_stay_a_text():
    picture = drawn(small(("title: Liten modell\nsource", "title: <script>&\nsource")).rules)
    assert picture.find(f"{SVG}title").text == "<script>&"


def test_everything_lies_within_the_picture():
    picture = drawn(five_step().rules)
    width, height = int(picture.get("width")), int(picture.get("height"))
    for element in picture.iter(f"{SVG}text"):
        assert 0 < float(element.get("x")) < width
        assert 0 < float(element.get("y")) < height


def test_mermaid_holds_every_way_once():
    lines = mermaid(five_step().rules).splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert '  state "1 Rapport" as stage_report' in lines
    assert "  [*] --> stage_mapping : Öppna ärende" in lines
    assert "  stage_analysis --> stage_compulsory_school_monitoring : Lämna över till förvaltningen" in lines
    assert "  stage_report --> [*] : Avsluta ärendet" in lines
    assert len(lines) == len(set(lines))


def test_mermaid_is_not_broken_by_signs():
    lines = mermaid(small(("title: Vidare", "title: 'A; B: \"C\" #1'")).rules)
    assert "A#59; B#58; #quot;C#quot; #35;1" in lines


def test_a_role_that_the_model_does_not_name_is_drawn_by_its_title():
    unnamed = five_step().rules.model_copy(update={"roles": {}})
    assert any(text.endswith("· rector") for text in words(drawn(unnamed)))
    named = words(drawn(unnamed, lambda role: f"Titel på {role}"))
    assert any(text.endswith("· Titel på rector") for text in named)


def test_signs_that_mean_something_to_mermaid_are_written_otherwise():
    assert _plain('a#b"c;d:e<f>g\nh') == "a#35;b#quot;c#59;d#58;e#lt;f#gt;g h"

"""Fills in the forms of a case in the page itself: quickly, or with the keys as a person does."""

from __future__ import annotations

from playwright.sync_api import Locator

from casework.catalog import catalog
from casework.demo.answers import Writer
from casework.forms.base import Answers
from casework.forms.definition import Form
from tests.browser.visitor import Visitor
from tests.filling import on_page

# Puts values into the inputs of the form and tells the page; answers which names it has no input for.
PUT = """(values) => {
  const form = document.getElementById("record");
  const missing = [];
  for (const [name, wanted] of Object.entries(values)) {
    const inputs = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
    const chosen = [wanted].flat();
    if (inputs.length === 0 && chosen.some(Boolean)) missing.push(name);
    for (const one of inputs) {
      if (["radio", "checkbox"].includes(one.type)) one.checked = chosen.includes(one.value);
      else one.value = chosen[0];
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return missing;
}"""


def definition(visitor: Visitor, form: str) -> Form:
    """The form in Swedish."""
    with visitor.site.place.app.app_context():
        return catalog().forms[form].in_language("sv")


def written(visitor: Visitor, form: str) -> Answers:
    """What somebody of the made-up school answers to what has to be answered."""
    day = visitor.site.today()
    return Writer(definition(visitor, form), name="Karin Mallsjö", student="Ture", on=day).answers()


def fill_in(visitor: Visitor, form: str, **other: object) -> None:
    """Fills in the form in the window, quickly; `other` are answers that differ from the usual ones."""
    answers = written(visitor, form) | other
    values = on_page(definition(visitor, form), answers)
    missing = visitor.page.evaluate(PUT, values)
    while missing:
        visitor.find(f"#record button[value='add:{missing[0].split('-')[0]}']").click()
        missing = visitor.page.evaluate(PUT, values)


def sign(visitor: Visitor, case: str, form: str, **other: object) -> None:
    """Opens the form of the case, fills it in, reads it through and signs it."""
    visitor.go(case)
    visitor.follow(visitor.page.locator(f"main a[href$='/forms/new/{form}']").first)
    fill_in(visitor, form, **other)
    sign_what_is_open(visitor)


def sign_what_is_open(visitor: Visitor) -> None:
    """Signs the form in the window: to the page that reads it through, and on."""
    visitor.follow("#record button[value=finalise]")
    assert visitor.path.endswith("/sign"), visitor.page.locator(".ds-error-summary").all_inner_texts()
    visitor.follow("#decision form button")


def put_by_hand(visitor: Visitor, form: str) -> None:
    """Fills in the form that stands in the window with pointer and keys, question by question."""
    values = on_page(definition(visitor, form), written(visitor, form))
    for name, wanted in values.items():
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if one:
                _put(visitor.page.locator(f"#record [name='{name}']:not([type=hidden])"), str(one))


def _put(inputs: Locator, wanted: str) -> None:
    if inputs.first.get_attribute("type") in ("radio", "checkbox"):
        inputs.and_(inputs.page.locator(f"[value='{wanted}']")).check()
    elif inputs.evaluate("one => one.tagName") == "SELECT":
        inputs.select_option(wanted)
    else:
        inputs.fill(wanted)

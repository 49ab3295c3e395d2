"""Small forms to test with, the forms that are shipped, and a browser's eye for what a page would send."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from werkzeug.datastructures import MultiDict

from casework.forms.base import CONFIDENTIALITIES
from casework.forms.build import FormPage
from casework.forms.checks import FieldProblem
from casework.forms.context import FormContext
from casework.forms.definition import Form, LocalisedForm, load_form
from casework.forms.messages import messages_by_anchor
from casework.forms.shared import SharedOptions, load_shared
from casework.forms.table import ROW
from casework.localise import NAMED_TEXTS, TEXT_KEYS

CASEWORK = Path(__file__).parents[2] / "casework"
FORMS = CASEWORK / "workflows" / "forms"
SHIPPED = sorted(file.stem for file in FORMS.glob("*.yaml"))
EVERYTHING = frozenset(CONFIDENTIALITIES)


def context(**given: Any) -> FormContext:
    """Someone who may read everything, unless told otherwise."""
    return FormContext(**{"readable": EVERYTHING, **given})


def form_text(*fields: dict[str, Any], **top: Any) -> str:
    """A form file with the fields in one section, translated to itself; JSON is YAML too."""
    sections = [{"id": "part", "title": "Del", "fields": list(fields)}]
    body = {"form": "talk", "version": 1, "language": "sv", "title": "Samtal", "class": "school"}
    body |= {"sections": sections, **top}
    foot = {language: overlay(body) for language in ("nb", "en")}
    return json.dumps({**body, "translations": foot}, ensure_ascii=False)


def overlay(element: Any, inside: str = "") -> Any:
    """The texts of an element as a translation would give them."""
    if isinstance(element, list):
        return {each["id"]: overlay(each) for each in element}
    texts: dict[str, Any] = {}
    for key, value in element.items():
        if isinstance(value, str) and (key in TEXT_KEYS or inside in NAMED_TEXTS):
            texts[key] = value
        elif isinstance(value, dict) and key in NAMED_TEXTS:
            texts[key] = overlay(value, key)
        elif key in ("sections", "fields", "columns"):
            texts[key] = overlay(value)
    return texts


def form_of(*fields: dict[str, Any], **top: Any) -> Form:
    """The form in Swedish."""
    return load_form(form_text(*fields, **top), "talk.yaml", SharedOptions({})).in_language("sv")


def a_field(kind: str, field_id: str = "asked", **more: Any) -> dict[str, Any]:
    """A field of the kind with what the kind needs."""
    needs: dict[str, dict[str, Any]] = {
        "choice": {"options": {"phone": "Telefon", "visit": "Besök"}},
        "multi": {"options": {"absence": "Frånvaro", "tired": "Trötthet"}},
        "scale": {"low": "Dåligt", "high": "Bra"},
        "table": {
            "row": "Rad",
            "add": "Lägg till",
            "columns": [{"id": "what", "kind": "text", "label": "Vad"}],
        },
        "computed": {"of": "student_age"},
        "consent": {"purpose": "network_meeting"},
    }
    return {"id": field_id, "kind": kind, "label": f"Frågan {field_id}", **needs.get(kind, {}), **more}


@cache
def shared() -> SharedOptions:
    """The shared lists as shipped."""
    return load_shared((FORMS / "shared" / "options.yaml").read_text("utf-8"), "options.yaml")


@cache
def shipped(form_id: str) -> LocalisedForm:
    """A shipped form."""
    return load_form((FORMS / f"{form_id}.yaml").read_text("utf-8"), f"{form_id}.yaml", shared())


def posted(values: dict[str, Any]) -> MultiDict[str, str]:
    """What a page sends for these inputs."""
    return MultiDict({key: value for key, value in values.items() if value != []})


def without_ids(answers: Any) -> Any:
    """The answers without the ids by which rows of tables are known: what people have written."""
    if isinstance(answers, dict):
        return {key: without_ids(value) for key, value in answers.items() if key != ROW}
    return [without_ids(one) for one in answers] if isinstance(answers, list) else answers


@cache
def template() -> Template:
    """A page with nothing but the questions of a form."""
    templates = Environment(
        loader=FileSystemLoader(CASEWORK / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    templates.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    source = (
        '{% from "macros/fields.html" import field, people_list %}'
        "{% for part in page.parts %}{% for question in part.questions %}"
        "{{ question.drawn(field, sentences) }}{% endfor %}{% endfor %}{{ people_list(page) }}"
    )
    return templates.from_string(source)


def render(page: FormPage, problems: Iterable[FieldProblem] = ()) -> str:
    """The page's questions as HTML, with the problems at their places."""
    return template().render(page=page, sentences=messages_by_anchor(problems, str))


class Page(HTMLParser):
    """What a browser knows of a page: its ids, labels and references, and what it would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.referred: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.sent: MultiDict[str, str] = MultiDict()
        self._select = self._area = ""
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the element, and its value when it would be sent."""
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self.labelled.add(str(found.get("for")))
        self.referred |= set(str(found.get("aria-describedby") or "").split())
        if tag in ("input", "select", "textarea") and found.get("type") != "hidden":
            self.inputs.append(found)
        name, value = str(found.get("name")), str(found.get("value") or "")
        if tag == "input" and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            self.sent.add(name, value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.sent.add(self._select, value)
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        """Collects the text of a text area."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Closes a list of options or a text area; a browser drops the first line break of a text area."""
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            text = self._text.replace("\r\n", "\n").removeprefix("\n")
            self.sent.add(self._area, text.replace("\n", "\r\n"))

"""What a field may take its value from: refused at the start with file and line, or carried as it fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from casework.cli.definitions import form as form_command
from casework.definitions import DefinitionError
from casework.forms.carry import RECORDS, carried, wrong_sources
from casework.forms.definition import Form, LocalisedForm, load_form
from casework.forms.source import Source
from tests.forms.examples import SHIPPED, a_field, form_text, shipped
from tests.forms.filled import filled

TEXT = {"form": "earlier", "field": "text"}
ROWS: dict[str, Any] = {"form": "earlier", "field": "rows"}
OTHER = [
    a_field("text", "text"),
    a_field("longtext", "longtext", voice="student"),
    a_field("date_time", "date_time"),
    a_field("choice", "choice"),
    a_field("multi", "multi"),
    a_field("consent", "consent"),
    a_field(
        "table",
        "rows",
        columns=[
            a_field("text", "what"),
            a_field("person", "who"),
            a_field("choice", "how", options={"phone": "Telefon", "letter": "Brev"}),
        ],
    ),
]
TABLE_HERE = [a_field("text", "what"), a_field("text", "why"), a_field("choice", "how")]

OTHER_COLUMN = [a_field("text", "other")]

# Why → the field that is refused, and the same field as it may be.
PAIRS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "an unknown form": (
        a_field("text", **{"from": [{"form": "earlyer", "field": "text"}]}),
        "unknown form “earlyer” (did you mean “earlier”?); known: earlier",
        a_field("text", **{"from": [TEXT]}),
    ),
    "an unknown field": (
        a_field("text", **{"from": [{"form": "earlier", "field": "texts"}]}),
        "“earlier” has no field “texts” (did you mean “text”?); known: text, longtext",
        a_field("text", **{"from": [TEXT]}),
    ),
    "itself": (
        a_field("text", **{"from": [{"form": "talk", "field": "asked"}]}),
        "a form takes nothing from itself",
        a_field("text", **{"from": [TEXT]}),
    ),
    "a kind that does not fit": (
        a_field("date", **{"from": [TEXT]}),
        "“text” is text; a date field takes from: date, date_time",
        a_field("date", **{"from": [{"form": "earlier", "field": "date_time"}]}),
    ),
    "several lines for one": (
        a_field("text", **{"from": [{"form": "earlier", "field": "longtext"}]}),
        "“longtext” is longtext; a text field takes from: choice, computed",
        a_field("longtext", **{"from": [{"form": "earlier", "field": "longtext"}]}),
    ),
    "an option that is not there": (
        a_field("choice", options={"phone": "Telefon"}, **{"from": [{"form": "earlier", "field": "choice"}]}),
        "“choice” has options that this field has not: visit",
        a_field("choice", **{"from": [{"form": "earlier", "field": "choice"}]}),
    ),
    "a consent": (
        a_field("longtext", **{"from": [{"form": "earlier", "field": "consent"}]}),
        "a longtext field cannot take a value from a consent field",
        a_field("longtext", **{"from": [{"form": "earlier", "field": "multi"}]}),
    ),
    "a consent that takes": (
        a_field("consent", **{"from": [{"form": "earlier", "field": "consent"}]}),
        "a consent field cannot take a value from a consent field",
        a_field("consent"),
    ),
    "an unknown column here": (
        a_field("table", columns=TABLE_HERE, **{"from": [{**ROWS, "columns": {"wath": "what"}}]}),
        "unknown column “wath” (did you mean “what”?); known: what, why, how",
        a_field("table", columns=TABLE_HERE, **{"from": [{**ROWS, "columns": {"what": "what"}}]}),
    ),
    "an unknown column there": (
        a_field("table", columns=TABLE_HERE, **{"from": [{**ROWS, "columns": {"why": "whom"}}]}),
        "unknown column “whom” of “rows” (did you mean “who”?); known: what, who, how",
        a_field("table", columns=TABLE_HERE, **{"from": [{**ROWS, "columns": {"why": "who"}}]}),
    ),
    "columns that do not fit": (
        a_field("table", columns=TABLE_HERE, **{"from": [ROWS]}),
        "“how” has options that this field has not: letter",
        a_field("table", columns=TABLE_HERE[:2], **{"from": [ROWS]}),
    ),
    "no column in common": (
        a_field("table", columns=OTHER_COLUMN, **{"from": [ROWS]}),
        "no column of “rows” has the id of one here; name them under columns: what, who, how",
        a_field("table", columns=OTHER_COLUMN, **{"from": [{**ROWS, "columns": {"other": "who"}}]}),
    ),
    "columns of what is no table": (
        a_field("longtext", **{"from": [{**ROWS, "columns": {"what": "what"}}]}),
        "columns are for a table that takes its rows from a table",
        a_field("longtext", **{"from": [ROWS]}),
    ),
}  # fmt: skip


def earlier(**top: Any) -> LocalisedForm:
    """The form that is taken from."""
    return load_form(form_text(*OTHER, form="earlier", **top), "earlier.yaml")


def problems(field: dict[str, Any], own: str = "school", others: str = "school") -> list[str]:
    """What is wrong with where the field takes from."""
    form = load_form(form_text(field, **{"class": own}), "talk.yaml")
    forms = {one.id: one.in_language("sv") for one in (form, earlier(**{"class": others}))}
    return [str(one) for one in wrong_sources(form, forms)]


@pytest.mark.parametrize(("refused", "reason", "allowed"), PAIRS.values(), ids=PAIRS.keys())
def test_a_source_is_refused_for(refused: dict[str, Any], reason: str, allowed: dict[str, Any]) -> None:
    [found] = problems(refused)
    assert reason in found
    assert found.startswith("talk.yaml:1: sections.part.fields.asked.from.0")
    assert problems(allowed) == []


def test_nothing_is_carried_down_to_those_who_may_not_read_it() -> None:
    field = a_field("text", **{"from": [TEXT]})
    [found] = problems(field, own="school", others="student_health")
    assert "“text” may be read by fewer (student_health) than this field (school)" in found
    assert problems(field, own="student_health", others="school") == []
    assert problems(field, own="student_health", others="student_health") == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"form": "earlier"}, "name a form and its field, or a record"),
        ({"record": "guardians", "form": "earlier", "field": "text"}, "or a record, not both"),
        (
            {"record": "guardian"},
            "unknown word “guardian” (did you mean “guardians”?); known: student_name, class_group",
        ),
        (
            {"form": "earlier", "feild": "text"},
            "unknown word “feild” (did you mean “field”?); known: columns",
        ),
    ],
)
def test_a_source_names_a_field_or_a_record(source: dict[str, Any], reason: str) -> None:
    with pytest.raises(DefinitionError, match=r"talk\.yaml:1: ") as caught:
        load_form(form_text(a_field("text", **{"from": [source]})), "talk.yaml")
    assert reason in str(caught.value)


def test_a_column_takes_nothing_by_itself() -> None:
    table = a_field("table", columns=[a_field("text", "what", **{"from": [TEXT]})])
    with pytest.raises(DefinitionError, match="a column has no from"):
        load_form(form_text(table), "talk.yaml")


def test_the_command_tells_of_a_source_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "talk.yaml"
    for field, code in (("events", 0), ("evnts", 1)):
        file.write_text(
            form_text(a_field("longtext", **{"from": [{"form": "initial_mapping", "field": field}]}))
        )
        answer = CliRunner().invoke(form_command, ["check", str(file)])
        assert answer.exit_code == code, answer.output
        assert ("talk.yaml:1: " in answer.output) == bool(code)


def taken(target: dict[str, Any], found: str, stored: Any, **source: Any) -> Any:
    """What the field takes from the stored answer of the other field."""
    own: Form = load_form(form_text(target), "talk.yaml").in_language("sv")
    other = earlier().in_language("sv").field(found)
    return carried(own.field("asked"), other, stored, Source(form="earlier", field=found, **source))


@pytest.mark.parametrize(
    ("kind", "found", "stored", "value"),
    [
        ("text", "text", " Lugn start ", "Lugn start"),
        ("date", "date_time", "2026-11-22T15:30", "2026-11-22"),
        ("text", "choice", "visit", "Besök"),
        ("longtext", "multi", ["absence", "tired"], "Frånvaro, Trötthet"),
        ("longtext", "longtext", "Det är många i korridoren.", "Det är många i korridoren."),
        ("longtext", "longtext", {"declined": "Vill inte"}, None),
        ("longtext", "longtext", {"declined": "Vill inte", "answer": "Jo"}, None),
        ("text", "text", "  ", None),
        ("text", "text", None, None),
        ("text", "text", "x" * 301, None),
        ("choice", "choice", "letter", None),
    ],
)
def test_a_value_is_carried_as_it_fits_or_not_at_all(kind: str, found: str, stored: Any, value: Any) -> None:
    assert taken(a_field(kind), found, stored) == value


def test_rows_are_carried_column_by_column_and_left_to_be_completed() -> None:
    rows = [{"what": "Ringa", "who": "Ann", "how": "letter"}, {"what": "  "}, {"who": "Bo"}]
    table = a_field("table", columns=TABLE_HERE[:2])
    assert taken(table, "rows", rows) == [{"what": "Ringa"}]
    named = taken(table, "rows", rows, columns={"why": "who", "what": "what"})
    assert named == [{"why": "Ann", "what": "Ringa"}, {"why": "Bo"}]


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_can_be_taken_by_a_field_of_its_kind(record: str) -> None:
    field = RECORDS[record]
    measures = [
        {"what": "Möter vid dörren", "status": "partly", "follow_up": "2026-12-04", "said": "Två av fem."}
    ]
    value = {"measures": measures, "current_measures": measures}
    value |= {
        "guardians": [{"name": "Ann", "phone": "1", "role": "guardian"}],
        "guardians_done": [{"guardian": "Ann", "what": "Följde med.", "when": "22 november"}],
        "case_opened_on": "2026-11-22",
    }
    assert carried(field, field, value.get(record, "8B"), Source(record=record)) == value.get(record, "8B")  # type: ignore[arg-type] # the names of the table


SOURCES = [
    (form_id, field.id, number)
    for form_id in SHIPPED
    for field in shipped(form_id).in_language("sv").all_fields()
    for number, source in enumerate(field.sources)
    if source.form
]


@pytest.mark.parametrize(("form_id", "field_id", "number"), SOURCES, ids=str)
def test_a_shipped_form_gets_what_is_filled_in_where_it_takes_from(
    form_id: str, field_id: str, number: int
) -> None:
    target = shipped(form_id).in_language("sv").field(field_id)
    source = target.sources[number]
    other = shipped(str(source.form)).in_language("sv")
    found = other.field(str(source.field))
    assert carried(target, found, filled(other)[found.id], source)

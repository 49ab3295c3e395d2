"""What both databases are asked alike, though each has its own words for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, JSON, Boolean, ColumnElement, Integer, String, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Among(FunctionElement[bool]):
    """True where a column has one of some values, which are a list or a `bindparam(…, expanding=True)`.

    PostgreSQL gets them as one list: with a place for each value, a statement is another one for every
    number of them, and each page would pay for taking it apart anew.
    """

    name = "among"
    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, values: Any) -> None:
        super().__init__(column, column.in_(values).right)  # which is a parameter of the column's type


@compiles(Among)
def _as_places(element: Among, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    return str(compiler.process(column.in_(values), **options))


@compiles(Among, "postgresql")
def _as_list(element: Among, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    listed: Any = values._clone(maintain_key=True)  # noqa: SLF001 the same parameter, written in another way
    listed.expanding, listed.type = False, ARRAY(column.type)
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(listed, **options)})"


def written(number: int | None) -> ColumnElement[int] | None:
    """A number of the program's own as it stands in the statement, for a limit that is always the same.

    Of a limit that comes as a parameter PostgreSQL knows nothing when it keeps a plan: it plans every time.
    """
    return None if number is None else literal_column(str(int(number)), Integer)


class RowsTogether(FunctionElement[list[list[Any]]]):
    """The rows of each group in one value, each a list of its columns; flags may be told as 0 and 1.

    Reading many small rows takes several times as long as reading few large ones.
    """

    name = "rows_together"
    type = JSON()
    inherit_cache = True


@compiles(RowsTogether)
def _by_sqlite(element: RowsTogether, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(RowsTogether, "postgresql")
def _by_postgresql(element: RowsTogether, compiler: Any, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))"


class PlainId(FunctionElement[str]):
    """An id as it is written without dashes, left as a text: making many ids of them takes time."""

    name = "plain_id"
    type = String()
    inherit_cache = True


@compiles(PlainId)
def _as_kept(element: PlainId, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(PlainId, "postgresql")
def _without_dashes(element: PlainId, compiler: Any, **options: Any) -> str:
    return f"replace(({compiler.process(element.clauses, **options)})::text, '-', '')"

"""From an expression to the SQL of one engine. Ibis only compiles; the engine's own driver runs the text."""

from functools import cache

import ibis
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

TYPES = {"int64": "BIGINT", "string": "TEXT", "date": "DATE", "boolean": "BOOLEAN"}


@cache
def _compiler(dialect):
    return {"duckdb": DuckDBCompiler, "postgres": PostgresCompiler, "spark": PySparkCompiler}[dialect]()


def schema(expression: ibis.Table) -> dict[str, str]:
    """{column: type}; every whole number is an int64."""
    return {name: "int64" if kind.is_integer() else str(kind) for name, kind in expression.schema().items()}


def compiled(expression: ibis.Table, dialect: str) -> str:
    """One SELECT for "duckdb", "postgres" or "spark" whose columns have exactly the types of `schema`.

    Ibis leaves out casts that it takes for needless, but engines add up and truncate into types of their own.
    """
    query = _compiler(dialect).to_sqlglot(expression)
    typed = [
        sg.cast(sg.column(name, quoted=True), sge.DataType.build(TYPES[kind])).as_(name, quoted=True)
        for name, kind in schema(expression).items()
    ]
    return sg.select(*typed).from_(query.subquery("untyped")).sql(dialect=dialect)

"""Which engine counts: DuckDB inside the worker, or a Spark cluster where a workspace outgrows one machine."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core import checks

from metrics.definitions.facts import SCHEMAS, TALLY
from metrics.definitions.meaning import CHOICES, Meaning
from metrics.recalculation import compiled, running

ENGINES = {"duckdb": (), "spark": ("METRIC_SPARK_URL", "METRIC_SPARK_FOLDER")}  # and what each has to be told


@checks.register()
def the_engine_is_known(app_configs, **kwargs):
    """A misspelt name would count by DuckDB, and an incomplete one nothing."""
    if settings.METRIC_ENGINE not in ENGINES:
        said = f"METRIC_ENGINE is {settings.METRIC_ENGINE!r}; it can be {' or '.join(ENGINES)}."
        return [checks.Error(said, id="pmm.E002")]
    missing = [name for name in ENGINES[settings.METRIC_ENGINE] if not getattr(settings, name)]
    return [checks.Error(f"METRIC_ENGINE={settings.METRIC_ENGINE} needs {name}.", id="pmm.E003") for name in missing]


def tallied(connection, meaning: Meaning, *, facts: str, into: str) -> str:
    """As `running.tallied`. Only a full count goes to the cluster: a difference is small wherever it comes from."""
    if settings.METRIC_ENGINE == "spark":
        return by_spark(connection, meaning, facts=facts, into=into)
    return running.tallied(connection, meaning, facts=facts, into=into)


def by_spark(connection, meaning: Meaning, *, facts: str, into: str) -> str:
    """Lend the facts to the cluster as Parquet in a folder that both see, and take its rows back the same way."""
    with tempfile.TemporaryDirectory(prefix="spark-", dir=settings.METRIC_SPARK_FOLDER or None) as folder:
        for name in SCHEMAS:
            connection.execute(f"COPY (FROM {facts}.{name}) TO '{Path(folder) / name}.parquet' (FORMAT parquet)")
        with session(settings.METRIC_SPARK_URL) as spark:
            run(spark, meaning, Path(folder))
        names = ", ".join(
            f"CAST({name} AS {'VARCHAR' if kind == 'string' else kind}) AS {name}" for name, kind in TALLY.items()
        )
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE {into} AS
            SELECT {names} FROM read_parquet('{folder}/tallies/*/*.parquet', hive_partitioning = false)
        """)  # noqa: S608 - made of constants and a folder of our own
    return into


def session(url: str):
    """A session on the cluster: "sc://host:15002" by Spark Connect. The client is an optional part of the install."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise RuntimeError("METRIC_ENGINE=spark needs the package pyspark[connect]") from missing
    return SparkSession.builder.remote(url).getOrCreate()


def run(spark, meaning: Meaning, folder: Path) -> None:
    """The statements in order; each group of tallies becomes a folder of Parquet files under `tallies`.

    What later statements read becomes files as well: a table that a cluster caches stays there when the session ends.
    """
    for name in SCHEMAS:
        _show(spark, folder, name)
    for name, rows in meaning.choices().items():
        columns = ", ".join(
            f"{column} {'bigint' if kind == 'int64' else kind}" for column, kind in CHOICES[name].items()
        )
        spark.createDataFrame(rows, columns).createOrReplaceTempView(name)
    parts = int(spark.conf.get("spark.sql.shuffle.partitions"))
    for place, each in enumerate(compiled.statements("spark", meaning.unit, meaning.week_start)):
        rows = spark.sql(each.sql)
        if each.name:
            rows.write.parquet(f"{folder}/{each.name}.parquet")
            _show(spark, folder, each.name)
        else:
            # A union has the parts of all that is in it, and every part is sent the plan of the whole.
            rows.coalesce(parts).write.parquet(f"{folder}/tallies/{place:03}")


def _show(spark, folder, name):
    """The files of this name as a table that statements find."""
    spark.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)

"""The definitions against counting by hand, on random histories, on each engine, in one go and piece by piece."""

import os
import random
from datetime import date, timedelta
from pathlib import Path

import psycopg2.extras
import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.definitions import measures
from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Daily, Ratio
from metrics.definitions.facts import SCHEMAS
from metrics.definitions.meaning import CHOICES, Criteria, Meaning
from metrics.recalculation import compiled, engines, lake
from tests.metrics.definitions import cluster, oracle
from tests.metrics.definitions.facts import MEANING, History, engine, laid, read, tallied, together

PLACES = (("google", "smb", "free"), ("google", "", "pro"), ("google", "", "pro", "mobile"), ("", "", ""))
EVENTS = ("signed_up", "activated", "trial_started", "subscribed", "used", "reported", "page")
COMBINED = Criteria((("activated", 1), ("used", 2)))
BY_ACCOUNT = Meaning(
    activation=COMBINED, value=("used", "reported"), features=("used", "page"), unit="account", week_start=6
)
EITHER = Meaning(activation=Criteria((("reported", 2), ("used", 3)), is_any=True), value=("used", "reported"))
START = date(2025, 11, 20)
CATEGORIES = ("tools", "agencies", "salaries", "overhead")
SHOWN = {
    term.measure
    for metric in EVERY.values()
    for variant in metric.variants
    if isinstance(variant.reading, Ratio | Daily)
    for term in (*variant.reading.over, *variant.reading.under)
}


@pytest.fixture(scope="module")
def duck():
    with engine() as connection:
        yield connection


def random_facts(luck: random.Random, people=8, events=50, others=12):
    histories = [History(*home) for home in PLACES]
    for n in range(people):
        luck.choice(histories).person(f"p{n}")
    places = [(each, name) for each in histories for name in each.people]
    for _ in range(events):
        each, name = luck.choice(places)
        each.campaign = luck.choice(["", "spring", "autumn"])
        when = START + timedelta(days=luck.choice([luck.randrange(9), luck.randrange(40), luck.randrange(420)]))
        account = luck.choice(["", "", "acme", "bolt"])
        each.tell(f"{name} {luck.choice(EVENTS)} {when}T{luck.randrange(24):02}:{luck.choice((0, 30)):02} {account}")
    for each, name in places:
        days = sorted(luck.sample(range(400), luck.randrange(5)))
        for day in days:
            amount = luck.choice(["0", "10", "20", "30", "33 30", "22 20", "9 10"])
            each.tell(f"{name} mrr {START + timedelta(days=day)} {amount}")
    for _ in range(others):
        each, name = luck.choice(places)
        each.campaign = luck.choice(["", "spring", "autumn"])
        day, later = (START + timedelta(days=luck.randrange(300)) for _side in range(2))
        each.tell(luck.choice([
            f"{name} payment {day} {luck.choice([0, 5, 9, -3])}",
            f"- spend {day} {luck.randrange(9)} {luck.choice(CATEGORIES)}", f"- spend {day} 3",
            f"x lead {day} {luck.choice(['mql', 'customer', 'other', 'sql'])}",
            f"x deal {day} won 50 {later}",
            f"x deal {day if later > day else '-'} lost 5 {later}",
            f"x deal {day} open 5",
        ]))  # fmt: skip
    return together(histories)


@examples(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(seed=st.integers(0, 10**9), meaning=st.sampled_from([MEANING, EITHER, BY_ACCOUNT]))
def test_every_tally_is_what_counting_by_hand_gives(duck, seed, meaning):
    rows = random_facts(random.Random(seed))
    assert tallied(duck, rows, meaning) == oracle.tallies(rows, meaning)


def crowd(seed, count=6):
    """Many people who share cells, days and weeks."""
    luck = random.Random(seed)
    return random_facts(luck, people=40 * count, events=400 * count, others=30 * count)


SEED = 34  # with it a small crowd does all that is shown


def measures_of(counted):
    return {measure for measure, *_place in counted}


def test_many_people_are_counted_as_by_hand(duck):
    rows = crowd(1)
    found = tallied(duck, rows)
    assert found == oracle.tallies(rows, MEANING)
    assert measures_of(found) >= SHOWN


@pytest.mark.parametrize("meaning", [MEANING, BY_ACCOUNT], ids=["person", "account"])
def test_a_change_is_the_difference_of_those_it_touches(duck, meaning):
    """Late rows, rows taken back and people erased: old and new of the touched, and what all of them give."""
    rows, luck = {**crowd(2, 2), "spend": [], "leads": [], "deals": []}, random.Random(3)
    people = [row["person"] for row in rows["belongs"]]
    changed = set(people if meaning.unit == "account" else people[::9])
    old, new = (
        rows
        | {
            name: [row for row in rows[name] if row["person"] not in changed or luck.random() < kept]
            for name in ("events", "levels", "payments")
        }
        for kept in (0.8, 0.9)
    )
    touched = people_touched(old, new)
    assert 0 < len(touched) <= len(changed)
    if meaning.unit == "account":
        touched = changed
    laid(duck, only(old, touched), "old")
    laid(duck, only(new, touched), "new")
    difference = read(duck, lake.changes(duck, meaning, old="old", new="new"))
    assert added(tallied(duck, old, meaning), difference) == tallied(duck, new, meaning)


def people_touched(old, new):
    changed = set()
    for name in ("events", "levels", "payments"):
        ours, theirs = ({tuple(row.values()): row["person"] for row in rows[name]} for rows in (old, new))
        changed |= {person for key, person in {**ours, **theirs}.items() if (key in ours) != (key in theirs)}
    return changed


def only(rows, people):
    return {name: [row for row in table if row.get("person") in people] for name, table in rows.items()}


def added(counted, difference):
    total = {key: counted.get(key, 0) + difference.get(key, 0) for key in {*counted, *difference}}
    return {key: value for key, value in total.items() if value}


@pytest.mark.parametrize("meaning", [EITHER, BY_ACCOUNT], ids=["person", "account"])
def test_postgresql_gives_the_same_rows(duck, db, meaning):
    rows = crowd(SEED, 1)
    found = by_postgresql(rows, meaning)
    assert found == tallied(duck, rows, meaning)
    assert measures_of(found) >= SHOWN


def by_postgresql(rows, meaning):
    types = {"int64": "bigint", "string": 'text COLLATE "C"', "date": "date", "boolean": "boolean"}
    chosen = {
        name: [dict(zip(CHOICES[name], row, strict=True)) for row in rows] for name, rows in meaning.choices().items()
    }
    facts = rows | chosen
    with connection.cursor() as cursor:
        for name, columns in (SCHEMAS | CHOICES).items():
            told = ", ".join(f'"{column}" {types[kind]}' for column, kind in columns.items())
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({told}) ON COMMIT DROP")
            places = f"({', '.join(['%s'] * len(columns))})"
            values = [[row[column] for column in columns] for row in facts[name]]
            if values:
                psycopg2.extras.execute_values(cursor.cursor, f"INSERT INTO {name} VALUES %s", values, places)
        found = {}
        for each in measures.statements("postgres", meaning.unit, meaning.week_start):
            head = f"CREATE TEMPORARY TABLE {each.name} ON COMMIT DROP AS " if each.name else ""
            cursor.execute((head + each.sql).replace("%", "%%"), [])
            if not each.name:
                found |= {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}
        return found


def test_the_sql_for_spark_is_kept_as_text():
    """Whoever changes a definition sees what a cluster will run."""
    text = "\n".join(f"-- {each.name or 'tallies'}\n{each.sql};" for each in measures.statements("spark"))
    kept = Path(__file__).parent / "spark.sql"
    if os.environ.get("KEEP_SPARK_SQL"):
        kept.write_text(text)
    assert text == kept.read_text()


@pytest.fixture
def keep_sql_in(settings):
    """As another process, which has this folder."""

    def keep(folder):
        compiled.statements.cache_clear()
        settings.CACHES = settings.CACHES | {"compiled": settings.CACHES["compiled"] | {"LOCATION": folder}}

    yield keep
    compiled.statements.cache_clear()


def test_what_one_process_has_compiled_the_next_reads(keep_sql_in, tmp_path, monkeypatch):
    keep_sql_in(tmp_path / "compiled")
    made = compiled.statements("duckdb")
    assert {each.name for each in made} > {"cells", ""}
    keep_sql_in(tmp_path / "compiled")
    monkeypatch.delattr(measures, "statements")
    assert compiled.statements("duckdb") == made


def test_where_nothing_can_be_kept_each_process_compiles(keep_sql_in, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    keep_sql_in(tmp_path / "file" / "compiled")
    monkeypatch.setattr(measures, "statements", lambda *which: which)
    assert compiled.statements("duckdb") == ("duckdb", "person", 0)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"METRIC_ENGINE": "Spark"}, ["pmm.E002"]),
        ({"METRIC_ENGINE": "spark", "METRIC_SPARK_URL": "sc://here:15002"}, ["pmm.E003"]),
        ({"METRIC_ENGINE": "spark", "METRIC_SPARK_URL": "sc://here:15002", "METRIC_SPARK_FOLDER": "/shared"}, []),
    ],
)
def test_an_engine_that_is_named_wrongly_or_by_half_is_told_before_anything_starts(settings, said, found):
    for name, value in said.items():
        setattr(settings, name, value)
    assert [error.id for error in engines.the_engine_is_known(None)] == found


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_spark_cluster_gives_the_same_rows_and_keeps_none(duck, settings, tmp_path):
    """All definitions, on two workers; `make test` installs the cluster, as ./bootstrap.sh cluster does."""
    pytest.importorskip("pyspark")
    rows = crowd(SEED, 1)
    settings.METRIC_ENGINE = "spark"
    with cluster.running(tmp_path) as settings.METRIC_SPARK_URL:
        for meaning in (EITHER, BY_ACCOUNT):
            expected = tallied(duck, rows, meaning)
            assert read(duck, lake.everything(duck, meaning, facts="facts")) == expected
    assert cluster.executors(tmp_path) == 2
    assert cluster.kept(tmp_path) == 0

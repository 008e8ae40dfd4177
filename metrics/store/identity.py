"""Who is who. A person's number is told by their key alone, so every import, in any order, finds the same one.

A key is 'id:' and an id as a source writes it, or 'mail:' and an address. 63 bits of a hash: among ten million people
two share a number with a probability of five in a million. Keys stand in `persons` files and nowhere else. `merges`
files say which two numbers are one person; the lowest of all that hang together is the one that counts.
"""

from collections.abc import Sequence

from metrics.models import LakeFile
from metrics.store import lake
from metrics.store.engine import listed

PERSON = "number_of(key_of({}))"  # of an id or an address
ACCOUNT = "if(account <> '', number_of('account:' || account), 0)"
# What trackers send when they do not know: whoever has such an id is not the same person as the next one.
NOBODY = (
    *("", "0", "-1", "{}", "[]", "[object object]", "null", "none", "nil", "nan", "undefined", "unknown"),
    *("true", "false", "anonymous", "guest", "id", "email", "distinct_id", "distinctid", "not_authenticated"),
)

# (person, other) in the columns of a canonical table
PAIRS = {
    "events": (("person", "anonymous"), ("person", "email")),
    "people": (("person", "alias"), ("person", "email")),
    "subscriptions": (("customer", "email"),),
    "payments": (("customer", "email"),),
    "leads": (("email", "email"),),
    "movements": (("customer", "customer"),),
}


def keys_query(table: str, source: str) -> str:
    """(number, key) of everybody and every account that the rows of a canonical table name, some of them twice."""
    columns = dict.fromkeys(name for pair in PAIRS.get(table, ()) for name in pair)
    parts = [f"SELECT key_of({_id(name)}) AS key FROM ({_said(name, source)})" for name in columns]
    if table == "events":
        parts.append(f"SELECT 'account:' || account FROM ({_said('account', source)})")
    return f"SELECT number_of(key) AS number, key FROM ({' UNION ALL '.join(parts)})"


def _said(column, source):
    return f"SELECT DISTINCT {column} FROM {source} WHERE {column} <> ''"


_NO_PAIRS = "SELECT 0::BIGINT AS number, 0::BIGINT AS other WHERE false"
_NOBODY = listed(f"id:{word}" for word in NOBODY)


def pairs_query(table: str, source: str) -> str:
    """(number, other) of every two ids that a row gives to one person."""
    parts = [
        f"""SELECT DISTINCT key_of({_id(one)}) AS one, key_of({_id(other)}) AS other FROM {source}
            WHERE {one} <> '' AND {other} <> '' AND {one} <> {other}"""
        for one, other in PAIRS.get(table, ())
        if one != other
    ]
    if not parts:
        return _NO_PAIRS
    return f"""
        SELECT DISTINCT number_of(one) AS number, number_of(other) AS other FROM ({" UNION ALL ".join(parts)})
        WHERE one <> other AND NOT list_contains({_NOBODY}, lower(one)) AND NOT list_contains({_NOBODY}, lower(other))
    """


def _id(column):
    """An address is one whatever it holds."""
    return f"if(contains({column}, '@'), {column}, {column} || '@')" if column == "email" else column


def pairs_in(files: Sequence[LakeFile]) -> str:
    """SQL for the (number, other) that these files tell, some of them more than once."""
    merges = lake.of_table(files, "merges")
    return f"SELECT number, other FROM read_parquet({listed(map(lake.place, merges))})" if merges else _NO_PAIRS


def lay_groups(connection, name: str, files: Sequence[LakeFile]) -> bool:
    """Make the table (number, person) of all who have several numbers; whether there are any."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} (number BIGINT, person BIGINT)")
    if not lake.of_table(files, "merges"):
        return False
    pairs = pairs_in(files)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE linked AS
        SELECT number, other FROM ({pairs}) UNION SELECT other, number FROM ({pairs})
        """
    )
    connection.execute(f"INSERT INTO {name} SELECT number, least(number, min(other)) FROM linked GROUP BY number")
    while _spread(connection, name):
        pass
    connection.execute("DROP TABLE temp.linked")
    return True


def _spread(connection, name):
    """Everybody takes the lowest number that their neighbours know, then what that one knows; whether any changed."""
    (before,) = connection.execute(f"SELECT sum(person) FROM {name}").fetchone()
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {name} AS
        WITH told AS (
            SELECT one.number, least(one.person, min(neighbour.person)) AS person
            FROM {name} AS one JOIN linked USING (number) JOIN {name} AS neighbour ON neighbour.number = linked.other
            GROUP BY one.number, one.person
        )
        SELECT told.number, least(told.person, further.person) AS person
        FROM told JOIN told AS further ON further.number = told.person
        """
    )
    return connection.execute(f"SELECT sum(person) FROM {name}").fetchone()[0] != before

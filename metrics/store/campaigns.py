"""Which campaign somebody came by: told by its id where spend knows that id, else by its name."""

from collections.abc import Sequence

from metrics.models import LakeFile
from metrics.store import lake
from metrics.store.engine import listed
from metrics.store.intake import newest

OF_SPEND = "coalesce(nullif(rows.campaign, ''), rows.campaign_id)"
# files written before events had a campaign, or its id, have no such column
OF_ANY_AGE = "SELECT NULL::VARCHAR AS campaign, NULL::VARCHAR AS campaign_id WHERE false UNION ALL BY NAME FROM"


def plain(campaign: str) -> str:
    """What a platform and a link call a campaign, made comparable and short enough for the name of a measure."""
    return f"left(lower(trim(coalesce({campaign}, ''))), 100)"


def known(files: Sequence[LakeFile]) -> str:
    """SQL for what spend calls each id, and since when: (id, since, name). A campaign may be given another name."""
    return f"""
        SELECT id, if(row_number() OVER own = 1, DATE '0001-01-01', day) AS since, name
        FROM (
            SELECT {plain("rows.campaign_id")} AS id, rows.day, max({plain(OF_SPEND)}) AS name
            FROM ({newest("spend", lake.of_table(files, "spend"))}) AS rows WHERE rows.campaign_id <> '' GROUP BY ALL
        )
        WINDOW own AS (PARTITION BY id ORDER BY day) QUALIFY name IS DISTINCT FROM lag(name) OVER own
    """


def lay_named(connection, name: str, events: str, files: Sequence[LakeFile], day: str, event: str) -> bool:
    """Lay `named` (ident, name) for the events of one kind that name a campaign by an id; whether there are any.

    `events` is SQL that calls them `rows`, `day` is SQL over these. A link may carry the id where the name should be.
    """
    if not lake.of_table(files, "spend"):
        return False
    connection.execute(f"CREATE OR REPLACE TEMP TABLE campaigns AS {known(files)}")
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {name}.named AS
        SELECT told.ident, campaigns.name FROM (
            SELECT rows.ident, {day} AS day, {_id_of("rows")} AS id FROM {events}
            WHERE rows.event = {event} AND {_id_of("rows")} IN (SELECT id FROM campaigns)
        ) AS told
        ASOF JOIN campaigns ON campaigns.id = told.id AND campaigns.since <= told.day
        """
    )
    return bool(connection.execute(f"SELECT count(*) FROM {name}.named").fetchone()[0])


def _id_of(rows):
    return f"coalesce(nullif({plain(f'{rows}.campaign_id')}, ''), {plain(f'{rows}.campaign')})"


def people_of_renamed(connection, before: Sequence[LakeFile], after: Sequence[LakeFile]) -> str:
    """SQL for the people who name an id that spend calls otherwise, or did not know, on the other side; '' for none."""
    sides = [known(files) for files in (before, after) if lake.of_table(files, "spend")]
    events = lake.of_table([*before, *after], "events")
    if not sides or not events:
        return ""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE renamed AS
        SELECT DISTINCT id FROM (
            SELECT id, since, name FROM ({" UNION ALL ".join(f"({side})" for side in sides)})
            GROUP BY ALL HAVING count(*) = 1
        )
        """
    )
    if not connection.execute("SELECT count(*) FROM renamed").fetchone()[0]:
        return ""
    rows = f"({OF_ANY_AGE} read_parquet({listed(map(lake.place, events))}, union_by_name = true))"
    return f"SELECT rows.person FROM {rows} AS rows WHERE {_id_of('rows')} IN (SELECT id FROM renamed)"

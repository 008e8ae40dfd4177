"""The facts of `definitions.facts` from the files of the lake, laid into a schema of an engine's connection."""

from collections.abc import Mapping, Sequence

from metrics.definitions.facts import DIMENSIONS, SCHEMAS
from metrics.definitions.limits import LEAD_STAGES
from metrics.models import LakeFile
from metrics.store import campaigns, identity, lake, money, payments, subscriptions
from metrics.store.campaigns import OF_ANY_AGE, OF_SPEND, plain
from metrics.store.engine import listed, quoted
from metrics.store.intake import newest
from metrics.store.terms import Terms, day_of

VERSION = 7  # one more whenever other facts are made of the same rows
COLUMNS_OF_EVENTS = 'person, account, event, "at", ident, channel, segment, plan, product, campaign, campaign_id'
TYPES = {"int64": "BIGINT", "string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN"}


def _furthest(leads):
    """The place of the stage that each lead has been in: who was moved back was there once."""
    place = f"coalesce(list_position({listed(LEAD_STAGES)}, stage), 1)"
    rows = f"read_parquet({listed(map(lake.place, leads))})"
    return f"SELECT ident, max({place}) AS place FROM {rows} GROUP BY ident"


class Layer:
    """Lays the tables of one set of files. With `shared`, only of the rows that `changes.find_scope` found touched; the
    events of the files that it names lie in `main.shared_events` already."""

    def __init__(self, connection, name: str, files: Sequence[LakeFile], terms: Terms, *, shared=None):
        self.connection, self.name, self.files, self.terms = connection, name, files, terms
        self.is_scoped, self.shared = shared is not None, shared
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
        self.has_groups = identity.lay_groups(connection, f"{name}.groups", files)
        self.has_excluded = self._lay_excluded()
        money.lay_rates(connection, name, terms)

    def _lay_excluded(self):
        """Test people and those with an address of our own; whoever is the same person as one of them, too."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {self.name}.excluded (person BIGINT)")
        persons = lake.of_table(self.files, "persons")
        people = [key for person in self.terms.excluded_people for key in (person, person.lower())]
        if not persons or not (people or self.terms.internal_domains):
            return False
        keys = f"SELECT key_of(unnest({listed(people)}))"
        domain = "split_part(key, '@', -1)"
        self.connection.execute(
            f"""
            INSERT INTO {self.name}.excluded SELECT DISTINCT {self._canonical("named.number")}
            FROM (SELECT number FROM read_parquet({listed(map(lake.place, persons))})
                  WHERE key IN ({keys})
                     OR (starts_with(key, 'mail:')
                         AND list_has_any([{domain}], {listed(self.terms.internal_domains)}))) AS named
            {self._grouped("named.number")}
            """
        )
        return bool(self.connection.execute(f"SELECT count(*) FROM {self.name}.excluded").fetchone()[0])

    def _canonical(self, number):
        return f"coalesce(grouping.person, {number})" if self.has_groups else number

    def _grouped(self, number):
        return f"LEFT JOIN {self.name}.groups AS grouping ON grouping.number = {number}" if self.has_groups else ""

    def _included(self, number):
        """The condition that a row's person is nobody whom the workspace leaves out."""
        if not self.has_excluded:
            return "true"
        return f"{self._canonical(number)} NOT IN (SELECT person FROM {self.name}.excluded)"

    def _scoped(self, rows: str, column: str, scope: str):
        return f"SEMI JOIN main.{scope} AS touched ON touched.number = {rows}.{column}" if self.is_scoped else ""

    def lay(self) -> None:
        """All tables; the events as a view where they are everybody's, because they may be many."""
        places = {table: [lake.place(file) for file in lake.of_table(self.files, table)] for table in money.DAYS}
        money.require_rates_of_files(self.connection, places, self.terms)
        self._lay_levels()
        self._make("TABLE", "payments", self._payments())
        self._make("TABLE" if self.is_scoped else "VIEW", "events", self._events())
        self._make("TABLE", "spend", self._spend())
        self._make("TABLE", "leads", self._leads())
        self._make("TABLE", "deals", self._deals())
        self._make("TABLE", "belongs", self._belongs())

    def _make(self, what, table, query):
        columns = ", ".join(f'"{name}"::{TYPES[kind]} AS "{name}"' for name, kind in SCHEMAS[table].items())
        none = ", ".join(f'NULL::{TYPES[kind]} AS "{name}"' for name, kind in SCHEMAS[table].items())
        select = f"SELECT {columns} FROM ({query})" if query else f"SELECT {none} WHERE false"
        self.connection.execute(f"CREATE OR REPLACE {what} {self.name}.{table} AS {select}")

    def _newest(self, table):
        files = lake.of_table(self.files, table)
        return f"({newest(table, files)})" if files else ""

    def _day(self, moment):
        return day_of(moment, self.terms.timezone)

    def _events(self):
        parts = [part for part in (self._tracked_events(), self._billed_events()) if part]
        return " UNION ALL ".join(parts)

    def _tracked_events(self):
        files = lake.of_table(self.files, "events")
        if not files:
            return ""
        rows = self._rows_of_events(files)
        reach = self.connection.execute(f'SELECT min("at"), max("at") FROM {rows}').fetchone()
        day = day_of("rows.at", self.terms.timezone, *reach)
        signup = quoted(self.terms.signup)
        mine = f"{rows} AS rows"
        is_named = campaigns.lay_named(self.connection, self.name, mine, self.files, day, signup)
        named = f"LEFT JOIN {self.name}.named AS named ON named.ident = rows.ident" if is_named else ""
        said = plain("coalesce(nullif(rows.campaign, ''), rows.campaign_id)")
        return f"""
            SELECT {self._canonical("rows.person")} AS person, rows.account, rows.event, rows.at,
                rows.ident AS tie, {day} AS day, rows.channel, rows.segment, rows.plan, rows.product,
                {f"coalesce(named.name, {said})" if named else said} AS campaign
            FROM {mine} {self._grouped("rows.person")} {named}
            WHERE {self._included("rows.person")}
        """

    def _rows_of_events(self, files):
        """Also those that do not count; with a scope, only its people's."""
        if not self.is_scoped:
            return f"({_events_of(files)})"
        shared = {file.path for file in self.shared}
        own = [file for file in files if file.path not in shared]
        parts = ["FROM main.shared_events"] * bool(shared) + [_touched_events(own)] * bool(own)
        return f"({' UNION ALL BY NAME '.join(parts)})"

    def _billed_events(self):
        """A trial and a subscription are stages of the funnel where the workspace's stages are called like them."""
        begun = {"trial_started": "trial_started", "subscription_started": "paid_from"}
        parts = [
            f"""SELECT person, 0 AS account, {quoted(event)} AS event, {moment} AS "at",
                    ident AS tie, {self._day(moment)} AS day,
                    '' AS channel, '' AS segment, plan, '' AS product, '' AS campaign
                FROM {self.name}.subscribed WHERE {moment} IS NOT NULL"""
            for event, moment in begun.items()
            if event in self.terms.stages
        ]
        return " UNION ALL ".join(parts) if lake.of_table(self.files, "subscriptions") else ""

    def _lay_levels(self):
        """Who has both is told by the list of movements; it knows more than the last state of a subscription."""
        has_subscriptions, movements = bool(lake.of_table(self.files, "subscriptions")), self._newest("movements")
        if has_subscriptions:
            self.connection.execute(f"CREATE OR REPLACE TABLE {self.name}.subscribed AS {self._subscribed()}")
        moved = []
        if movements:
            moved.append(self._moved(movements))
        if has_subscriptions:
            moved.append(self._moved_by_subscriptions(movements))
        if moved:
            self.connection.execute(f"CREATE OR REPLACE TABLE {self.name}.moves AS {' UNION ALL '.join(moved)}")
        plan = f"{self.name}.subscribed" if has_subscriptions else ""
        self._make("TABLE", "levels", money.levels(self.name, plan) if moved else "")

    def _subscribed(self):
        joins = f"{self._scoped('rows', 'person', 'touched_people')} {self._grouped('rows.person')}"
        person, included = self._canonical("rows.person"), self._included("rows.person")
        files = lake.of_table(self.files, "subscriptions")
        spans = subscriptions.spans(files, self.terms, person=person, joins=joins, included=included)
        return f"SELECT spans.* EXCLUDE (currency), {self._money_of('spans')} FROM ({spans}) AS spans"

    @property
    def _currency(self):
        return quoted(self.terms.currency)

    def _moved_by_subscriptions(self, movements):
        paid = f"FROM {self.name}.subscribed WHERE monthly > 0"
        if movements:
            told = f"SELECT {self._canonical('rows.person')} FROM {movements} AS rows {self._grouped('rows.person')}"
            paid += f" AND person NOT IN ({told})"
        return f"""
            SELECT person, currency, first_day AS day, monthly AS delta {paid} AND first_day IS NOT NULL
            UNION ALL
            SELECT person, currency, last_day, -monthly {paid} AND first_day IS NOT NULL AND last_day IS NOT NULL
        """

    def _moved(self, movements):
        return f"""
            SELECT {self._canonical("rows.person")} AS person,
                coalesce(nullif(rows.currency, ''), {self._currency}) AS currency, {self._day("rows.at")} AS day,
                {money.hundredths("rows.amount")} AS delta
            FROM {movements} AS rows {self._scoped("rows", "person", "touched_people")} {self._grouped("rows.person")}
            WHERE {self._included("rows.person")}
        """

    def _payments(self):
        """Those of others, too, tell what counts of a touched person's."""
        rows = self._newest("payments")
        told = f"""
            SELECT rows.ident, rows.person, rows.at, rows.amount, coalesce(rows.refunded, 0) AS refunded,
                {self._money_of("rows")}, rows.id, rows.invoice, rows.charge, rows.intent
            FROM ({payments.OF_ANY_AGE} {rows}) AS rows
            WHERE rows.is_live IS DISTINCT FROM false AND coalesce(rows.status, 'paid') <> 'failed'
        """
        wanted = "person IN (SELECT number FROM main.touched_people)" if self.is_scoped else "true"
        counted = f"""
            SELECT {self._canonical("rows.person")} AS person, {self._day("rows.at")} AS day, rows.amount, rows.currency
            FROM ({payments.once(told, wanted)}) AS rows {self._grouped("rows.person")}
            WHERE {self._included("rows.person")}
        """
        return rows and money.priced(self.name, counted)

    def _money_of(self, rows):
        return f"coalesce(nullif({rows}.currency, ''), {self._currency}) AS currency"

    def _spend(self):
        rows = self._newest("spend")
        return rows and money.priced(
            self.name,
            f"""
            SELECT rows.day, coalesce(rows.platform, '') AS platform, rows.channel,
                {plain(OF_SPEND)} AS campaign, coalesce(rows.category, '') AS category,
                coalesce(rows.impressions, 0) AS impressions, coalesce(rows.clicks, 0) AS clicks,
                rows.amount, {self._money_of("rows")}
            FROM {rows} AS rows {self._scoped("rows", "ident", "touched_idents")}
            """,
        )

    def _leads(self):
        """A person is one lead, since the first of them, who has been as far as any import ever said."""
        files = lake.of_table(self.files, "leads")
        return (
            files
            and f"""
            SELECT ident AS lead, {self._day("created")} AS day, coalesce(source, '') AS channel,
                {listed(LEAD_STAGES)}[max(place) OVER one] AS stage, {self._day("min(converted) OVER one")}
                    AS converted_day
            FROM (
                SELECT rows.ident, rows.created, rows.source, rows.converted, reached.place,
                    {self._canonical("rows.person")} AS person, if(rows.person = 0, rows.ident, 0) AS nobody
                FROM ({newest("leads", files)}) AS rows JOIN ({_furthest(files)}) AS reached USING (ident)
                {self._scoped("rows", "ident", "touched_idents")} {self._grouped("rows.person")}
                WHERE {self._included("rows.person")}
            )
            WINDOW one AS (PARTITION BY person, nobody)
            QUALIFY row_number() OVER (PARTITION BY person, nobody ORDER BY created, ident) = 1
        """
        )

    def _deals(self):
        rows = self._newest("deals")
        return rows and money.priced(
            self.name,
            f"""
            SELECT rows.ident AS deal, {self._day("rows.created")} AS day, {self._day("rows.closed")} AS closed_day,
                coalesce(closed_day, {self._day("rows.created")}) AS rated,
                coalesce(rows.source, '') AS channel, coalesce(rows.stage, '') AS stage,
                coalesce(rows.is_won, false) AS is_won, coalesce(rows.is_closed, false) AS is_closed,
                coalesce(rows.amount, 0) AS amount, {self._money_of("rows")}
            FROM {rows} AS rows {self._scoped("rows", "ident", "touched_idents")}
            """,
            on="rated",
        )

    def _belongs(self):
        """By the sign-up, without one by the first event; where these say nothing, by what the list of people says.

        Never by a later event: whoever a later event alone placed would have come as far as that, all of them.
        """
        signup = quoted(self.terms.signup)
        events, name = f"{self.name}.events", self.name
        # one number to compare by: what signs up comes before everything else, then the earlier, then the lower `tie`
        order = f"""((event <> {signup})::HUGEINT << 126) + ("at"::HUGEINT << 63) + tie"""
        self.connection.execute(
            f"""
            CREATE OR REPLACE TABLE {name}.first_touch AS
            SELECT person, min(day) AS first_day,
                unnest(arg_min({{{", ".join(f"'{word}': {word}" for word in DIMENSIONS)}}}, {order}))
            FROM {events} GROUP BY person
            """
        )
        paying = f"SELECT person FROM {name}.levels UNION SELECT person FROM {name}.payments"
        said = self._said_of_people()
        told = ", ".join(
            f"coalesce(nullif(touch.{word}, ''), {f'said.{word}, ' if said else ''}'') AS {word}" for word in DIMENSIONS
        )
        return f"""
            SELECT person, {told}, touch.first_day
            FROM {name}.first_touch AS touch FULL JOIN ({paying}) AS paying USING (person)
            {f"LEFT JOIN ({said}) AS said USING (person)" if said else ""}
        """

    def _said_of_people(self):
        rows, said = self._newest("people"), ", ".join(f"max(rows.{word}) AS {word}" for word in DIMENSIONS)
        return (
            rows
            and f"""
            SELECT {self._canonical("rows.person")} AS person, {said}
            FROM {rows} AS rows {self._grouped("rows.person")} GROUP BY 1
        """
        )


def _events_of(files):
    return f"{OF_ANY_AGE} read_parquet({listed(map(lake.place, files))}, union_by_name = true)"


def _touched_events(files):
    rows = f"SELECT {COLUMNS_OF_EVENTS} FROM ({_events_of(files)})"
    return f"{rows} SEMI JOIN main.touched_people AS touched ON touched.number = person"


def lay(connection, name: str, files: Sequence[LakeFile], terms: Terms) -> None:
    """Lay the facts that these files tell into the schema `name`. Raises RateMissing."""
    Layer(connection, name, files, terms).lay()


def lay_touched(connection, sides: Mapping[str, Sequence[LakeFile]], terms: Terms) -> None:
    """Lay into a schema for each side what `changes.find_scope` found touched; events of both are read once."""
    first, *others = (lake.of_table(files, "events") for files in sides.values())
    shared = [file for file in first if all(file in other for other in others)]
    if shared:
        connection.execute(f"CREATE OR REPLACE TABLE main.shared_events AS {_touched_events(shared)}")
    for name, files in sides.items():
        Layer(connection, name, files, terms, shared=shared).lay()

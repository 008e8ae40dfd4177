"""Cases told at import, counted together by one run of DuckDB, and read by each test from its own workspace."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.definitions.catalog import EVERY
from metrics.definitions.facts import DIMENSIONS
from metrics.models import FunnelSettings, Tally
from metrics.readout.figures import Figures
from pmm_workspace.common import tenancy
from tests.metrics import put
from tests.metrics.definitions.facts import MEANING, History, engine, tallied, together

HISTORIES: dict[str, History] = {}
COUNTED: dict[str, list[tuple]] = {}


def told(name: str, text: str, **home) -> str:
    """A history in a channel of this name, or in the channel named after the slash; its case is before the slash."""
    HISTORIES[name] = History(channel=name, **home).tell(text)
    return name


def counted(case: str) -> list[tuple]:
    """(key, value) of the tallies of one case."""
    if not COUNTED:
        COUNTED.update({name: [] for name in HISTORIES})
        with engine() as connection:
            for key, value in tallied(connection, together(HISTORIES.values()), MEANING).items():
                COUNTED[key[3]].append((key, value))
    return [row for name, rows in COUNTED.items() if name.partition("/")[0] == case for row in rows]


@dataclass
class Shown:
    """The figures of one case, with everything imported up to `through` and somebody looking the day after."""

    settings: FunnelSettings
    today: date
    first: date
    last: date

    def figures(self, **options) -> Figures:
        return Figures(self.settings, self.today, self.first, self.last, **options)

    def points(self, metric, variant="", channel="*", **options):
        metric = EVERY[metric]
        chosen = metric.variant(variant) if variant else metric.main
        return {point.month: point for point in self.figures(**options).points(metric, chosen, channel)}

    def point(self, metric, variant="", when="2026-01-01", channel="*", **options):
        return self.points(metric, variant, channel, **options)[date.fromisoformat(when)]

    def value(self, metric, variant="", when="2026-01-01", channel="*", **options):
        found = self.point(metric, variant, when, channel, **options).value
        return found if found is None else round(found, 6)


def show(case, *, through="2026-12-31", first="2026-01-01", last="", margin=None, today="") -> Shown:
    """Put the case into the current workspace. Money counts as imported as far as events are."""
    Tally.objects.all().delete()
    more = {"workspace_id": tenancy.current()}
    fields = ("measure", "period", "n", *DIMENSIONS)
    rows = [dict(zip(fields, key, strict=True)) | {"value": value, **more} for key, value in counted(case)]
    put.tallies(Tally(**row | {"channel": row["channel"].partition("/")[2]}) for row in rows)
    end = date.fromisoformat(through)
    settings = FunnelSettings(through=end, spend_through=end, gross_margin=margin and Decimal(margin))
    last = date.fromisoformat(last) if last else end
    today = date.fromisoformat(today) if today else end + timedelta(days=1)
    return Shown(settings, today, date.fromisoformat(first), last)

"""Two years of funnel events, spend and subscriptions, imported as a user would import them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from metrics.importing import import_file
from metrics.models import FunnelSettings, ImportRun
from metrics.sample import USES, write_events, write_spend, write_subscriptions

FILES = {
    "product-events.csv": write_events,
    "ad-spend.csv": write_spend,
    "subscriptions.csv": write_subscriptions,
}
MEANING = {"value_events": list(USES), "gross_margin": "0.8"}


def import_numbers(*, by) -> None:
    """Only what is not there yet: the same file again would change nothing, and take its time."""
    FunnelSettings.objects.get_or_create(defaults=MEANING)
    there = set(ImportRun.objects.filter(state=ImportRun.State.DONE).values_list("name", flat=True))
    with TemporaryDirectory() as folder:
        for name in [name for name in FILES if name not in there]:
            path = Path(folder) / name
            FILES[name](path)
            import_file(path, by=by, name=name)

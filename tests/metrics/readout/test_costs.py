"""How the channels add up to the blended CAC."""

import random
from datetime import date
from decimal import Decimal

import pytest

from metrics.definitions.catalog import CAC
from metrics.definitions.limits import CATEGORIES
from metrics.models import FunnelSettings, Tally
from metrics.readout import costs
from metrics.readout.figures import Figures
from metrics.readout.tallies import Where
from pmm_workspace.common import tenancy
from tests.metrics.readout.telling import show, told

JANUARY = date(2026, 1, 1), date(2026, 1, 31)


def people(count, prefix):
    return "\n".join(f"{prefix}{n} subscribed 2026-01-10" for n in range(count))


told("adds_up/google", f"{people(4, 'g')}\n- spend 2026-01-05 400.00\n- spend 2026-01-05 100.00 tools")
told("adds_up/friends", f"{people(3, 'f')}\n- spend 2026-01-05 20.00 agencies")
told("adds_up/direct", people(2, "d"))
told("adds_up/", f"{people(1, 'u')}\n- spend 2026-01-05 480.00 salaries")


def test_paid_channels_organic_ones_and_what_nobody_attributed_are_rows_that_add_up(workspace):
    shown = show("adds_up")
    found = costs.reconciled(*JANUARY, Where())
    assert found.paid == [costs.Cost(("google",), Decimal(400), Decimal(100), 4)]
    assert found.organic == costs.Cost(("direct", "friends"), Decimal(0), Decimal(20), 5)
    assert found.unattributed == costs.Cost(("",), Decimal(0), Decimal(480), 1)
    assert found.whole.value == shown.value("cac") == 100  # 400 + 100 + 20 + 480 for 4 + 5 + 1
    assert (found.paid[0].value, costs.Cost(customers=2).value) == (125, None)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_was_imported_the_rows_add_up_to_the_blended_cac(workspace, seed):
    luck, more = random.Random(seed), {"workspace_id": tenancy.current()}
    measures = ["acquisition.customers", *(f"acquisition.spend:{category}" for category in CATEGORIES)]
    keys = {
        (luck.choice(measures), date(2026, luck.randrange(1, 4), luck.randrange(1, 29)), luck.choice("abcd "))
        for _ in range(luck.choice([3, 40, 120]))
    }
    rows = [
        Tally(measure=measure, period=day, n=0, channel=channel.strip(), value=luck.randrange(1, 9999), **more)
        for measure, day, channel in keys
    ]
    Tally.objects.bulk_create(rows)
    through = date(2026, 3, 31)
    settings = FunnelSettings(through=through, spend_through=through)
    figures = Figures(settings, date(2026, 4, 1), date(2026, 1, 1), through)
    blended = figures.pooled(CAC, CAC.main, figures.starts)
    whole = costs.reconciled(date(2026, 1, 1), through, Where()).whole
    assert (whole.spend, whole.customers) == (blended.numerator or 0, blended.denominator)
    assert len(whole.channels) == len(set(whole.channels))

"""How the channels add up to the blended CAC, and what each campaign brought."""

import random
from datetime import date
from decimal import Decimal

import pytest

from metrics.definitions.catalog import CAC
from metrics.definitions.limits import CATEGORIES
from metrics.models import FunnelSettings, Tally
from metrics.readout import campaigns, costs
from metrics.readout.figures import Figures
from metrics.readout.tallies import Where
from pmm_workspace.common import tenancy
from tests.metrics import put
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
    put.tallies(rows)
    through = date(2026, 3, 31)
    settings = FunnelSettings(through=through, spend_through=through)
    figures = Figures(settings, date(2026, 4, 1), date(2026, 1, 1), through)
    blended = figures.pooled(CAC, CAC.main, figures.starts)
    whole = costs.reconciled(date(2026, 1, 1), through, Where()).whole
    assert (whole.spend, whole.customers) == (blended.numerator or 0, blended.denominator)
    assert len(whole.channels) == len(set(whole.channels))


told(
    "named/search",
    """
    a signed_up 2026-01-05
    a subscribed 2026-02-20
    a payment 2026-02-20 300.00
    a payment 2026-03-20 -100.00
    b signed_up 2026-01-06
    - spend 2026-01-05 80.00
    """,
    campaign="spring",
)
told("named/social", "c signed_up 2026-01-07\n- spend 2026-01-08 10.00", campaign="spring")
told("named/mail", "d signed_up 2026-01-09\nd payment 2026-01-09 50.00", campaign="newsletter")
told("named/", "e signed_up 2026-01-09\ne payment 2026-01-10 70.00\n- spend 2026-01-09 40.00 salaries")


def test_a_campaign_has_the_spend_and_the_sign_ups_that_name_it_in_whatever_channel(workspace):
    show("named")
    (spring,) = campaigns.campaigns(*JANUARY, Where()).paid
    assert (spring.name, spring.spend, spring.signups, spring.customers, spring.revenue) == ("spring", 90, 3, 1, 200)
    assert spring.roas == Decimal(200) / 90
    assert spring.roi(Decimal("0.9")) == 1  # (200 × 0.9 − 90) ÷ 90
    assert spring.roi(None) is None
    assert spring.newest == date(2026, 1, 8)
    (only,) = campaigns.campaigns(*JANUARY, Where(channel="social")).paid
    assert (only.spend, only.signups, only.roas) == (10, 1, 0)


def test_what_no_campaign_can_be_told_of_is_kept_apart_and_everything_is_told_once(workspace):
    show("named")
    found = campaigns.campaigns(*JANUARY, Where())
    assert (found.unpaid.spend, found.unpaid.signups, found.unpaid.roas) == (0, 1, None)  # the newsletter cost nothing
    assert (found.unnamed.spend, found.unnamed.signups) == (40, 1)
    parts = (found.together, found.unpaid, found.unnamed)
    assert (sum(each.spend for each in parts), sum(each.signups for each in parts)) == (130, 5)

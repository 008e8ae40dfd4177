from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from metrics.models import FunnelSettings
from pmm_workspace.artifacts import editing
from positioning.models import FourFits
from positioning.models.four_fits import contradictions, verdict
from tests.gaps import document, missing
from tests.metrics import put


def sheet(**changes):
    return document(FourFits, FourFits.example | changes)


def found(**changes):
    return [(each.fit, each.message) for each in contradictions(sheet(**changes))]


def test_a_dear_channel_for_customers_who_pay_little_contradicts_itself():
    """Product marketing hires sellers on site; product has built something for € 1,200 a year."""
    on_site = [{"key": "s", "channel": "sellers", "type": "field", "cac": 14000}]

    assert found(pays_a_year=1200, model_needs=1000, channels=on_site) == [
        ("channel_model", "By “sellers” a customer costs 14,000 and pays 1,200 a year: a year does not pay for it.")
    ]
    assert missing(FourFits, FourFits.example | {"pays_a_year": 1200, "channels": on_site}).keys() == {"channels/s"}


def test_features_for_the_low_end_contradict_a_model_that_needs_large_contracts():
    """Product plans a free version; the model needs contracts of 40,000."""
    free = [
        {"key": "f", "feature": "A free version", "end": "low"},
        {"key": "a", "feature": "Audit log", "end": "high"},
    ]

    assert found(pays_a_year=30000, model_needs=40000, plans=free) == [
        (
            "model_market",
            "“A free version” is planned for the low end, and the model needs contracts of 40,000 a year.",
        )
    ]


def test_a_channel_out_of_its_band_is_named_even_before_its_cost_is_known():
    unknown = [{"key": "s", "channel": "sellers", "type": "field", "cac": None}]

    assert found(pays_a_year=1200, channels=unknown) == [
        ("channel_model", "“sellers” (Sales on site) feeds itself from about 20,000 a year; a customer pays 1,200.")
    ]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [((8, 7, 7, 6), "holds"), ((8, 7, 7, 3), "broken"), ((8, 7, None, 6), "open"), ((0, None, None, None), "broken")],
)
def test_one_broken_fit_means_do_not_scale(scores, expected):
    fits = [{**fit, "score": score} for fit, score in zip(FourFits.example["fits"], scores, strict=True)]

    assert verdict(sheet(fits=fits)) == expected


def test_a_contradiction_breaks_four_good_scores_and_an_empty_sheet_says_nothing():
    assert verdict(sheet(pays_a_year=500)) == "broken"
    assert verdict(document(FourFits, {})) == "open"
    assert contradictions(document(FourFits, {})) == []


def test_each_fit_stands_there_once():
    twice = [*FourFits.example["fits"][:3], {**FourFits.example["fits"][0], "key": "again"}]

    assert missing(FourFits, FourFits.example | {"fits": twice})["fits"] in (
        "“Market–product” stands here 2 times instead of once.",
        "“Model–market” stands here 0 times instead of once.",
    )


@pytest.fixture
def spent(workspace):
    """By search 40 customers for 20,000 in the months that are over, and the funnel reaches to yesterday."""
    yesterday = localdate() - timedelta(days=1)
    FunnelSettings.objects.create(through=yesterday, spend_through=yesterday)
    month = (localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    for measure, value in (("acquisition.spend:media", 2_000_000), ("acquisition.customers", 40)):
        put.tally(measure, month, value, channel="search")


def test_what_the_funnel_measured_stands_beside_and_counts_where_nothing_was_typed(client, spent, ed):
    channels = [{"key": "s", "channel": "Search", "type": "content", "cac": None}, {"key": "o", "channel": "Fair"}]
    values = {"title": "Fits", "pays_a_year": 400, "channels": channels}
    made = editing.create(FourFits, values, by=ed)
    client.force_login(ed)
    page = " ".join(client.get(f"/d/{made.pk}/").content.decode().split())
    assert "Measured in the funnel: $500 a customer for 40 customers" in page
    assert "Nothing was typed, so this is what is compared." in page
    assert "a customer costs 500, as measured, and pays 400 a year" in page

    gaps = missing(FourFits, FourFits.example | values)
    assert "channels/s/cac" not in gaps and "channels/s" in gaps and "channels/o/cac" in gaps
    editing.edit(made, {"channels/s/cac": 300}, base=1, by=ed)
    page = client.get(f"/d/{made.pk}/").content.decode()
    assert "What was typed is what is compared." in page and "as measured" not in page
    assert FourFits.beside(made, document(FourFits, values), hides_drafts=True, hides_figures=True) == {}

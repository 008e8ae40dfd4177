"""The register: what we promise, what proves it, what the product says, and what was decided."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate, make_aware

from enablement.models import Battlecard
from messaging import keeping, register
from messaging.keeping import Status
from messaging.models import Promise, Proof
from metrics.definitions.catalog import ACTIVATION_RATE, SERIES
from metrics.models import FunnelSettings, Tally
from pmm_workspace.artifacts import editing, freshness, links, review
from pmm_workspace.artifacts.completeness import gaps
from pmm_workspace.artifacts.document import parse
from pmm_workspace.artifacts.freshness import State
from pmm_workspace.artifacts.models import Artifact, Version
from tests.metrics import put

YESTERDAY = str(localdate() - timedelta(days=1))


def month(back: int) -> date:
    first = localdate().replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def measured(*rates):
    """Activation of the newest complete months, oldest first, of a hundred people each."""
    FunnelSettings.objects.update_or_create(defaults={"through": localdate(), "spend_through": localdate()})
    Tally.objects.all().delete()
    reading = ACTIVATION_RATE.main.reading
    for back, rate in enumerate(reversed(rates), start=1):
        for (term,), people in ((reading.over, rate), (reading.under, 100)):
            put.tally(term.measure, month(back), people, term.first or 0)


@pytest.fixture
def proof(ed):
    return editing.create(Proof, {"title": "Study", "statement": "41 customers."}, by=ed)


@pytest.fixture
def promise(ed, proof):
    values = {"statement": "Close in three days.", "proofs": [proof.pk]}
    values |= {"metric": "activation_rate", "threshold": "40", "window": 2}
    return editing.create(Promise, {"title": "Three days"} | values, by=ed)


def entry(ed):
    (found,) = register.entries(ed)
    return found


@pytest.mark.parametrize(
    ("rates", "status"),
    [
        ([], Status.UNMEASURED),
        ([50, 40], Status.KEPT),
        ([50, 39], Status.AT_RISK),  # the window holds, its newest month does not
        ([38, 37], Status.AT_RISK),  # missed by less than a tenth
        ([36, 36], Status.BROKEN),
        ([90, 36, 36], Status.BROKEN),  # older than the window
    ],
)
def test_the_metric_decides_over_its_window(ed, promise, rates, status):
    measured(*rates)
    assert entry(ed).status == status


def test_a_cost_is_kept_when_it_is_at_most_the_threshold(ed, promise):
    changes = {"direction": "at_most", "threshold": "35"}
    editing.edit(promise, changes, base=1, by=ed)
    measured(30, 32)
    assert entry(ed).status == Status.KEPT


def test_any_variant_with_one_value_a_month_may_keep_a_promise(promise):
    offered = [key for _category, keys in Promise._meta.get_field("metric").choices for key, _title in keys if key]
    assert offered == list(SERIES)
    assert {"activation_rate", "cac/paid", "nrr/twelve_months", "time_to_activate"} < set(offered)
    assert max(map(len, offered)) <= Promise._meta.get_field("metric").max_length


def counted(measure, value, n=0, back=1, **more):
    FunnelSettings.objects.update_or_create(defaults={"through": localdate(), "spend_through": localdate()})
    put.tally(measure, month(back), value, n, **more)


def test_the_variant_that_was_promised_is_the_one_that_is_measured(ed, promise):
    counted("acquisition.spend:media", 10000, channel="google")
    counted("acquisition.spend:tools", 90000)
    counted("acquisition.customers", 20, channel="google")
    editing.edit(promise, {"metric": "cac/paid", "direction": "at_most", "threshold": "5"}, base=1, by=ed)
    assert (entry(ed).status, entry(ed).measure.shown, entry(ed).metric_in_words) == (
        Status.KEPT,
        "$5.00",
        "CAC · Paid",
    )
    editing.edit(promise, {"metric": "cac"}, base=2, by=ed)
    assert (entry(ed).status, entry(ed).measure.shown) == (Status.BROKEN, "$50.00")


@pytest.mark.parametrize(
    ("threshold", "status"), [("-20", Status.KEPT), ("-21", Status.AT_RISK), ("-30", Status.BROKEN)]
)
def test_churn_net_of_expansion_may_be_promised_below_zero(ed, promise, threshold, status):
    counted("mrr.new", 100_000, back=2)
    counted("mrr.expansion", 20_000)
    editing.edit(promise, {"metric": "mrr_churn/net", "direction": "at_most", "threshold": threshold}, base=1, by=ed)
    assert entry(ed).status == status


@pytest.mark.parametrize(("metric", "is_possible"), [("mrr_churn/net", True), ("mrr_churn", False), ("cac", False)])
def test_a_threshold_below_zero_is_for_a_metric_that_can_be(ed, promise, metric, is_possible):
    editing.edit(promise, {"metric": metric, "threshold": "-5"}, base=1, by=ed)
    missing = [gap.path for gap in gaps(parse(Promise, promise.versions.latest("number").content))]
    assert ("threshold" not in missing) is is_possible


@pytest.mark.parametrize(
    ("people", "status", "shown"), [(50, Status.KEPT, "3 days"), (49, Status.BROKEN, "not reached")]
)
def test_a_time_that_half_never_reach_is_later_than_any_promised_day(ed, promise, people, status, shown):
    counted("funnel.entered:signup", 100, back=2)
    counted("funnel.reached:activation", people, back=2, n=2)
    editing.edit(promise, {"metric": "time_to_activate", "direction": "at_most", "threshold": "3"}, base=1, by=ed)
    assert (entry(ed).status, entry(ed).measure.shown) == (status, shown)


def test_a_promise_of_a_product_of_metrics_is_of_the_whole_window(ed, promise):
    for back, customers, cents in ((2, 1, 30000), (1, 2, 0)):
        counted("mrr.new", 10000 * customers, back=back)
        counted("customers.new", customers, back=back)
        counted("acquisition.customers", customers, back=back)
        counted("acquisition.spend:media", cents or 1, back=back)
    FunnelSettings.objects.update(gross_margin="1.0")
    editing.edit(promise, {"metric": "payback", "direction": "at_most", "threshold": "1"}, base=1, by=ed)
    assert entry(ed).measure.value.quantize(Decimal("0.01")) == 1  # 300 for 3 customers, who pay 100 a month each


def test_without_a_live_proof_it_is_unproven_and_a_broken_one_stays_broken(ed, promise, proof):
    editing.edit(proof, {"expires_on": YESTERDAY}, base=1, by=ed)
    measured(50, 50)
    assert (entry(ed).status, entry(ed).live, len(entry(ed).proofs)) == (Status.UNPROVEN, 0, 1)
    measured(10, 10)
    assert entry(ed).status == Status.BROKEN


def test_importing_numbers_changes_the_lines_without_anybody_editing_a_text(ed, promise):
    card = editing.create(Battlecard, {"title": "Card", "why_we_win": f"[Three days](/d/{promise.pk}/)"}, by=ed)

    def line():
        (standing,) = freshness.chain(Artifact.objects.get(pk=card.pk), side=links.DRAFT).standings
        return standing

    measured(50, 50)
    assert line().state == State.FRESH
    measured(20, 20)
    assert (line().state, line().causes[0].reason) == (State.BROKEN, "is not kept: 20.0%, promised at least 40.0%")


def test_the_register_counts_uses_and_stays_at_nine_questions(ed, promise, proof, django_assert_num_queries):
    measured(50, 50)
    for number in range(3):
        more = editing.create(Promise, {"title": f"More {number}", "proofs": [proof.pk]}, by=ed)
        words = f"[one](/d/{promise.pk}/) [more](/d/{more.pk}/)"
        editing.create(Battlecard, {"title": f"Card {number}", "why_we_win": words}, by=ed)
    with django_assert_num_queries(9):
        found = register.entries(ed)
    assert {each.artifact.title: each.used for each in found} == {
        "Three days": 3,
        "More 0": 1,
        "More 1": 1,
        "More 2": 1,
    }


def test_the_page_the_file_and_the_program_say_the_same(client, ed, promise):
    measured(20, 20)
    client.force_login(ed)
    page = client.get("/promise-register/?status=broken").content.decode()
    assert "Close in three days." in page and "at least 40.0%" in page
    assert "Close in three days." not in client.get("/promise-register/?status=kept").content.decode()
    assert "Three days,Close in three days.,Broken" in client.get("/promise-register/export.csv").content.decode()
    (row,) = client.get("/api/promise-register/").json()
    assert (row["status"], row["value"], row["threshold"], row["live_proofs"]) == ("broken", "0.200000", "0.400000", 1)


def test_a_decision_is_an_edit_of_the_promise(client, ed, promise):
    client.force_login(ed)
    client.post(f"/promise-register/{promise.pk}/decide/", {"decision": "soften"})
    assert entry(ed).decision == "Soften the message"
    client.post(f"/promise-register/{promise.pk}/decide/", {"decision": "nothing known"})
    assert entry(ed).decision == "Soften the message"


def test_a_promise_over_its_budget_is_not_approved(ed, rita, promise):
    editing.edit(promise, {"statement": "word " * 26}, base=1, by=ed)
    review.submit(promise, by=ed)
    with pytest.raises(review.Incomplete) as refused:
        review.approve(promise, seen=2, by=rita)
    assert "“Promise” has 26 words; the budget is 25." in refused.value.messages


def test_that_a_rival_could_say_the_same_is_advice_and_stops_nobody(ed, rita, proof):
    day = str(localdate())
    more = {"a_rival_could_say_it": True, "source": "https://example.com/", "date": day, "expires_on": day}
    editing.edit(proof, more, base=1, by=ed)
    review.submit(proof, by=ed)
    review.approve(proof, seen=2, by=rita)
    assert Artifact.objects.get().state == "approved"


def test_the_measure_says_its_months(ed, promise):
    measured(50, 40)
    measure = keeping.measures({promise.pk: entry(ed).promise})[promise.pk]
    assert (measure.value, measure.months) == (Decimal("0.45"), [month(2), month(1)])


def test_a_trace_tells_the_metric_and_how_it_moved_since_the_line_was_written(client, ed, promise):
    card = editing.create(Battlecard, {"title": "Card", "why_we_win": f"[Three days](/d/{promise.pk}/)"}, by=ed)
    measured(50, 50, 44, 40)
    Version.objects.filter(artifact=card).update(updated_at=make_aware(datetime.combine(month(1), time())))
    client.force_login(ed)
    page = client.get(f"/d/{card.pk}/trace/").content.decode()
    assert "Activation rate · Ever 42.0% in" in page
    assert "promised at least 40.0%; it was 47.0% when this version was written" in page


def test_a_rep_sees_that_a_promise_is_broken_and_neither_its_figures_nor_a_drafts_name(client, ed, vera, promise):
    card = editing.create(Battlecard, {"title": "Card", "why_we_win": f"[Three days](/d/{promise.pk}/)"}, by=ed)
    card = Artifact.objects.with_versions().get(pk=card.pk)
    review._give_to_readers(card, card.latest, by=ed)
    card.state = "approved"
    card.save()
    measured(20, 20)
    client.force_login(vera)
    page = client.get(f"/d/{card.pk}/trace/").content.decode()
    assert "broken" in page and "Not published yet" in page
    assert "20.0%" not in page and "Study" not in page
    client.force_login(ed)
    assert "is not kept: 20.0%" in client.get(f"/d/{card.pk}/trace/").content.decode()

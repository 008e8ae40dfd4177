"""From rows as sources write them to the facts that metrics are computed from."""

import random
from datetime import UTC, date, datetime

import pytest

from metrics.models import ExchangeRate, FunnelSettings, ImportRun
from metrics.store import changes, facts, lake, terms, undoing
from metrics.store.engine import connected
from metrics.store.terms import RateMissing, offsets
from pmm_workspace.accounts.models import Workspace
from tests.metrics.store.lakes import at, event, everything, imported, laid, undone

pytestmark = pytest.mark.usefixtures("workspace")


def subscription(id, customer="ana", amount=100, started="2026-01-10", **more):
    moments = {name: at(when) for name, when in more.items() if isinstance(when, str) and when.startswith("20")}
    return {"id": id, "customer": customer, "amount": amount, "started": at(started)} | more | moments


def levels(*columns):
    return [tuple(row[name] for name in columns) for row in laid("levels", order=["person", "day"])]


def steps():
    return [(str(day), cents) for day, cents in levels("day", "cents")]


@pytest.mark.parametrize(
    ("interval", "count", "amount", "cents"),
    [
        ("month", 1, "49.90", 4990),
        ("year", 1, "1200", 10000),
        ("year", 2, "100", 417),
        ("week", 1, "10", 4333),
        ("day", 1, "1", 3042),
        ("month", 3, "100", 3333),
    ],
)
def test_mrr_is_what_a_month_of_it_costs(interval, count, amount, cents):
    imported(subscriptions=[subscription("s1", amount=amount, interval=interval, interval_count=count)])
    assert steps() == [("2026-01-10", cents)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"status": "trialing", "trial_started": "2026-01-10", "trial_ended": "2026-01-24"}, []),
        ({"trial_started": "2026-01-10", "trial_ended": "2026-01-24"}, [("2026-01-24", 10000)]),
        ({"status": "past_due"}, [("2026-01-10", 10000)]),
        ({"status": "paused"}, []),
        ({"canceled": "2026-02-01"}, [("2026-01-10", 10000)]),
        ({"status": "canceled", "canceled": "2026-02-01"}, [("2026-01-10", 10000), ("2026-02-01", 0)]),
        ({"canceled": "2026-02-01", "ended": "2026-02-10"}, [("2026-01-10", 10000), ("2026-02-10", 0)]),
        ({"status": "canceled", "trial_ended": "2026-01-24", "ended": "2026-01-20"}, []),
        ({"is_live": False}, []),
    ],
)  # fmt: skip
def test_mrr_begins_after_the_trial_and_ends_with_the_subscription(said, expected):
    imported(subscriptions=[subscription("s1", **said)])
    assert steps() == expected


def test_cancelling_one_of_several_subscriptions_is_a_contraction():
    imported(subscriptions=[
        subscription("s1", plan="team"),
        subscription("s2", amount=40, plan="add-on", started="2026-02-01", status="canceled", ended="2026-03-01"),
    ])  # fmt: skip
    assert levels("day", "plan", "cents", "change_cents") == [
        (date(2026, 1, 10), "team", 10000, 10000),
        (date(2026, 2, 1), "team", 14000, 4000),
        (date(2026, 3, 1), "team", 10000, -4000),
    ]


def resold(*imports):
    """Imports of subscriptions on the fifteenth of one month after another; the runs."""
    runs = []
    for month, rows in enumerate(imports, start=2):
        run, _taken = imported(subscriptions=rows)
        ImportRun.objects.filter(pk=run.pk).update(created_at=datetime(2026, month, 15, 12, tzinfo=UTC))
        runs.append(run)
    return runs


TRIAL, ENDED = {"trial_ended": "2026-01-24"}, {"status": "canceled", "ended": "2026-02-20"}
# what each import says of a subscription, and from which days on it brings how much
RESOLD = {
    "more": ([{}, {"amount": 150}, {"amount": 150}], [("2026-01-10", 10000), ("2026-03-15", 15000)]),
    "free, and back": ([{}, {"amount": 0}, {"amount": 80}],
                       [("2026-01-10", 10000), ("2026-03-15", 0), ("2026-04-15", 8000)]),
    "paused": ([{}, {"status": "paused"}], [("2026-01-10", 10000), ("2026-03-15", 0)]),
    "tried": ([{"status": "trialing"} | TRIAL, {"amount": 150} | TRIAL], [("2026-01-24", 15000)]),
    "ended before": ([{}, {"amount": 150} | ENDED], [("2026-01-10", 10000), ("2026-02-20", 0)]),
    "begins later": ([{}, {"amount": 150, "started": "2026-05-01"}], [("2026-05-01", 15000)]),
    "another plan": ([{"plan": "team"}, {"plan": "growth"}], [("2026-01-10", 10000)]),
}  # fmt: skip


def test_an_amount_that_an_import_changed_counts_from_the_day_of_that_import():
    said = {name: versions for name, (versions, _expected) in RESOLD.items()}
    resold(*(
        [subscription(name, **versions[n] | {"customer": name}) for name, versions in said.items() if n < len(versions)]
        for n in range(3)
    ))  # fmt: skip
    expected = sorted(step for _versions, steps in RESOLD.values() for step in steps)
    assert sorted(steps()) == expected
    assert {(row["plan"], row["cents"]) for row in laid("levels") if row["plan"]} == {("team", 10000)}


def test_an_amount_is_what_it_was_when_the_import_that_changed_it_is_undone():
    _first, second = resold([subscription("s1")], [subscription("s1", amount=150)])
    undone(second)
    assert steps() == [("2026-01-10", 10000)]


def test_what_takes_the_place_of_an_import_has_its_day():
    _first, second, _third = resold(*([subscription("s1", amount=amount)] for amount in (100, 110, 120)))
    imported(replaces=second, subscriptions=[subscription("s1", amount=115)])
    assert steps() == [("2026-01-10", 10000), ("2026-03-15", 11500), ("2026-04-15", 12000)]


def test_an_import_that_waited_longer_than_a_later_one_counts_from_the_day_of_that_one():
    *_earlier, last = resold(*([subscription("s1", amount=amount)] for amount in (100, 110, 120)))
    ImportRun.objects.filter(pk=last.pk).update(created_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert steps() == [("2026-01-10", 10000), ("2026-03-15", 12000)]


def test_a_list_of_movements_tells_more_than_subscriptions():
    moves = [("2026-01-01", "new", 50), ("2026-02-01", "expansion", 25), ("2026-03-01", "churn", -75)]
    imported(
        movements=[{"id": f"m{at(when)}", "customer": "ana", "at": at(when), "type": type, "amount": amount}
                   for when, type, amount in moves],
        subscriptions=[subscription("s1"), subscription("s2", customer="ben")],
    )  # fmt: skip
    assert sorted(steps()) == [("2026-01-01", 5000), ("2026-01-10", 10000), ("2026-02-01", 7500), ("2026-03-01", 0)]


def test_money_is_told_at_the_rate_of_its_date_and_a_rate_alone_moves_nothing():
    ExchangeRate(day=date(2026, 1, 1), currency="EUR", rate="1.10").save()
    ExchangeRate(day=date(2026, 3, 1), currency="EUR", rate="1.20").save()
    ExchangeRate(day=date(2026, 1, 1), currency="JPY", rate="0.0065").save()
    imported(
        subscriptions=[
            subscription("s1", currency="EUR"),
            subscription("s2", started="2026-03-05", amount=50, currency="EUR"),
        ],
        payments=[{"id": "p1", "customer": "ana", "at": at("2026-02-01"), "amount": 5000, "currency": "JPY"},
                  {"id": "p2", "customer": "ana", "at": at("2026-02-01"), "amount": 90, "refunded": "40.5"},
                  {"id": "p3", "customer": "ana", "at": at("2026-02-01"), "amount": 90, "status": "failed"}],
        spend=[{"day": "2026-03-02", "platform": "meta", "campaign_id": "7", "amount": "0.125", "currency": "EUR"}],
    )  # fmt: skip
    assert levels("cents", "change_cents", "constant_cents", "constant_change_cents") == [
        (11000, 11000, 12000, 12000),
        (18000, 6000, 18000, 6000),
    ]
    assert sorted(row["cents"] for row in laid("payments")) == [3250, 4950]
    assert laid("spend")[0]["cents"] == 15


def test_a_missing_rate_is_told_and_never_taken_for_one():
    ExchangeRate(day=date(2026, 2, 1), currency="EUR", rate="1.10").save()
    imported(spend=[{"day": "2026-01-02", "platform": "meta", "campaign_id": "7", "amount": 1, "currency": "EUR"}])
    with pytest.raises(RateMissing) as missing:
        laid("spend")
    assert missing.value.missing == [("EUR", date(2026, 1, 2))]


def test_the_newest_spend_of_a_campaign_and_day_counts_and_an_undone_one_gives_way():
    def spent(amount, campaign="7", **more):
        return {"day": "2026-01-02", "platform": "meta", "campaign_id": campaign, "amount": amount} | more

    imported(spend=[spent(10), spent(5, "8")])
    second, taken = imported(spend=[spent(12, clicks=3), spent(5, "8"), spent(1, "9"), spent(1, "9")])
    assert (taken.new, taken.changed, taken.duplicate) == (1, 1, 2)
    assert sorted(row["cents"] for row in laid("spend")) == [100, 500, 1200]
    undone(second)
    assert sorted(row["cents"] for row in laid("spend")) == [500, 1000]


def test_days_are_those_of_the_workspace_even_when_the_clock_is_changed(workspace):
    Workspace.objects.filter(pk=workspace.pk).update(timezone="Europe/Berlin")
    times = ["2026-03-28T22:59", "2026-03-28T23:00", "2026-03-29T21:59", "2026-03-29T22:00", "2026-10-25T22:59"]
    imported(events=[event("ana", f"e{n}", when) for n, when in enumerate(times)])
    days = {row["event"]: str(row["day"]) for row in laid("events")}
    assert [days[f"e{n}"] for n in range(5)] == [
        "2026-03-28", "2026-03-29", "2026-03-29", "2026-03-30", "2026-10-25",
    ]  # fmt: skip


def test_offsets_change_at_the_second_the_clock_does():
    assert (at("2026-03-29T01:00"), 7200) in offsets("Europe/Berlin")
    assert (at("2026-10-25T01:00"), 3600) in offsets("Europe/Berlin")


def test_test_people_and_our_own_addresses_count_nowhere():
    FunnelSettings.objects.create(
        workspace_id=terms.tenancy.current(), excluded_people=["qa-1"], internal_domains=["halden.example"]
    )
    imported(
        events=[event("qa-1"), event("bob"), event("ana"), event("anon", anonymous="bob")],
        people=[{"person": "bob", "email": "Bob@Halden.example"}],
        leads=[{"id": "l1", "email": "eve@halden.example", "created": at("2026-01-02")},
               {"id": "l2", "email": "ann@client.example", "created": at("2026-01-02")}],
    )  # fmt: skip
    assert len(laid("events")) == 1
    assert len(laid("leads")) == 1


def lead(id, stage="lead", created="2026-01-02", **more):
    return {"id": id, "stage": stage, "created": at(created)} | more


def test_a_lead_that_was_moved_back_was_there_once():
    imported(leads=[lead("l1", "sql"), lead("l2", "unqualified")])
    back, _ = imported(leads=[lead("l1", "mql"), lead("l2", "mql")])
    assert sorted(row["stage"] for row in laid("leads")) == ["mql", "sql"]
    undone(back)
    assert sorted(row["stage"] for row in laid("leads")) == ["lead", "sql"]


def test_merged_contacts_are_one_lead_since_the_first_of_them():
    imported(leads=[lead("l1", email="ann@x.example", source="web"),
                    lead("l2", "mql", "2026-02-02", email="Ann@x.example".lower(), source="fair"),
                    lead("l3"), lead("l4")])  # fmt: skip
    found = [(str(row["day"]), row["channel"], row["stage"]) for row in laid("leads")]
    assert sorted(found) == [("2026-01-02", "", "lead"), ("2026-01-02", "", "lead"), ("2026-01-02", "web", "mql")]
    imported(people=[{"person": "mail:x", "email": "ann@x.example", "alias": "bob"}, {"person": "bob", "email": "b@x"}])
    imported(leads=[lead("l5", "customer", "2026-03-01", email="b@x")])
    assert ("2026-01-02", "web", "customer") in [
        (str(row["day"]), row["channel"], row["stage"]) for row in laid("leads")
    ]


def test_a_deal_that_was_opened_again_is_one_deal_by_what_it_is_now():
    def deal(**more):
        return {"id": "d1", "created": at("2026-01-02"), "amount": 10} | more

    imported(deals=[deal(stage="lost", is_closed=True, is_won=False, closed=at("2026-02-02"))])
    imported(deals=[deal(stage="open", is_closed=False, is_won=False)])
    assert [(row["is_closed"], row["closed_day"]) for row in laid("deals")] == [(False, None)]
    imported(deals=[deal(stage="won", is_closed=True, is_won=True, closed=at("2026-03-02"))])
    assert [(row["is_won"], str(row["closed_day"])) for row in laid("deals")] == [(True, "2026-03-02")]


def test_a_trial_that_was_extended_pays_from_its_new_end():
    trial = {"trial_started": "2026-01-10", "trial_ended": "2026-01-24"}
    imported(subscriptions=[subscription("s1", **trial)])
    imported(subscriptions=[subscription("s1", **trial | {"trial_ended": "2026-02-07"})])
    assert steps() == [("2026-02-07", 10000)]


def test_somebody_belongs_to_the_channel_of_the_sign_up_else_of_the_first_event_else_of_the_list():
    imported(
        events=[event("ana", "visited", "2026-01-01", channel="meta"), event("ana", channel="google", segment="smb"),
                event("ben", "visited", "2026-01-01", channel="meta"), event("cy")],
        people=[{"person": "cy", "channel": "partner", "plan": "team"}],
        payments=[{"id": "p1", "customer": "dee", "at": at("2026-02-01"), "amount": 1}],
    )  # fmt: skip
    assert sorted((row["channel"], row["segment"], row["plan"]) for row in laid("belongs")) == [
        ("", "", ""), ("google", "smb", ""), ("meta", "", ""), ("partner", "", "team"),
    ]  # fmt: skip


def test_a_product_is_that_of_the_sign_up_and_of_nothing_later():
    """Else everybody of a product that only its use names would have used it."""
    imported(events=[
        event("ana", "visited", "2026-01-01", product="mobile"), event("ana", product="desktop"),
        event("ben"), event("ben", "activated", "2026-01-06", product="desktop"),
    ])  # fmt: skip
    assert [row["product"] for row in laid("belongs", order=("product",))] == ["", "desktop"]


def test_subscriptions_are_stages_where_the_workspace_names_them():
    FunnelSettings.objects.create(workspace_id=terms.tenancy.current(), paid="subscription_started")
    imported(subscriptions=[subscription("s1", trial_started="2026-01-10", trial_ended="2026-01-24")])
    found = sorted((row["event"], str(row["day"])) for row in laid("events"))
    assert found == [("subscription_started", "2026-01-24"), ("trial_started", "2026-01-10")]


def spent(day, campaign, id):
    return {"day": day, "platform": "meta", "campaign": campaign, "campaign_id": id, "amount": 1}


def test_a_campaign_is_known_by_its_id_before_its_name():
    imported(events=[
        event("ana", campaign="anything", campaign_id="77"), event("ben", when="2026-03-05", campaign_id="77"),
        event("cy", campaign="77"), event("dee", campaign="Autumn"), event("eve", campaign_id="99"),
        event("flo", "visited", campaign_id="77"),
    ])  # fmt: skip
    assert sorted(row["campaign"] for row in laid("events")) == ["77", "77", "77", "99", "anything", "autumn"]
    renamed, _ = imported(spend=[spent("2026-01-01", "Spring", "77"), spent("2026-03-01", "Summer", "77"),
                                 spent("2026-03-02", "Summer", "77"), spent("2026-01-01", "Autumn", "78")])  # fmt: skip
    found = [row["campaign"] for row in laid("events", order=['"at"', "event", "campaign"])]
    assert found == [
        "99",
        "autumn",
        "spring",
        "spring",
        "77",
        "summer",
    ]  # only a sign-up tells where somebody came from
    more, _ = imported(spend=[spent("2026-03-03", "Summer", "77")])
    with connected() as engine:
        touched = [changes.find_scope(engine, undoing.without(engine, run)) for run in (renamed, more)]
    assert touched == [4, 0]  # everybody who names the id; nobody where it is called what it was called before
    undone(more)
    undone(renamed)
    assert "summer" not in {row["campaign"] for row in laid("events")}


def one_told_by(luck):
    """A charge, a row of a list or an invoice: of few payments, so that they meet."""
    charge, intent, invoice = (f"{kind}_{luck.randrange(3)}" for kind in ("ch", "pi", "in"))
    return luck.choice(
        [
            {"id": f"p{luck.randrange(6)}"},
            {"id": charge, "charge": charge, "intent": intent, "invoice": luck.choice([None, invoice])},
            {"id": intent, "invoice": luck.choice([None, invoice])},
            {"id": invoice, "invoice": invoice, "intent": luck.choice([None, intent, "pi_1 pi_2"])},
        ]
    )


def some_rows(luck):
    def who():
        return f"u{luck.randrange(12)}"

    def when():
        return f"2026-0{luck.randrange(1, 4)}-{luck.randrange(1, 28):02}T{luck.randrange(24):02}:00"

    return {
        "events": [event(who(), luck.choice(["signed_up", "activated"]), when(), account=luck.choice([None, "a", "b"]),
                         anonymous=luck.choice([None, None, None, who()]), campaign_id=luck.choice([None, "1", "2"]))
                   for _ in range(6)],
        "subscriptions": [subscription(f"s{luck.randrange(6)}", customer=who(), amount=luck.randrange(1, 9))],
        "payments": [{"customer": who(), "at": at(when()), "amount": luck.randrange(9), "refunded": luck.randrange(3)}
                     | one_told_by(luck) for _ in range(3)],
        "spend": [spent(when()[:10], luck.choice(["Spring", "Summer"]), luck.choice("12"))],
        "leads": [{"id": f"l{luck.randrange(5)}", "email": f"{who()}@x.example", "created": at(when()),
                   "stage": luck.choice(["lead", "mql", "sql"])} for _ in range(2)],
    }  # fmt: skip


def differing(engine, name, one, other):
    rows = f"SELECT * FROM {one}.{name} EXCEPT ALL SELECT * FROM {other}.{name}"
    return sorted(engine.execute(rows).fetchall(), key=str)


def test_what_is_touched_is_all_that_differs():
    """The difference over everybody touched is the difference over everybody, for every undoing."""
    luck = random.Random(7)
    runs = [imported(**some_rows(luck))[0] for _ in range(5)]
    for run in runs:
        with connected() as engine:
            change, wanted = undoing.without(engine, run), terms.terms()
            touched = changes.lay(engine, change, wanted)
            facts.lay(engine, "all_old", change.before, wanted)
            facts.lay(engine, "all_new", change.after, wanted)
            assert touched
            for name in ("events", "levels", "payments", "spend", "leads", "belongs"):
                for one, other in (("old", "new"), ("new", "old")):
                    assert differing(engine, name, one, other) == differing(engine, name, f"all_{one}", f"all_{other}")
                assert differing(engine, name, "new", "all_new") == []
            assert lake.live() == change.before


PAID = {"customer": "cus_1", "at": at("2026-02-01"), "amount": 50}


@pytest.mark.parametrize(
    ("others", "invoice", "cents"),
    [
        ([{"id": "ch_1", "charge": "ch_1", "invoice": "in_1", "refunded": 20}], {}, [3000]),
        ([{"id": "ch_1", "charge": "ch_1", "intent": "pi_1"}], {"intent": "pi_1"}, [5000]),
        ([{"id": "ch_1"}], {"charge": "ch_1"}, [5000]),
        ([{"id": "pi_1"}], {"intent": "pi_1"}, [5000]),
        ([{"id": "ch_1", "invoice": "in_1", "amount": 20}, {"id": "ch_2", "invoice": "in_1", "amount": 30}], {},
         [2000, 3000]),
        ([{"id": "ch_1", "invoice": "in_2"}], {"charge": "ch_9"}, [5000, 5000]),
        ([{"id": "ch_1", "invoice": "in_1", "status": "failed"}], {}, [5000]),
        ([{"id": "ch_1", "invoice": "in_1", "customer": "cus_2"}], {}, [5000]),
        ([{"id": "ch_1", "invoice": "in_1", "amount": 20}], {}, [2000, 3000]),
        ([{"id": "ch_1", "invoice": "in_1", "amount": 20, "refunded": 20}], {"refunded": 20}, [0, 3000]),
        ([{"id": "ch_1", "invoice": "in_1", "amount": 20}], {"refunded": 10}, [2000, 2000]),
        ([{"id": "ch_1", "invoice": "in_1", "amount": 60}], {}, [6000]),
        ([{"id": "ch_1", "invoice": "in_1", "status": "disputed", "refunded": 50}], {}, [0]),
        ([{"id": "ch_1", "invoice": "in_1", "amount": 20, "currency": "EUR"}], {}, [2200]),
        ([{"id": "pi_1", "amount": 20}], {"intent": "pi_1 pi_2"}, [2000, 3000]),
        ([{"id": "pi_1", "amount": 20}, {"id": "ch_2", "charge": "ch_2", "intent": "pi_2", "amount": 30}],
         {"intent": "pi_1 pi_2"}, [2000, 3000]),
        ([{"id": "pi_1", "invoice": "in_1", "amount": 20}, {"id": "ch_1", "charge": "ch_1", "intent": "pi_1",
          "amount": 20, "customer": "cus_2"}], {}, [2000, 3000]),
        ([{"id": "pi_1"}, {"id": "ch_1", "charge": "ch_1", "intent": "pi_1", "amount": 40}], {}, [4000, 5000]),
    ],
)  # fmt: skip
def test_a_payment_that_is_told_by_a_charge_and_an_invoice_counts_once(others, invoice, cents):
    ExchangeRate(day=date(2026, 1, 1), currency="EUR", rate="1.10").save()
    imported(source="stripe_api_invoices", payments=[PAID | {"id": "in_1", "invoice": "in_1"} | invoice])
    run, _taken = imported(source="stripe_payments", payments=[PAID | each for each in others])
    assert sorted(row["cents"] for row in laid("payments")) == cents
    undone(run)
    assert [row["cents"] for row in laid("payments")] == [5000 - 100 * invoice.get("refunded", 0)]


def test_a_payment_touches_those_who_share_it_and_nobody_else():
    imported(payments=[PAID | {"id": f"p{n}", "customer": f"cus_{n}"} for n in range(9)])
    imported(source="stripe_api_invoices", payments=[PAID | {"id": "in_1", "invoice": "in_1", "intent": "pi_1 pi_2"}])
    run, _taken = imported(source="stripe_payments", payments=[PAID | {"id": "pi_2", "customer": "cus_office"}])
    with connected() as engine:
        assert changes.find_scope(engine, undoing.without(engine, run)) == 2


def test_a_charge_counts_once_however_it_was_exported():
    imported(source="stripe_payments", payments=[PAID | {"id": "ch_1"}, PAID | {"id": "pi_2"}])
    charges = [PAID | {"id": f"ch_{n}", "charge": f"ch_{n}", "intent": f"pi_{n}"} for n in (1, 2, 3)]
    imported(source="stripe_api_charges", payments=charges)
    assert [row["cents"] for row in laid("payments")] == [5000, 5000, 5000]


def test_payments_of_before_they_named_their_invoice_count():
    imported(payments=[PAID | {"id": "p1"}])
    place = lake.place(lake.live(table="payments")[0])
    with connected() as engine:
        engine.execute(f"CREATE TEMP TABLE old AS SELECT * EXCLUDE (invoice, charge, intent) FROM '{place}'")
        engine.execute(f"COPY old TO '{place}' (FORMAT parquet)")
    assert [row["cents"] for row in laid("payments")] == [5000]
    imported(payments=[PAID | {"id": "p2"}])
    assert len(laid("payments")) == 2


def test_imports_in_any_order_are_the_same_facts():
    luck = random.Random(3)
    imports = [{"events": some_rows(luck)["events"]} for _ in range(3)]
    runs = [imported(**rows)[0] for rows in imports]
    expected = everything()
    for run in runs:
        undone(run)
    for rows in reversed(imports):
        imported(**rows)
    assert everything() == expected


def test_events_of_before_there_were_campaigns_have_none():
    imported(events=[event("a", campaign=" Spring ")])
    place = lake.place(lake.live(table="events")[0])
    with connected() as engine:
        engine.execute(
            f"CREATE TEMP TABLE old AS SELECT * EXCLUDE (campaign, campaign_id) FROM read_parquet('{place}')"
        )
        assert [row["campaign"] for row in laid("events")] == ["spring"]
        engine.execute(f"COPY old TO '{place}' (FORMAT parquet)")
    assert [row["campaign"] for row in laid("events")] == [""]
    imported(events=[event("b", campaign="Autumn")])
    assert sorted(row["campaign"] for row in laid("events")) == ["", "autumn"]

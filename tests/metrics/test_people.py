"""Behind a number stand people and imports; their sum is the number that the dashboard shows."""

import csv
import io
import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics import store
from metrics.definitions.catalog import EVERY
from metrics.models import FunnelSettings
from metrics.readout import people
from metrics.readout.figures import Figures
from metrics.readout.filters import View
from metrics.readout.tallies import Where
from metrics.recalculation import publish
from tests.metrics.store.lakes import at, event, imported

JANUARY = "every=month&from=2026-01-01&to=2026-01-31"
PAIRS = [
    ("sign_ups", "all"), ("activation_rate", "in_time"), ("paying_rate", "ever"), ("active_users", "mau"),
    ("active_users", "dau"), ("lifecycle", "returning"), ("retention", "day_30_or_after"), ("mrr", "booked"),
    ("mrr_churn", "gross"), ("cac", "total"), ("clv", "observed_30"),
]  # fmt: skip


@pytest.fixture
def editor(client, ed):
    client.force_login(ed)
    return client


def text(response):
    return response.content.decode()


def crowd(luck, people=100):
    """Three months of people who come by two channels, use the product, some under two names, and pay."""

    def when():
        return f"2026-0{luck.randrange(1, 4)}-{luck.randrange(1, 28):02}T{luck.randrange(24):02}:00"

    events = [event(f"u{n}", when=when(), channel=luck.choice(["google", ""])) for n in range(people)]
    for _ in range(people * 4):
        name = luck.choice(["activated", "activated", "trial_started", "subscribed", "page"])
        anonymous = f"a{luck.randrange(9)}" if luck.random() < 0.02 else None
        events.append(event(f"u{luck.randrange(people)}", name, when(), anonymous=anonymous))
    paid = [(f"u{luck.randrange(people)}", at(when())) for _ in range(people // 2)]
    subscriptions = [
        {"id": f"s{n}", "customer": who, "amount": n, "started": since} for n, (who, since) in enumerate(paid)
    ]
    payments = [{"id": f"p{n}", "customer": who, "at": since, "amount": n} for n, (who, since) in enumerate(paid)]
    return {"events": events, "subscriptions": subscriptions, "payments": payments}


def shown(settings, pair, view):
    """What a dashboard has of each side."""
    points = Figures(settings, date(2027, 1, 1), view.first, view.last, where=view.where).points(*pair)
    points = points[-1:] if pair[1].is_level else points
    sums = {"over": "numerator", "under": "denominator", "pending": "pending"}
    return {side: sum(getattr(point, name) or 0 for point in points) for side, name in sums.items()}


def test_the_people_behind_a_number_add_up_to_it(workspace):
    luck = random.Random(5)
    imported(publish=publish.land, **crowd(luck))
    imported(publish=publish.land, **crowd(luck))
    settings, told = store.settings(), []
    for n, (name, variant) in enumerate(PAIRS):
        pair = EVERY[name], EVERY[name].variant(variant)
        where = Where(channel=["*", "google", ""][n % 3])
        view = View(date(2026, 2, 1), date(2026, 3, 31), "month", where)
        side = people.sides(pair[1])[0]
        found = people.behind(settings, workspace, date(2027, 1, 1), view, pair, side, slice(1000))
        expected = shown(settings, pair, view)
        assert found.totals == {each: expected[each] for each in found.totals}, (name, variant, where)
        assert sum(row.value for row in found.rows) == expected[side]
        assert all(row.person.names and where.channel in ("*", row.person.channel) for row in found.rows)
        told.append(len(found.rows))
    assert sum(map(bool, told)) >= 8 and sum(told) > 100


@pytest.fixture
def sixty(ed):
    """Sixty people of January; the newest activates, and is known by an address too. Who came in December is not."""
    rows = [event(f"u{n:02}", when=f"2026-01-{1 + n // 2:02}T{n % 2:02}:00", channel="google") for n in range(60)]
    run, _taken = imported(publish=publish.land, events=[*rows, event("old", when="2025-12-31")])
    later = [event("u59", "activated", "2026-01-31", email="u59@x.example"), event("u59", "page", "2026-03-09")]
    other, _taken = imported(publish=publish.land, events=later)
    return run, other


def test_from_a_number_to_its_people_and_their_imports(editor, sixty):
    run, other = sixty
    dashboard = text(editor.get("/funnel/activation/"))
    assert "/funnel/behind/activation_rate/?from=2026-01-01&amp;to=2026-01-31" in dashboard
    assert '&amp;side=over">1 of 60</a>' in text(editor.get("/funnel/"))

    page = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=under"))
    assert "Above the line: 1" in page and "Below the line: 60" in page and "60 people" in page
    assert "<code>u59</code><br><code>u59@x.example</code>" in page and "<code>u10</code>" in page
    assert "<code>u09</code>" not in page and "Page 1 of 2" in page
    second = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=under&page=2"))
    assert "<code>u09</code>" in second and "<code>u10</code>" not in second
    over = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=over"))
    assert f'href="/imports/{run.pk}/"' in over and f'href="/imports/{other.pk}/"' in over and "u58" not in over

    file = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=under&as=csv")).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert len(rows) == 60 and rows[0] == {
        "person": "u59 u59@x.example", "first_day": "2026-01-30", "first_event": "signed_up", "channel": "google",
        "segment": "", "plan": "", "value": "1",
    }  # fmt: skip


def test_accounts_are_listed_where_accounts_are_counted(ed, editor):
    FunnelSettings.objects.create(unit="account")
    rows = [event("ann", account="acme"), event("bob", account="acme"), event("cleo")]
    imported(publish=publish.land, events=rows)
    page = text(editor.get(f"/funnel/behind/sign_ups/?{JANUARY}"))
    assert "2 people" in page and "<code>acme</code>" in page and "<code>cleo</code>" in page
    assert "<code>bob" not in page


def test_a_page_of_people_costs_the_same_however_many_they_are(editor, sixty):
    counts = []
    for days in ("from=2026-01-01&to=2026-01-31", "from=2025-12-01&to=2025-12-31"):
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(f"/funnel/behind/sign_ups/?every=month&{days}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 45


def test_where_nobody_is_counted_there_is_no_such_page(editor, client, vera):
    assert editor.get("/funnel/behind/qualified_leads/").status_code == 404
    assert editor.get("/funnel/behind/nps/").status_code == 404
    client.force_login(vera)
    assert client.get(f"/funnel/behind/sign_ups/?{JANUARY}").status_code == 403

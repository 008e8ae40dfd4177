"""Behind a number stand people and imports; their sum is the number that the dashboard shows."""

import csv
import io
import math
import random
import re
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics import store
from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Adoption, Daily
from metrics.importing import erasing
from metrics.models import FunnelSettings
from metrics.readout import behind, bridge, cohorts, costs, people, survival, usage
from metrics.readout.campaigns import campaigns
from metrics.readout.figures import Figures
from metrics.readout.tallies import Where
from metrics.recalculation import people as apart
from metrics.recalculation import publish
from metrics.store import engine
from tests.metrics.funnel import work
from tests.metrics.store.lakes import at, event, imported, put_together

JANUARY = "every=month&from=2026-01-01&to=2026-01-31"


@pytest.fixture
def editor(client, ed, monkeypatch):
    monkeypatch.setattr(people, "MOMENT", 60)  # on a busy machine a worker would answer, and other pages be told
    client.force_login(ed)
    return client


def text(response):
    return response.content.decode()


def crowd(luck, people=100):
    """Three months of people who come by two channels, use the product, some under two names, and pay."""

    def when():
        return f"2026-0{luck.randrange(1, 4)}-{luck.randrange(1, 28):02}T{luck.randrange(24):02}:00"

    events = [
        event(f"u{n}", when=when(), channel=luck.choice(["google", ""]), campaign=luck.choice(["spring", None]))
        for n in range(people)
    ]
    for _ in range(people * 4):
        name = luck.choice(["activated", "activated", "trial_started", "subscribed", "page"])
        anonymous = f"a{luck.randrange(9)}" if luck.random() < 0.02 else None
        events.append(event(f"u{luck.randrange(people)}", name, when(), anonymous=anonymous))
    paid = [(f"u{luck.randrange(people)}", at(when())) for _ in range(people // 2)]
    subscriptions = [
        {"id": f"s{n}", "customer": who, "amount": n, "started": since, "ended": at("2026-03-28") if n % 3 else None}
        for n, (who, since) in enumerate(paid)
    ]
    payments = [{"id": f"p{n}", "customer": who, "at": since, "amount": n} for n, (who, since) in enumerate(paid)]
    bought = [
        {"day": date(2026, luck.randrange(1, 4), luck.randrange(1, 28)), "channel": luck.choice(["google", ""]),
         "campaign": luck.choice(["spring", None]), "category": luck.choice([None, "salaries"]), "amount": n}
        for n in range(people)
    ]  # fmt: skip
    leads = [{"id": f"l{n}", "email": f"l{n}@x.example", "created": at(when()), "source": "google",
              "stage": luck.choice(["lead", "sql", "customer"])} for n in range(people // 4)]  # fmt: skip
    deals = [{"id": f"d{n}", "source": luck.choice(["google", ""]), "created": at(when()), "closed": at(when()),
              "amount": n, "is_closed": n % 3 > 0, "is_won": n % 3 > 1} for n in range(people // 4)]  # fmt: skip
    return {"events": events, "subscriptions": subscriptions, "payments": payments, "spend": bought, "leads": leads,
            "deals": deals}  # fmt: skip


def numbers():
    """Every metric in every variant, and places of every drawing."""
    places = {"tried": "activated", "habit": "activated", "costs": "media"}
    for metric in EVERY.values():
        yield from ((metric, variant) for variant in metric.variants)
        for cells in metric.cells:
            yield metric, cells.at(places.get(cells.name) or ("spring" if cells.places is None else cells.places[1]))


def added(whole, part):
    """What a dashboard has of this side of the ratio."""
    points = whole.points(part.metric, part.variant)
    points = points[-1:] if part.variant.is_level else points
    if isinstance(part.variant.reading, Daily):
        return sum(point.value or 0 for point in points)
    return sum(getattr(point, people.SIDES[part.side]) or 0 for point in points)


@pytest.fixture
def crowded(workspace):
    luck = random.Random(5)
    FunnelSettings.objects.create(gross_margin="0.8")
    imported(publish=publish.land, **crowd(luck))
    imported(publish=publish.land, **crowd(luck))
    imported(publish=publish.land, events=[event("u1", "page", "2026-05-20")])
    return store.settings()


def test_those_behind_every_number_add_up_to_it(crowded):
    for channel in ("*", "google"):
        check_everything(crowded, channel)


def check_everything(settings, channel):
    empty = []
    found = {(metric.name, variant.name): behind.parts(metric, variant) for metric, variant in numbers()}
    whole = Figures(settings, date(2027, 1, 1), date(2026, 2, 1), date(2026, 3, 31), where=Where(channel=channel))
    wanted = {measure for parts in found.values() for part in parts for measure in people.measures(settings, part)}
    chosen = {"channel": channel} if channel != "*" else {}
    with apart.apart(sorted(wanted), chosen, date(2026, 4, 7), 60) as held:
        each = people.Each(whole, apart.homes(held))
        assert channel == "*" or set(each.homes.values()) == {channel}
        pairs = {(part.metric.name, part.variant.name): part for parts in found.values() for part in parts}
        whole.read(
            *((one.metric, one.variant) for one in pairs.values() if not isinstance(one.variant.reading, Adoption))
        )
        for name, parts in found.items():
            for part in parts:
                told = sum(sum(each.values(other).values()) for other in parts if same_side(part, other))
                assert told == pytest.approx(added(whole, part)), (name, part.name)
                empty += [] if told else [(*name, part.name)]
    assert len(empty) < sum(map(len, found.values())) / 5, empty


FIRST, LAST, LATER = date(2026, 1, 1), date(2026, 3, 31), date(2027, 1, 1)


def told(metric, cells, place):
    """{month: what is behind a place of a drawing, above and below the line}."""
    points = Figures(store.settings(), LATER, FIRST, LAST).points(
        EVERY[metric], EVERY[metric].cell(cells).at(str(place))
    )
    return {point.month: (point.numerator, point.denominator) for point in points}


def together(metric, cells, place):
    return tuple(map(sum, zip(*told(metric, cells, place).values(), strict=True)))


def test_a_place_of_a_drawing_is_told_as_it_is_drawn(crowded):
    check_use(crowded)
    check_money()


def check_use(settings):
    for kind in ("grid", "recurring"):
        for cohort in cohorts.grid(settings, LATER, FIRST, LAST, kind=kind).cohorts:
            shown = [(age.returned, age.base) for age in cohort.ages]
            assert [told("retention", kind, age.n)[cohort.start] for age in cohort.ages] == shown
    for kind in ("on", "on_or_after"):
        for age in cohorts.curve(settings, FIRST, LAST, kind=kind):
            assert together("retention", kind, age.n) == (age.returned, age.base)
    days = usage.days_of_use(FIRST)
    assert {n: told("stickiness", "days", n)[FIRST][0] for n in days} == days
    for each in usage.adoption(usage.features(settings), FIRST):
        assert told("feature_adoption", "tried", each.event)[FIRST] == (each.users, each.eligible)
        assert told("feature_adoption", "habit", each.event)[FIRST] == (each.adopters, each.eligible)
    curve = survival.curve(settings, "activation", "signup", FIRST, LAST, Where())
    assert together("time_to_activate", "within", 7)[1] == curve.entered


def check_money():
    for cells in EVERY["mrr"].cells:
        moved = bridge.mrr(FIRST, LAST, Where(), is_at_one_rate=cells.name == "movement_at_one_rate").moved
        listed = {kind: together("mrr", cells.name, kind)[0] for kind in cells.places}
        assert listed == {kind: moved[kind] for kind in cells.places} and moved["new"] and moved["churn"]
    whole = costs.reconciled(FIRST, LAST, Where()).whole
    assert [together("cac", "costs", kind)[0] for kind in ("media", "other")] == [whole.media, whole.other]
    (spring,) = campaigns(FIRST, LAST, Where()).paid
    shown = [spring.signups, spring.customers, spring.spend * 100, spring.revenue * 100]
    kinds = ("signups", "customers", "spend", "cents")
    assert [together("return_on_spend", f"campaign_{kind}", "spring")[0] for kind in kinds] == shown
    assert spring.customers


def same_side(part, other):
    return (part.metric, part.side) == (other.metric, other.side)


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
    assert "Google" in page and "/funnel/metric/activation_rate/?from=2026-01-01&amp;to=2026-01-31" in page
    assert "Above the line: 1" in page and "Below the line: 60" in page and "60 people" in page
    assert "<code>u59</code><br><code>u59@x.example</code>" in page and "<code>u10</code>" in page
    assert "<code>u09</code>" not in page and "Page 1 of 2" in page
    second = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=under&page=2"))
    beyond = editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=under&page=99", follow=True)
    assert beyond.redirect_chain[-1][0].endswith("page=2") and "<code>u09</code>" in text(beyond)
    assert "<code>u09</code>" in second and "<code>u10</code>" not in second
    over = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=over"))
    assert f'href="/imports/{run.pk}/"' in over and f'href="/imports/{other.pk}/"' in over and "u58" not in over

    file = text(editor.get(f"/funnel/behind/activation_rate/?{JANUARY}&side=under&as=csv")).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert len(rows) == 60 and rows[0] == {
        "person": "u59 u59@x.example", "first_day": "2026-01-30", "first_event": "signed_up", "channel": "google",
        "segment": "", "plan": "", "product": "", "value": "1",
    }  # fmt: skip


def test_what_would_take_a_request_too_long_is_counted_by_a_worker(
    editor, sixty, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(people, "FEW_ROWS", 0)
    address, query = "/funnel/behind/activation_rate/", f"?{JANUARY}&side=under"
    page = text(editor.get(address + query))
    assert "They are being counted" in page and "Below the line</a>" in page and "<code>" not in page
    poll = editor.get(f"{address}counting/{query}", headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in text(poll) and "HX-Refresh" not in poll
    work()
    assert editor.get(f"{address}counting/{query}")["HX-Refresh"] == "true"
    with django_assert_max_num_queries(30):
        page = text(editor.get(address + query))
    assert "Below the line: 60" in page and "<code>u59</code><br><code>u59@x.example</code>" in page
    assert "<code>u09</code>" in text(editor.get(f"{address}{query}&page=2")), "the same answer tells all pages"

    file = f"{query}&as=csv"
    assert "The file is being made" in text(editor.get(address + file))
    work()
    assert "Download CSV" in text(editor.get(f"{address}counting/{file}"))
    assert editor.get(address + file)["Content-Type"].startswith("text/csv")


def test_a_request_waits_but_a_moment_and_leaves_the_rest_to_a_worker(editor, sixty, monkeypatch, settings):
    monkeypatch.setattr(engine, "REPEATED", 0.001)
    monkeypatch.setattr(people, "MOMENT", 0)
    address = f"/funnel/behind/sign_ups/?{JANUARY}"
    assert "They are being counted" in text(editor.get(address))
    settings.COUNTING_SECONDS = 0
    work()
    page = text(editor.get(address))
    assert "took too long and was given up" in page and "hx-trigger" not in page


def test_accounts_are_listed_where_accounts_are_counted(ed, editor):
    FunnelSettings.objects.create(unit="account")
    rows = [event("ann", account="acme"), event("bob", account="acme"), event("cleo")]
    imported(publish=publish.land, events=rows)
    page = text(editor.get(f"/funnel/behind/sign_ups/?{JANUARY}"))
    assert "2 people" in page and "<code>acme</code>" in page and "<code>cleo</code>" in page
    assert "<code>bob" not in page


def test_a_page_of_people_costs_the_same_however_many_they_are(editor, sixty):
    editor.get("/funnel/")  # what a process reads once after a count
    counts = []
    for days in ("from=2026-01-01&to=2026-01-31", "from=2025-12-01&to=2025-12-31"):
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(f"/funnel/behind/sign_ups/?every=month&{days}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 45


@pytest.fixture
def six(ed):
    """Two of four early sign-ups activate; of two late ones one does, on a day that is not over within the data."""
    came = {"a": 5, "b": 5, "c": 5, "d": 5, "e": 18, "f": 18}
    rows = [event(who, when=f"2026-01-{day:02}") for who, day in came.items()]
    rows += [event(who, "activated", f"2026-01-{day:02}") for who, day in (("a", 5), ("b", 8), ("e", 20))]
    imported(publish=publish.land, events=rows)


def test_who_reads_that_so_many_activated_by_a_day_can_compute_it_beside_the_people(
    editor, six, django_assert_max_num_queries
):
    curve = survival.curve(store.settings(), "activation", "signup", date(2026, 1, 1), date(2026, 1, 31), Where())
    address = "/funnel/behind/time_to_activate/?from=2026-01-01&to=2026-01-31&every=month&of=within&at=7&side=over"
    assert address.replace("&", "&amp;") in text(editor.get("/funnel/activation/"))
    with django_assert_max_num_queries(46):
        page = text(editor.get(address))
    assert "Time to activate · By day: 7" in page and "By day 7: 44.4% activated." in page
    assert "Activated: 3" in page and "Signed up: 6" in page and "<code>e</code>" in page and "At risk" in page

    head, *days = csv.reader(io.StringIO(text(editor.get(f"{address}&as=csv&only=days")).removeprefix("\ufeff")))
    assert head == ["Day", "At risk", "Activated", "Not activated"]
    assert days == [["1", "6", "1", "0.833333"], ["4", "3", "1", "0.555556"]]
    left = math.prod(1 - Fraction(int(activated), int(at_risk)) for _day, at_risk, activated, _left in days)
    assert 1 - left == curve.within(7) == Fraction(4, 9)


def test_the_median_is_computed_from_all_days_as_long_as_it_is_not_reached(editor, six):
    file = text(editor.get(f"/funnel/behind/time_to_activate/?{JANUARY}&as=csv&only=days"))
    assert len(file.splitlines()) == 3
    page = text(editor.get(f"/funnel/behind/time_to_activate/?{JANUARY}&side=under"))
    assert "By day 14: 44.4% activated." in page


def test_what_is_no_number_has_no_such_page(editor, client, vera, workspace):
    assert editor.get("/funnel/behind/nps/").status_code == 404
    for place in ("of=grid&at=99", "of=grid&at=x", "of=grid"):
        assert editor.get(f"/funnel/behind/retention/?{JANUARY}&{place}").status_code == 404
    client.force_login(vera)
    assert client.get(f"/funnel/behind/sign_ups/?{JANUARY}").status_code == 403


@pytest.fixture
def sales(ed):
    """Two leads and a deal of January, spend on a campaign, and who came by it; the other import says some again."""
    lead = {"id": "L1", "email": "ann@x.example", "stage": "sql", "source": "google", "created": at("2026-01-04")}
    other = lead | {"id": "L2", "email": "bob@x.example", "stage": "lead"}
    deal = {"id": "D1", "name": "Halden <Oy>", "amount": 900, "source": "google", "created": at("2026-01-05"),
            "closed": at("2026-01-20"), "is_won": True, "is_closed": True}  # fmt: skip
    spent = {"day": date(2026, 1, 9), "channel": "google", "campaign": "Spring", "amount": 70}
    tools = {"day": date(2026, 1, 9), "channel": "google", "category": "tools", "amount": 30}
    first, _taken = imported(publish=publish.land, leads=[lead, other], deals=[deal], spend=[spent | {"amount": 50}])
    rows = [event("ann@x.example", "signed_up", "2026-01-03", channel="google", campaign="spring"),
            event("ann@x.example", "subscribed", "2026-01-08")]  # fmt: skip
    second, _taken = imported(publish=publish.land, leads=[other], spend=[spent, tools], events=rows)
    return first, second


LISTED = {  # address: what the page says, and which of the two imports it names
    "qualified_leads/?side=over": (["Above the line: 1", "Below the line: 2", "ann@x.example", "L1", ">SQL<"], [0]),
    "qualified_leads/?side=under": (["2 leads", "bob@x.example"], [0, 1]),
    "win_rate/?win_rate=closed": (["1 deal", "Halden &lt;Oy&gt;", "Jan 20, 2026"], [0]),
    "cac/?side=over": (["Above the line: $100", "Below the line: 1", "<code>spring</code>", "2 rows of spend"], [1]),
    "cac/?side=under": (["1 person", "ann@x.example"], [1]),
    "cac/?of=costs&at=other": (["CAC · Costs: Other costs", "1 row of spend", "Counted: $30.00", "Tools"], [1]),
    "return_on_spend/?of=campaign_spend&at=spring": (["Counted: $70.00", "1 row of spend"], [1]),
    "return_on_spend/?of=campaign_signups&at=spring": (["Counted: 1", "ann@x.example"], [1]),
    "payback/?side=cac-over": (["CAC · Above the line: $100", "ARPU and ARPA · Below the line: 0"], [1]),
}


@pytest.mark.parametrize("is_compacted", [False, True])
def test_leads_deals_and_spend_are_listed_with_their_imports(
    editor, ada, sales, is_compacted, django_assert_max_num_queries
):
    if is_compacted:
        put_together()
    for address, (said, runs) in LISTED.items():
        with django_assert_max_num_queries(50):
            page = text(editor.get(f"/funnel/behind/{address}&{JANUARY}"))
        assert [words for words in said if words not in page] == [], address
        assert [f'/imports/{run.pk}/"' in page for run in sales] == [n in runs for n in (0, 1)], address
    erasing.erase("ann@x.example", by=ada)
    work()
    leads = text(editor.get(f"/funnel/behind/qualified_leads/?side=under&{JANUARY}"))
    assert "1 lead" in leads and "bob@x.example" in leads and "ann@" not in leads and not re.search(r"\bL1\b", leads)

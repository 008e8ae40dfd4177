"""The dashboards over a few tallies: what they show, what they cost, and what they hand out."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from metrics import recalculation
from metrics.definitions.catalog import EVERY, TITLES
from metrics.definitions.meaning import Criteria
from metrics.models import Annotation, CriteriaVersion, FunnelSettings, Redefinition, Tally
from metrics.parsing.rates import Rate
from metrics.readout import outside
from metrics.store.terms import Changes
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from tests.artifacts.test_export import fonts_of
from tests.metrics import put
from tests.metrics.funnel import events, imported, work

THROUGH = date(2026, 6, 30)
PAGES = ["/funnel/", *(f"/funnel/{name}/" for name in TITLES)]


def tally(measure, period, value, n=0, **slices):
    put.tally(measure, date.fromisoformat(period), value, n, **slices)


@pytest.fixture
def editor(client, ed):
    client.force_login(ed)
    return client


@pytest.fixture
def counted(ed):
    """Half a year: each month 100 sign-ups, 32 and more of whom activate, 12 customers, and MRR that comes and goes."""
    FunnelSettings.objects.create(through=THROUGH, spend_through=THROUGH)
    for month in range(1, 7):
        day = f"2026-{month:02}-05"
        for channel, people in (("google", 60), ("", 40)):
            whose = {"channel": channel, "segment": "startup", "product": "ledger"}
            tally("funnel.entered:signup", day, people, **whose)
            activated = {"value": people // 2 - 10 + month, **whose}
            tally("funnel.reached:activation", day, n=2, **activated)
            tally("funnel.ever:activation", day, **activated)
        tally("acquisition.customers", day, 12, channel="google", segment="startup", plan="team")
        tally("acquisition.spend:media", day, 240_000, channel="google")
        tally("engagement.dau", day, 30, channel="google")
        tally("engagement.days_of_month", day[:8] + "01", 50, n=4, channel="google")
        tally("retention.grid:month", day[:8] + "01", 30, n=1, channel="google")
        tally("mrr.new", day, 100_000, channel="google", plan="team")
        tally("mrr.churn", day, 20_000, channel="google", plan="team")


def text(response):
    return response.content.decode()


def read(editor, address):
    return html.fromstring(text(editor.get(address)))


def test_the_first_page_has_five_numbers_with_change_source_and_definition(editor, counted):
    page = text(editor.get("/funnel/"))
    assert page.count('class="tile"') == 5
    assert "$200" in page and "$2,400 for 12 customers" in page  # CAC
    assert "42.0%" in page and "42 of 100" in page  # activation of June
    assert "points more than May 2026" in page
    assert "$4,800" in page  # MRR
    assert "Events to Jun 30, 2026" in page
    assert 'href="/funnel/metric/cac/?from=2026-01-01&amp;to=2026-06-30' in page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_the_same_however_much_there_is(editor, counted, address):
    with CaptureQueriesContext(connection) as little:
        assert editor.get(address).status_code == 200
    for n in range(60):
        day = f"{THROUGH - timedelta(days=n * 5)}"
        tally("funnel.entered:signup", day, 5, channel=f"channel{n % 9}", plan=f"plan{n % 4}")
        tally("mrr.expansion", day, 500, channel=f"channel{n % 9}")
        Annotation.objects.create(day=day, text="Price test")
    with CaptureQueriesContext(connection) as much:
        editor.get(address)
    assert len(much) == len(little)
    assert len(little) <= 28


def test_the_movements_add_up(editor, counted):
    page = text(editor.get("/funnel/monetization/?from=2026-02&to=2026-04&every=month"))
    assert "Start, Feb 1, 2026: $800" in page
    assert "New: +$3,000" in page and "Churn: −$600" in page
    assert "End, Apr 30, 2026: $3,200" in page


def test_the_movements_are_also_told_at_one_rate(editor, counted):
    tally("mrr.exchange", "2026-03-10", 70_000)
    tally("rates.new", "2026-03-10", 5_000)
    address = "/funnel/monetization/?from=2026-02&to=2026-04"
    assert "Exchange rates: +$700" in text(editor.get(address))
    page = text(editor.get(f"{address}&mrr=at_one_rate"))
    assert "New: +$3,050" in page and "End, Apr 30, 2026: $3,250" in page
    assert "Exchange rates:" not in page


def test_the_channels_add_up_to_the_blended_cac(editor, counted):
    tally("acquisition.customers", "2026-06-09", 8, channel="friends")
    tally("acquisition.spend:salaries", "2026-06-09", 160_000)
    page = text(editor.get("/funnel/acquisition/"))
    assert "Media of paid channels ÷ their new customers: $14,400 ÷ 72 = $200." in page
    assert "With $1,600 of all other costs and 8 more customers: $16,000 ÷ 80 = $200." in page
    assert page.count("Organic: Friends") == 1


def test_campaigns_are_told_with_what_cannot_be_attributed(editor, counted):
    tally("campaign.spend:spring", "2026-02-05", 200_000, channel="google")
    tally("campaign.signups:spring", "2026-02-05", 20, channel="google")
    tally("campaign.customers:spring", "2026-02-05", 4, channel="google")
    tally("campaign.cents:spring", "2026-02-05", 500_000, channel="google")
    tally("campaign.spend:summer", "2026-06-05", 100, channel="google")
    tally("campaign.signups:autumn", "2026-02-05", 7, channel="google")
    tally("revenue.cents", "2026-03-05", 500_000, channel="google")
    FunnelSettings.objects.update(gross_margin="0.8")
    page = text(editor.get("/funnel/acquisition/"))
    assert "$2,001 of $14,400 spent and 20 of 600 sign-ups can be told by campaign" in page
    assert "7 sign-ups name a campaign, by id or name, that no spend of these days knows." in page
    assert "Under 90 days: rises" in page  # summer
    row = page[page.index('<th scope="row">spring</th>') :]
    assert [cell in row[: row.index("</tr>")] for cell in ("$5,000", "250.0%", "100.0%", "Settled")] == [True] * 4


@pytest.mark.parametrize(("left", "is_unsteady"), [(4, True), (5, False)])
def test_a_lifetime_by_the_churn_of_a_few_says_so(editor, counted, left, is_unsteady):
    FunnelSettings.objects.update(gross_margin="0.8")
    tally("customers.new", "2026-01-05", 100, channel="google")
    tally("customers.lost:1", "2026-06-01", left, channel="google")
    page = text(editor.get("/funnel/monetization/?every=month"))
    assert page.count("unsteady: fewer than five customers left") == 2 * is_unsteady  # CLV and CLV : CAC


def test_adoption_says_whom_it_asks(editor, counted):
    FunnelSettings.objects.update(features=["matched"])
    tally("features.users:matched", "2026-06-01", 10, n=3, channel="google")
    page = text(editor.get("/funnel/engagement/?every=month"))
    assert "10 of 50" in page and "since its first use by anybody" in page
    assert "Whose plan includes it is not known" in page


def test_what_is_counted_by_calendar_month_is_not_told_by_week(editor, counted):
    tally("kept.gain:1", "2026-06-01", 5_000, channel="google")
    weeks, months = (text(editor.get(f"/funnel/monetization/?every={step}")) for step in ("week", "month"))
    assert "NRR by month" in months and "Counted by calendar month" not in months
    assert "NRR by week" not in weeks and weeks.count("Counted by calendar month") >= 2
    assert "MRR by week" in weeks
    explained = (text(editor.get(f"/funnel/metric/nrr/?every={step}")) for step in ("week", "month"))
    assert ["variant-number" in page for page in explained] == [False, True]
    exported = text(editor.get("/funnel/monetization/export/?as=csv&every=week"))
    assert "\nmrr," in exported and "\nnrr," not in exported


def test_cohorts_are_a_table_whose_open_cells_say_so(editor, counted):
    page = text(editor.get("/funnel/retention/"))
    assert 'title="30 of 100"' in page and "30%" in page
    assert "grid-6" in page


def test_what_was_not_imported_is_named_with_the_way_to_import_it(editor, counted):
    page = text(editor.get("/funnel/acquisition/"))
    assert '/imports/new/?kind=leads">Leads' in page
    assert '/imports/new/?kind=deals">Deals' in page
    assert "kind=spend" not in page


def test_what_was_imported_and_says_nothing_of_a_segment_is_not_called_missing(editor, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05 google smb", "x page 2026-06-30"))
    imported(tmp_path, ed, "deal id,created,stage,source\n1,2026-01-05,open,google\n")
    assert "Spend, leads and deals have" not in text(editor.get("/funnel/acquisition/"))
    page = read(editor, "/funnel/acquisition/?segment=smb")
    (silent,) = page.xpath("//section[@aria-labelledby='silent-heading']")
    (lacking,) = page.xpath("//section[@aria-labelledby='lacking-heading']")
    assert "Spend, leads and deals have" in silent.text_content()
    assert "Win rate" in silent.text_content() and "Win rate" not in lacking.text_content()
    assert "Qualified leads" in lacking.text_content() and "Qualified leads" not in silent.text_content()


def test_complete_periods_without_a_value_are_not_called_incomplete(editor, counted):
    """Spend names no segment, so a CAC of one has no value, however complete its months are."""
    page = read(editor, "/funnel/acquisition/?segment=startup").text_content()
    assert "no spend" in page and "12 customers, no spend" in page
    assert "No complete period yet" not in page
    FunnelSettings.objects.update(through=date(2026, 6, 20))
    assert "No complete period yet" in text(editor.get("/funnel/acquisition/?from=2026-06"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("segment=startup&every=week", "Activation rate by week, Startup"),
        ("channel=unattributed", "Activation rate by month, Unattributed"),
        ("compare=before&from=2026-04&to=2026-06", "Before: 32.0%"),
        ("by=plan", "By plan"),
        ("by=product", "By product"),
        ("product=ledger", "Activation rate by month, Ledger"),
        ("activation_rate=in_time", "who triggered the activation event within 7 days"),
    ],
)
def test_filters_are_kept_in_the_address(editor, counted, query, said):
    assert said in text(editor.get(f"/funnel/activation/?{query}"))


def test_only_dimensions_in_which_anything_has_a_name_are_offered(editor, counted):
    def offered(query=""):
        page = read(editor, f"/funnel/activation/?{query}")
        fields = set(page.xpath("//details[contains(@class, 'view-filters')]//select/@name"))
        return fields - {"by"}, set(page.xpath("//select[@id='by']/option/@value"))

    every = {"channel", "segment", "plan", "product"}
    assert offered() == (every, every)
    Tally.objects.update(product="")
    assert offered() == (every - {"product"},) * 2
    assert offered("product=unattributed") == offered("by=product") == (every, every)


@pytest.mark.parametrize(
    "query", ["every=decade", "channel=nowhere", "from=2026-02-31", "from=2020-01&every=day", "by=x"]
)
def test_a_filter_that_means_nothing_is_said_and_left_out(editor, counted, query):
    response = editor.get(f"/funnel/activation/?{query}")
    assert response.status_code == 200
    assert "The filters were left out." in text(response)
    shown = editor.get(f"/funnel/activation/export/?{query}&as=pdf", follow=True)
    assert "The filters were left out." in text(shown)


def test_a_dashboard_is_handed_out_with_its_definitions(editor, counted):
    response = editor.get("/funnel/activation/export/?as=csv&from=2026-05&to=2026-06&channel=google")
    rows = list(csv.DictReader(io.StringIO(text(response).removeprefix("\ufeff"))))
    found = {(row["metric"], row["period"], row["slice"]): row for row in rows}
    may = found["activation_rate", "2026-05-01", "total"]
    assert (may["value"], may["numerator"], may["denominator"], may["as_of"]) == ("0.416667", "25", "60", "2026-06-30")
    assert "activation event" in may["formula"]


@pytest.mark.parametrize(
    ("page", "name", "suffix", "begins"),
    [("retention/", "retention", "pdf", b"%PDF"), ("", "funnel", "pdf", b"%PDF"), ("", "funnel", "png", b"\x89PNG")],
)
def test_what_is_shown_is_handed_out_as_it_is_drawn(editor, counted, page, name, suffix, begins):
    response = editor.get(f"/funnel/{page}export/?as={suffix}")
    assert response.content.startswith(begins)
    assert f"{name}-2026-01-01-2026-06-30.{suffix}" in response["Content-Disposition"]


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_on_paper_everything_is_set_in_our_fonts_also_what_is_below_zero(editor, counted, ed, language):
    ed.language = language
    ed.save()
    reader = pypdf.PdfReader(io.BytesIO(editor.get("/funnel/monetization/export/?as=pdf").content))
    assert "−" in "".join(page.extract_text() for page in reader.pages)
    assert fonts_of(reader) <= {"NotoSans-Regular", "NotoSans-Bold", "NotoSansCJKsc-Regular"}


def test_on_paper_lines_marks_and_hatching_are_explained(editor, counted):
    Annotation.objects.create(day=date(2026, 3, 10), text="Prices rose")
    file = editor.get("/funnel/engagement/export/?as=pdf&from=2026-02&to=2026-05&compare=before").content
    said = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    for words in ("1 Mar 10, 2026 Prices rose", "WAU", "The period before", "Hatched: the period", "Spend to Jun 30"):
        assert words in " ".join(said.split())


def test_the_five_numbers_are_handed_out_as_they_are_told(editor, counted):
    assert 'action="/funnel/export/"' in text(editor.get("/funnel/"))
    response = editor.get("/funnel/export/?as=csv&from=2026-05&to=2026-06")
    rows = list(csv.DictReader(io.StringIO(text(response).removeprefix("\ufeff"))))
    told = {row["metric"]: row["value"] for row in rows if (row["period"], row["slice"]) == ("2026-05-01", "total")}
    assert (told["cac"], told["activation_rate"], told["mrr"]) == ("200.000000", "0.400000", "4000.000000")


def test_every_variant_stands_beside_the_others_with_its_number(editor, counted):
    page = text(editor.get("/funnel/metric/cac/"))
    assert page.count("variant-number") == 4
    assert "Media spend ÷ new paying customers" in page


def test_a_definition_keeps_the_filters_that_led_to_it(editor, counted):
    (link, *_others) = read(editor, "/funnel/activation/?channel=google").xpath("//a[.='definition']/@href")
    page = read(editor, link)
    assert "Nov 2025 – Jun 2026" not in page.text_content() and "· Google" in page.text_content()
    assert "25 of 60" not in page.text_content() and "26 of 60" in page.text_content()
    assert all("channel=google" in link for link in page.xpath("//p[contains(@class, 'metric-others')]/a/@href"))
    wrong = editor.get("/funnel/metric/cac/?channel=nowhere")
    assert "The filters were left out." in text(wrong)


def test_every_number_opens_to_what_it_is(editor, counted):
    for metric in EVERY.values():
        page = read(editor, f"/funnel/metric/{metric.name}/").text_content()
        words = {metric.source, metric.calendar, metric.slices, metric.exclusions, metric.zero_rule, "to Jun 30, 2026"}
        for variant in (*metric.variants, *(cells.variant for cells in metric.cells)):
            words |= {variant.population, variant.target_in_words, variant.maturity, str(variant.formula)[1:]}
            words |= {f"{variant.window} day" if variant.window else "The period itself"}
        assert [str(said) for said in words if str(said) not in page] == [], metric.name


def test_every_drawing_leads_to_a_definition_and_to_what_is_behind_it(editor, counted):
    tally("leads.entered", "2026-06-09", 8)
    tally("revenue.cents", "2026-06-09", 100)
    tally("deals.opened", "2026-06-09", 8)
    tally("features.users:activated", "2026-06-01", 8, n=3, channel="google")
    shown = {}
    for address in PAGES:
        for panel in read(editor, address).xpath("//section[@class='metric'][not(div[@class='metric-missing'])]"):
            links = panel.xpath(".//a/@href")
            shown[panel.get("id")] = [any(href.startswith(part) for href in links) for part in OPEN]
    assert {name: links for name, links in shown.items() if links != [True, True]} == {}
    assert {"cohorts_grid", "retention_curve", "movements", "reconciling", "lead_steps", "features"} < set(shown)


OPEN = ("/funnel/metric/", "/funnel/behind/")


def test_every_point_of_a_drawing_leads_to_what_is_behind_it(editor, counted):
    tally("lifecycle.month:new", "2026-05-01", 30, channel="google")
    found = {}
    for address in PAGES:
        for figure in read(editor, address).xpath("//figure[@data-chart]"):
            points = figure.xpath(".//*[@data-read]")
            hrefs = [point.xpath("./@data-href | ./*[@data-piece]/@data-href") for point in points]
            lines = len(figure.xpath("./ul[@class='chart-keys small']/li")) or 1
            found[figure.getparent().getparent().get("id")] = {len(each) - lines for each in hrefs}
    assert {name for name, missing in found.items() if missing != {0}} == set()
    assert {"active_users", "lifecycle", "retention_curve", "time_to_activate", "movements"} <= set(found)


def handed_out(editor, address):
    return list(csv.reader(io.StringIO(text(editor.get(address)))))


def test_every_drawing_is_handed_out_alone_with_what_was_chosen(editor, counted):
    tally("leads.entered", "2026-06-09", 8)
    tally("features.users:activated", "2026-06-01", 8, n=3, channel="google")
    found = {}
    for address in PAGES:
        page = read(editor, f"{address}?from=2026-03&to=2026-06&stickiness=distribution")
        for link in page.xpath("//a[contains(@href, 'only=')]/@href"):
            found.setdefault(link.rpartition("only=")[2], []).append(link)
    kinds = {"cac", "reconciling", "lead_steps", "signup_steps", "time_to_activate", "active_users", "stickiness"}
    assert kinds | {"features", "cohorts_grid", "retention_curve", "movements"} < set(found)
    files = {name: handed_out(editor, links[0]) for name, links in found.items()}
    assert [name for name, rows in files.items() if len(rows) < 2 or len({len(row) for row in rows}) > 1] == []
    assert ["2026-03-01", "1", "30", "100", "0.3", "Settled"] in files["cohorts_grid"]
    assert ["Churn", "-800"] in files["movements"] and ["Activated", "156", "0.39"] in files["signup_steps"]
    assert ["Together: blended", "9600", "0", "48", "200", "200"] in files["reconciling"]
    assert all("from=2026-03-01&to=2026-06-30" in link for links in found.values() for link in links)
    for name, place, begins in (("cohorts_grid", 2, b"\x89PNG"), ("movements", 1, b"%PDF"), ("cac", 2, b"\x89PNG")):
        response = editor.get(found[name][place])
        assert response.content.startswith(begins) and f"{name}-2026-03-01" in response["Content-Disposition"]
    assert editor.get("/funnel/retention/export/?as=csv&only=nps").status_code == 404


def test_a_day_is_marked_and_seen_beside_its_month(editor, counted):
    said = {"day": "2026-03-10", "text": "Prices rose", "back": "/funnel/activation/"}
    assert editor.post("/funnel/days/", said)["Location"] == "/funnel/activation/#days"
    page = text(editor.get("/funnel/activation/"))
    assert "Prices rose (Mar 10, 2026)" in page and "Prices rose <span" in page
    mark = Annotation.objects.get()
    editor.post(f"/funnel/days/{mark.pk}/remove/", {"back": "https://elsewhere.example/"})
    assert not Annotation.objects.exists()


def test_what_was_defined_anew_is_marked_on_drawings_and_in_their_tables(editor, ed, counted):
    recalculation.change_stages({"signup": "joined", "trial": "tried", "paid": "paid"}, by=ed)
    recalculation.change_criteria(Criteria((("invited", 2),)), 14, by=ed)
    recalculation.change_terms(Changes(internal_domains=("halden.example",)), by=ed)
    recalculation.change_terms(Changes(internal_domains=("halden.example",)), by=ed)
    june = datetime(2026, 6, 10, 12, tzinfo=UTC)
    for model in (Redefinition, CriteriaVersion):
        assert model.objects.update(created_at=june) == 2  # what did not change is no change
    page = text(editor.get("/funnel/acquisition/?every=month"))
    assert 'class="chart-day chart-redefined"' in page
    for said in (
        "a sign-up is “joined”, a trial “tried”, a payment “paid”",
        "activated is “invited” at least 2 times, within 14 days",
        "other people are left out",
    ):
        assert f"Definition changed: {said}" in page, said
    assert "Settled · Definition changed: activated is “invited”" in page  # in the table
    early = text(editor.get("/funnel/acquisition/?every=month&from=2026-01&to=2026-03"))
    assert "Definition changed: other people are left out" in early  # it counts for these months, too
    assert "chart-redefined" not in early


def test_another_clock_currency_rate_or_version_is_marked(workspace, ed, tmp_path):
    imported(tmp_path, ed, "user,event,time\na,signed_up,2026-01-31T23:30:00Z\n")
    rate = Rate("EUR", date(2026, 1, 10), Decimal("1.1"))
    for rates in ((rate,), (rate,), (rate, replace(rate, currency="NOK"), replace(rate, day=date(2026, 3, 1)))):
        recalculation.change_terms(Changes(rates=rates), by=ed)
    recalculation.change_terms(Changes(removed=(("NOK", rate.day),)), by=ed)
    Workspace.objects.filter(pk=workspace.pk).update(timezone="Asia/Tokyo", currency="EUR")
    settings = FunnelSettings.objects.get()
    FunnelSettings.objects.update(versions=settings.versions | {"mrr": settings.versions["mrr"] - 1})
    recalculation.recount()
    recalculation.recount()
    marks = outside.marks(date(2026, 1, 1), date(2026, 1, 31), ed)
    assert [(mark.text, mark.who, mark.is_redefinition) for mark in marks] == [
        ("Exchange rates changed: EUR", ed.name, True),
        ("Exchange rates changed: EUR, NOK", ed.name, True),
        ("Exchange rates changed: NOK", ed.name, True),
        ("Definition changed: days and weeks are those of Asia/Tokyo", "", True),
        ("Definition changed: amounts are in EUR", "", True),
        ("Definition changed: MRR", "", True),
    ]
    assert marks[0].note == "counts for amounts from Jan 10, 2026 on; at one exchange rate, for all months"


def test_money_keeps_its_currency_until_all_of_it_is_counted_in_another(editor, workspace, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05", "a subscribed 2026-01-06", "x page 2026-02-20"))
    spent = "day,channel,amount,currency\n2026-01-05,meta,150,USD\n2026-02-20,meta,150,USD\n"
    imported(tmp_path, ed, spent, "spend.csv")
    review = editor.post("/funnel/reviews/")["Location"]
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")

    assert "$150" in text(editor.get("/funnel/acquisition/?every=month"))
    assert "All are told the same now" in text(editor.get(review))

    recalculation.change_terms(Changes(rates=(Rate("USD", date(2026, 1, 1), Decimal("0.5")),)), by=ed)
    work()
    assert "€75" in text(editor.get("/funnel/acquisition/?every=month"))
    assert "told otherwise now" in text(editor.get(review))


def test_figures_of_another_workspace_are_not_shown(counted, client, olga):
    client.force_login(olga)
    page = text(client.get("/funnel/activation/"))
    assert "42 of 100" not in page and "kind=events" in page
    assert tenancy.current_or_none() is None or page

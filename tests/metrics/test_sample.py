"""The sample company's funnel, imported by the same functions as anybody's."""

import csv
from datetime import date
from decimal import Decimal

from metrics import sample
from metrics.definitions.catalog import EVERY
from metrics.importing import import_file
from metrics.models import FunnelSettings, ImportRun, Tally
from metrics.readout import bridge
from metrics.readout.figures import Figures
from metrics.readout.tallies import Where
from pmm_workspace.accounts.models import Workspace
from tests.metrics.funnel import numbers


def test_the_sample_is_the_same_for_the_same_seed(tmp_path):
    for name in ("first", "second"):
        sample.write_events(tmp_path / f"{name}.csv")
    sample.write_events(tmp_path / "other.csv", seed=7)
    first, second, other = ((tmp_path / f"{name}.csv").read_bytes() for name in ("first", "second", "other"))
    assert first == second != other


def test_the_sample_is_imported_with_its_damaged_rows_listed(ed, tmp_path):
    sample.write_events(tmp_path / "events.csv")
    sample.write_spend(tmp_path / "spend.csv")
    events = import_file(tmp_path / "events.csv", by=ed, name="Product events.csv")
    spend = import_file(tmp_path / "spend.csv", by=ed)

    assert (events.state, events.kind, events.name) == (ImportRun.State.DONE, "events", "Product events.csv")
    assert (spend.state, spend.kind, spend.name) == (ImportRun.State.DONE, "spend", "spend.csv")
    assert [reject.line for reject in events.rejects.all()] == [1502, 4202, 9102]
    assert events.new + events.rejected == events.read
    assert (events.first_day, spend.last_day) == (sample.FIRST_DAY, sample.LAST_DAY)


def test_what_the_sample_sells_and_is_paid_adds_up(ed, workspace, tmp_path):
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")
    rows = {}
    for name, write in (("payments", sample.write_payments), ("subscriptions", sample.write_subscriptions)):
        write(tmp_path / f"{name}.csv")
        rows[name] = list(csv.DictReader((tmp_path / f"{name}.csv").open()))
        run = import_file(tmp_path / f"{name}.csv", by=ed)
        assert (run.state, run.kind, run.rejected) == (ImportRun.State.DONE, name, 0)
        assert run.new + sum(run.left_out.values()) == run.read == len(rows[name]) > 500

    september = date(2026, 9, 1), date(2026, 9, 30)
    assert bridge.mrr(*september, Where()).end == sum(
        Decimal(row["Amount"]) for row in rows["subscriptions"]
        if row["Start (UTC)"] < "2026-10" and (not row["Ended At (UTC)"] or row["Ended At (UTC)"] > "2026-10")
    )  # fmt: skip
    paid = [row for row in rows["payments"] if row["Created (UTC)"][:7] == "2026-09" and row["Status"] != "Failed"]
    figures = Figures(FunnelSettings(through=sample.LAST_DAY), sample.LAST_DAY, *september)
    (revenue,) = figures.points(EVERY["revenue"], EVERY["revenue"].main)
    assert revenue.numerator == sum(Decimal(row["Amount"]) - Decimal(row["Amount Refunded"]) for row in paid)


def test_the_samples_customers_are_known_to_its_crm(ed, workspace, tmp_path):
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")
    won = {}
    for name, write in (("leads", sample.write_contacts), ("deals", sample.write_deals)):
        write(tmp_path / f"{name}.csv")
        run = import_file(tmp_path / f"{name}.csv", by=ed)
        assert (run.state, run.kind, run.rejected, run.new) == (ImportRun.State.DONE, name, 0, run.read)
        measure = {"leads": "leads.reached:customer", "deals": "deals.won"}[name]
        won[name] = sum(Tally.objects.filter(measure=measure).values_list("value", flat=True))
    assert won["deals"] > 100
    assert won["leads"] >= won["deals"]  # some pay without a trial


def test_the_samples_numbers_are_believable(ed, tmp_path):
    sample.write_events(tmp_path / "events.csv")
    sample.write_spend(tmp_path / "spend.csv")
    import_file(tmp_path / "events.csv", by=ed)
    import_file(tmp_path / "spend.csv", by=ed)
    sample.write_payments(tmp_path / "payments.csv")
    Workspace.objects.update(currency="EUR")
    import_file(tmp_path / "payments.csv", by=ed)

    def value(metric, variant):
        over, under, _pending = numbers(metric, variant)["2026-09", "*"]
        return over / under

    assert 900 < value("cac", "total") < 3_600
    assert 0.4 < value("activation_rate", "ever") < 0.6
    assert 0.5 < value("return_on_spend", "roas_ever") < 5
    assert 0.15 < value("free_to_paid", "within_30_days") < 0.35

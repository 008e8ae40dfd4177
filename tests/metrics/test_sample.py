"""The sample company's funnel, imported by the same functions as anybody's."""

from metrics import sample
from metrics.importing import import_file
from metrics.models import ImportRun
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


def test_what_the_sample_sells_is_imported_as_the_billing_tool_exports_it(ed, workspace, tmp_path):
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")
    sample.write_subscriptions(tmp_path / "subscriptions.csv")
    run = import_file(tmp_path / "subscriptions.csv", by=ed)

    assert (run.state, run.kind, run.rejected) == (ImportRun.State.DONE, "subscriptions", 0)
    assert run.new == run.read > 500


def test_the_samples_numbers_are_believable(ed, tmp_path):
    sample.write_events(tmp_path / "events.csv")
    sample.write_spend(tmp_path / "spend.csv")
    import_file(tmp_path / "events.csv", by=ed)
    import_file(tmp_path / "spend.csv", by=ed)

    def value(metric, variant):
        over, under, _pending = numbers(metric, variant)["2026-09", "*"]
        return over / under

    assert 150 < value("cac", "total") < 600
    assert 0.4 < value("activation_rate", "ever") < 0.6
    assert 0.15 < value("free_to_paid", "within_30_days") < 0.35

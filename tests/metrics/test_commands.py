"""On the command line: rates, an import taken back, a person erased."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from metrics import store
from metrics.importing import receiving
from metrics.models import Erasure, ExchangeRate, ImportRun
from pmm_workspace.accounts.models import Workspace
from tests.metrics.funnel import count, events, imported, upload

FILES = Path(__file__).parent / "files"


def test_rates_are_entered_and_replaced(ada, tmp_path, workspace):
    for rate in ("1.08", "1.09"):
        (tmp_path / "rates.csv").write_text(f"day,currency,rate\n2026-01-01,eur,{rate}\n")
        call_command("exchange_rates", str(tmp_path / "rates.csv"), workspace=workspace.slug)
    assert [(found.currency, str(found.rate)) for found in ExchangeRate.objects.all()] == [("EUR", "1.09000000")]


def test_a_line_that_is_no_rate_is_told_with_one_of_another_currency(ada, tmp_path, workspace):
    (tmp_path / "rates.csv").write_text("2026-01-01,usd")
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")
    with pytest.raises(CommandError, match=r"Line 1 is no rate\..*USD"):
        call_command("exchange_rates", str(tmp_path / "rates.csv"), workspace=workspace.slug)


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (["exchange_rates", "/nonexistent.csv"], {}, "cannot be read: No such file"),
        (["exchange_rates", FILES / "mixpanel.jsonl.gz"], {}, "is not text in UTF-8"),
        (["erase_person", " "], {}, "Name an id or an e-mail address"),
        (["import_settings"], {"kept_months": 601, "test_people": ["a"]}, "1 to 600 months"),
        (["import_funnel", FILES / "plain.csv"], {"by": "vera@example.com"}, "vera@example.com may not do this"),
        (["undo_import", 1], {}, "no import with this number"),
        (["correct_import", 1], {}, "no import with this number"),
    ],
)
def test_a_wrong_argument_is_told_in_words_and_changes_nothing(ada, vera, ed, workspace, arguments, options, said):
    waiting = receiving.receive(upload(events("b signed_up never")).chunks(), by=ed, name="waiting.csv")
    name, *rest = arguments
    with pytest.raises(CommandError, match=said):
        call_command(name, *rest, workspace=workspace.slug, **options)
    assert list(ImportRun.objects.all()) == [waiting]
    assert not (Erasure.objects.exists() or store.settings().excluded_people)


def test_what_a_file_cannot_tell_is_said_by_an_option(ada, tmp_path, workspace, capsys):
    path = tmp_path / "subscriptions.csv"
    path.write_text((FILES / "stripe_subscriptions.csv").read_text().replace(",eur,", ",usd,"))
    with pytest.raises(CommandError, match=r"245\.00 × 5.*Say it by --amount-of\."):
        call_command("import_funnel", str(path), workspace=workspace.slug)
    call_command("import_funnel", str(path), amount_of="all", workspace=workspace.slug)
    assert "2 new" in capsys.readouterr().out


def test_an_import_is_taken_back_and_a_person_erased(ada, tmp_path, workspace, capsys):
    imported(tmp_path, ada, events("a signed_up 2026-01-05"))
    run = imported(tmp_path, ada, events("a signed_up 2026-01-05", "b signed_up 2026-01-06"))
    call_command("undo_import", run.pk, preview=True, workspace=workspace.slug)
    assert "New users, Jan 2026: 2 → 1" in capsys.readouterr().out
    assert count() == 2
    call_command("undo_import", run.pk, workspace=workspace.slug)
    run.refresh_from_db()
    assert (run.state, count()) == (ImportRun.State.UNDONE, 1)
    call_command("erase_person", "a", preview=True, workspace=workspace.slug)
    assert "2 events" in capsys.readouterr().out
    assert count() == 1
    call_command("erase_person", "a", workspace=workspace.slug)
    assert (Erasure.objects.get().subject, count()) == ("", 0)


def test_who_is_left_out_is_said_with_what_it_changes(ada, tmp_path, workspace, capsys):
    imported(tmp_path, ada, events("a signed_up 2026-01-05", "b signed_up 2026-01-06"))
    call_command("import_settings", test_people=["a"], preview=True, workspace=workspace.slug)
    said = capsys.readouterr().out
    assert "New users, Jan 2026: 2 → 1" in said and "Test people: none" in said
    call_command("import_settings", test_people=["a"], kept_months=24, workspace=workspace.slug)
    assert "Test people: a" in capsys.readouterr().out

"""Whom the numbers leave out, what other money is worth, who is forgotten: told before, then done."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from metrics import store
from metrics.importing import erasing, import_file, undoing, wording
from metrics.models import Erasure, ExchangeRate, FunnelSettings, Question
from metrics.parsing import rates
from pmm_workspace.accounts.models import Workspace
from tests.metrics.funnel import count, events, imported, numbers, work
from tests.metrics.store.lakes import put_together

FUNNEL = events(
    "ann@halden.example signed_up 2026-01-05", "bo@x.example signed_up 2026-01-06",
    "bo@x.example activated 2026-01-07", "x page 2026-06-30",
)  # fmt: skip
SETTINGS = "/imports/settings/"


@pytest.fixture
def editor(client, ed):
    client.force_login(ed)
    return client


@pytest.fixture
def filled(ed, tmp_path):
    imported(tmp_path, ed, FUNNEL)


def text(response):
    return response.content.decode()


def activated():
    work()
    return numbers("activation_rate", "ever")["2026-01", "*"][:2]


def test_who_is_left_out_is_told_with_the_numbers_and_then_left_out(editor, filled):
    typed = {"section": "left_out", "internal_domains": "@Halden.example", "excluded_people": ""}
    page = text(editor.post(SETTINGS, typed))
    assert "Left out from now on: halden.example." in page
    assert 'hx-post="/imports/foreseen/"' in page
    work()
    told = text(editor.post("/imports/foreseen/", typed))
    assert "1 of 2" in told and "hx-post" not in told
    assert told.split("<table")[1] in text(editor.post(SETTINGS, typed))
    assert "1 of 2" in told and "1 of 1" in told
    assert activated() == (1, 2)

    editor.post(f"{SETTINGS}save/", typed)
    assert activated() == (1, 1)
    editor.post("/imports/foreseen/", typed)
    work()
    assert "No number changes." in text(editor.post("/imports/foreseen/", typed))
    assert "is not a domain" in text(editor.post(SETTINGS, typed | {"internal_domains": "not one"}))


def test_who_saved_a_section_of_the_settings_or_left_it_as_it_was_is_back_at_that_section(editor, workspace):
    for section, typed in {"kept": {"kept_months": "25"}, "reviews": {"review_every": "month"}}.items():
        asked = text(editor.post(SETTINGS, {"section": section} | typed))
        assert f'href="{SETTINGS}?#{section}"' in asked, "without the question mark nothing is loaded"
        assert editor.post(f"{SETTINGS}save/", {"section": section} | typed)["Location"] == f"{SETTINGS}#{section}"
        assert f'id="{section}"' in text(editor.get(SETTINGS))


@pytest.mark.parametrize(("ours", "other"), [("USD", "EUR"), ("EUR", "USD")])
def test_the_example_of_a_rate_is_of_another_currency_than_ours(editor, workspace, ours, other):
    Workspace.objects.filter(pk=workspace.pk).update(currency=ours)
    assert f'placeholder="2026-01-31,{other},' in text(editor.get(SETTINGS))
    wrong = text(editor.post(SETTINGS, {"section": "rates", "rates": "soon"}))
    assert f"a rate: 2026-01-31,{other}," in wrong


def test_rates_are_pasted_and_one_that_is_needed_cannot_be_removed(editor, ed, tmp_path, django_assert_max_num_queries):
    pasted = {"section": "rates", "rates": "day,currency,rate\n2026-01-01;nok;0,1\n2026-02-01\tNOK\t0.09\n"}
    assert "1 NOK = 0.1 from Jan 1, 2026" in text(editor.post(SETTINGS, pasted))
    editor.post(f"{SETTINGS}save/", pasted)
    assert [rate.rate for rate in ExchangeRate.objects.order_by("day")] == [Decimal("0.1"), Decimal("0.09")]
    refused = editor.post(SETTINGS, {"section": "rates", "rates": "2026-01-01,EUR,free"})
    assert refused.status_code == 422 and "Line 1 is no rate." in text(refused)

    imported(tmp_path, ed, "day,channel,amount,currency\n2026-01-05,meta,100,NOK\n")
    removal = {"section": "removal", "rate": ExchangeRate.objects.earliest("day").pk}
    work()
    editor.post("/imports/foreseen/", removal)
    work()
    assert "NOK from Jan 5, 2026" in text(editor.post("/imports/foreseen/", removal))
    assert "NOK from Jan 5, 2026" in text(editor.post(f"{SETTINGS}save/", removal, follow=True))
    assert ExchangeRate.objects.count() == 2
    with django_assert_max_num_queries(12):
        listed = text(editor.get(SETTINGS))
    assert '<td class="number">0.1</td>' in listed and '<td class="number">0.09</td>' in listed


def test_amounts_are_foreseen_in_the_money_that_they_are_counted_in(editor, ed, workspace, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05", "a subscribed 2026-01-06", "x page 2026-02-20"))
    spent = "day,channel,amount,currency\n2026-01-05,meta,150,USD\n2026-02-20,meta,150,USD\n"
    imported(tmp_path, ed, spent, "spend.csv")
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")
    pasted = {"section": "rates", "rates": "2026-01-01,USD,0.5"}
    editor.post("/imports/foreseen/", pasted)
    work()
    told = text(editor.post("/imports/foreseen/", pasted))
    assert "$150" in told and "€75" in told and "€150" not in told


def saved(client, **changes):
    """What a person reads who has changed the workspace so."""
    typed = {"name": "Halden", "timezone": "UTC", "currency": "USD"} | changes
    return text(client.post("/settings/workspace/", typed, follow=True))


def test_whoever_changes_the_currency_hears_which_rates_the_numbers_wait_for(client, ada, ed, workspace, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05", "x page 2026-02-20"))
    imported(tmp_path, ed, "day,channel,amount,currency\n2026-01-05,meta,150,USD\n", "spend.csv")
    client.force_login(ada)
    said = saved(client, currency="EUR")
    assert "All numbers stay in USD until every amount has a rate in EUR." in said
    assert "USD from Jan 5, 2026" in said and '<a href="/imports/settings/#rates">' in said
    assert "All numbers stay in USD until every amount has a rate in EUR." in text(client.get(SETTINGS))

    back = saved(client)
    assert "Saved." in back and "All numbers stay" not in back
    assert "computed again" not in back and "All numbers stay" not in text(client.get(SETTINGS))


def test_the_numbers_follow_another_clock_and_currency_at_once(client, ada, ed, workspace, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-31T12:00:00Z", "x page 2026-06-30"))
    imported(tmp_path, ed, "day,channel,amount\n2026-01-05,meta,150\n", "spend.csv")
    client.force_login(ada)
    said = saved(client, timezone="Pacific/Auckland")
    assert "All numbers are being computed again." in said and "without a currency" not in said
    work()
    assert numbers("sign_ups", "all")["2026-02", "*"][0] == 1
    said = saved(client, timezone="Pacific/Auckland", currency="EUR")
    assert "Amounts that were imported without a currency are taken to be in EUR." in said
    work()
    assert FunnelSettings.objects.get().currency == "EUR"


@pytest.mark.parametrize("is_compacted", [False, True])
def test_an_import_of_which_everybody_was_erased_is_not_offered_to_be_undone(client, ada, ed, tmp_path, is_compacted):
    others = imported(tmp_path, ed, FUNNEL)
    gone = imported(tmp_path, ed, events("cy@x.example signed_up 2026-01-08"), "gone.csv")
    if is_compacted:
        put_together()
    client.force_login(ada)
    assert "Undo…" in text(client.get(f"/imports/{gone.pk}/"))
    erasing.erase("cy@x.example", by=ada)
    work()
    page = text(client.get(f"/imports/{gone.pk}/"))
    assert "Undo…" not in page and "Replace by a new file…" not in page
    assert "can no longer be undone" in text(client.post(f"/imports/{gone.pk}/undo/", follow=True))
    assert "Undo…" in text(client.get(f"/imports/{others.pk}/"))


def test_an_import_stays_to_be_undone_while_that_would_bring_back_what_it_replaced(ada, ed, tmp_path):
    first = imported(tmp_path, ed, FUNNEL)
    (tmp_path / "other.csv").write_text(events("cy@x.example signed_up 2026-01-08"))
    run = import_file(tmp_path / "other.csv", by=ed, replaces=first)
    erasing.erase("cy@x.example", by=ada)
    work()
    run.refresh_from_db()
    assert undoing.may_be_undone(run)
    undoing.undo(run, by=ed)
    work()
    assert count() == 4


def test_rates_and_their_days_are_written_in_the_readers_language(editor, ed, workspace):
    Workspace.objects.filter(pk=workspace.pk).update(currency="EUR")
    ed.language = "ru"
    ed.save()
    said = text(editor.post(SETTINGS, {"section": "rates", "rates": "2026-01-01,USD,0.87654321\n2026-02-01,USD,0.90"}))
    assert "1 USD = 0,87654321 с 1 января 2026." in said and "1 USD = 0,9 с 1 февраля 2026." in said
    with translation.override("ru"):
        refused = wording.of_file({"code": "no_rate", "currency": "NOK", "day": "2026-01-05"})
    assert "в NOK начиная с 5 января 2026." in refused


def test_how_much_would_be_dropped_is_told_before_it_is_kept_for_less(editor, filled):
    page = text(editor.post(SETTINGS, {"section": "kept", "kept_months": "1"}))
    assert "at most 4 rows" in page
    assert store.settings().kept_months is None
    editor.post(f"{SETTINGS}save/", {"section": "kept", "kept_months": "1"})
    assert store.settings().kept_months == 1
    assert editor.post(SETTINGS, {"section": "kept", "kept_months": "-1"}).status_code == 422


def test_a_person_is_erased_once_the_key_was_typed_again_and_a_receipt_stays(client, ada, ed, filled):
    client.force_login(ada)
    subject = {"subject": "bo@x.example"}
    assert 'hx-post="/imports/erasures/numbers/"' in text(client.post("/imports/erasures/", subject))
    work()
    assert not Question.objects.filter(asked__has_key="subject").exists()
    told = text(client.post("/imports/erasures/numbers/", subject))
    assert "<dt>Events</dt><dd>2</dd>" in told and "1 of 2" in told
    assert client.post("/imports/erasures/erase/", subject | {"again": "bo"}).status_code == 422
    assert (count(), Erasure.objects.count()) == (4, 0)

    client.post("/imports/erasures/erase/", subject | {"again": "bo@x.example"})
    page = text(client.get("/imports/erasures/"))
    assert "Being erased" in page and 'hx-select="#receipts"' in page, "the receipt comes by itself"
    work()
    page = text(client.get("/imports/erasures/"))
    assert "events: 2" in page and "bo@x.example" not in page and "hx-select" not in page
    assert (count(), activated()) == (2, (0, 1))
    assert not Question.objects.exists()
    client.force_login(ed)
    assert client.post("/imports/erasures/erase/", subject).status_code == 403


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-01-31,EUR,1.0853", [("EUR", date(2026, 1, 31), "1.08530000")]),
        ("Date;Currency;Rate\n2026-01-31;eur;1,0853\n\n", [("EUR", date(2026, 1, 31), "1.08530000")]),
    ],
)
def test_rates_are_read_as_people_paste_them(text, found):
    assert [(rate.currency, rate.day, str(rate.rate)) for rate in rates.read(text)] == found


@pytest.mark.parametrize("text", ["2026-01-31,EUR", "31.01.2026,EUR,1", "2026-01-31,EURO,1", "2026-01-31,EUR,-1",
                                  "2026-01-31,EUR,NaN", "2026-01-31,EUR,0.0000000001"])  # fmt: skip
def test_what_is_no_rate_is_refused_with_its_line(text):
    with pytest.raises(rates.NoRate) as bad:
        rates.read(f"2026-01-01,EUR,1\n{text}")
    assert bad.value.line == 2

"""Files, settings, rates and erasures by REST: what changes is told by a preview, and then done."""

from pathlib import Path

import pytest
from rest_framework.test import APIClient

from metrics import store
from metrics.models import Erasure, ExchangeRate, ImportRun
from tests.metrics.funnel import count, events, imported, work

FILES = Path(__file__).parent / "files"
FUNNEL = events("a signed_up 2026-01-05", "b signed_up 2026-01-06", "b activated 2026-01-07", "x page 2026-06-30")
SETTINGS, RATES, ERASURES, IMPORTS = (
    "/api/funnel/settings/",
    "/api/funnel/rates/",
    "/api/funnel/erasures/",
    "/api/imports/",
)


@pytest.fixture
def api(ed):
    client = APIClient()
    client.force_login(ed)
    return client


def counted(ask):
    """What a question is answered with, once a worker has counted it."""
    first = ask()
    assert (first.status_code, first.json()["counting"], first["Retry-After"]) == (202, True, "1")
    assert not any(value for name, value in first.json().items() if name != "counting")
    work()
    told = ask()
    assert (told.status_code, told.json()["counting"]) == (200, False)
    return told.json()


def moved(numbers):
    return {(each["metric"], side): each[side] for each in numbers["most"] for side in ("before", "after")}


def test_a_file_goes_in_by_the_steps_of_the_browser_and_out_again(api):
    sent = api.generic("POST", f"{IMPORTS}?name=june.csv", FUNNEL + "c,signed_up,never,,\n", "text/csv")
    assert (sent.status_code, sent.json()["state"]) == (201, "checking")
    address = f"{IMPORTS}{sent.json()['id']}/"
    work()
    seen = api.get(address).json()
    assert (seen["state"], seen["new"], seen["rejected"], seen["counting"]) == ("checked", 4, 1, False)
    assert seen["rejects"][0]["line"] == 6
    assert moved(seen["numbers"])["activation_rate", "after"] == ["2026-01-01", "1", "2"]
    assert not count()

    assert api.post(f"{address}step/", {"step": "confirm"}).status_code == 202
    work()
    assert (count(), api.post(f"{address}step/", {"step": "confirm"}).status_code) == (4, 409)
    assert counted(lambda: api.get(f"{address}undoing/"))["numbers"]["values"] > 0
    assert api.post(f"{address}step/", {"step": "undo"}).status_code == 202
    work()
    assert not count()
    assert [run["state"] for run in api.get(IMPORTS).json()["results"]] == ["undone"]


def test_what_a_file_cannot_tell_is_answered_by_a_step(api):
    content = (FILES / "stripe_subscriptions.csv").read_text().replace(",eur,", ",usd,")
    sent = api.generic("POST", f"{IMPORTS}?name=subscriptions.csv", content, "text/csv")
    address = f"{IMPORTS}{sent.json()['id']}/"
    work()
    asked = api.get(address).json()
    assert (asked["state"], asked["asks"]) == ("columns", "amount_of") and "245.00 × 5" in asked["question"]
    for wrong in ({"step": "answer"}, {"step": "confirm", "amount_of": "all"}, {"step": "answer", "amount_of": "some"}):
        assert api.post(f"{address}step/", wrong).status_code == 400
    assert api.post(f"{address}step/", {"step": "answer", "amount_of": "all"}).status_code == 202
    work()
    assert (api.get(address).json()["state"], api.get(address).json()["new"]) == ("checked", 2)


def test_a_file_takes_the_place_of_another(api, ed, tmp_path):
    old = imported(tmp_path, ed, FUNNEL)
    sent = api.generic("POST", f"{IMPORTS}?replaces={old.pk}", events("d signed_up 2026-01-05"), "text/csv")
    work()
    api.post(f"{IMPORTS}{sent.json()['id']}/step/", {"step": "confirm"})
    work()
    assert count() == 1
    assert api.generic("POST", f"{IMPORTS}?replaces={old.pk}", FUNNEL, "text/csv").status_code == 409
    for query in ("replaces=999999", "replaces=x", "kind=cakes"):
        assert api.generic("POST", f"{IMPORTS}?{query}", FUNNEL, "text/csv").status_code == 400
    assert ImportRun.objects.count() == 2


def test_what_settings_and_rates_change_is_told_by_a_preview(api, ed, tmp_path):
    imported(tmp_path, ed, FUNNEL)
    told = counted(lambda: api.patch(f"{SETTINGS}?preview=true", {"excluded_people": ["a"]}))["numbers"]
    assert moved(told)["activation_rate", "after"] == ["2026-01-01", "1", "1"]
    assert store.settings().excluded_people == []
    saved = api.patch(SETTINGS, {"internal_domains": ["@Halden.example"], "kept_months": 24})
    assert saved.json() == {
        "excluded_people": [],
        "internal_domains": ["halden.example"],
        "kept_months": 24,
        "review_every": "",
    }
    assert api.patch(SETTINGS, {"internal_domains": ["no domain"]}).status_code == 400

    work()
    rate = {"day": "2026-01-01", "currency": "nok", "rate": "0.1"}
    assert counted(lambda: api.post(f"{RATES}?preview=true", [rate]))["numbers"]["values"] == 0
    assert api.post(RATES, [rate]).json()["results"] == [rate | {"currency": "NOK", "rate": "0.10000000"}]
    assert api.post(RATES, [rate | {"rate": "-1"}]).status_code == 400
    assert api.post(RATES, [rate | {"rate": None}]).json()["results"] == []
    assert not ExchangeRate.objects.exists()


def test_a_person_is_erased_by_an_admin_alone(api, ada, ed, tmp_path):
    imported(tmp_path, ed, FUNNEL)
    assert api.post(ERASURES, {"subject": "b"}).status_code == 403
    api.force_login(ada)
    assert counted(lambda: api.post(f"{ERASURES}?preview=1", {"subject": "b"}))["counts"]["events"] == 2
    for wrong in ({}, {"again": "a"}, {"again": ""}):
        refused = api.post(ERASURES, {"subject": "b"} | wrong)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["again"])
    assert not Erasure.objects.exists()
    assert api.post(ERASURES, {"subject": "b", "again": "b"}).status_code == 202
    work()
    assert count() == 2
    assert api.get(ERASURES).json()["results"][0]["counts"]["events"] == 2

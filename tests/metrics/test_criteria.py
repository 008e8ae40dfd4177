"""What activation is: set by a person, tried before, counted anew, and read by everybody who sees the numbers."""

import pytest
from rest_framework.test import APIClient

from metrics import foreseeing, recalculation, store
from metrics.definitions.meaning import Criteria
from metrics.models import CriteriaVersion
from pmm_workspace.jobs.models import Job
from tests.metrics.funnel import events, imported, numbers, work

ADDRESS, REST = "/funnel/activation/criteria/", "/api/metrics/activation/"
# ann invites twice, bob invites once and makes, cleo makes before she signs up, dan makes too late
FUNNEL = events(
    "ann signed_up 2026-01-05", "ann invited 2026-01-06", "ann invited 2026-01-06T10:00:00Z", "ann made 2026-01-09",
    "bob signed_up 2026-01-07", "bob invited 2026-01-08", "bob made 2026-01-08", "bob activated 2026-01-08",
    "cleo made 2026-01-07", "cleo signed_up 2026-01-08", "cleo invited 2026-01-09", "cleo invited 2026-01-10",
    "dan signed_up 2026-01-09", "dan invited 2026-01-09T20:00:00Z", "dan invited 2026-01-10", "dan made 2026-01-29",
    "x page 2026-02-28",
)  # fmt: skip
TWICE_AND_MADE = {"match": "all", "days": "7", "event_0": "invited", "times_0": "2", "event_1": "made"}


@pytest.fixture
def funnel(ed, tmp_path):
    imported(tmp_path, ed, FUNNEL)


@pytest.fixture
def editor(client, ed):
    client.force_login(ed)
    return client


def text(response):
    return response.content.decode()


TRIED = [
    (Criteria(), 7, 1),
    (Criteria((("invited", 2), ("made", 1))), 7, 1),  # ann; dan made too late, cleo before she came
    (Criteria((("invited", 2), ("made", 1))), 21, 2),
    (Criteria((("invited", 2), ("made", 1))), 3, 0),  # ann made on her fifth day
    (Criteria((("invited", 2), ("made", 1)), is_any=True), 7, 4),
    (Criteria((("invited", 3),)), 7, 0),
]


def test_activated_is_who_meets_the_criteria_in_time(funnel):
    for criteria, days, in_time in TRIED:
        january = foreseeing.of_criteria(criteria, days)["months"][1]
        assert january["before"] == ["2026-01-01", "1", "4"]
        assert january["after"] == ["2026-01-01", f"{in_time}", "4"], criteria


def test_a_change_is_shown_before_it_is_saved_and_then_counted(editor, funnel):
    page = text(editor.post(ADDRESS, TWICE_AND_MADE | {"what": "look"}))
    assert "“invited” at least 2 times and “made”, within 7 days of the sign-up" in page
    assert "monthly values of" in page and "/funnel/metric/active_users/" in page
    assert "Nobody has ever done" not in page
    page = text(editor.post(ADDRESS, TWICE_AND_MADE | {"event_1": "mdae", "what": "look"}))
    assert "Nobody has ever done “mdae”" in page and "done “invited”" not in page
    assert store.settings().activation_version == 1 and not CriteriaVersion.objects.exists()

    assert editor.post(ADDRESS, TWICE_AND_MADE | {"what": "save"})["Location"] == ADDRESS
    work()
    assert numbers("activation_rate", "ever")["2026-01", "*"] == (2, 4, 0)
    page = text(editor.get("/funnel/metric/activation_rate/"))
    assert "“invited” at least 2 times and “made”" in page and "criteria 2" in page
    assert [version.by and version.by.name for version in CriteriaVersion.objects.all()] == ["Ed", None]


def test_other_days_are_read_without_counting_anew(ed, editor):
    before = Job.objects.count()
    recalculation.change_criteria(Criteria(), 30, by=ed)
    assert Job.objects.count() == before and store.settings().activation_version == 2
    assert "the activation event within 30 days ÷" in text(editor.get("/funnel/metric/activation_rate/"))


def test_what_makes_no_sense_is_refused(editor):
    for wrong in (
        {"event_1": "invited"}, {"event_0": "", "event_1": ""}, {"times_0": "0"}, {"days": "366"}, {"match": "most"},
    ):  # fmt: skip
        assert editor.post(ADDRESS, TWICE_AND_MADE | {"what": "save"} | wrong).status_code == 422, wrong
    assert store.settings().activation_version == 1


def test_programs_read_and_set_the_same_criteria(ed, rita):
    api = APIClient()
    api.force_login(ed)
    said = {"match": "any", "days": 14, "events": [{"event": "invited", "times": 2}, {"event": "made", "times": 1}]}
    answer = api.put(REST, said, format="json").json()
    assert answer == api.get(REST).json()
    assert answer == said | {
        "version": 2,
        "text": "“invited” at least 2 times or “made”, within 14 days of the sign-up",
    }
    metrics = {metric["name"]: metric for metric in api.get("/api/metrics/").json()["results"]}
    assert [variant["window_days"] for variant in metrics["activation_rate"]["variants"]] == [None, 14]
    assert api.put(REST, said | {"events": [{"event": "made"}] * 2}, format="json").status_code == 400
    assert api.put(REST, said | {"events": []}, format="json").status_code == 400
    api.force_login(rita)
    assert api.put(REST, said, format="json").status_code == 403

"""What activation is: set by a person, tried before, counted anew, and read by everybody who sees the numbers."""

import random
import re
from collections import Counter
from decimal import Decimal
from html import unescape

import pytest
from rest_framework.test import APIClient

from metrics import foreseeing, recalculation, store
from metrics.definitions.meaning import Criteria
from metrics.models import CriteriaVersion
from metrics.readout.candidates import ranked
from metrics.recalculation import candidates
from metrics.recalculation.candidates import Counted
from pmm_workspace.jobs.models import Job
from tests.metrics.funnel import events, imported, numbers, work
from tests.metrics.store.lakes import at, event
from tests.metrics.store.lakes import imported as lake_of

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


def test_other_days_alone_move_the_rate_in_time(funnel):
    told = foreseeing.of_criteria(Criteria((("activated", 1),)), 1)
    assert [(each["metric"], each["variant"], each["after"]) for each in told["most"]] == [
        ("activation_rate", "in_time", ["2026-01-01", "0", "4"])
    ]


def test_a_change_is_shown_before_it_is_saved_and_then_counted(editor, funnel):
    editor.post(ADDRESS, TWICE_AND_MADE | {"what": "look"})
    work()
    page = text(editor.post(ADDRESS, TWICE_AND_MADE | {"what": "look"}))
    assert "“invited” at least 2 times and “made”, within 7 days of the sign-up" in page
    assert "monthly values of" in page and "/funnel/metric/active_users/" in page
    assert "Nobody has ever done" not in page
    counting = text(editor.post(ADDRESS, TWICE_AND_MADE | {"event_1": "mdae", "what": "look"}))
    work()
    page = text(editor.get(unescape(re.search(r'hx-get="(/funnel/[^"]+)"', counting)[1])))
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


def test_programs_read_and_set_the_same_criteria(funnel, ed, rita):
    api = APIClient()
    api.force_login(ed)
    said = {"match": "any", "days": 14, "events": [{"event": "invited", "times": 2}, {"event": "mdae", "times": 1}]}
    counting = api.put(f"{REST}?preview=1", said, format="json")
    assert (counting.status_code, counting.json()["counting"], counting.json()["numbers"]) == (202, True, None)
    work()
    told = api.put(f"{REST}?preview=1", said, format="json").json()
    assert (told["counting"], told["unknown"]) == (False, ["mdae"])
    assert told["months"][1]["after"] == ["2026-01-01", "3", "4"] and told["numbers"]["values"] > 0
    assert store.settings().activation_version == 1

    said["events"][1]["event"] = "made"
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


def crowd(luck, people=120):
    """(person, event, hours since January 5) of people who sign up and do this and that in their first weeks."""
    for n in range(people):
        yield n, "signed_up", n
        for _ in range(luck.randrange(6)):
            yield n, luck.choice(["invited", "made", "looked"]), n + luck.randrange(-40, 24 * 50)


def candidates_by_hand(rows):
    """{(event, times): (did, did and came back)} of those with 35 full days, in plain Python."""
    signup = {who: hour for who, event, hour in rows if event == "signed_up"}
    found, kept = Counter(), Counter()
    for who, since in signup.items():
        mine = [(event, hour - since) for name, event, hour in rows if name == who and event != "signed_up"]
        is_kept = any(7 * 24 <= hour < 35 * 24 for _event, hour in mine)
        early = Counter(event for event, hour in mine if 0 <= hour < 7 * 24)
        for name, count in early.items():
            for times in (1, 2, 3, 5, 10):
                found[name, times] += count >= times
                kept[name, times] += count >= times and is_kept
    return {key: (count, kept[key]) for key, count in found.items() if count}


def test_candidates_are_counted_over_those_old_enough(ed, editor):
    rows = list(crowd(random.Random(7)))
    moment = at("2026-01-05")
    stored = [{"person": f"p{who}", "event": event, "at": moment + hour * 3_600_000_000} for who, event, hour in rows]
    young = [
        event("late", when="2026-03-01"),
        event("late", "made", "2026-03-01"),
        event("end", "looked", "2026-03-05"),
    ]
    lake_of(events=[*stored, *young])
    counted = candidates.counted(7)
    assert counted.people == 120
    assert {(name, times): tuple(both) for name, times, *both in counted.rows} == candidates_by_hand(rows)

    counting = text(editor.get(ADDRESS, {"rank": "1", "event": "invited", "times": "3"}))
    assert "The events are being ranked." in counting and 'value="invited"' in counting
    work()
    page = text(editor.get("/funnel/activation/ranking/", {"rank": "1"}))
    assert "This is correlation" in page and "?rank=1&amp;event=" in page
    answer = APIClient()
    answer.force_login(ed)
    listed = answer.get(f"{REST}candidates/").json()["results"]
    assert len(listed) == len(counted.rows) and all(each["did"] + each["others"] == 120 for each in listed)


def test_candidates_are_ranked_by_reach_times_lift_and_too_few_say_so():
    rows = [("rare", 1, 29, 29), ("common", 1, 80, 60), ("telling", 1, 50, 50), ("telling", 2, 30, 30)]
    found = ranked(Counted(people=100, kept=62, rows=rows))
    assert [(each.event, each.times, each.is_too_few) for each in found] == [
        ("telling", 1, False), ("telling", 2, False), ("common", 1, True), ("rare", 1, True),
    ]  # fmt: skip
    assert (found[0].lift, found[0].score) == (Decimal("0.76"), Decimal("0.38"))
    assert found[2].lift is None

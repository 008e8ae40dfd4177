"""What a change would move is counted by a worker, once for each state, and nobody has to wait for it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from metrics.models import FunnelSettings, Question
from metrics.recalculation import questions
from metrics.recalculation.questions import Answer, ask
from metrics.store.engine import bounded, connected
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job
from tests.metrics.funnel import events, imported, work

ENDLESS = "SELECT count(*) FROM range(10_000_000) AS a, range(10_000_000) AS b WHERE a.range * b.range = 7"


@pytest.fixture
def answered(monkeypatch):
    """A question of the tests, and with what it has been asked so far."""
    heard = []
    monkeypatch.setitem(questions._ways, "echo", lambda word: heard.append(word) or {"said": word})
    return heard


def endless(word, seconds=0.1):
    with connected() as engine, bounded(engine, seconds):
        engine.execute(ENDLESS)


def test_who_asks_the_same_again_finds_the_answer_and_another_state_is_another_question(ed, rita, answered, tmp_path):
    assert ask("echo", by=ed, word="a") == ask("echo", by=rita, word="a") == Answer(is_open=True)
    work()
    assert ask("echo", by=rita, word="a") == Answer(told={"said": "a"})
    assert ask("echo", by=rita, word="b").is_open
    work()
    assert answered == ["a", "b"]

    imported(tmp_path, ed, events("a signed_up 2026-01-05"))
    assert ask("echo", by=ed, word="a").is_open
    work()
    FunnelSettings.objects.update(value_events=["used"])
    assert ask("echo", by=ed, word="a").is_open


def test_what_was_counted_while_something_changed_is_of_no_state(ed, monkeypatch):
    def meanwhile(word):
        FunnelSettings.objects.update_or_create(defaults={"features": ["used"]})
        return {"said": word}

    monkeypatch.setitem(questions._ways, "echo", meanwhile)
    ask("echo", by=ed, word="a")
    work()
    assert not Question.objects.exists()
    FunnelSettings.objects.update(features=[])
    assert ask("echo", by=ed, word="a").is_open


def test_what_takes_too_long_is_given_up_and_tried_again_later(ed, monkeypatch):
    monkeypatch.setitem(questions._ways, "echo", endless)
    ask("echo", by=ed, word="a")
    work()
    assert ask("echo", by=ed, word="a") == Answer(problem=questions.TOO_LONG)
    Job.objects.update(finished_at=now() - timedelta(minutes=11))
    assert ask("echo", by=ed, word="a").is_open


def test_a_question_that_nobody_asks_any_more_is_given_up(transactional_db, ed, answered, monkeypatch):
    def left_alone(word):
        _leave()
        endless(word, seconds=60)

    monkeypatch.setattr("pmm_workspace.jobs.progress.BEAT", 0.05)
    monkeypatch.setitem(questions._ways, "left", left_alone)
    ask("left", by=ed, word="a")
    work()
    assert not Question.objects.exists() and Job.objects.get().result == {}

    ask("echo", by=ed, word="a")
    _leave()
    work()
    assert not answered, "who waits for a worker is given up, too"
    ask("echo", by=ed, word="a")
    _leave()
    ask("echo", by=ed, word="a")
    work()
    assert answered == ["a"]


def _leave():
    Question.objects.update(asked_at=now() - timedelta(seconds=91))


def test_what_fails_is_said_to_have_failed(ed, monkeypatch):
    monkeypatch.setitem(questions._ways, "echo", lambda word: 1 / 0)
    ask("echo", by=ed, word="a")
    work()
    assert ask("echo", by=ed, word="a") == Answer(problem=questions.FAILED)


def test_answers_expire_and_what_was_asked_is_forgotten_once_it_is_told(ed, answered):
    ask("echo", by=ed, word="a")
    work()
    assert Question.objects.get().asked == {}
    questions.forget_old()
    assert Question.objects.exists()
    Question.objects.update(created_at=now() - timedelta(days=1, minutes=1))
    questions.forget_old()
    assert not Question.objects.exists() and not Job.objects.exists()


def test_a_second_attempt_after_the_answer_asks_for_no_more(ed, answered):
    """The worker was lost between writing the answer and the end of the job."""
    ask("echo", by=ed, word="a")
    work()
    Job.objects.update(state="waiting", result={})
    queue.run(Job.objects.get().pk)
    assert answered == ["a"] and ask("echo", by=ed, word="a").is_open


def test_the_page_says_why_it_tells_no_numbers(client, ed, tmp_path, monkeypatch, django_assert_max_num_queries):
    run = imported(tmp_path, ed, events("a signed_up 2026-01-05"))
    monkeypatch.setitem(questions._ways, "undoing", lambda run_id: endless("a"))
    client.force_login(ed)
    with django_assert_max_num_queries(32):
        page = client.get(f"/imports/{run.pk}/undo/").content.decode()
    assert "are being counted" in page and "Undo this import" in page and "load delay:400ms" in page
    poll = client.get(f"/imports/{run.pk}/undo/numbers/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in poll
    work()
    with django_assert_max_num_queries(26):
        page = client.get(f"/imports/{run.pk}/undo/").content.decode()
    assert "took too long and was given up" in page and "hx-trigger" not in page

"""What somebody wants to know before they decide is counted by a worker, once for each state of the numbers.

Whoever asks the same again finds the answer, or that it is still being counted; what holds of one state is told of no
other. A question that nobody asks any more before it is answered is given up. Who may ask is said where the question
comes from: it cannot be found by a number.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from metrics import store
from metrics.models import FunnelSettings, Question
from metrics.store.engine import TooLong, ending_with
from metrics.store.terms import RateMissing, terms
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.common.code import code_version
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State

KIND = "metrics.answer"
ASKED_AFTER = timedelta(seconds=90)  # pages ask every second, in a tab that nobody sees every minute
KEPT = timedelta(days=1)
KEPT_WITHOUT_ANSWER = timedelta(minutes=10)  # then it is tried again for whoever asks
TOO_LONG, NO_RATE, FAILED = "too_long", "no_rate", "failed"

_ways: dict[str, Callable] = {}


@dataclass(frozen=True)
class Answer:
    """What is told, once it is known; until then it is open, or there is a problem."""

    is_open: bool = False
    told: dict = field(default_factory=dict)
    problem: str = ""
    missing: list = field(default_factory=list)  # (currency, day) of NO_RATE

    @classmethod
    def of(cls, result: dict) -> "Answer":
        """`result` is what `attempted` returns."""
        return cls(**result) if "problem" in result else cls(told=result)


def answers(name: str):
    """The function that answers this question: called in a job with what was asked, it returns plain values."""

    def register(way):
        _ways[name] = way
        return way

    return register


def ask(name: str, *, by, **asked) -> Answer:
    """What is known by now; the first to ask has it counted. `asked` is of plain values."""
    key = _key(name, asked)
    _forget(_outdated() & Q(key=key))
    question = Question.objects.select_related("job").filter(key=key).first() or _put(name, key, asked, by)
    if question.job.is_open:
        Question.objects.filter(pk=question.pk).update(asked_at=now())
    return answer_of(question.job)


def is_asked(name: str, asked: dict) -> bool:
    return Question.objects.filter(key=_key(name, asked)).exists()


@transaction.atomic
def _put(name, key, asked, by):
    question, is_new = Question.objects.get_or_create(key=key, defaults={"name": name, "asked": asked})
    if is_new:
        question.job = queue.enqueue(KIND, by=by, question_id=question.pk)
        question.save()
    return question


def answer_of(job: Job) -> Answer:
    """What a job has found whose result is what `attempted` returns."""
    if job.is_open:
        return Answer(is_open=True)
    if job.state == State.FAILED:
        return Answer(problem=FAILED)
    return Answer.of(job.result)


def answer(progress, question_id: int) -> dict:
    """The job. What was counted while something changed is of no state, and left to be asked again."""
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        return {}
    progress.is_wanted = lambda: not _is_given_up(question)
    with ending_with(progress.unwanted):
        told = attempted(_ways[question.name], **question.asked) if _is_worth_counting(question) else {}
    if not told or progress.unwanted.is_set() or not _is_of_now(question):
        question.delete()
        return {}
    Question.objects.filter(pk=question_id).update(asked={})
    return told


def _is_worth_counting(question):
    return _is_of_now(question) and not _is_given_up(question)


def _is_given_up(question):
    return Question.objects.filter(pk=question.pk, asked_at__lt=now() - ASKED_AFTER).exists()


def _is_of_now(question):
    return _key(question.name, question.asked) == question.key


def attempted(way: Callable, *args, **asked) -> dict:
    """What is told, or why nothing can be."""
    try:
        return way(*args, **asked)
    except TooLong:
        return {"problem": TOO_LONG}
    except RateMissing as rate:
        return {"problem": NO_RATE, "missing": [[currency, day.isoformat()] for currency, day in rate.missing]}


def forget_old() -> None:
    """Questions whose answers have expired, with the answers."""
    _forget(_outdated())


def forget_all() -> None:
    _forget(Q())


def _forget(which):
    Job.objects.filter(pk__in=Question.objects.filter(which).values("job")).delete()


def _outdated():
    has_none = Q(job__state=State.FAILED) | Q(job__result__has_key="problem")
    is_over = Q(job__finished_at__lt=now() - KEPT_WITHOUT_ANSWER)
    return Q(created_at__lt=now() - KEPT) | (has_none & is_over)


def _key(name, asked):
    said = json.dumps([name, asked], sort_keys=True)
    return salted_hmac("metrics.questions", f"{said}{_state()!r}", algorithm="sha256").hexdigest()


def _state():
    """All that an answer rests on: rows and what they mean, the day, and how is counted."""
    workspace = Workspace.objects.get(pk=tenancy.current())
    said = FunnelSettings.objects.values().first()
    return said, terms(), workspace.week_start, store.today(workspace), code_version("metrics")

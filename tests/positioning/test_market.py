"""What is special about the kinds of the market. What every kind does is in tests/contract/."""

from datetime import timedelta

from django.utils.timezone import localdate

from positioning.models import Competitor, Fact, Persona, Segment, is_stale
from tests.gaps import missing


def test_a_condition_without_a_question_helps_nobody_in_a_call():
    vague = {"disqualifiers": [{"key": "small", "condition": "Too small"}]}

    assert missing(Segment, Segment.example | vague) == {
        "disqualifiers/small/question": "Disqualifier “Too small”: “Ask” is empty."
    }


def test_a_job_that_nothing_holds_back_has_not_been_listened_to():
    without = {"forces": [force for force in Persona.example["forces"] if force["type"] in ("push", "pull")]}

    assert missing(Persona, Persona.example | without) == {
        "jobs/late": "Job to be done “a parcel misses its scan” lacks: Anxiety about the new, Habit of the present."
    }


def test_a_fact_is_to_be_looked_at_again_when_its_source_may_have_changed():
    def is_old(source_type, days):
        return is_stale(Fact(source_type=source_type, seen_on=localdate() - timedelta(days=days)))

    assert [is_old("site", 30), is_old("site", 31), is_old("filing", 90), is_old("filing", 91)] == [
        False,
        True,
        False,
        True,
    ]
    assert not is_stale(Fact())


def test_a_fact_without_source_or_day_is_no_fact():
    rumour = {"facts": [{"key": "a", "fact": "They are for sale."}]}

    assert set(missing(Competitor, Competitor.example | rumour)) == {"facts/a/source", "facts/a/seen_on"}

"""What is special about the kinds of the market. What every kind does is in tests/contract/."""

from datetime import timedelta

from django.utils.timezone import localdate

from pmm_workspace.artifacts import diff, editing, links, sharing
from pmm_workspace.artifacts import document as documents
from positioning.models import (
    Competitor,
    Fact,
    JourneyMap,
    PerceptualMap,
    Persona,
    PricingNarrative,
    Segment,
    ValueCanvas,
    is_stale,
)
from positioning.models.perceptual_map import drawn
from positioning.models.value_canvas import orphan_features, unknown_features, unmatched_gains, unmatched_pains
from tests.artifacts.rereading import now
from tests.gaps import document, missing


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


def test_a_price_without_a_reason_to_keep_it_is_discounted():
    silent = {"never_discounted": [{"key": "a", "what": "The set-up"}]}

    assert missing(PricingNarrative, PricingNarrative.example | silent) == {
        "never_discounted/a/why": "Thing never discounted “The set-up”: “Why” is empty."
    }


def test_a_gap_that_product_was_not_told_of_stands_in_the_way():
    [first, second, *others] = JourneyMap.example["stages"]
    silent = {"stages": [first, {**second, "told_on": None}, *others]}

    assert set(missing(JourneyMap, JourneyMap.example | silent)) == {"stages"}
    assert [stage.key for stage in JourneyMap.untold_gaps(document(JourneyMap, silent))] == ["compare"]


def test_a_canvas_lists_what_is_unmatched_on_both_sides():
    canvas = document(
        ValueCanvas,
        {
            "pains": [
                {"key": "a", "pain": "Slow", "weight": 1},
                {"key": "b", "pain": "Dear", "weight": 3},
                {"key": "c"},
            ],
            "pain_relievers": [
                {"pain": "c", "feature": "  forecast "},
                {"pain": "c", "feature": "Magic"},
                {"pain": "c", "feature": "m"},
            ],
            "gains": [{"key": "g", "gain": "Calm"}],
            "features": [{"name": "Forecast"}, {"name": "Dark mode"}, {"key": "m", "name": "Messages"}],
        },
    )

    assert [row.pain for row in unmatched_pains(canvas)] == ["Dear", "Slow"]
    assert [row.gain for row in unmatched_gains(canvas)] == ["Calm"]
    assert [row.name for row in orphan_features(canvas)] == ["Dark mode"]
    assert unknown_features(canvas) == ["Magic"]


RELIEVER = "pain_relievers/ahead/feature"


def test_a_reliever_follows_its_feature_through_a_new_name_and_lets_go_of_one_that_is_gone(client, ed):
    made = editing.create(ValueCanvas, ValueCanvas.example | {"title": "Canvas"}, by=ed)
    before = documents.of_artifact(now(made))
    editing.edit(made, {"features/forecast/name": "Early word"}, base=1, by=ed)
    after = documents.of_artifact(now(made))
    assert "**By which feature:** Early word" in sharing.as_file(now(made), now(made).latest, "md").content.decode()
    assert [change.path for change in diff.between(before, after)] == ["features/forecast/name"]
    client.force_login(ed)
    assert '<option value="forecast" selected>Early word</option>' in client.get(f"/d/{made.pk}/edit/").content.decode()

    editing.edit(now(made), {"features/forecast": None}, base=2, by=ed)
    content = documents.of_artifact(now(made))
    assert content.at(RELIEVER) == "" and content.at("pain_relievers/first/feature") == "messages"
    change = next(each for each in diff.between(after, content) if each.path == RELIEVER)
    assert [(each.op, each.text) for each in change.words] == [("removed", "Early word")]


def test_words_that_name_no_feature_yet_are_kept_and_can_be_chosen_again(client, ed):
    old = {
        "title": "Canvas",
        "pains": [{"key": "p"}],
        "pain_relievers": [{"key": "r", "pain": "p", "feature": "Magic"}],
    }
    made = editing.create(ValueCanvas, old, by=ed)
    client.force_login(ed)
    assert '<option value="Magic" selected>Magic</option>' in client.get(f"/d/{made.pk}/edit/").content.decode()
    editing.edit(made, {"features": [{"key": "m", "name": "magic"}]}, base=1, by=ed)
    assert '<option value="m" selected>magic</option>' in client.get(f"/d/{made.pk}/edit/").content.decode()


def test_a_gap_of_a_journey_names_the_feature_that_it_is_about(ed):
    canvas = editing.create(ValueCanvas, ValueCanvas.example | {"title": "Canvas"}, by=ed)
    gap = f"[Forecast](/d/{canvas.pk}/#at-features-forecast) says nothing on Sundays."
    journey = editing.create(JourneyMap, {"title": "Way", "stages": [{"key": "s", "gap": gap}]}, by=ed)
    (use,) = links.uses(canvas)
    assert (use.source_id, use.path, use.item) == (journey.pk, "stages/s/gap", "features/forecast")


def test_a_pain_that_matters_very_much_needs_relief():
    only_the_other = {"pain_relievers": ValueCanvas.example["pain_relievers"][1:]}

    assert missing(ValueCanvas, ValueCanvas.example | only_the_other) == {
        "pains": "Nothing relieves a pain that matters very much."
    }


def test_a_map_draws_the_lower_left_below_on_the_left_and_names_exactly_one_as_us():
    corner = {"points": [{"key": "a", "x": 0, "y": 0}, {"key": "b", "x": 100, "y": 100}, {"key": "c"}]}
    places = [(point.row.key, point.left, point.top) for point in drawn(document(PerceptualMap, corner))]

    assert places == [("a", 20, 380), ("b", 380, 20)]
    assert missing(PerceptualMap, PerceptualMap.example | corner)["points"] == "Exactly one point is us."

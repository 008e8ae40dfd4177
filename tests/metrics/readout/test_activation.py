"""Who gets how far within which time, and how long it takes them."""

from datetime import date
from fractions import Fraction

import pytest

from metrics.definitions.meaning import Meaning
from metrics.readout import survival
from metrics.readout.tallies import Where
from tests.metrics.definitions.facts import History, engine, tallied
from tests.metrics.readout.telling import counted, show, told

told(
    "funnel",
    """
    a signed_up 2026-01-05T10:00
    a activated 2026-01-05T15:00
    b signed_up 2026-01-05T10:00
    b activated 2026-01-08T10:00
    c signed_up 2026-01-05T10:00
    c activated 2026-01-25T10:00
    d signed_up 2026-01-05T10:00
    e activated 2026-01-06
    f signed_up 2026-02-20
    """,
)


def test_all_users_are_the_new_sign_ups_of_the_cohort(workspace):
    point = show("funnel").point("activation_rate", "ever")
    assert (point.numerator, point.denominator) == (3, 4)


def test_the_same_data_has_another_rate_for_every_window(workspace):
    shown = show("funnel")
    assert shown.value("activation_rate", "in_time") == Fraction(2, 4)
    assert shown.value("activation_rate", "ever") == Fraction(3, 4)
    curve = survival.curve(shown.settings, "activation", "signup", date(2026, 1, 1), date(2026, 1, 31), Where())
    assert [curve.within(days) for days in (1, 7, 30)] == [Fraction(1, 4), Fraction(2, 4), Fraction(3, 4)]


def test_only_sign_ups_older_than_the_window_are_counted_and_the_younger_are_in_progress(workspace):
    point = show("funnel", through="2026-02-25").point("activation_rate", "in_time", "2026-02-01")
    assert (point.value, point.denominator, point.pending, point.is_settled) == (None, 0, 1, False)
    later = show("funnel", through="2026-03-31").point("activation_rate", "in_time", "2026-02-01")
    assert (later.value, later.denominator, later.pending, later.is_settled) == (0, 1, 0, True)


@pytest.mark.parametrize(("through", "is_counted"), [("2026-01-12", False), ("2026-01-13", True)])
def test_a_cohort_is_mature_the_day_after_its_window_has_ended(workspace, through, is_counted):
    point = show("funnel", through=through).point("activation_rate", "in_time")
    assert (point.denominator, point.pending) == ((4, 0) if is_counted else (0, 4))


told(
    "repeats",
    """
    a signed_up 2026-01-05T10:00
    a signed_up 2026-01-20T10:00
    a activated 2026-01-21T10:00
    a activated 2026-01-21T11:00
    """,
)


def test_the_window_starts_with_the_first_entry_and_a_repeat_does_not_reset_it(workspace):
    repeats = show("repeats")
    assert repeats.value("activation_rate", "in_time") == 0
    point = repeats.point("activation_rate", "ever")
    assert (point.numerator, point.denominator) == (1, 1)  # once each


told(
    "edges",
    """
    a signed_up 2026-01-05T10:00
    a activated 2026-01-12T09:59
    b signed_up 2026-01-05T10:00
    b activated 2026-01-12T10:00
    c signed_up 2026-01-05T10:00
    c activated 2026-01-05T10:00
    """,
)


def test_the_window_is_seven_times_24_hours_to_the_minute(workspace):
    assert show("edges").point("activation_rate", "in_time").numerator == 2


told("backwards", "a signed_up 2026-01-05T10:00\na activated 2026-01-05T09:59\nb signed_up 2026-01-06")


def test_an_activation_before_the_sign_up_is_a_data_problem_and_not_counted(workspace):
    assert show("backwards").value("activation_rate", "ever") == 0
    quality = [value for key, value in counted("backwards") if key[0] == "quality.before_entry:activation"]
    assert quality == [1]


told(
    "slow",
    "\n".join(f"p{n} signed_up 2026-01-05T10:00" for n in range(10))
    + "\np0 activated 2026-01-05T12:00\np1 activated 2026-01-06T12:00\np2 activated 2026-01-08T12:00"
    + "\np3 activated 2026-01-20T12:00",
)


def test_a_median_below_half_is_not_reached_and_the_quarter_and_the_share_by_day_are_told(workspace):
    shown = show("slow")
    curve = survival.curve(shown.settings, "activation", "signup", date(2026, 1, 1), date(2026, 1, 31), Where())
    assert curve.quantile(Fraction(1, 2)) is None  # the median of those who did would be 3 days
    assert curve.quantile(Fraction(1, 4)) == 4
    assert [curve.within(days) for days in (1, 7, 30)] == [Fraction(1, 10), Fraction(3, 10), Fraction(4, 10)]
    assert shown.value("time_to_activate") is None


def test_who_may_still_activate_counts_as_long_as_observed():
    """Ten observed for 5 full days, 4 of them activated on day 2; ten for 2 days only, none yet."""
    curve = survival.estimated([(5, 10), (2, 10)], [(5, 1, 4), (5, 4, 3)])
    fifth = Fraction(4, 20)
    assert curve.reached == (0, fifth, fifth, fifth, 1 - (1 - fifth) * Fraction(3, 6))
    assert curve.quantile(Fraction(1, 2)) == 5
    assert curve.within(6) is None  # nobody was observed so long
    told = [(number, day.at_risk, day.got_there) for number, day in curve.steps(5)]
    assert told == [(2, 20, 4), (5, 6, 3)] and curve.steps(4) == curve.steps(5)[:1]
    assert survival.estimated([], []).quantile(Fraction(1, 2)) is None


told(
    "trials",
    """
    a trial_started 2026-01-05
    a subscribed 2026-01-25
    b trial_started 2026-01-05
    b subscribed 2026-06-05
    c trial_started 2026-01-05
    c trial_started 2026-03-01
    c subscribed 2026-03-02
    d subscribed 2026-01-06
    e trial_started 2026-01-07
    e payment 2026-01-09 0.00
    f trial_started 2026-01-07
    f payment 2026-01-09 20.00
    """,
)


def test_free_to_paid_counts_first_trials_and_who_paid_since_so_that_past_months_rise(workspace):
    point = show("trials").point("free_to_paid", "ever")
    assert (point.numerator, point.denominator) == (4, 5)  # d bought without a trial: on neither side


def test_free_to_paid_with_a_window_stays_as_it_is_and_a_refund_in_full_is_not_paid(workspace):
    point = show("trials").point("free_to_paid", "within_30_days")
    assert (point.numerator, point.denominator) == (2, 5)


def test_any_person_of_an_account_counts_for_it_once():
    history = History("b2b").tell(
        """
        ann signed_up 2026-01-05 acme
        bob signed_up 2026-01-06 acme
        bob activated 2026-01-07 acme
        cai signed_up 2026-01-05
        """
    )
    with engine() as connection:
        found = tallied(connection, history.rows, Meaning(unit="account"))
    entered = {key[1].day: value for key, value in found.items() if key[0] == "funnel.entered:signup"}
    reached = {(key[1].day, key[2]): value for key, value in found.items() if key[0] == "funnel.reached:activation"}
    assert entered == {5: 2}
    assert reached == {(5, 2): 1}

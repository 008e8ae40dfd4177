"""Geometry by tables of examples."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from metrics.csv_out import harmless
from metrics.definitions.catalog import EVERY
from metrics.readout import charts, charts_grid, charts_lines, charts_steps, numbers
from metrics.readout import dashboard_words as words


@pytest.mark.parametrize(
    ("language", "money", "people"),
    [("en", "€6K", "6K"), ("ru", "6\xa0тыс.\xa0€", "6\xa0тыс."), ("zh-hans", "€6,000", "6,000")],
)
def test_beside_an_axis_thousands_are_short_or_have_their_mark(language, money, people):
    with translation.override(language):
        assert words.tick(EVERY["cac"], Decimal(6000), "EUR") == money
        assert words.tick(EVERY["sign_ups"], Decimal(6000), "EUR") == people
        assert words.tick(EVERY["cac"], Decimal(500), "EUR") == ("500\xa0€" if language == "ru" else "€500")


@pytest.mark.parametrize("mark", ["3", "12", "2, 3", "2–4", "9–11", "12, 13", "58–60"])
def test_the_numbers_of_days_fit_into_their_frame_and_the_frame_into_the_drawing(mark):
    drawn = render_to_string("metrics/_chart_note.html", {"middle": 0, "mark": mark})
    half = int(re.search(r'<rect x="-(\d+)"', drawn)[1])
    widths = {",": 3, " ": 3}
    assert sum(widths.get(letter, 7) for letter in mark) + 6 <= 2 * half <= 2 * charts.RIGHT
    assert f'width="{2 * half}"' in drawn


@pytest.mark.parametrize(
    ("largest", "expected"),
    [
        ("0", ["0", "0.25", "0.50", "0.75", "1.00"]),
        ("1", ["0", "0.25", "0.50", "0.75", "1.00"]),
        ("0.583", ["0", "0.20", "0.40", "0.60"]),
        ("856", ["0", "250", "500", "750", "1000"]),
        ("1000", ["0", "250", "500", "750", "1000"]),
        ("42", ["0", "20", "40", "60"]),
    ],
)
def test_the_axis_ends_at_a_round_number_above_every_bar(largest, expected):
    steps = charts.ticks([Decimal(largest)])
    assert [Decimal(step) for step in expected] == steps
    assert steps[-1] >= Decimal(largest)


def reading(value, is_open=False):
    return charts.Reading("Jan 26", None if value is None else Decimal(value), str(value), "", is_open)


def test_bars_start_at_zero_and_stay_in_the_frame():
    chart = charts.bar_chart([reading(2), reading(4), reading(None), reading(8, True)], str, width=340, height=220)
    assert [bar.y + bar.height for bar in chart.bars] == [chart.floor] * 4
    assert chart.bars[1].height == pytest.approx(2 * chart.bars[0].height, abs=1)
    assert all(bar.x >= chart.left and bar.x + bar.width <= chart.right and bar.y >= 0 for bar in chart.bars)
    assert chart.marked is chart.bars[1]  # the newest that is settled


def test_a_value_that_ends_in_a_point_gets_no_second_one():
    assert replace(reading(4), shown="4,4 мес.").text == "Jan 26: 4,4 мес. "


def test_an_empty_chart_can_be_drawn():
    assert charts.bar_chart([], str, width=340, height=220).bars == []


def test_bars_below_zero_hang_from_it():
    chart = charts.bar_chart([reading(-4), reading(4)], str, width=340, height=220)
    below, above = chart.bars
    assert below.y == chart.frame.y(0) == above.y + above.height
    assert chart.ticks[0].label.startswith("-")


def test_a_line_breaks_where_nothing_is_known_and_is_dashed_where_it_is_not_settled():
    series = [charts_lines.Series("MAU", [reading(1), reading(2), reading(None), reading(3), reading(4, True)])]
    (stroke,) = charts_lines.line_chart(series, str, width=340, height=220).strokes
    assert stroke.settled.count("M") == 1 and stroke.open.count("M") == 1
    assert len(stroke.dots) == 4


def test_a_curve_steps_up_on_the_days_on_which_it_rises_and_each_day_leads_to_what_is_behind_it():
    chart = charts_lines.curve_chart(
        [0.2, 0.2, 0.5], lambda day, share: f"{day}: {share}", "/behind/?at={}".format, str, width=340, height=220
    )
    assert chart.strokes[0].settled.count("V") == 2
    assert [spot.text for spot in chart.spots] == ["1: 0.2", "2: 0.2", "3: 0.5"]
    assert [spot.href for spot in chart.spots] == ["/behind/?at=1", "/behind/?at=2", "/behind/?at=3"]


def test_lines_are_read_out_together_and_each_value_leads_to_what_is_behind_it():
    series = [charts_lines.Series(name, [replace(reading(value), note="Settled", href=f"/{name}/")])
              for name, value in (("DAU", 1), ("MAU", 5))]  # fmt: skip
    (spot,) = charts_lines.line_chart(series, str, width=340, height=220).spots
    assert spot.text == "Jan 26: DAU 1; MAU 5. Settled" and not spot.href
    assert [(piece.text, piece.href) for piece in spot.pieces if piece.href] == [("DAU 1", "/DAU/"), ("MAU 5", "/MAU/")]


def test_days_stand_where_they_are_on_the_axis_and_have_a_label_where_there_is_room():
    series = [charts_lines.Series("On the day", [reading(5), reading(4), reading(3), reading(2)])]
    chart = charts_lines.line_chart(series, str, width=380, height=220, places=[1, 7, 30, 60])
    assert [spot.middle - chart.left for spot in chart.spots] == [5, 35, 150, 300]
    assert [spot.label for spot in chart.spots] == ["", "Jan 26", "Jan 26", "Jan 26"]


@pytest.mark.parametrize("label", ["100 тыс. €", "US$100K", "人民币100万"])
def test_the_words_of_an_axis_stand_in_the_drawing(label):
    chart = charts.bar_chart([reading(3)] * 25, lambda _step: label, width=720, height=300)
    assert chart.tick_end >= 7 * len(label) and chart.left > chart.tick_end
    assert chart.width - chart.bars[-1].middle >= charts.LABEL / 2
    assert chart.bars[0].x >= chart.left


def test_the_marked_value_stands_over_the_bars_beside_its_own():
    chart = charts.bar_chart([reading(9), reading(2), reading(8, True)], str, width=340, height=220)
    assert chart.mark_y == chart.bars[0].y
    compared = [replace(reading(2), before=Decimal(4))]
    chart = charts.bar_chart(compared, str, width=340, height=220)
    assert chart.mark_y == chart.bars[0].before


def test_the_steps_of_a_funnel_share_one_scale():
    steps = [charts_steps.Step("Signed up", 400, "400", ""), charts_steps.Step("Paid", 100, "100", "25%")]
    first, last = charts_steps.funnel_chart(steps, width=400).bars
    assert (first.width, last.width) == (400, 100)


def test_each_plank_of_a_bridge_begins_where_the_one_before_it_ended():
    amounts = [("Start", 50, True), ("New", 30, False), ("Churn", -20, False), ("End", 60, True)]
    movements = [charts_steps.Movement(name, Decimal(n), str(n), is_level) for name, n, is_level in amounts]
    start, new, churn, end = charts_steps.bridge_chart(movements, width=416).planks
    assert new.x == start.x + start.width
    assert churn.x + churn.width == new.x + new.width
    assert end.width == churn.x - end.x
    assert [plank.movement.way for plank in (start, new, churn)] == ["level", "more", "less"]


def test_no_joint_of_a_bridge_crosses_the_words_over_a_plank():
    movements = [charts_steps.Movement("Start", Decimal(5), "5", True), charts_steps.Movement("New", Decimal(3), "3")]
    chart = charts_steps.bridge_chart(movements, width=416)
    first, second = chart.planks
    words = first.bottom + chart.gap
    assert words <= second.y - 12 and second.y + 4 <= words + chart.words
    assert words + chart.words + chart.rest == second.top


def test_a_cell_that_cannot_be_hatched_is_marked():
    assert [charts_grid.Cell("43%", "", is_open=is_open).marked for is_open in (True, False)] == ["43% *", "43%"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["$2,625", "$70.95", "$71", "−$2,625", "58.3%", "−6.0%", "Nov 26"]),
        ("ru", ["2 625 $", "70,95 $", "71 $", "−2 625 $", "58,3 %", "−6,0 %", "нояб. 26"]),
        ("zh-hans", ["US$2,625", "US$70.95", "US$71", "−US$2,625", "58.3%", "−6.0%", "26年11月"]),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language, expected):
    amounts = [(Decimal(2625),), (Decimal("70.95"),), (Decimal("70.95"), 1034), (Decimal(-2625),)]
    with translation.override(language):
        told = [numbers.money(amount, "USD", *beside) for amount, *beside in amounts]
        told += [numbers.share(Decimal("0.583")), numbers.share(Decimal("-0.06"))]
        told.append(numbers.month_on_axis(date(2026, 11, 1)))
    assert [" ".join(each.split()) for each in told] == expected


@pytest.mark.parametrize(("share", "expected"), [(None, 0), ("0", 0), ("0.01", 1), ("0.5", 6), ("0.26", 4)])
def test_a_cell_is_tinted_by_its_share_of_the_largest(share, expected):
    assert charts_grid.level(share and Decimal(share), Decimal("0.5")) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+49", "'+49"), ("-x", "'-x"), ("plain", "plain"), (-5, "-5"), (None, "")],
)
def test_no_cell_of_ours_becomes_a_formula(cell, expected):
    assert harmless(cell) == expected

"""Geometry by tables of examples."""

from decimal import Decimal

import pytest

from metrics.csv_out import harmless
from metrics.readout import charts


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


def test_an_empty_chart_can_be_drawn():
    assert charts.bar_chart([], str, width=340, height=220).bars == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+49", "'+49"), ("-x", "'-x"), ("plain", "plain"), (-5, "-5"), (None, "")],
)
def test_no_cell_of_ours_becomes_a_formula(cell, expected):
    assert harmless(cell) == expected

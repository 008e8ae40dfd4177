"""From a place of a drawing to the people behind it, by keyboard, mouse and finger."""

import io
import re
from datetime import date

import pypdf
import pytest
from playwright.sync_api import expect

from metrics.models import FunnelSettings
from tests.browser.checks import assert_sound
from tests.browser.conftest import PHONE
from tests.metrics import put


@pytest.fixture
def lines(visit, ed):
    """Opens the page on which active people are drawn by day, week and month; returns it and that drawing."""
    FunnelSettings.objects.create(through=date(2026, 3, 31))
    for month in (1, 2, 3):
        put.tally("engagement.dau", date(2026, month, 5), 31 * month)

    def lines(*device):
        page = visit(ed, *device)
        page.goto("/funnel/engagement/?from=2026-01-01&to=2026-03-31")
        return page, page.locator("#active_users [data-chart]")

    return lines


def leads_to(link, month, variant):
    days = {"Jan": "from=2026-01-01&to=2026-01-31", "Feb": "from=2026-02-01&to=2026-02-28"}[month]
    expect(link).to_have_attribute("href", re.compile(f"/funnel/behind/active_users/.*{days}.*active_users={variant}"))


def test_each_value_of_lines_drawn_together_leads_to_its_people_by_keyboard(lines):
    page, figure = lines()
    figure.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(figure.locator("output")).to_contain_text("Feb 26")
    page.keyboard.press("Enter")
    for link, variant in zip(figure.locator("output a").all(), ("dau", "wau", "mau"), strict=True):
        expect(link).to_be_focused()
        leads_to(link, "Feb", variant)
        page.keyboard.press("Tab")
    assert_sound(page)


def test_a_mouse_on_its_way_to_one_of_the_values_does_not_change_them(lines):
    page, figure = lines()
    places = figure.locator(".chart-wide .chart-hit")
    places.nth(0).hover()
    expect(figure.locator("output")).to_contain_text("Jan 26")
    places.nth(0).click()
    places.nth(1).hover()
    expect(figure.locator("output")).to_contain_text("Jan 26")
    leads_to(figure.locator("output a").last, "Jan", "mau")
    figure.locator("output a").last.click()
    page.wait_for_url("**/funnel/behind/active_users/**")


def test_a_finger_has_room_on_each_of_the_values(lines):
    _page, figure = lines(PHONE)
    figure.locator(".chart-narrow .chart-hit").nth(1).tap()
    expect(figure.locator("output")).to_contain_text("Feb 26")
    links = figure.locator("output a")
    leads_to(links.first, "Feb", "dau")
    assert [link.bounding_box()["height"] >= 44 for link in links.all()] == [True] * 3


def test_on_paper_each_title_stands_on_the_sheet_of_its_drawing(lines):
    page, _figure = lines()
    titles = page.locator(".metric:has([data-chart]) h2").all_inner_texts()
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    assert len(titles) > 1 and len(sheets) > 1
    for title in titles:
        (sheet,) = [text for text in sheets if f"{title}\n" in text]
        assert "As a table" in sheet.split(f"{title}\n")[1]

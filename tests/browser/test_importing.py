"""A product marketer imports a file with bad rows, and reads the three numbers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_sound, cramped
from tests.metrics.funnel import count, facts

EVENTS = """user,event,time,channel,segment
u1,signed_up,2026-01-05T10:00:00Z,search,startup
u1,activated,2026-01-06T10:00:00Z,search,startup
u1,trial_started,2026-01-06T11:00:00Z,search,startup
u1,subscribed,2026-01-09T10:00:00Z,search,startup
u2,signed_up,2026-01-07T10:00:00Z,social,startup
u2,trial_started,31.13.2026,social,startup
u2,trial_started,2026-01-08T10:00:00Z,social,startup
,signed_up,2026-01-08T10:00:00Z,social,startup
u9,page_seen,2026-08-01T10:00:00Z,search,startup
"""
SPEND = """day,channel,amount
2026-01-05,search,100.00
2026-01-06,social,fifty
2026-01-07,social,50.00
2026-03-02,search,10.00
"""


DROP = """(zone, names) => {
  const dataTransfer = new DataTransfer()
  for (const name of names) dataTransfer.items.add(new File(["user,event,time\\n"], name))
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer}))
}"""


@pytest.fixture
def upload(visit, ed, celery_worker_process):
    """Brings a file to the point where its rows are checked, and returns the page."""
    celery_worker_process()
    page = visit(ed)

    def upload(name, text):
        page.goto("/imports/new/")
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.get_by_role("button", name="Check this file").click()
        # A worker reads the file; the page asks how far it is and comes again by itself.
        expect(page.locator(".tiles")).to_be_visible(timeout=60_000)
        return page

    return upload


def rejected(page):
    """{line: reason} as the page shows it."""
    rows = page.locator(".table-cards tbody tr")
    return {
        int(re.sub(r"\D", "", row.locator("th").inner_text())): row.locator("td").last.inner_text()
        for row in rows.all()
    }


def confirm(page):
    page.get_by_role("button", name=re.compile(r"Import \d+ good rows?")).click()
    expect(page.get_by_text("Finished")).to_be_visible(timeout=60_000)


def computed(page):
    """Look again until the page no longer says that its numbers are being computed."""
    for _ in range(100):
        if not page.get_by_text("Being computed again").count():
            return
        page.reload()
    raise AssertionError("The numbers were never computed.")


def test_a_file_is_dropped_and_of_several_none_is_taken_for_all(visit, ed):
    page = visit(ed)
    page.goto("/imports/new/")
    zone, note, chosen = (page.locator(f"[data-drop{part}]") for part in ("", "-name", "-file"))
    zone.evaluate(DROP, ["january.csv", "february.csv"])
    expect(note).to_have_text(re.compile("Choose one file"))
    page.get_by_role("button", name="Check this file").click()
    assert chosen.evaluate("input => input.validationMessage").startswith("Choose one file")
    assert_sound(page)
    zone.evaluate(DROP, ["january.csv"])
    expect(note).to_have_text("january.csv · 1 kB")
    chosen.set_input_files([])
    expect(note).to_contain_text("Up to 512 MB")
    zone.evaluate(DROP, ["january.csv"])
    page.get_by_role("button", name="Check this file").click()
    expect(page).to_have_url(re.compile(r"/imports/\d+/$"))


def test_bad_rows_are_seen_before_anything_is_stored_and_the_numbers_after(upload):
    page = upload("events.csv", EVENTS)
    assert rejected(page) == {
        7: "31.13.2026 is not a date or time. Expected year-month-day, with or without a time.",
        9: "There is no user. Every row needs one.",
    }
    assert_sound(page)
    assert count() == 0

    confirm(page)
    assert_sound(page)
    assert count() == 7

    upload("spend.csv", SPEND)
    assert list(rejected(page)) == [3]
    confirm(page)
    assert count("spend") == 3

    page.get_by_role("link", name="See the funnel").click()
    shown = {"Acquisition": {"cac": "$150"}, "Activation": {"activation_rate": "1 of 2", "free_to_paid": "1 of 2"}}
    for tab, values in shown.items():
        page.get_by_role("link", name=tab, exact=True).click()
        page.locator(".view-filters summary").click()
        page.get_by_label("From", exact=True).fill("2026-01-01")
        page.get_by_label("To", exact=True).fill("2026-02-28")
        page.get_by_role("button", name="Show").last.click()
        expect(page).to_have_url(re.compile("from=2026-01-01&to=2026-02-28"))
        computed(page)
        for name, value in values.items():
            is_told(page.locator(f".metric#{name}"), value)
        assert_sound(page)

    figure = page.locator("#free_to_paid [data-chart]")
    figure.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(figure.locator("output")).to_contain_text("1 of 2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/funnel/behind/free_to_paid/.*from=2026-01-01&to=2026-01-31"))


def test_the_ranking_of_events_fits_a_phone_in_russian(upload, ed):
    page = upload("events.csv", EVENTS.replace("2026-08-01", "2026-03-01"))
    confirm(page)
    ed.language = "ru"
    ed.save()
    page.goto("/funnel/activation/criteria/?rank=1")
    expect(page.get_by_text("слишком мало").first).to_be_visible(timeout=60_000)
    assert cramped(page, 390) == []


def is_told(section, value):
    expect(section.locator("svg.chart-wide").first).to_be_visible()
    section.get_by_text("As a table").first.click()
    expect(section.locator(".twin table").get_by_role("row", name=re.compile("Jan")).first).to_contain_text(value)
    expect(section.locator(".metric-channels")).to_contain_text(re.compile("search", re.IGNORECASE))


def test_the_same_file_again_changes_nothing(upload):
    page = upload("events.csv", EVENTS)
    confirm(page)
    before = facts()

    upload("events-again.csv", EVENTS)

    expect(page.get_by_role("main")).to_contain_text("These very bytes were imported before by Ed as events.csv.")
    expect(page.get_by_role("main")).to_contain_text("there is nothing to import")
    expect(page.get_by_role("button", name=re.compile("good row"))).to_have_count(0)
    assert facts() == before

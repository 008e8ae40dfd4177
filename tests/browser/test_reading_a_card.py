"""A seller on a call, with a phone: three letters, two taps, and the answer."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from enablement.models import Battlecard
from pmm_workspace.artifacts import editing
from tests.browser.checks import assert_sound
from tests.browser.conftest import PHONE
from tests.browser.content import CARD
from tests.browser.steps import written

KILOBYTE = 1024


@pytest.fixture
def card(ed, rita):
    """Approved, and since then rewritten by somebody who has not asked for review."""
    made = written(Battlecard, "Abacus", by=ed, approved_by=rita, **CARD)
    written(Battlecard, "Tallyworks", by=ed, approved_by=rita, **CARD | {"competitor": "Tallyworks"})
    draft = {"quick_dismiss": "Nobody has approved this.", "objections/price/we_say": "We are cheap."}
    editing.edit(made, draft, base=made.revision, by=ed)
    return made


@pytest.fixture
def open_card(visit, vera, card):
    def open_card(device=PHONE):
        page = visit(vera, device)
        page.goto(f"/d/{card.pk}/")
        return page

    return open_card


def in_sight(page, target):
    """Wholly on the screen, above the bar under the thumb."""
    box, bar = target.bounding_box(), page.locator(".thumb-bar").bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= bar["y"]


def test_a_card_is_found_by_three_letters_in_two_taps(visit, vera, card):
    page, taps = visit(vera, PHONE), 0
    page.goto("/")
    assert_sound(page)

    page.get_by_label("Find a battlecard").tap()
    taps += 1
    page.keyboard.type("aba")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name="Tallyworks")).to_have_count(0)
    assert_sound(page)
    page.get_by_role("link", name="Abacus").tap()
    taps += 1

    expect(page.locator(".say-first")).to_contain_text("Ask how long their setup took: ours runs the next close.")
    assert page.evaluate("scrollY") == 0
    assert in_sight(page, page.locator(".say-first"))
    assert taps <= 2
    assert_sound(page)


def test_a_seller_reads_what_was_approved_and_never_the_draft(open_card):
    page = open_card()
    expect(page.locator("#at-objections-price")).to_contain_text("Compare a year with services.")
    said = page.locator("body").inner_text()
    assert "Nobody has approved this." not in said
    assert "We are cheap." not in said
    assert "Draft" not in said


def test_what_they_just_said_finds_the_objection(open_card):
    page = open_card()
    objections = page.locator("#at-objections > .items-rows > .item")
    expect(objections).to_have_count(3)

    page.locator(".thumb-bar").get_by_label("Type what they just said").fill("expens")

    expect(page.locator("#at-objections-price")).to_be_visible()
    expect(page.locator("#at-objections-size")).to_be_hidden()
    expect(page.locator("[data-filter-count]")).to_have_text("1 of 3 answers")
    assert in_sight(page, page.locator("#at-objections-price .field-they_say"))
    assert_sound(page)

    page.locator(".thumb-bar").get_by_label("Type what they just said").fill("")
    expect(page.locator("#at-objections-size")).to_be_visible()


def test_everything_a_seller_taps_is_large_and_under_the_thumb(open_card):
    page = open_card()
    targets = page.locator(".thumb-bar :is(a, button, input)")
    boxes = [target.bounding_box() for target in targets.all() if target.is_visible()]

    assert len(boxes) >= 5
    assert [box for box in boxes if box["height"] < 48 or box["width"] < 48] == []
    assert [box for box in boxes if box["y"] < 844 / 2] == []


def test_a_door_leads_to_its_part_which_no_bar_covers(open_card):
    page = open_card()
    for name, part in (("Price", "#price"), ("Ask them", "#at-landmines"), ("Answers", "#at-objections")):
        page.locator(".thumb-bar").get_by_role("link", name=name).tap()
        heading = page.locator(part).get_by_role("heading").first
        expect(heading).to_be_in_viewport()
        covering = heading.evaluate(
            """(each) => {
              const {left, top, height} = each.getBoundingClientRect()
              return each.contains(document.elementFromPoint(left + 4, top + height / 2))
            }"""
        )
        assert covering, f"{name} is under a bar"


def test_the_card_is_light(open_card, static_files):
    page = open_card()
    page.wait_for_load_state("networkidle")
    asked = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    weights = {".js": 0, ".css": 0}
    for url in asked:
        file = Path(static_files) / urlsplit(url).path.removeprefix("/static/")
        if file.suffix in weights:
            weights[file.suffix] += len(gzip.compress(file.read_bytes(), 9))

    print({suffix: f"{weight / KILOBYTE:.1f} KB" for suffix, weight in weights.items()}, len(asked), "requests")
    assert 0 < weights[".js"] <= 30 * KILOBYTE
    assert 0 < weights[".css"] <= 20 * KILOBYTE


def test_the_server_compresses_what_it_sends(open_card):
    page, sent = open_card(), {}
    page.on("response", lambda answer: sent.update({answer.url: answer.headers.get("content-encoding")}))
    page.reload()
    page.wait_for_load_state("networkidle")
    plain = [url for url, encoding in sent.items() if re.search(r"\.(css|js)$", url) and not encoding]
    # A file of a few bytes is not worth compressing.
    assert [url for url in plain if len(page.request.get(url).body()) > KILOBYTE] == []


def test_the_card_on_a_desk_is_walked_by_keyboard_with_the_focus_always_in_sight(open_card):
    page = open_card({"viewport": {"width": 1440, "height": 900}})
    assert walk(page, 40) == []


def test_the_card_on_a_phone_is_walked_by_keyboard_with_the_focus_always_in_sight(open_card):
    assert walk(open_card(), 40) == []


HIDDEN_FOCUS = """() => {
  const now = document.activeElement
  if (now === document.body) return null
  const box = now.getBoundingClientRect(), style = getComputedStyle(now)
  const name = `${now.tagName}.${now.className} “${(now.innerText || now.name || "").trim().slice(0, 30)}”`
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5]]
  const seen = points.some(([x, y]) => {
    const there = document.elementFromPoint(box.left + box.width * x, box.top + Math.min(box.height * y, 200))
    return there && (now.contains(there) || there.contains(now))
  })
  const around = now.closest("label") ?? now
  const ringed = [now, around].some((each) => {
    const its = getComputedStyle(each)
    return (its.outlineStyle !== "none" && parseFloat(its.outlineWidth) >= 2) || its.boxShadow !== "none"
  })
  if (!seen) return `${name} is covered or out of sight`
  return ringed ? null : `${name} shows no focus`
}"""


def walk(page, steps):
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(HIDDEN_FOCUS))
    return [each for each in found if each]


def test_the_search_is_reached_by_its_key(open_card):
    page = open_card({"viewport": {"width": 1440, "height": 900}})
    page.keyboard.press("/")
    page.keyboard.type("small")
    expect(page.locator("#at-objections-size")).to_be_visible()
    expect(page.locator("#at-objections-price")).to_be_hidden()

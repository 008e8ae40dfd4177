"""People talk about a text, propose other words, arrange its lines, bring old ones back and print it."""

import io
import re
import unicodedata

import pypdf
import pytest
from playwright.sync_api import expect

from enablement.models import Battlecard
from messaging.models import MessagingHouse
from pmm_workspace.artifacts import comments, editing, suggestions
from pmm_workspace.artifacts.models import Comment, Suggestion
from tests.artifacts import trilingual
from tests.browser.checks import PHONE_WIDTHS, assert_sound, forgive
from tests.browser.conftest import PHONE
from tests.browser.content import CARD
from tests.browser.steps import keys_of, tool, written


@pytest.fixture
def card(ed, rita):
    return written(Battlecard, "Abacus", by=ed, approved_by=rita, **CARD)


def select(page, path, words):
    """Select these words in a field, as a pointer would."""
    page.evaluate(
        """([path, words]) => {
          const place = document.querySelector(`[data-path="${path}"]`)
          const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
          let node
          while ((node = walker.nextNode()) && !node.data.includes(words));
          const at = node.data.indexOf(words), range = document.createRange()
          range.setStart(node, at)
          range.setEnd(node, at + words.length)
          place.scrollIntoView({block: "center"})
          getSelection().removeAllRanges()
          getSelection().addRange(range)
        }""",
        [path, words],
    )


def test_selected_words_are_talked_about_by_the_key_c_and_stay_marked(visit, rita, card):
    page = visit(rita)
    page.goto(f"/d/{card.pk}/")
    select(page, "our_answer", "Forty groups")
    expect(page.get_by_role("toolbar", name="The selected words")).to_be_visible()

    page.keyboard.press("c")
    expect(page.locator("[data-comment-quote]")).to_have_text("Forty groups")
    page.get_by_role("textbox", name="About").fill("Is it still forty, @E")
    page.get_by_role("button", name="@Ed").click()
    expect(page.get_by_role("textbox", name="About")).to_have_value("Is it still forty, @Ed ")
    page.get_by_role("button", name="Comment", exact=True).last.click()

    comment = page.locator("#comments .comment")
    expect(comment).to_contain_text("Is it still forty, @Ed")
    assert page.evaluate("[...CSS.highlights.get('quoted')].map(String)") == ["Forty groups"]
    assert_sound(page)
    found = Comment.objects.get()
    assert (found.path, found.quote) == ("our_answer", "Forty groups")


def test_a_thread_is_answered_marked_resolved_and_reopened(visit, ed, rita, card):
    comments.write(card, "Says who?", path="our_answer", quote="Forty groups", by=rita)
    page = visit(ed)
    page.goto(f"/d/{card.pk}/")
    panel = page.locator("#comments")
    panel.get_by_text("Reply", exact=True).first.click()
    panel.get_by_label("Your reply").fill("The auditors do.")
    panel.get_by_role("button", name="Reply").click()
    expect(panel.locator(".comment-reply")).to_contain_text("The auditors do.")

    panel.get_by_role("button", name="Agree").first.click()
    expect(panel.get_by_role("button", name="Agree 1")).to_have_attribute("aria-pressed", "true")
    assert_sound(page)
    panel.get_by_role("button", name="Resolve").click()
    expect(panel.get_by_text("1 resolved")).to_be_visible()
    panel.get_by_text("1 resolved").click()
    panel.get_by_role("button", name="Reopen").click()
    expect(panel.get_by_role("button", name="Resolve")).to_be_visible()


def test_a_comment_outlives_its_line(visit, ed, rita, card):
    comments.write(card, "They never say that.", path="objections/size/they_say", quote="too small", by=rita)
    editing.edit(card, {"objections/size": None}, base=card.revision, by=ed)
    page = visit(ed)
    page.goto(f"/d/{card.pk}/")

    comment = page.locator("#comments .comment")
    expect(comment).to_contain_text("About a deleted line")
    expect(comment.locator("blockquote")).to_have_text("too small")


def test_a_rep_proposes_other_words_and_the_owner_takes_them(visit, ed, vera, card):
    page = visit(vera)
    page.goto(f"/d/{card.pk}/")
    select(page, "why_we_win", "in a week")
    page.get_by_role("toolbar").get_by_role("button", name="Suggest").click()
    field = page.get_by_label("Why we win")
    assert field.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)") == "in a week"
    assert_sound(page)
    page.keyboard.type("in nine days")
    page.get_by_role("button", name="Suggest").click()
    expect(page.locator(".suggestion ins")).to_have_text("nine days")

    owner = visit(ed)
    owner.goto(f"/d/{card.pk}/")
    assert_sound(owner)
    owner.locator(".suggestion").get_by_role("button", name="Accept").click()
    expect(owner.locator("#at-why_we_win .field-value")).to_have_text("Live in nine days.")
    expect(owner.locator(".suggestion")).to_have_count(0)


def test_words_that_changed_meanwhile_are_shown_with_the_proposed_ones(visit, ed, vera, card):
    suggestions.suggest(card, "why_we_win", "Live in nine days.", by=vera)
    editing.edit(card, {"why_we_win": "Live at once."}, base=card.revision, by=ed)
    page = visit(ed)
    forgive(page, "409")
    page.goto(f"/d/{card.pk}/")
    page.get_by_role("button", name="Accept").click()

    texts = page.locator(".conflict-texts")
    expect(texts).to_contain_text("Live at once.")
    expect(texts).to_contain_text("Live in nine days.")
    assert_sound(page)
    page.get_by_role("button", name="Take the proposed words").click()
    expect(page.locator("#at-why_we_win .field-value")).to_have_text("Live in nine days.")
    assert Suggestion.objects.get().decision == "accepted"


def test_a_pasted_list_becomes_items(visit, ed, card):
    page = visit(ed)
    page.goto(f"/d/{card.pk}/edit/")
    field = page.get_by_label("New objections, one a line")
    field.fill("- You have no consolidation\n2. We wait for the audit\n\n* Too new")
    page.get_by_role("button", name="Add objection").click()

    expect(page.locator("#at-objections > .items-rows > .item")).to_have_count(6)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    found = [each.they_say for each in card.objections.order_by("position")][3:]
    assert found == ["You have no consolidation", "We wait for the audit", "Too new"]


def test_what_was_removed_comes_back_where_it_stood(visit, ed, card):
    page = visit(ed)
    page.goto(f"/d/{card.pk}/edit/")
    tool(page, "objections/size", "Remove").click()
    expect(page.locator("#at-objections > .items-rows > .item")).to_have_count(2)

    toast = page.locator(".toast")
    expect(toast).to_contain_text("Removed: Objection “You are too small for us”")
    assert_sound(page)
    toast.get_by_role("button", name="Undo").click()

    expect(page.locator("#at-objections > .items-rows > .item")).to_have_count(3)
    assert keys_of(page, "objections") == ["price", "size", "setup"]
    assert card.objections.get(key="size").we_say == "Forty groups run on it."


def test_an_item_is_dragged_to_another_place(visit, ed, card):
    page = visit(ed, {"viewport": {"width": 1440, "height": 3000}})
    page.goto(f"/d/{card.pk}/edit/")
    grip = page.locator("#at-objections-setup > .item-tools [data-grip]")
    grip.scroll_into_view_if_needed()
    with page.expect_response("**/lists/objections/") as heard:
        grip.hover()
        page.mouse.down()
        top = page.locator("#at-objections-price").bounding_box()
        page.mouse.move(top["x"] + 20, top["y"] + 5, steps=10)
        page.mouse.up()

    assert heard.value.ok
    expect(page.locator("#at-objections > .items-rows > .item").first).to_have_id("at-objections-setup")
    assert [each.key for each in card.objections.order_by("position")] == ["setup", "price", "size"]


def test_one_place_comes_back_from_a_comparison(visit, ed, card):
    editing.edit(card, {"why_we_win": "Cheaper.", "why_we_lose": "Price."}, base=card.revision, by=ed)
    page = visit(ed)
    page.goto(f"/d/{card.pk}/history/")
    assert_sound(page)
    page.get_by_role("button", name="Compare the two").click()
    page.get_by_text("places are the same").click()
    assert_sound(page)

    page.get_by_role("button", name=re.compile("As in version 1.*Why we win")).click()

    expect(page.get_by_role("status")).to_contain_text("is as in version 1 again")
    card.refresh_from_db()
    assert (card.why_we_win, card.why_we_lose) == ("Live in a week.", "Price.")


def test_a_file_is_taken_from_the_page(visit, vera, card):
    page = visit(vera)
    page.goto(f"/d/{card.pk}/")
    page.get_by_role("button", name="Export", exact=True).click()
    assert_sound(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Export (internal)").click()

    reader = pypdf.PdfReader(taken.value.path())
    assert (len(reader.pages), reader.metadata.title) == (1, "Abacus")


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
@pytest.mark.parametrize(("model", "write"), [(MessagingHouse, trilingual.house), (Battlecard, trilingual.card)])
def test_a_house_and_a_card_print_on_one_page(visit, ed, model, write, language):
    values = write(language)
    made = written(model, values.pop("title"), by=ed, **values)
    page = visit(ed, color_scheme="dark")
    page.goto(f"/d/{made.pk}/")

    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))

    assert len(printed.pages) == 1
    text = unicodedata.normalize("NFKC", "".join(printed.pages[0].extract_text().split()))
    last = values["not_us"].split()[-1] if model is MessagingHouse else values["strengths_to_acknowledge"].split()[-1]
    assert unicodedata.normalize("NFKC", last) in text


def test_discussing_fits_a_phone(visit, rita, card):
    comments.write(card, "Says who?", path="our_answer", quote="Forty groups", by=rita)
    suggestions.suggest(card, "why_we_win", "Live in nine days.", by=rita)
    page = visit(rita, PHONE)
    for address in (f"/d/{card.pk}/", f"/d/{card.pk}/history/", f"/d/{card.pk}/suggest/?path=why_we_win"):
        page.goto(address)
        assert_sound(page)
    assert PHONE["viewport"]["width"] in PHONE_WIDTHS

"""Chinese and Japanese are composed: Enter belongs to the word until the word is there."""

import re

import pytest
from playwright.sync_api import expect

from positioning.models import PositioningDoc
from tests.browser.steps import SAVED, control, save_state, written

HALF, WHOLE = "ni", "你"


@pytest.fixture
def doc(ed):
    return written(PositioningDoc, "Ledger positioning", by=ed, icp="Finance teams")


class Composer:
    """What an input method does to a page."""

    def __init__(self, page):
        self.cdp = page.context.new_cdp_session(page)

    def compose(self, text):
        at = {"selectionStart": len(text), "selectionEnd": len(text)}
        self.cdp.send("Input.imeSetComposition", {"text": text, **at})

    def enter(self):
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
        self.cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        self.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})

    def commit(self, text):
        self.cdp.send("Input.insertText", {"text": text})


def test_half_a_composition_is_never_saved(visit, ed, doc):
    page, sent = visit(ed), []
    page.clock.install()
    page.goto(f"/d/{doc.pk}/edit/")
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data))
    ime = Composer(page)

    control(page, "category").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("in ")
    ime.compose(HALF)
    ime.enter()
    page.clock.run_for(20_000)
    expect(save_state(page)).to_have_text("Not saved yet (1 on this device)")
    assert sent == []

    ime.commit(WHOLE)
    page.clock.run_for(1_000)
    expect(save_state(page)).to_have_text(SAVED)
    assert PositioningDoc.objects.get().category.endswith("in " + WHOLE)
    assert "\n" not in control(page, "category").input_value()


INPUTS = {
    "search everywhere": ("/search/", "Search everything you may read"),
    "search a list": ("/battlecards/", "Search by any word"),
    "the name of something new": ("/battlecards/new/", "Title"),
    "a comment": ("/d/{pk}/edit/", "About: the whole document"),
    "a new token": ("/settings/tokens/", "Name"),
    "a name": ("/settings/", "Name"),
}


@pytest.mark.parametrize(("path", "label"), INPUTS.values(), ids=INPUTS)
def test_enter_while_composing_sends_nothing(visit, ed, doc, path, label):
    page, asked = visit(ed), []
    page.goto(path.format(pk=doc.pk))
    field = page.get_by_label(label).and_(page.locator("input, textarea")).first
    field.focus()
    page.on("request", lambda request: asked.append(request.url))
    ime = Composer(page)

    ime.compose(HALF)
    ime.enter()
    ime.commit(WHOLE)

    expect(field).to_have_value(re.compile(WHOLE))
    assert asked == []

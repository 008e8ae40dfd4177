"""Several people in the same sentence, in real browsers: nothing is lost, whatever breaks in between."""

import time
from collections import Counter

import pytest
from playwright.sync_api import Error, expect

from enablement.models import Battlecard
from pmm_workspace.accounts.models import Role
from pmm_workspace.artifacts import document, editing
from pmm_workspace.artifacts.models import Artifact
from tests.browser.checks import forgive, overflow
from tests.people import person
from tests.quiet import wait_until_quiet

# What a page without a socket looks like: the constructor is there, and nothing ever opens.
NO_SOCKETS = """window.WebSocket = class {
    static CLOSING = 2; static OPEN = 1; readyState = 3
    constructor() { setTimeout(() => this.onclose?.({code: 1006}), 10) }
    close() {}
}"""
# What a crash does to a transaction of the browser's database whose write has succeeded: it is undone.
UNDONE = """const add = IDBObjectStore.prototype.add
IDBObjectStore.prototype.add = function (...what) {
    const asked = add.apply(this, what)
    asked.addEventListener("success", () => this.transaction.abort())
    return asked
}"""
OFFLINE = "ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_FAILED|ERR_CONNECTION|WebSocket"


@pytest.fixture(autouse=True)
def quiet_end(transactional_db, visit):
    yield
    wait_until_quiet()


@pytest.fixture
def anna(workspace):
    return person("Anna", workspace, Role.PMM)


@pytest.fixture
def card(ed):
    values = {"title": "vs Acme", "why_we_win": "Faster.", "objections": [{"key": "k1", "we_say": "One."}]}
    return editing.create(Battlecard, values, by=ed)


def opened(visit, person, card, path="why_we_win"):
    page = visit(person)
    page.goto(f"/d/{card.pk}/edit/")
    expect(page.locator("html[data-together=on]")).to_be_attached()
    return page


def place(page, path="why_we_win"):
    return page.locator(f"[data-live='{path}']")


def enter(page, path="why_we_win"):
    place(page, path).focus()
    text = place(page, path).locator(".ProseMirror")
    expect(text).to_be_focused()
    # For a moment after focus the editor takes a caret that jumps to the start for a quirk of Chromium.
    page.wait_for_timeout(250)
    return text


def words(page, path="why_we_win"):
    """The text as it stands on the page, without the names at carets."""
    return place(page, path).evaluate(
        """(holder) => {
            const text = (holder.querySelector(".ProseMirror") ?? holder).cloneNode(true)
            for (const caret of text.querySelectorAll(".caret")) caret.remove()
            return [...text.children].map((block) => block.textContent).join("\\n")
        }"""
    )


def soon(said, wanted, seconds=10):
    until = time.monotonic() + seconds
    while (found := said()) != wanted:
        assert time.monotonic() < until, f"{found!r} instead of {wanted!r}"
        time.sleep(0.05)


def text_of(card, path="why_we_win"):
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=card.pk)).at(path)


def test_two_people_write_in_one_sentence(visit, card, ed, anna):
    his, hers = opened(visit, ed, card), opened(visit, anna, card)
    expect(place(hers)).to_have_text("Faster.")

    enter(his)
    his.keyboard.press("Control+End")
    his.keyboard.type(" Said Ed.", delay=10)
    expect(place(hers)).to_have_text("Faster. Said Ed.", timeout=2000)

    enter(hers)
    hers.keyboard.press("Control+Home")
    hers.keyboard.type("Much ", delay=10)
    soon(lambda: words(his), "Much Faster. Said Ed.", 2)
    expect(place(his).locator(".caret-name")).to_have_text("Anna")
    expect(his.locator(".presence .avatar")).to_have_attribute("title", "Anna")

    expect(his.locator("[data-savestate-text]")).to_contain_text("Saved ·")
    soon(lambda: text_of(card), "Much Faster. Said Ed.")

    his.set_viewport_size({"width": 320, "height": 844})
    assert overflow(his, 320) == []
    assert his.locator(".savestate").bounding_box()["height"] < 50


def blocked(visit, person, card):
    """A page of somebody whose network lets no socket through."""
    page = visit(person)
    page.add_init_script(NO_SOCKETS)
    page.goto(f"/d/{card.pk}/edit/")
    expect(page.locator("html[data-together=on]")).to_be_attached()
    return page


def is_saved(page):
    expect(page.locator("[data-savestate-text]")).to_contain_text("Saved ·", timeout=20_000)


def is_not_saved(page):
    expect(page.locator("[data-savestate-text]")).to_contain_text("Not saved yet", timeout=20_000)


def test_four_people_lose_none_of_2000_characters(workspace, visit, card, ed, anna):
    """One offline who reloads, one whose page crashes, one with two tabs, one without sockets (reliability R1.3)."""
    boris, chen = person("Boris", workspace, Role.PMM), person("Chen", workspace, Role.PMM)
    offline, crashing, first = (opened(visit, each, card) for each in (ed, anna, boris))
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.locator("html[data-together=on]")).to_be_attached()
    without = blocked(visit, chen, card)
    for page in (offline, crashing, first, second, without):
        enter(page)
    letters = {offline: "a", crashing: "b", first: "c", second: "c", without: "d"}

    def type_all(times, *pages):
        for _ in range(times):
            for page in pages:
                page.keyboard.type(letters[page] * 25)

    type_all(4, offline, crashing, without)
    type_all(2, first, second)

    forgive(offline, OFFLINE)
    offline.context.set_offline(True)
    type_all(8, offline)
    is_not_saved(offline)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        offline.reload()

    type_all(8, crashing)
    crashed = crashing.context
    crashing.close()
    crashing = crashed.new_page()
    type_all(8, first, second, without)

    offline.context.set_offline(False)
    came_back = time.monotonic()
    offline.goto(first.url)
    crashing.goto(first.url)
    for page in (offline, crashing):
        expect(page.locator("html[data-together=on]")).to_be_attached()
        enter(page)
        letters[page] = "a" if page is offline else "b"
    type_all(8, offline, crashing)
    type_all(8, without)

    pages = [offline, crashing, first, second, without]
    for page in pages:
        is_saved(page)
    quiet = time.monotonic()
    wanted = dict.fromkeys("abcd", 500)
    for page in pages:
        soon(lambda page=page: {each: Counter(words(page))[each] - (each in "a") for each in "abcd"}, wanted, 5)
    assert time.monotonic() - quiet < 5, time.monotonic() - came_back
    assert len({words(page) for page in pages}) == 1
    soon(lambda: text_of(card), words(first))


def test_a_crash_before_the_browser_has_committed_a_letter_loses_none(visit, card, ed):
    crashing = visit(ed)
    crashing.add_init_script(UNDONE)
    crashing.goto(f"/d/{card.pk}/edit/")
    expect(crashing.locator("html[data-together=on]")).to_be_attached()
    enter(crashing)
    forgive(crashing, OFFLINE)
    crashing.context.set_offline(True)
    crashing.keyboard.type(" Surely.")
    is_not_saved(crashing)
    crashed = crashing.context
    crashing.close()

    crashed.set_offline(False)
    again = crashed.new_page()
    again.goto(f"/d/{card.pk}/edit/")
    soon(lambda: words(again), "Faster. Surely.")
    soon(lambda: text_of(card), "Faster. Surely.")


def test_without_sockets_everything_is_read_and_saved(visit, card, ed, anna):
    his, hers = blocked(visit, ed, card), opened(visit, anna, card)
    enter(his)
    his.keyboard.type(" By HTTP.")
    is_saved(his)
    soon(lambda: words(hers), "Faster. By HTTP.")

    enter(hers)
    hers.keyboard.type(" Heard.")
    soon(lambda: words(his), "Faster. By HTTP. Heard.")
    soon(lambda: text_of(card), "Faster. By HTTP. Heard.")


def test_an_edit_by_the_api_and_a_restore_reach_open_editors(visit, card, ed, anna):
    page = opened(visit, anna, card)
    enter(page, "objections/k1/we_say")
    editing.pin(card.latest)
    editing.edit(card, {"objections/k1/we_say": "One, **says** the API.", "quick_dismiss": "Ask."}, base=1, by=ed)
    soon(lambda: words(page, "objections/k1/we_say"), "One, says the API.")
    expect(page.locator("#at-quick_dismiss-control")).to_have_value("Ask.")

    artifact = Artifact.objects.select_related("latest").get(pk=card.pk)
    editing.restore(artifact, artifact.versions.get(number=1), base=artifact.revision, by=ed)
    soon(lambda: words(page, "objections/k1/we_say"), "One.")
    expect(page.locator("#at-quick_dismiss-control")).to_have_value("")


def test_an_item_that_somebody_adds_appears_and_its_text_is_shared(visit, card, ed, anna):
    his, hers = opened(visit, ed, card), opened(visit, anna, card)
    editing.edit(card, {"objections/k2": {"they_say": "Too dear."}}, base=1, by=ed)
    for page in (his, hers):
        expect(place(page, "objections/k2/we_say")).to_be_visible()
    enter(his, "objections/k2/we_say")
    his.keyboard.type("Per month it is less.")
    soon(lambda: words(hers, "objections/k2/we_say"), "Per month it is less.")


def test_a_page_that_was_asked_for_before_an_item_was_added_does_not_take_it_away(visit, card, ed, anna):
    page, held = opened(visit, ed, card), []
    page.route(lambda url: url.endswith("/edit/"), lambda route: held.append((route, route.fetch())))
    items = page.locator("#at-objections > .items-rows > .item")

    editing.edit(card, {"objections/k2": {"they_say": "Too dear."}}, base=1, by=anna)
    asked(page, held, 1)
    page.get_by_role("button", name="Add objection").click()
    expect(items).to_have_count(3)
    page.evaluate("document.activeElement.blur()")
    asked(page, held, 2)
    for route, answer in held:
        route.fulfill(response=answer)

    asked(page, held, 3)
    expect(items).to_have_count(3)


def asked(page, held, times):
    """Wait until the page has asked for itself so often; the answers are there, and held back."""
    soon(lambda: page.wait_for_timeout(10) or len(held) >= times, True)


def test_who_loses_the_role_is_told_and_writes_nothing_more(visit, card, anna):
    page = opened(visit, anna, card)
    forgive(page, "403")
    enter(page)
    page.keyboard.type(" Before.")
    is_saved(page)
    anna.memberships.update(role=Role.REP)

    expect(page.locator("[data-savestate-text]")).to_have_text("You can no longer write here")
    page.keyboard.type(" After.")
    assert words(page) == "Faster. Before."


def test_markdown_habits_and_the_menu_make_blocks(visit, card, anna):
    page = opened(visit, anna, card)
    enter(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("**Bold** and *slanted*")
    page.keyboard.press("Enter")
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("/quo")
    expect(page.locator("#editor-choices")).to_have_text("Quote")
    page.keyboard.press("Enter")
    page.keyboard.type("Said by @Ann")
    found = page.locator("#editor-choices [role=option]")
    expect(found).to_have_count(1)  # after "@" alone there were more
    expect(found).to_contain_text("@Anna")
    page.keyboard.press("Enter")

    quote = f"> Said by [@Anna](/people/{anna.pk}/)"
    soon(lambda: text_of(card), f"**Bold** and *slanted*\n\n- one\n- two\n\n{quote}")


def test_the_editor_and_the_readers_page_draw_the_same(visit, card, ed):
    from pmm_workspace.common.markdown import to_html
    from tests.live.test_markdown import CORPUS

    text = "\n\n".join(each for each in CORPUS if "|" not in each and "javascript" not in each)
    editing.edit(card, {"why_we_win": text}, base=1, by=ed)
    page = opened(visit, ed, card)
    drawn = place(page).evaluate("(holder) => holder.innerHTML")
    text_only = """(html) => {
        const page = new DOMParser().parseFromString(html, "text/html")
        const name = (each) => each.tagName + ":" + each.textContent.replace(/\\s+/g, "")
        const marked = page.body.querySelectorAll("h3,h4,h5,li,pre,blockquote,strong,em,s,a,code,ol,ul,hr")
        return [...marked].map(name).sort()
    }"""
    assert page.evaluate(text_only, drawn) == page.evaluate(text_only, str(to_html(text)))
    assert text_of(card) == text


def test_what_was_copied_from_elsewhere_arrives_plain(visit, card, anna):
    page = opened(visit, anna, card)
    enter(page)
    page.keyboard.press("Control+a")
    html = """<html><head><style>p {color: red}</style></head><body><!--StartFragment-->
        <b style="font-weight:normal" id="docs-internal-guid-1"><p style="color:red">
        <span style="font-weight:700">Bold</span>
        <span style="font-style:italic">slanted</span> <a href="javascript:alert(1)">bad</a></p></b>
        <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>one</p>
        <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>two</p>
        <script>alert(1)</script><img src="x" onerror="alert(1)"><o:p></o:p></body></html>"""
    page.evaluate(
        """(html) => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
            document.activeElement.dispatchEvent(paste)
        }""",
        html,
    )
    soon(lambda: text_of(card), "**Bold** *slanted* bad\n\n- one\n  - two")


def test_asking_for_review_waits_until_every_word_is_in_a_version(visit, card, ed):
    editing.edit(card, {"competitor": "Acme"}, base=1, by=ed)
    page = opened(visit, ed, card)
    enter(page)
    page.keyboard.type(" In the last second.")
    page.get_by_role("button", name="Ask for review").first.click()
    soon(lambda: text_of(card), "Faster. In the last second.")


KEYS = """() => {
    window.painted = []
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === "keydown") painted.push(entry.duration)
    }).observe({type: "event", durationThreshold: 16})
}"""


def test_typing_in_a_text_of_200_blocks_is_painted_at_once(visit, card, ed):
    """The browser's own measure, in steps of 8 ms: from the key to the next paint. What took under 16 is not listed."""
    blocks = [f"Block {number}: at list, **yes**; customers pay three closing days." for number in range(200)]
    editing.edit(card, {"why_we_win": "\n\n".join(blocks)}, base=1, by=ed)
    page = opened(visit, ed, card)
    enter(page)
    page.evaluate(KEYS)
    page.keyboard.type("x" * 200, delay=40)
    page.wait_for_timeout(500)
    times = sorted(page.evaluate("painted"))
    times = [16.0] * (200 - len(times)) + times
    print(f"key to paint: p50 {times[100]:.0f} ms, p95 {times[190]:.0f} ms, most {times[-1]:.0f} ms")
    assert times[100] <= 32
    assert times[190] <= 100  # 32 on a machine of its own

"""What people do on a document's page, in their words."""

import re

from playwright.sync_api import expect

from pmm_workspace.artifacts import editing, review

SAVED = re.compile(r"Saved · \d\d:\d\d")


def control(page, path):
    """The control of a field: control(page, "pillars/<key>/title")."""
    return page.locator(f"#at-{path.replace('/', '-')}-control")


def save_state(page):
    return page.locator("[data-savestate-text]")


def write(page, path, text):
    """Type into a field, leave it, and wait until the page says that the server has it."""
    control(page, path).fill(text)
    control(page, path).blur()
    expect(save_state(page)).to_have_text(SAVED)


def ask_for_review(page):
    page.get_by_role("button", name="Ask for review").click()
    page.locator("#ask").get_by_role("button", name="Ask for review").click()


def press_until(page, key, target, most=200):
    """Walk by the keyboard alone, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press(key)
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{most} times {key} did not lead to {target}")


def keys_of(page, name):
    """The keys of a list's items, in the order in which they stand on the page."""
    ids = page.locator(f"#at-{name} > .items-rows > .item").evaluate_all("all => all.map(each => each.id)")
    return [each.removeprefix(f"at-{name}-") for each in ids]


def tool(page, path, name):
    """A button of an item: tool(page, "pillars/<key>", "Move up")."""
    item = page.locator(f"#at-{path.replace('/', '-')} > .item-tools")
    return item.get_by_role("button", name=re.compile(f"^{name}"))


def written(model, title, *, by, approved_by=None, **content):
    """A document that is there before the test's story begins."""
    made = editing.create(model, {"title": title} | content, by=by)
    if approved_by:
        review.submit(made, by=by)
        review.approve(made, seen=made.revision, by=approved_by)
    made.refresh_from_db()
    return made

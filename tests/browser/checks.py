"""What every page must stand up to: axe, narrow screens, fingers and the keyboard."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "tag", "values": TAGS}}
# Between the themes only colours differ.
COLOURS = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
AXE = Axe()

PHONE_WIDTHS = (390, 320)


def forgive(page, pattern):
    """This test makes the page complain about this on purpose."""
    page.forgiven.append(pattern)


def assert_sound(page):
    """Axe in light and dark, and nothing to scroll sideways for, as the page stands now."""
    found = faults(page)
    assert found == [], "\n".join(found)


def faults(page) -> list[str]:
    size, found = page.viewport_size, violations(page, RULES, "in light")
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS, "in dark")
    page.emulate_media(color_scheme="light")
    found += [fault for width in PHONE_WIDTHS for fault in cramped(page, width)]
    page.set_viewport_size(size)
    return found


def faults_everywhere(page) -> list[str]:
    """The same for a page at a desk and on a phone.

    All of it is judged in light at the desk and in dark on the phone; in light on the phone and in dark at the desk
    only the looks that no page had yet.
    """
    size, (phone, small) = page.viewport_size, PHONE_WIDTHS
    found = _of_all_looks(page, "in light") + cramped(page, phone) + _of_new_looks(page, "in light")
    page.emulate_media(color_scheme="dark")
    found += _of_all_looks(page, "in dark") + cramped(page, small)
    page.set_viewport_size(size)
    found += _of_new_looks(page, "in dark")
    page.emulate_media(color_scheme="light")
    return found


def faults_of_new_looks(page) -> list[str]:
    """Of a page whose parts another had in every look: what does not depend on looks, and the looks that are new."""
    size, found = page.viewport_size, _of_all_looks(page, "in light")
    page.emulate_media(color_scheme="dark")
    found += _of_new_looks(page, "in dark")
    page.emulate_media(color_scheme="light")
    found += [fault for width in PHONE_WIDTHS for fault in cramped(page, width)]
    page.set_viewport_size(size)
    return found


def cramped(page, width) -> list[str]:
    """What is wrong on a screen as narrow as this; the page stays so narrow."""
    page.set_viewport_size({"width": width, "height": 844})
    return overflow(page, width) + small_targets(page, 24, f"at {width} px")


def _of_all_looks(page, where) -> list[str]:
    PROVEN.update(page.evaluate(LOOKS))
    return violations(page, RULES, where)


def _of_new_looks(page, where) -> list[str]:
    looks = [look for look in page.evaluate(LOOKS) if look not in PROVEN]
    PROVEN.update(looks)
    return violations(page, COLOURS, where, looks) if looks else []


# What the contrast of a text depends on: its colour, those behind it, its size. One element stands for all of a look.
LOOKS = """() => {
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim()
  const has = (each) => each.matches("input, select, textarea") || [...each.childNodes].some(isText)
  const seen = (each) => has(each) && each.checkVisibility({visibilityProperty: true, opacityProperty: true})
  const behind = (each) => {
    const found = []
    for (let at = each; at; at = at.parentElement) {
      const {backgroundColor, backgroundImage, opacity} = getComputedStyle(at)
      if (opacity !== "1" || backgroundImage !== "none") found.push(at.className, opacity)
      if (backgroundColor !== "rgba(0, 0, 0, 0)") found.push(backgroundColor)
      if (/^rgb\\(/.test(backgroundColor)) break
    }
    return found
  }
  const look = (each) => {
    const {color, fontSize, fontWeight} = getComputedStyle(each)
    return [color, parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24), ...behind(each)].join(" ")
  }
  window.ofLook = new Map([...document.body.querySelectorAll("*")].filter(seen).map((each) => [look(each), each]))
  return [...window.ofLook.keys()]
}"""
PROVEN = set()

# axe knows no top layer: it takes what lies below an open sheet for something that covers it.
RUN = """async ([options, looks]) => {
  const inSheet = ({target}) => document.querySelector(target[0])?.closest(":popover-open")
  const context = looks ? {include: looks.map((look) => window.ofLook.get(look))} : document
  const {violations} = await axe.run(context, options)
  for (const each of violations) if (each.id === "target-size") each.nodes = each.nodes.filter((node) => !inSheet(node))
  return violations
}"""


def violations(page, options, where, looks=None) -> list[str]:
    complaints, width = list(page.complaints), page.viewport_size["width"]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate(RUN, [options, looks])
    # axe tries inline styles, which our own policy forbids it: not the page's complaint.
    page.complaints[:] = complaints
    return [
        f"{page.url} {where} at {width} px: {each['id']} at {node['target']}: {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


WIDER = """() => {
  const page = document.scrollingElement, width = document.documentElement.clientWidth
  if (page.scrollWidth <= width) return null
  const wide = [...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > width + 1)
  return wide.slice(0, 4).map((each) => each.tagName + "." + each.className)
}"""


def overflow(page, width) -> list[str]:
    wide = page.evaluate(WIDER)
    return [] if wide is None else [f"{page.url} scrolls sideways at {width} px because of {wide}"]


# WCAG 2.5.8 leaves out links within a sentence, and what is as the browser draws it inside a label of its own.
SMALL = """(least) => {
  const seen = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
  const words = (each) => (each.innerText || each.name || "").trim().slice(0, 30)
  const named = (each) => `${each.tagName}.${each.className} “${words(each)}”`
  const inSentence = (each) => each.tagName === "A" && getComputedStyle(each).display === "inline"
    && each.parentElement.innerText.trim().length > each.innerText.trim().length
  const all = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")]
  return all.filter(seen).filter((each) => !inSentence(each)).flatMap((each) => {
    const {width, height} = (each.labels?.[0] ?? each).getBoundingClientRect()
    const own = each.getBoundingClientRect()
    const small = Math.max(width, own.width) < least || Math.max(height, own.height) < least
    return small && own.width > 1 ? [`${named(each)} ${Math.round(own.width)}×${Math.round(own.height)}`] : []
  })
}"""


def small_targets(page, least, where) -> list[str]:
    return [f"{page.url} {where}: {each} is smaller than {least} px" for each in page.evaluate(SMALL, least)]

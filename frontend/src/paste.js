// What Docs, Word and web pages put on the clipboard, made plain before the editor reads it.
// Styles and what is to run on events are renamed first: the page's policy forbids them, even in a document that is
// never shown.

const BOLD = /font-weight:\s*(bold|[6-9]00)/i
const ITALIC = /font-style:\s*italic/i
const STRUCK = /text-decoration[^;]*line-through/i
const WORD_ITEM = /mso-list:\s*l\d+\s+level(\d+)/i
const NUMBERED = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i
const DROPPED = "style, script, meta, link, title, head, o\\:p, img, svg, iframe, object, button, input"

export function cleaned(html) {
  const bare = html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/gi, "")
  const renamed = bare.replace(/<[^>]*>/g, (tag) => tag.replace(/([\s/"'])(style|on[a-z]+)\s*=/gi, "$1 data-$2="))
  const page = new DOMParser().parseFromString(renamed, "text/html")
  for (const element of page.querySelectorAll(DROPPED)) element.remove()
  wordLists(page)
  for (const element of [...page.body.querySelectorAll("[data-style]")]) asMarks(element)
  for (const element of page.body.querySelectorAll("[data-style]")) element.removeAttribute("data-style")
  return page.body.innerHTML
}

// Docs wraps everything in a <b> that is not bold, and says the rest by styles.
function asMarks(element) {
  const style = element.dataset.style ?? ""
  if (/^(B|STRONG)$/.test(element.tagName) && /font-weight:\s*(normal|400)/i.test(style)) return unwrap(element)
  if (element.tagName !== "SPAN") return
  for (const [pattern, tag] of [[BOLD, "strong"], [ITALIC, "em"], [STRUCK, "s"]]) {
    if (pattern.test(style)) wrapInside(element, tag)
  }
}

function unwrap(element) {
  element.replaceWith(...element.childNodes)
}

function wrapInside(element, tag) {
  const mark = element.ownerDocument.createElement(tag)
  mark.append(...element.childNodes)
  element.append(mark)
}

// Word writes lists as paragraphs that only look like items.
function wordLists(page) {
  let lists = []
  for (const paragraph of [...page.body.querySelectorAll("p")]) {
    const level = Number(paragraph.dataset.style?.match(WORD_ITEM)?.[1] ?? 0)
    if (level) lists = wordItem(page, paragraph, level, lists)
    else if (paragraph.textContent.trim()) lists = []
  }
}

function wordItem(page, paragraph, level, lists) {
  const sign = [...paragraph.querySelectorAll("span")].find((each) => /mso-list:\s*ignore/i.test(each.dataset.style ?? ""))
  const tag = NUMBERED.test(sign?.textContent ?? "") ? "ol" : "ul"
  sign?.remove()
  const open = lists.slice(0, level)
  if (open.length < level) open.push(newList(page, tag, open.at(-1), paragraph))
  const item = page.createElement("li")
  const inside = page.createElement("p")
  inside.append(...paragraph.childNodes)
  item.append(inside)
  open.at(-1).append(item)
  paragraph.remove()
  return open
}

function newList(page, tag, above, paragraph) {
  const list = page.createElement(tag)
  if (above?.lastElementChild) above.lastElementChild.append(list)
  else paragraph.before(list)
  return list
}

// A comment begins at the place it is about, or at the words that were selected there: they go with it as a quote, and
// are marked in the text as long as they stand there. Where a place has comments already, its chip leads to them.
import "./mention.js"

const panel = document.getElementById("panel")
const form = panel?.querySelector(".comment-form")

// A column at a desk, a sheet where there is no room.
function open() {
  if (!panel.checkVisibility()) panel.showPopover()
}

function begin({ path, label, quote = "" }) {
  form.elements.path.value = path
  form.elements.quote.value = quote
  form.querySelector("[data-comment-about]").textContent = label
  const shown = form.querySelector("[data-comment-quote]")
  shown.textContent = quote
  shown.hidden = !quote
  open()
  form.elements.text.focus()
}

function lead(path) {
  open()
  const comment = panel.querySelector(`[data-comment-at="${CSS.escape(path)}"]`)
  comment.tabIndex = -1
  comment.focus()
}

document.addEventListener("comment-on", ({ detail }) => begin(detail))

document.addEventListener("click", (event) => {
  const begins = event.target.closest("[data-comment-on]")
  const leads = event.target.closest("[data-show-comments]")
  if (begins) begin({ path: begins.dataset.commentOn, label: begins.dataset.commentLabel })
  if (event.target.closest("#panel:popover-open a[href^='#']")) panel.hidePopover()
  if (leads) lead(leads.dataset.showComments)
})

// `c` is for the words that are selected, else for the whole document. The panel may be closed: open it first.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]")
  if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping) return
  if (document.documentElement.dataset.shortcuts === "off") return
  const button = document.querySelector('#selection:not([hidden]) [data-do="comment"]')
  event.preventDefault()
  event.stopImmediatePropagation()
  if (button) button.click()
  else begin({ path: "", label: form.querySelector("[data-comment-about]").dataset.whole })
}, { capture: true })

// The quoted words, marked without touching the text. Blanks and line ends count as one blank.
function rangeOf(place, quote) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
  const letters = []
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at++) letters.push([walker.currentNode, at])
  }
  const text = letters.map(([node, at]) => (/\s/.test(node.data[at]) ? " " : node.data[at])).join("")
  const from = text.indexOf(quote.replace(/\s/g, " "))
  if (from < 0) return null
  const range = document.createRange()
  range.setStart(...letters[from])
  const [node, at] = letters[from + quote.length - 1]
  range.setEnd(node, at + 1)
  return range
}

function mark() {
  const ranges = [...document.querySelectorAll("#panel [data-quote]")].map(({ dataset }) => {
    const place = document.querySelector(`[data-path="${CSS.escape(dataset.commentAt)}"]`)
    return place && rangeOf(place, dataset.quote)
  })
  CSS.highlights?.set("quoted", new Highlight(...ranges.filter(Boolean)))
}

mark()

// Words that somebody selects in a text can be talked about or suggested otherwise: two buttons beside the selection.
// On the page for a suggestion the selected words are selected again.
const tools = document.getElementById("selection")
const LONGEST = 500
let chosen

function selected() {
  const selection = document.getSelection()
  const text = selection.toString().trim()
  const place = selection.anchorNode?.parentElement?.closest("[data-path]")
  if (!text || !place?.contains(selection.focusNode)) return null
  return { path: place.dataset.path, quote: text.slice(0, LONGEST), label: labelOf(place), range: selection.getRangeAt(0) }
}

const labelOf = (place) => place.closest(".field").querySelector(".field-label").textContent.trim()

function show() {
  const found = selected()
  if (!found && tools.contains(document.activeElement)) return
  chosen = found
  tools.hidden = !chosen
  if (!chosen) return
  const { left, bottom } = chosen.range.getBoundingClientRect()
  tools.style.insetInlineStart = `${Math.max(8, Math.min(left, innerWidth - tools.offsetWidth - 8))}px`
  tools.style.insetBlockStart = `${Math.min(bottom + 8, innerHeight - tools.offsetHeight - 8)}px`
}

function leave({ path, quote }) {
  location.href = `${tools.dataset.suggest}?${new URLSearchParams({ path, quote })}`
}

if (tools) {
  document.addEventListener("selectionchange", show)
  document.addEventListener("scroll", show, { passive: true })
  tools.addEventListener("mousedown", (event) => event.preventDefault())
  tools.addEventListener("click", ({ target }) => {
    const what = target.closest("[data-do]")?.dataset.do
    if (what === "suggest") leave(chosen)
    if (what === "comment") document.dispatchEvent(new CustomEvent("comment-on", { detail: chosen }))
    if (what === "comment") tools.hidden = true
  })
}

for (const control of document.querySelectorAll("[data-select]")) {
  const at = control.dataset.select ? control.value.indexOf(control.dataset.select) : -1
  control.focus()
  if (at >= 0) control.setSelectionRange(at, at + control.dataset.select.length)
}

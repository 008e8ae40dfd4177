// Keys press what says it listens to them: data-key="e" on a link or button, data-key="/" on a field, data-key="g h" for
// one after the other. Never while somebody types or composes; data-shortcuts="off" on <html> switches them off.
// Ctrl K and ⌘ K open the palette in any case; its script comes with its first use.
const typing = "input, textarea, select, [contenteditable]"
const PATIENCE = 1500 // milliseconds between two keys

let first = "", began = 0

const listening = (keys) => [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)]
const begins = (key) => document.querySelector(`[data-key^="${CSS.escape(`${key} `)}"]`)
const isOff = () => document.documentElement.dataset.shortcuts === "off"

function press(target) {
  target.matches(typing) ? target.focus() : target.click()
}

function find(key) {
  const before = Date.now() - began < PATIENCE ? first : ""
  first = ""
  // Two keys go anywhere, seen or not; one key presses only what one sees, or what is meant to be unseen.
  const both = before && listening(`${before} ${key}`)[0]
  return both || listening(key).find((each) => each.checkVisibility() || each.closest("nav[hidden]"))
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    openPalette(event)
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isOff()) return
  if (event.target.closest?.(typing) || document.querySelector("dialog[open]")) return
  const target = find(event.key)
  if (target) {
    event.preventDefault()
    press(target)
  } else if (begins(event.key)) {
    first = event.key
    began = Date.now()
  }
})

async function openPalette(event, text) {
  if (!document.getElementById("palette")) return
  event.preventDefault()
  const palette = await import("./palette.js")
  palette.open(text)
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-palette-open]")
  if (opener) openPalette(event, opener.dataset.paletteOpen)
  if (event.target.closest("[data-keys-open]")) openKeys()
})

async function openKeys() {
  const dialog = document.getElementById("keys")
  if (!dialog.firstElementChild) {
    const answer = await fetch(dialog.dataset.url, { headers: { "X-Palette": "1" } })
    if (!answer.ok) return
    dialog.innerHTML = await answer.text()
  }
  dialog.showModal()
}

document.addEventListener("click", (event) => {
  // A dialog of keys closes by a click beside it.
  if (event.target.matches?.("dialog.palette[open]")) event.target.close()
})

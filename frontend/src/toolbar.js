// The few things that people look for with the mouse; one tab stop, arrows between the buttons.

import { isAddress } from "./schema.js"

const BUTTONS = [
  ["bold", "B", (chain) => chain.toggleBold()],
  ["italic", "I", (chain) => chain.toggleItalic()],
  ["strike", "S", (chain) => chain.toggleStrike()],
  ["bullets", "•", (chain) => chain.toggleBulletList(), "bulletList"],
  ["numbers", "1.", (chain) => chain.toggleOrderedList(), "orderedList"],
  ["quote", "”", (chain) => chain.toggleBlockquote(), "blockquote"],
  ["link", "↗", null],
]

export function toolbar(editor, words) {
  const bar = document.createElement("div")
  bar.className = "editor-toolbar"
  bar.role = "toolbar"
  bar.ariaLabel = words.toolbar
  bar.append(...BUTTONS.map((each, at) => button(editor, words, each, at)))
  bar.addEventListener("keydown", (event) => move(bar, event))
  editor.on("transaction", () => mark(editor, bar))
  return bar
}

function button(editor, words, [name, sign, apply, node], at) {
  const element = document.createElement("button")
  element.type = "button"
  element.className = `editor-tool editor-tool-${name}`
  element.textContent = sign
  element.title = element.ariaLabel = words[name]
  element.tabIndex = at ? -1 : 0
  element.ariaPressed = "false"
  element.dataset.mark = node ?? name
  element.addEventListener("mousedown", (event) => event.preventDefault())
  element.addEventListener("click", () => (apply ? apply(editor.chain().focus()).run() : askForLink(editor, words, element)))
  return element
}

function move(bar, event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const all = [...bar.querySelectorAll("button")]
  const at = all.indexOf(event.target)
  if (!step || at < 0) return
  const next = all[(at + step + all.length) % all.length]
  all.forEach((each) => (each.tabIndex = each === next ? 0 : -1))
  next.focus()
}

function mark(editor, bar) {
  for (const element of bar.children) {
    if (element.dataset.mark) element.ariaPressed = String(editor.isActive(element.dataset.mark))
  }
}

// A small line in the toolbar instead of a browser's prompt.
function askForLink(editor, words, opener) {
  opener.parentElement.querySelector(".editor-link")?.remove()
  const input = document.createElement("input")
  Object.assign(input, { className: "editor-link", type: "url", placeholder: "https://", ariaLabel: words.address })
  input.value = editor.getAttributes("link").href ?? ""
  input.addEventListener("input", (event) => event.stopPropagation())
  input.addEventListener("keydown", (event) => {
    event.stopPropagation()
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === "Enter") event.preventDefault()
    if (event.key === "Enter" || event.key === "Escape") answered(editor, input, event.key === "Enter")
  })
  opener.after(input)
  input.focus()
}

function answered(editor, input, isMeant) {
  const href = input.value.trim()
  input.remove()
  const chain = editor.chain().focus().extendMarkRange("link")
  if (isMeant && isAddress(href)) link(editor, chain, href)
  else if (isMeant && !href) chain.unsetMark("link").run()
  else editor.commands.focus()
}

function link(editor, chain, href) {
  const text = { type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }
  if (editor.state.selection.empty && !editor.isActive("link")) editor.chain().focus().insertContent(text).run()
  else chain.setMark("link", { href }).run()
}

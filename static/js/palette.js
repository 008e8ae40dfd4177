// The palette: what one may do on this page, and the lines that the server has for a text. The input keeps the focus;
// the chosen line is said by aria-activedescendant. Enter of an input method never chooses.
const dialog = document.getElementById("palette")
const input = dialog.querySelector("input")
const list = document.getElementById("palette-list")
const count = dialog.querySelector("[data-palette-count]")
const none = dialog.querySelector(".palette-none")
const PAUSE = 90 // milliseconds without a key before asking
const AFTER_COMPOSING = 50 // milliseconds in which Enter still belongs to the input method

let asked = null, timer = 0, composedAt = 0, actions = []

export function open(text = "") {
  if (dialog.open) return dialog.close()
  actions = actionsOfPage()
  list.replaceChildren()
  input.value = text
  dialog.showModal()
  input.select()
  ask()
}

const options = () => [...list.querySelectorAll("[role=option]")]
const chosen = () => list.querySelector("[aria-selected=true]")
const plain = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")

// On this page: whatever listens to a key or stands among the page's actions, and can be seen.
function actionsOfPage() {
  const all = document.querySelectorAll(".main [data-key], .page-actions :is(a, button)")
  return [...new Set(all)]
    .filter((each) => each.checkVisibility() && !each.disabled)
    .map((each) => ({ element: each, label: nameOf(each), key: each.dataset.key ?? "" }))
    .filter((each) => each.label)
}

function nameOf(element) {
  const label = element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent
  return label.trim().replace(/\s+/g, " ")
}

async function ask() {
  const text = input.value.trim()
  asked?.abort()
  asked = new AbortController()
  try {
    const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(text)}`, { signal: asked.signal })
    if (answer.ok) show(text, await answer.text())
  } catch (error) {
    if (error.name !== "AbortError") show(text, "")
  }
}

function show(text, html) {
  list.innerHTML = html
  const group = groupOfActions(text)
  if (group) list.prepend(group)
  const found = options()
  choose(found[0])
  none.hidden = found.length > 0
  count.textContent = found.length ? dialog.dataset.count.replace("%n", found.length) : dialog.dataset.none
}

function groupOfActions(text) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const fitting = actions.filter(({ label }) => words.every((word) => plain(label).includes(word)))
  if (!fitting.length) return null
  const group = element("div", "palette-group", { role: "group", "aria-label": dialog.dataset.actions })
  const heading = element("div", "palette-heading", { role: "presentation" })
  heading.textContent = dialog.dataset.actions
  group.append(heading, ...fitting.map(optionOf))
  return group
}

function optionOf({ element: target, label, key }, place) {
  const option = element("div", "palette-option", { role: "option", id: `palette-action-${place}`, "aria-selected": "false" })
  const words = element("span", "palette-words")
  words.textContent = label
  const icon = target.querySelector("svg")?.cloneNode(true) ?? element("span", "icon")
  icon.removeAttribute("aria-label")
  icon.setAttribute("aria-hidden", "true")
  option.append(icon, words)
  if (key) option.append(Object.assign(element("kbd"), { textContent: key }))
  option.act = () => (target.matches("input, textarea, select") ? target.focus() : target.click())
  return option
}

function element(name, className = "", attributes = {}) {
  const made = document.createElement(name)
  if (className) made.className = className
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false")
  if (!option) return input.removeAttribute("aria-activedescendant")
  option.setAttribute("aria-selected", "true")
  input.setAttribute("aria-activedescendant", option.id)
  option.scrollIntoView({ block: "nearest" })
}

function step(by) {
  const all = options()
  if (all.length) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length])
}

function run(option, elsewhere) {
  if (!option) return
  if (option.dataset.href && elsewhere) return void window.open(option.dataset.href, "_blank", "noopener")
  dialog.close()
  option.dataset.href ? location.assign(option.dataset.href) : option.act()
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: (event) => run(chosen(), event.ctrlKey || event.metaKey),
}

input.addEventListener("compositionend", () => {
  composedAt = performance.now()
  later()
})

input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || performance.now() - composedAt < AFTER_COMPOSING) return
  if (!KEYS[event.key]) return
  event.preventDefault()
  KEYS[event.key](event)
})

function later() {
  clearTimeout(timer)
  timer = setTimeout(ask, PAUSE)
}

input.addEventListener("input", (event) => {
  if (!event.isComposing) later()
})

list.addEventListener("click", (event) => run(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey))
dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette-close]")) dialog.close()
})

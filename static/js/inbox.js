// The keys of a list of news: j and k walk its rows, e and s press the buttons of the row one is at, Enter opens it.
// The buttons get their key only while their row is the current one, so shortcuts.js presses the right ones.
const list = () => document.querySelector("[data-rows]")
const rows = () => [...list().querySelectorAll("[data-row]")]
let current = 0

function here(row) {
  for (const button of list().querySelectorAll("[data-row-key]")) {
    if (row?.contains(button)) button.dataset.key = button.dataset.rowKey
    else delete button.dataset.key
  }
}

function walk(step) {
  const all = rows()
  if (!all.length) return
  const focused = all.findIndex((row) => row.contains(document.activeElement))
  current = focused < 0 ? Math.min(current, all.length - 1) : Math.max(0, Math.min(focused + step, all.length - 1))
  all[current].querySelector("[data-row-link]").focus()
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest?.("input, textarea, select") || document.documentElement.dataset.shortcuts === "off") return
  if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1)
})

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]")
  if (row) current = rows().indexOf(row)
  here(row)
})

// What was put away leaves its place to the next one, and the focus with it.
document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement === document.body) walk(0)
})

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit()
})

// A list comes back from the server after every step; the focus goes on where the step leads: into what was added,
// to the same button of what was moved, to the list's own button after a removal. What was removed can be taken back
// from a notice. Items are moved by their buttons, or dragged by their grip.
import { say } from "./toast.js"

const OPPOSITE = { up: "down", down: "up" }
let step

document.addEventListener("submit", ({ target, submitter }) => {
  if (!target.matches(".items-add, .item-tools > form")) return
  const typed = target.elements.text?.value.trim()
  step = { what: submitter?.value, item: target.closest(".item")?.id, list: target.closest(".items").id, typed }
})

document.addEventListener("htmx:after:swap", () => {
  document.querySelectorAll("template[data-removed]").forEach(offerBack)
  if (!step) return
  const { what, item, list, typed } = step
  const place = document.getElementById(list)
  step = null
  if (what === "place") return
  if (typed) return again(place.querySelector(":scope > .items-add textarea"))
  const tools = what && document.getElementById(item)?.querySelector(":scope > .item-tools")
  const next = what
    ? (tools?.querySelector(`[value="${what}"]:enabled`) ?? tools?.querySelector(`[value="${OPPOSITE[what]}"]:enabled`))
    : place.querySelector("[data-added] :is(textarea, select, input:not([type=hidden]))")
  ;(next ?? place.querySelector(":scope > .items-add button")).focus()
})

function again(field) {
  field.value = ""
  field.focus()
}

function offerBack(template) {
  const form = template.content.firstElementChild.cloneNode(true)
  template.remove()
  const toast = say(template.dataset.removed, { action: form, seconds: 10 })
  // The form asks from where it stands, so the notice is only hidden; it leaves by itself.
  form.addEventListener("submit", () => toast.style.setProperty("display", "none"))
  globalThis.htmx.process(toast)
}

// Enter adds what was typed; a paste of several lines becomes several items.
document.addEventListener("keydown", (event) => {
  const isEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229
  if (!isEnter || !event.target.matches(".items-add textarea")) return
  event.preventDefault()
  if (event.target.value.trim()) event.target.form.requestSubmit()
})

document.addEventListener("paste", (event) => {
  if (!event.target.matches(".items-add textarea")) return
  setTimeout(() => event.target.value.trim().includes("\n") && event.target.form.requestSubmit(), 0)
})

// Dragging. The item goes where the pointer is; the server hears of it once, at the end.
let drag

const siblings = () => [...drag.item.parentElement.children].filter((each) => each.matches(".item"))

function isBefore(each, { clientX, clientY }) {
  const { top, bottom, left, right } = each.getBoundingClientRect()
  const isInRow = clientY > top && clientY < bottom
  return isInRow ? clientX < (left + right) / 2 && isBeside(each) : clientY < (top + bottom) / 2
}

// Pillars stand beside each other, answers below each other.
function isBeside(each) {
  const [first, second] = siblings()
  const middle = each.getBoundingClientRect()
  if (!second) return true
  const stand = first.getBoundingClientRect().top === second.getBoundingClientRect().top
  return stand || drag.y < (middle.top + middle.bottom) / 2
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]")
  if (!grip || event.button) return
  event.preventDefault()
  const item = grip.closest(".item")
  drag = { item, grip, y: event.clientY, was: item.nextElementSibling }
  grip.setPointerCapture(event.pointerId)
  item.classList.add("is-dragged")
})

document.addEventListener("pointermove", (event) => {
  if (!drag) return
  drag.y = event.clientY
  scrollAtTheEdge(event.clientY)
  const next = siblings().find((each) => each !== drag.item && isBefore(each, event))
  if (next !== drag.item.nextElementSibling) drag.item.parentElement.insertBefore(drag.item, next ?? null)
})

const EDGE = 80

function scrollAtTheEdge(y) {
  if (y < EDGE) scrollBy(0, -EDGE / 4)
  if (y > innerHeight - EDGE) scrollBy(0, EDGE / 4)
}

function drop() {
  const { item, was } = drag
  end()
  if (item.nextElementSibling === was) return
  const form = item.querySelector(":scope > .item-tools > form")
  const next = item.nextElementSibling?.querySelector(":scope > .item-tools [name=key]")
  form.elements.before.value = next?.value ?? ""
  form.requestSubmit(form.querySelector("[value=place]"))
}

function end() {
  drag.item.classList.remove("is-dragged")
  drag = null
}

document.addEventListener("pointerup", () => drag && drop())

function giveUp() {
  if (!drag) return
  drag.item.parentElement.insertBefore(drag.item, drag.was)
  end()
}

document.addEventListener("pointercancel", giveUp)
document.addEventListener("keydown", ({ key }) => key === "Escape" && giveUp())

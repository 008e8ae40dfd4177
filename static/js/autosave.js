// Saves each <form data-autosave> by itself: 800 ms after the last key, on leaving the field, on leaving the page.
//
// Every change goes to the journal on this device first and leaves it when the server has committed it. A form
// carries `path`, `value` and `base`, the revision that its text was read at; the answer brings the next base.
// 409 brings both texts, 422 says what is wrong; anything else is tried again.

import "./budget.js"
import "./grow.js"
import { Journal } from "./journal.js"
import { show, unsaved } from "./savestate.js"

const PAUSE = 800
const RETRY = [1000, 2000, 5000, 15000]
const journal = new Journal(`${document.documentElement.dataset.person}:${location.pathname}`)
const timers = new WeakMap()
const composing = new WeakSet()
const busy = new Map()
// What the server answered with both texts; it waits for a person, not for another try.
const undecided = new Map()
let failures = 0

const forms = () => document.querySelectorAll("form[data-autosave]")
const pathOf = (form) => form.elements.path.value
const formAt = (path) => [...forms()].find((form) => pathOf(form) === path)

function valueOf(form) {
  const control = form.elements.value
  return control.type === "checkbox" ? (control.checked ? "true" : "false") : control.value
}

function setValue(form, value) {
  const control = form.elements.value
  if (control.type === "checkbox") control.checked = value === "true"
  else control.value = value
  control.dispatchEvent(new Event("drawn", { bubbles: true }))
}

function note(form) {
  const known = journal.entries()[pathOf(form)]
  journal.put(pathOf(form), { value: valueOf(form), base: known?.base ?? form.elements.base.value, opId: newId() })
  unsaved(journal.size)
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}

function later(form, pause = PAUSE) {
  clearTimeout(timers.get(form))
  timers.set(form, setTimeout(() => save(form), pause))
}

async function save(form, { leaving = false } = {}) {
  clearTimeout(timers.get(form))
  // Half a composed word is nobody's text; its end comes back here.
  if (composing.has(form)) return
  const path = pathOf(form)
  const entry = journal.entries()[path]
  if (!entry || busy.has(path)) return busy.get(path)
  if (undecided.get(path) === entry.opId) return show("error")
  const sending = send(form, entry, leaving).finally(() => busy.delete(path))
  busy.set(path, sending)
  show("saving")
  await sending
}

async function send(form, entry, leaving) {
  const body = new FormData(form)
  body.set("value", entry.value)
  body.set("base", entry.base)
  body.set("op_id", entry.opId)
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, keepalive: leaving })
    await heard(form, entry, answer)
  } catch {
    tryAgain(form)
  }
}

async function heard(form, entry, answer) {
  if (answer.redirected || answer.status >= 500 || answer.status === 429) return tryAgain(form)
  if (answer.ok) return kept(form, entry, await answer.json())
  if (answer.status === 409) return bothTexts(form, entry, await answer.text())
  if (answer.status === 422) return wrong(form, await answer.json())
  return tryAgain(form)
}

function kept(form, entry, answer) {
  failures = 0
  const path = pathOf(form)
  const now = journal.entries()[path]
  form.elements.base.value = answer.revision
  answered(form).replaceChildren()
  if (now && now.opId !== entry.opId) {
    journal.put(path, { ...now, base: answer.revision })
    later(form)
  } else journal.drop(path)
  for (const seen of document.querySelectorAll("form[data-after-save] [name=seen]")) seen.value = answer.revision
  if (journal.size) unsaved(journal.size)
  else show("saved", answer.said)
  document.body.dispatchEvent(new CustomEvent("saved"))
}

const answered = (form) => form.querySelector("[data-answer]")

// Beside the form, not in it: its choices are forms of their own.
function bothTexts(form, entry, html) {
  undecided.set(pathOf(form), entry.opId)
  show("error")
  form.parentElement.querySelectorAll(".conflict").forEach((old) => old.remove())
  const holder = document.createElement("div")
  holder.innerHTML = html
  form.after(...holder.children)
}

function wrong(form, answer) {
  show("error")
  const sentences = Object.values(answer.errors).flat()
  answered(form).replaceChildren(...sentences.map((sentence) => paragraph(sentence)))
}

function paragraph(sentence) {
  const element = document.createElement("p")
  element.className = "field-error"
  element.textContent = sentence
  return element
}

function tryAgain(form) {
  unsaved(journal.size)
  later(form, RETRY[Math.min(failures++, RETRY.length - 1)])
}

function choose(choice) {
  const form = choice.closest(".field")?.querySelector("form[data-autosave]") ?? formAt(choice.elements.path.value)
  const { keep, base } = choice.dataset
  choice.closest(".conflict")?.remove()
  form.elements.base.value = base
  setValue(form, choice.elements.value.value)
  journal.drop(pathOf(form))
  if (keep === "theirs") return show("saved")
  note(form)
  save(form)
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]")
  if (!form) return
  note(form)
  if (!event.isComposing) later(form)
})

document.addEventListener("compositionstart", (event) => {
  const form = event.target.closest("form[data-autosave]")
  if (form) composing.add(form)
})

document.addEventListener("compositionend", (event) => {
  const form = event.target.closest("form[data-autosave]")
  if (!form) return
  composing.delete(form)
  note(form)
  later(form)
})

document.addEventListener("focusout", (event) => {
  const form = event.target.closest("form[data-autosave]")
  if (form) save(form)
})

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-keep]")) {
    event.preventDefault()
    choose(event.target)
  } else if (event.target.matches("form[data-autosave]")) {
    event.preventDefault()
    save(event.target)
  } else if (event.target.matches("form[data-after-save]") && journal.size) {
    event.preventDefault()
    everything().then((done) => done && event.target.submit())
  }
})

async function everything() {
  await Promise.all([...forms()].map((form) => save(form)))
  return journal.size === 0
}

document.addEventListener("keydown", (event) => {
  const isEnter = event.key === "Enter" && !event.isComposing && event.keyCode !== 229
  if (isEnter && event.target.matches("[data-line]")) event.preventDefault()
  if (event.key === "s" && (event.metaKey || event.ctrlKey)) {
    event.preventDefault()
    everything()
  }
})

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const form of forms()) save(form, { leaving: true })
})
window.addEventListener("online", () => everything())

// What was typed before this script was here.
function wasTouched(form) {
  const control = form.elements.value
  if (control.type === "checkbox") return control.checked !== control.defaultChecked
  if (!control.options) return control.value !== control.defaultValue
  return control.value !== ([...control.options].find((each) => each.defaultSelected) ?? control.options[0]).value
}

for (const form of forms()) {
  if (!wasTouched(form)) continue
  note(form)
  later(form)
}

// What this device still holds from before, e.g. after a crash or a night offline.
for (const [path, entry] of Object.entries(journal.entries())) {
  const form = formAt(path)
  if (!form) continue
  setValue(form, entry.value)
  save(form)
}

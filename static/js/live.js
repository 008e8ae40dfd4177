// Writing together: joins the page to the document's live text, shows who is here, and follows what others change.
//
// The editor comes after the page can be read: when the browser is idle, or when somebody goes into a text.

import { Journal } from "./journal.js"
import { Connection } from "./live-connection.js"
import { Fields } from "./live-fields.js"
import { Unsent } from "./live-journal.js"
import { Presence } from "./live-presence.js"
import { refresh } from "./live-refresh.js"
import { show, unsaved } from "./savestate.js"

const COLOURS = 8
const HEARTBEAT = 15_000
const SLOW = 1500

const place = document.querySelector("[data-live-page]")
const { livePage: url, user, words: wordsId } = place.dataset
const words = { ...document.getElementById(wordsId).dataset }
const isEditing = place.dataset.mode === "edit"
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
const others = new Journal(location.pathname)
const unsent = new Unsent(`${user} ${url}`)
const presence = new Presence(place, (id) => `person-${id % COLOURS}`)

let editor, text, fields, caret, slow
let client = crypto.getRandomValues(new Uint32Array(1))[0]
const received = []

const connection = new Connection(url, token, {
  apply: (updates) => (text ? text.apply(updates) : isEditing && received.push(...updates)),
  batch: (outbox) => batch(outbox),
  acked: (keys) => acked(keys),
  failed: () => unsaved(waitingHere()),
  refused: () => refused(),
  opened: () => sayPresence(),
  revision: ({ revision }) => seen(revision),
  hear: (frame) => hear[frame.type]?.(frame),
})

const hear = {
  who: () => sayPresence(),
  presence: ({ client: whose, state, user: person }) => {
    presence.show(whose, state, person)
    text?.show(whose, state, person)
  },
  edited: ({ paths, revision }) => {
    seen(revision)
    refresh(paths, (path) => path in others.entries())
  },
  "too much": ({ paths }) => tooMuch(paths),
}

const waitingHere = () => connection.outbox.length + others.size

function sayPresence() {
  connection.say({ type: "presence", client, state: caret ?? { path: null } })
}

// What the editor made since the last batch, as one update; before it is there, one by one from the journal.
function batch(outbox) {
  if (!editor) return { update: outbox[0].update, count: 1 }
  return { update: editor.together(outbox.map(({ update }) => update)), count: outbox.length }
}

async function typed(update) {
  show("saving")
  clearTimeout(slow)
  slow = setTimeout(() => waitingHere() && unsaved(waitingHere()), SLOW)
  connection.send(update, await unsent.put(update))
}

function acked(keys) {
  unsent.drop(keys)
  if (connection.outbox.length) return
  clearTimeout(slow)
  if (others.size) unsaved(others.size)
  else show("saved", words.savedAt?.replace("%s", new Date().toTimeString().slice(0, 5)))
}

function refused() {
  fields?.lock()
  presence.place.replaceChildren()
  if (isEditing) show("error", words.refused)
}

function tooMuch(paths) {
  show("error")
  for (const [path, reason] of Object.entries(paths)) {
    const answer = fields?.holderAt(path)?.closest("form")?.querySelector("[data-answer]")
    answer?.replaceChildren(Object.assign(document.createElement("p"), { className: "field-error", textContent: reason }))
  }
}

// Who writes sees what they ask a review for.
function seen(revision) {
  for (const input of document.querySelectorAll("form[data-after-save] [name=seen]")) {
    if (Number(input.value) < revision) input.value = revision
  }
}

async function start() {
  if (!isEditing) return connection.open()
  const kept = await unsent.all()
  for (const { key, update } of kept) received.push(update)
  connection.outbox.push(...kept.map(({ key, update }) => ({ key, update })))
  if (kept.length) unsaved(kept.length)
  const first = await connection.start()
  if (document.querySelector("[data-live]")) whenIdle(load)
  return first
}

function whenIdle(work) {
  if (document.readyState === "complete") (window.requestIdleCallback ?? setTimeout)(work, { timeout: 1000 })
  else addEventListener("load", () => whenIdle(work), { once: true })
}

let loading
function load() {
  loading ??= joined().catch(() => {
    document.documentElement.dataset.together = "off"
  })
  return loading
}

async function joined() {
  const bundle = await import("../vendor/editor/editor.js")
  await started
  if (!connection.sequence && !(await connection.poll())) throw new Error("no live text")
  editor = bundle
  text = new editor.SharedText({
    onUpdate: typed,
    onChange: (path) => fields?.changed(path),
    onCaret: (state) => {
      caret = state
      sayPresence()
    },
  })
  client = text.client
  text.apply(received.splice(0))
  fields = new Fields(text, { words, mentions, mayWrite: () => !connection.isOver })
  document.documentElement.dataset.together = "on"
  enterWhereTheFocusIs()
}

function enterWhereTheFocusIs() {
  const holder = document.activeElement?.closest("[data-live]")
  if (holder) fields.activate(holder)
}

async function mentions(sought) {
  const answer = await fetch(`${place.dataset.mentions}?q=${encodeURIComponent(sought)}`)
  return answer.ok ? (await answer.json()).found : []
}

document.addEventListener("focusin", (event) => event.target.closest?.("[data-live]") && load(), { once: false })

// Before a step in review everything typed here is in a version, and that version is the one that was seen.
document.addEventListener("submit", (event) => {
  if (!text || !event.target.matches("form[data-after-save]") || event.target.dataset.projected) return
  event.preventDefault()
  event.stopImmediatePropagation()
  settle(event.target, event.submitter)
}, { capture: true })

async function settle(form, submitter) {
  for (let tries = 0; connection.outbox.length && tries < 40; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  const answer = connection.outbox.length ? null : await connection.post({ project: true })
  if (!answer) return unsaved(waitingHere())
  form.dataset.projected = "yes"
  form.requestSubmit(submitter)
  delete form.dataset.projected
}

setInterval(sayPresence, HEARTBEAT)
addEventListener("pagehide", () => connection.say({ type: "presence", client, state: null }))
const started = start()

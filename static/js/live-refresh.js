// What others changed outside of long text: the page is asked for again, and only what differs is exchanged.
// A place that somebody here is in, or has not saved yet, waits until they have left it.
// An answer that was on its way while something was saved here is older than the page: it is asked for again.

import { idOf } from "./live-presence.js"

const PAUSE = 250
let waiting = new Set()
let timer
let isDirty = () => false
let steps = 0

export function refresh(paths, isUnsaved = isDirty) {
  isDirty = isUnsaved
  for (const path of paths) waiting.add(path)
  clearTimeout(timer)
  timer = setTimeout(exchange, PAUSE)
}

document.addEventListener("htmx:after:swap", () => steps++)
document.body.addEventListener("saved", () => steps++)

document.addEventListener("focusout", () => {
  if (waiting.size) setTimeout(() => refresh([]), 0)
})

async function exchange() {
  const [paths, asked] = [waiting, steps]
  waiting = new Set()
  try {
    // What is waiting to be said to this person is left to the page that shows it.
    const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Refresh": "1" } })
    if (!answer.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (steps !== asked) return refresh(paths)
    for (const place of placesOf(paths, page)) change(place, page)
    for (const form of document.querySelectorAll("form [name=base]")) renewBase(form, page)
    swap(document.querySelector(".page-status"), page.querySelector(".page-status"))
  } catch {
    for (const path of paths) waiting.add(path)
  }
}

// The ids to exchange. A list comes whole when an item came, went or moved.
function placesOf(paths, page) {
  const ids = new Map()
  for (const path of paths) {
    const [list, key, field] = path.split("/")
    const whole = key !== undefined && field === undefined
    const found = whole ? [...page.querySelectorAll(".items")].filter(({ id }) => isOf(id, list)).map(({ id }) => id) : [idOf(path)]
    for (const id of found) ids.set(id, path)
  }
  return [...ids].map(([id, path]) => ({ id, path }))
}

const isOf = (id, list) => id === idOf(list) || id.startsWith(`${idOf(list)}-`)

function change({ id, path }, page) {
  const [here, there] = [document.getElementById(id), page.getElementById(id)]
  if (!here || !there) return
  if (here.querySelector("[data-live]") && here.matches(".field")) return
  if (here.contains(document.activeElement) || isDirty(path)) waiting.add(path)
  else if (isSame(here, there)) return
  else swap(here, there)
}

function isSame(here, there) {
  const [mine, theirs] = [here, there].map((place) => place.querySelector("[name=value]"))
  return here.matches(".field") && mine && theirs && mine.type !== "checkbox" && mine.value === theirs.value
}

function swap(here, there) {
  if (!here || !there || here.innerHTML === there.innerHTML) return
  const fresh = document.importNode(there, true)
  here.replaceWith(fresh)
  window.htmx?.process(fresh)
  document.dispatchEvent(new CustomEvent("live:swapped", { detail: fresh }))
}

// Forms keep saying which revision their text was read at; one that was not touched has read the newest.
function renewBase(base, page) {
  const field = base.closest(".field")
  const there = field && page.getElementById(field.id)?.querySelector("[name=base]")
  if (there && isSame(field, there.closest(".field"))) base.value = there.value
}

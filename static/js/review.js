// Stepping from change to change: the buttons with data-step, and through them the keys j and k.
const buttons = document.querySelectorAll("[data-step]")
const counter = document.querySelector("[data-step-at]")
const places = () => [...document.querySelectorAll(".is-changed")].filter((place) => place.checkVisibility())
let at = -1

function go(step) {
  const all = places()
  if (!all.length) return
  at = (at + step + all.length) % all.length
  all[at].tabIndex = -1
  all[at].focus({ preventScroll: true })
  all[at].scrollIntoView({ block: "center" })
  tell(all.length)
}

function tell(count) {
  counter.hidden = false
  counter.textContent = `${at + 1} / ${count}`
}

for (const button of buttons) {
  button.hidden = false
  button.addEventListener("click", () => go(Number(button.dataset.step)))
}

// Reading a chart: point, tap, or walk its bars with the arrow keys; what is there is said below it, with the way to
// what stands behind it, which Enter and a mouse go at once.
const shownBars = (figure) => [...figure.querySelectorAll("[data-read]")].filter((bar) => bar.getClientRects().length)

const read = (figure, bar) => {
  figure.querySelector(".is-read")?.classList.remove("is-read")
  bar.classList.add("is-read")
  figure.querySelector("[data-chart-reading]").textContent = bar.dataset.read
  const link = figure.querySelector("[data-chart-link]")
  link.hidden = !bar.dataset.href
  if (bar.dataset.href) link.href = bar.dataset.href
}

const follow = (figure, event) => {
  const link = figure.querySelector("[data-chart-link]")
  if (!link.hidden) link.dispatchEvent(new MouseEvent("click", event))
}

const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }

const walk = (event) => {
  if (event.target !== event.currentTarget) return
  if (event.key === "Enter") follow(event.currentTarget, event)
  if (!(event.key in steps)) return
  const bars = shownBars(event.currentTarget)
  const now = bars.findIndex((bar) => bar.classList.contains("is-read"))
  const next = (now < 0 ? bars.length - 1 : now) + (now < 0 ? 0 : steps[event.key])
  event.preventDefault()
  read(event.currentTarget, bars[Math.min(Math.max(next, 0), bars.length - 1)])
}

const point = (event) => {
  const bar = event.target.closest("[data-read]")
  if (bar) read(event.currentTarget, bar)
  return bar
}

const press = (event) => {
  if (point(event) && event.pointerType !== "touch") follow(event.currentTarget, event)
}

for (const figure of document.querySelectorAll("[data-chart]")) {
  figure.tabIndex = 0
  figure.setAttribute("role", "group")
  figure.setAttribute("aria-label", figure.querySelector("svg > title").textContent)
  figure.addEventListener("keydown", walk)
  figure.addEventListener("pointerover", point)
  figure.addEventListener("click", press)
}

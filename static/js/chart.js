// Reading a chart: point, tap, or walk its bars with the arrow keys; what is there is said below it, with the way to
// what stands behind it, which Enter and a mouse go at once. Of several lines each value is a way: they go to the first.
const shownBars = (figure) => [...figure.querySelectorAll("[data-read]")].filter((bar) => bar.getClientRects().length)

const said = ({ dataset }) => {
  if (!dataset.href) return dataset.piece
  return Object.assign(document.createElement("a"), {
    className: "tap",
    href: dataset.href,
    textContent: dataset.piece,
  })
}

const read = (figure, bar) => {
  figure.querySelector(".is-read")?.classList.remove("is-read")
  bar.classList.add("is-read")
  const pieces = [...bar.querySelectorAll("[data-piece]")].map(said)
  figure.querySelector("[data-chart-reading]").replaceChildren(...(pieces.length ? pieces : [bar.dataset.read]))
  const link = figure.querySelector("[data-chart-link]")
  link.hidden = !bar.dataset.href
  if (bar.dataset.href) link.href = bar.dataset.href
}

const follow = (figure, event) => {
  const link = figure.querySelector("[data-chart-link]")
  if (link.hidden) figure.querySelector("[data-chart-reading] a")?.focus()
  else link.dispatchEvent(new MouseEvent("click", event))
}

const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }

const walk = (event) => {
  if (event.target !== event.currentTarget) return
  if (event.key !== "Enter" && !(event.key in steps)) return
  event.preventDefault()
  if (event.key === "Enter") return follow(event.currentTarget, event)
  const bars = shownBars(event.currentTarget)
  const now = bars.findIndex((bar) => bar.classList.contains("is-read"))
  const next = (now < 0 ? bars.length - 1 : now) + (now < 0 ? 0 : steps[event.key])
  read(event.currentTarget, bars[Math.min(Math.max(next, 0), bars.length - 1)])
}

const point = (event) => {
  const bar = event.target.closest("[data-read]")
  if (bar) read(event.currentTarget, bar)
  return bar
}

// A mouse on its way to one of several values changes none of them while one has the focus.
const pass = (event) => {
  if (!event.currentTarget.querySelector("[data-chart-reading] :focus")) point(event)
}

const press = (event) => {
  if (point(event) && event.pointerType !== "touch") follow(event.currentTarget, event)
}

for (const figure of document.querySelectorAll("[data-chart]")) {
  figure.tabIndex = 0
  figure.setAttribute("role", "group")
  figure.setAttribute("aria-label", figure.querySelector("svg > title").textContent)
  figure.addEventListener("keydown", walk)
  figure.addEventListener("pointerover", pass)
  figure.addEventListener("click", press)
}

// Points of [data-map] go where they are dragged, or by arrow keys; the number fields below keep what was meant.

const SIDE = 400
const MARGIN = 20
const SCALE = (SIDE - 2 * MARGIN) / 100
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

const within = (value) => Math.max(0, Math.min(100, Math.round(value)))
const field = (point, axis) => document.getElementById(`at-points-${point.dataset.point}-${axis}-control`)
const places = (point) => ["x", "y"].map((axis) => Number(field(point, axis).value))

function draw(point, x, y) {
  point.setAttribute("transform", `translate(${MARGIN + x * SCALE} ${SIDE - MARGIN - y * SCALE})`)
  point.setAttribute("aria-label", `${point.dataset.name}: ${x}, ${y}`)
}

function keep(point, x, y) {
  draw(point, x, y)
  for (const [axis, value] of [["x", x], ["y", y]]) {
    const control = field(point, axis)
    if (Number(control.value) === value && control.value !== "") continue
    control.value = value
    control.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

function under(map, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse())
  return [within((at.x - MARGIN) / SCALE), within((SIDE - MARGIN - at.y) / SCALE)]
}

for (const map of document.querySelectorAll("[data-map]")) {
  map.addEventListener("keydown", (event) => {
    const point = event.target.closest("[data-point]")
    const step = STEPS[event.key]
    if (!point || !step) return
    event.preventDefault()
    const far = event.shiftKey ? 10 : 1
    const [x, y] = places(point)
    keep(point, within(x + step[0] * far), within(y + step[1] * far))
  })
  map.addEventListener("pointerdown", (event) => {
    const point = event.target.closest("[data-point]")
    if (!point) return
    point.setPointerCapture(event.pointerId)
    const move = (moved) => draw(point, ...under(map, moved))
    point.addEventListener("pointermove", move)
    point.addEventListener("pointerup", (up) => {
      point.removeEventListener("pointermove", move)
      keep(point, ...under(map, up))
    }, { once: true })
  })
}

document.addEventListener("input", (event) => {
  const key = event.target.id?.match(/^at-points-(\w+)-[xy]-control$/)?.[1]
  const point = key && document.querySelector(`[data-map] [data-point="${key}"]`)
  if (point) draw(point, ...places(point).map(within))
})

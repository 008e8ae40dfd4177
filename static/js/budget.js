// Counts words and sentences while they are written, [data-words] and [data-sentences] beside a [data-budget], and shows
// the unit that is over.

const WORDS = /[㐀-鿿]|[\p{L}\p{N}](?:[\p{L}\p{N}]|['’.,-](?=[\p{L}\p{N}]))*/gu
const ENDS = /[.!?…]+(?=\s|$|["”»)])|[。！？]+/u

const words = (text) => (text.match(WORDS) ?? []).length
const sentences = (text) => text.split(ENDS).filter((part) => words(part)).length

const COUNTS = { words, sentences }

function count(control) {
  const place = control.closest(".field")?.querySelector("[data-budget]")
  if (!place) return
  const units = [...place.querySelectorAll("[data-unit]")]
  const over = units.find((unit) => update(unit, control))
  for (const unit of units) unit.hidden = unit !== (over ?? units[0])
  place.classList.toggle("is-over", Boolean(over))
}

// Writes how much of one unit is used; says whether that is too much.
function update(unit, control) {
  const used = COUNTS[unit.dataset.unit](control.value)
  unit.textContent = unit.textContent.replace(/\d+/, used)
  return used > Number(control.dataset[unit.dataset.unit])
}

for (const kind of ["input", "drawn"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.matches?.("[data-words], [data-sentences]")) count(event.target)
  })
}

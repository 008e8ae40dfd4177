// Counts words or sentences while they are written: [data-words] or [data-sentences] beside a [data-budget].

const WORDS = /[㐀-鿿]|[\p{L}\p{N}](?:[\p{L}\p{N}]|['’.,-](?=[\p{L}\p{N}]))*/gu
const ENDS = /[.!?…]+(?=\s|$|["”»)])|[。！？]+/u

const words = (text) => (text.match(WORDS) ?? []).length
const sentences = (text) => text.split(ENDS).filter((part) => words(part)).length

function count(control) {
  const place = control.closest(".field")?.querySelector("[data-budget]")
  if (!place) return
  const { words: byWords, sentences: bySentences } = control.dataset
  const used = byWords ? words(control.value) : sentences(control.value)
  place.textContent = place.textContent.replace(/\d+/, used)
  place.classList.toggle("is-over", used > Number(byWords ?? bySentences))
}

for (const kind of ["input", "drawn"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.matches?.("[data-words], [data-sentences]")) count(event.target)
  })
}

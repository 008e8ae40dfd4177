// Answers while they type: shows the items of [data-filter-scope] that hold every typed word, nothing else meanwhile.
const inputs = [...document.querySelectorAll("[data-filter] input")]
const scope = document.querySelector("[data-filter-scope]")
const count = scope.querySelector("[data-filter-count]")
const plain = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
const items = [...scope.querySelectorAll("[data-filter-item]")].map((element) => ({
  row: element.closest("li") ?? element,
  text: plain(element.textContent),
}))

function filter(text) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  scope.classList.toggle("is-searching", words.length > 0)
  let found = 0
  for (const { row, text } of items) {
    row.hidden = !words.every((word) => text.includes(word))
    found += row.hidden ? 0 : 1
  }
  count.hidden = words.length === 0
  count.textContent = (found ? count.dataset.some : count.dataset.none).replace("%n", found).replace("%m", items.length)
  if (words.length) scrollTo({ top: 0 })
}

for (const input of inputs) {
  input.addEventListener("input", () => filter(input.value))
  input.form.addEventListener("submit", (event) => {
    event.preventDefault()
    input.blur()
  })
}
if (inputs[0]?.value) filter(inputs[0].value)

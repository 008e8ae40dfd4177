// Answers while they type: shows the items of [data-filter-scope] that hold every typed word, nothing else meanwhile.
const input = document.querySelector("[data-filter] input")
const scope = document.querySelector("[data-filter-scope]")
const count = scope.querySelector("[data-filter-count]")
const plain = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
const items = [...scope.querySelectorAll("[data-filter-item]")].map((element) => ({
  row: element.closest("li") ?? element,
  text: plain(element.textContent),
}))

function filter() {
  const words = plain(input.value).split(/\s+/).filter(Boolean)
  scope.classList.toggle("is-searching", words.length > 0)
  let found = 0
  for (const { row, text } of items) {
    row.hidden = !words.every((word) => text.includes(word))
    found += row.hidden ? 0 : 1
  }
  count.hidden = words.length === 0
  count.textContent = `${found} / ${items.length}`
  if (words.length) scope.scrollIntoView()
}

input.addEventListener("input", filter)
input.form.addEventListener("submit", (event) => {
  event.preventDefault()
  input.blur()
})
if (input.value) filter()

// @ in a comment offers the people of the workspace as buttons under the field; choosing one writes their name.
const people = JSON.parse(document.getElementById("people")?.textContent ?? "[]")
const BEGUN = /(?:^|\s)@([^@\n]{0,40})$/
const MOST = 6

const begun = (field) => field.value.slice(0, field.selectionStart).match(BEGUN)?.[1]

function offer(field) {
  const word = begun(field)?.toLowerCase()
  const found = word === undefined ? [] : people.filter((name) => name.toLowerCase().includes(word)).slice(0, MOST)
  const box = boxOf(field)
  const isChosen = found.length === 1 && found[0].toLowerCase() === word
  box.replaceChildren(...(isChosen ? [] : found.map((name) => button(field, name))))
}

function boxOf(field) {
  const known = field.nextElementSibling
  if (known?.matches(".mentions")) return known
  const box = document.createElement("div")
  box.className = "mentions"
  field.after(box)
  return box
}

function button(field, name) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "button button-small"
  made.textContent = `@${name}`
  made.addEventListener("click", () => choose(field, name))
  return made
}

function choose(field, name) {
  const at = field.selectionStart
  const from = at - begun(field).length
  field.setRangeText(`${name} `, from, at, "end")
  boxOf(field).replaceChildren()
  field.focus()
}

document.addEventListener("input", ({ target, isComposing }) => {
  if (!isComposing && target.matches("[data-mentions]")) offer(target)
})

// Choosing documents for a place: type, choose with arrows and Enter or by touch; a chip goes by its cross.
// The ids travel in the hidden value, which saves itself like any other control.
const PAUSE = 150
let timer

const boxOf = (element) => element.closest("[data-references]")
const valueOf = (box) => box.querySelector("[name=value]")
const foundOf = (box) => box.querySelector(".references-found")
const searchOf = (box) => box.querySelector("[role=combobox]")
const idsOf = (box) => valueOf(box).value.split(",").filter(Boolean)

function set(box, ids) {
  valueOf(box).value = ids.join(",")
  valueOf(box).dispatchEvent(new Event("input", { bubbles: true }))
}

function add(box, { id, title }) {
  close(box)
  searchOf(box).value = ""
  if (idsOf(box).includes(id)) return
  const chip = box.querySelector("template").content.firstElementChild.cloneNode(true)
  chip.dataset.id = id
  chip.querySelector(".reference").textContent = title
  chip.querySelector("button").setAttribute("aria-label", `${box.dataset.remove} ${title}`)
  box.querySelector(".references-chosen").append(chip)
  set(box, [...idsOf(box), id])
}

async function offer(box) {
  const text = searchOf(box).value.trim()
  const answer = await fetch(`${box.dataset.references}?q=${encodeURIComponent(text)}`)
  if (!answer.ok || document.activeElement !== searchOf(box)) return
  const { found } = await answer.json()
  const chosen = idsOf(box)
  foundOf(box).replaceChildren(...found.filter(({ id }) => !chosen.includes(id)).map((each, at) => option(box, each, at)))
  foundOf(box).hidden = foundOf(box).childElementCount === 0
  searchOf(box).setAttribute("aria-expanded", String(!foundOf(box).hidden))
  mark(box, 0)
}

function option(box, { id, title }, at) {
  const made = document.createElement("li")
  Object.assign(made, { id: `${foundOf(box).id}-${at}`, textContent: title })
  made.setAttribute("role", "option")
  made.dataset.id = id
  return made
}

function mark(box, at) {
  const options = [...foundOf(box).children]
  const chosen = options[(at + options.length) % options.length]
  for (const each of options) each.setAttribute("aria-selected", String(each === chosen))
  searchOf(box).setAttribute("aria-activedescendant", chosen?.id ?? "")
}

function close(box) {
  foundOf(box).hidden = true
  searchOf(box).setAttribute("aria-expanded", "false")
  searchOf(box).removeAttribute("aria-activedescendant")
}

const marked = (box) => foundOf(box).querySelector("[aria-selected=true]")
const chosen = (option) => ({ id: option.dataset.id, title: option.textContent })

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-references] [role=combobox]")) return
  clearTimeout(timer)
  timer = setTimeout(() => offer(boxOf(target)), PAUSE)
})
document.addEventListener("focusin", ({ target }) => target.matches("[data-references] [role=combobox]") && offer(boxOf(target)))
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const box = boxOf(target)
  if (box && !box.contains(relatedTarget)) close(box)
})
document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-references] [role=combobox]")) return
  const box = boxOf(event.target)
  const at = [...foundOf(box).children].indexOf(marked(box))
  const act = {
    ArrowDown: () => mark(box, at + 1),
    ArrowUp: () => mark(box, at - 1),
    Enter: () => !foundOf(box).hidden && marked(box) && add(box, chosen(marked(box))),
    Escape: () => close(box),
  }[event.isComposing ? "" : event.key]
  if (!act) return
  event.preventDefault()
  act()
})
// Before the search loses the focus and its list.
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[data-references] [role=option]")
  if (!option) return
  event.preventDefault()
  add(boxOf(option), chosen(option))
})
document.addEventListener("click", ({ target }) => {
  const button = target.closest(".references-remove")
  if (!button) return
  const box = boxOf(button)
  const chip = button.closest("li")
  set(box, idsOf(box).filter((id) => id !== chip.dataset.id))
  chip.remove()
  searchOf(box).focus()
})

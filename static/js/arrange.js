// A list comes back from the server after every step; the focus goes on where the step leads: into what was added,
// to the same button of what was moved, to the list's own button after a removal.
let step

document.addEventListener("submit", ({ target, submitter }) => {
  if (!target.matches(".items-add, .item-tools > form")) return
  step = { what: submitter?.value, item: target.closest(".item")?.id, list: target.closest(".items").id }
})

document.addEventListener("htmx:after:swap", () => {
  if (!step) return
  const { what, item, list } = step
  const place = document.getElementById(list)
  const tools = what && document.getElementById(item)?.querySelector(":scope > .item-tools")
  const next = what
    ? (tools?.querySelector(`[value="${what}"]:enabled`) ?? tools?.querySelector("button:enabled"))
    : place.querySelector("[data-added] :is(textarea, select, input:not([type=hidden]))")
  step = null
  ;(next ?? place.querySelector(":scope > .items-add button")).focus()
})

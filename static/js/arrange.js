// After a list was arranged: the new item is ready to be written, and a removed one does not take the focus along.
document.addEventListener("htmx:after:swap", () => {
  const added = document.querySelector("[data-added]")
  if (added) {
    added.removeAttribute("data-added")
    added.querySelector("textarea, input:not([type=hidden]), select").focus()
  }
})

document.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "remove") return
  const list = event.target.closest(".items")
  document.addEventListener("htmx:after:swap", () => document.getElementById(list.id)?.querySelector(":scope > .items-add button")?.focus(), { once: true })
})

// A <details data-menu> closes on Escape, on a click elsewhere and after a choice.
const open = () => document.querySelectorAll("details[data-menu][open]")

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    const chose = event.target.closest("a, button") && menu.contains(event.target)
    if (chose || !menu.contains(event.target)) menu.open = false
  }
})

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of open()) {
    menu.open = false
    menu.querySelector("summary").focus()
  }
})

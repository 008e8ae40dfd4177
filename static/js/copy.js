// A button with data-copy puts its text on the clipboard and says so.
import { say } from "./toast.js"

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]")
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  say(document.getElementById("toast").dataset.copied)
})

// Notices leave by themselves; while the pointer or the focus is on one, or nobody looks at the page, they wait.
// A server says one by `HX-Trigger: {"toast": "…"}`, a script by dispatching a "toast" event with the text as detail.
const SECONDS = 8
const box = document.getElementById("toasts")

const isKept = (toast) => document.hidden || toast.matches(":hover, :focus-within")

function leaveLater(toast, seconds = SECONDS) {
  setTimeout(() => (isKept(toast) ? leaveLater(toast) : toast.remove()), seconds * 1000)
}

export function say(text, { action, seconds } = {}) {
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true)
  toast.querySelector("p").textContent = text
  if (action) toast.querySelector("p").after(action)
  box.append(toast)
  leaveLater(toast, seconds)
  return toast
}

box.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove()
})
document.addEventListener("toast", (event) => {
  const detail = event.detail?.value ?? event.detail
  say(typeof detail === "string" ? detail : detail.message)
})

// What htmx asked for and did not get is said, never swallowed; 409 has an answer of its own in the page.
for (const failure of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failure, (event) => {
    if (event.detail.ctx?.response?.status !== 409) say(document.getElementById("toast").dataset.failed)
  })
}

// What came with the page has its time from when the page is there.
const begin = () => box.querySelectorAll("[data-toast]").forEach((toast) => leaveLater(toast))
if (document.readyState === "complete") begin()
else addEventListener("load", begin)

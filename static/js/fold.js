// A group that somebody folded stays folded on this device: [data-fold="name"]; what one is in is always open.

const remembered = (name) => `fold ${name}`

for (const group of document.querySelectorAll("details[data-fold]")) {
  const name = remembered(group.dataset.fold)
  if (localStorage.getItem(name) && !group.querySelector("[aria-current]")) group.open = false
  group.querySelector("summary").addEventListener("click", () => {
    if (group.open) localStorage.setItem(name, "folded")
    else localStorage.removeItem(name)
  })
}

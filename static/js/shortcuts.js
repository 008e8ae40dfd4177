// Keys press what says it listens to them: data-key="e" on a link or button, data-key="/" on a field.
// Never while somebody types or composes; data-shortcuts="off" on <html> switches all of them off.
const typing = "input, textarea, select, [contenteditable]"

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest?.(typing) || document.documentElement.dataset.shortcuts === "off") return
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)]
  const target = all.find((each) => each.checkVisibility())
  if (!target) return
  event.preventDefault()
  target.matches(typing) ? target.focus() : target.click()
})

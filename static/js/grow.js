// Text areas as tall as their text. Browsers that know `field-sizing: content` do it alone.

const alone = CSS.supports("field-sizing", "content")

function grow(control) {
  control.style.height = "auto"
  control.style.height = `${control.scrollHeight + 2}px`
}

if (!alone) {
  for (const control of document.querySelectorAll("textarea.grows")) grow(control)
  for (const kind of ["input", "drawn"]) {
    document.addEventListener(kind, (event) => event.target.matches?.("textarea.grows") && grow(event.target))
  }
}

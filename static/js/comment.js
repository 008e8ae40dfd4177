// A comment begins at the place it is about: its button opens the panel and names the place in the form.
const form = document.querySelector(".comment-form")

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-comment-on]")
  if (!button || !form) return
  form.elements.path.value = button.dataset.commentOn
  form.querySelector("[data-comment-about]").textContent = button.dataset.commentLabel
  requestAnimationFrame(() => form.elements.text.focus())
})

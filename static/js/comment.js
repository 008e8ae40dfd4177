// A comment begins at the place it is about: its button opens the panel and names the place in the form.
// Where a place has comments already, its chip leads to them.
const panel = document.getElementById("panel")
const form = panel?.querySelector(".comment-form")

// A column at a desk, a sheet where there is no room.
function open() {
  if (!panel.checkVisibility()) panel.showPopover()
}

function begin({ commentOn, commentLabel }) {
  form.elements.path.value = commentOn
  form.querySelector("[data-comment-about]").textContent = commentLabel
  open()
  form.elements.text.focus()
}

function lead(path) {
  open()
  const comment = panel.querySelector(`[data-comment-at="${CSS.escape(path)}"]`)
  comment.tabIndex = -1
  comment.focus()
}

document.addEventListener("click", (event) => {
  const begins = event.target.closest("[data-comment-on]")
  const leads = event.target.closest("[data-show-comments]")
  if (begins) begin(begins.dataset)
  if (event.target.closest("#panel:popover-open a[href^='#']")) panel.hidePopover()
  if (leads) lead(leads.dataset.showComments)
})

// Long texts on the page: plain HTML until somebody goes into one, then the one editor.

import { idOf } from "./live-presence.js"

export class Fields {
  constructor(text, options) {
    Object.assign(this, { text, options, active: null, due: new Set() })
    for (const holder of this.holders()) this.adopt(holder)
    document.addEventListener("focusin", (event) => this.entered(event))
    document.addEventListener("pointerdown", (event) => (this.pointer = event))
    document.addEventListener("click", (event) => this.clicked(event))
    document.addEventListener("focusout", (event) => this.left(event))
    for (const name of ["htmx:after:swap", "live:swapped"]) document.addEventListener(name, () => this.swapped())
  }

  holders() {
    return document.querySelectorAll("[data-live]")
  }

  // The form around it no longer saves by itself; its label leads to the text.
  adopt(holder) {
    const form = holder.closest("form")
    if (form?.hasAttribute("data-autosave")) {
      form.removeAttribute("data-autosave")
      form.querySelector(".field-label")?.removeAttribute("for")
      form.addEventListener("submit", (event) => event.preventDefault())
    }
    this.draw(holder.dataset.live)
  }

  swapped() {
    if (this.active && !this.active.holder.isConnected) this.rest()
    for (const holder of this.holders()) if (holder !== this.active?.holder) this.adopt(holder)
  }

  holderAt(path) {
    return document.getElementById(idOf(path))?.querySelector("[data-live]")
  }

  // Somebody changed a text: drawn in the next frame, however many changes there are.
  changed(path) {
    if (!this.due.size) requestAnimationFrame(() => this.drawDue())
    this.due.add(path)
  }

  drawDue() {
    const due = [...this.due]
    this.due.clear()
    for (const path of due) this.draw(path)
  }

  draw(path) {
    const holder = this.holderAt(path)
    if (!holder) return
    this.count(holder, path)
    if (holder === this.active?.holder) return
    holder.replaceChildren(this.text.drawn(path))
    holder.closest(".field")?.classList.toggle("field-empty", this.text.isEmpty(path))
  }

  // The budget counts what is in the form's own control.
  count(holder, path) {
    const control = holder.closest("form")?.elements.value
    if (!control?.matches("[data-words], [data-sentences]")) return
    control.value = this.text.plain(path)
    control.dispatchEvent(new Event("drawn", { bubbles: true }))
  }

  clicked(event) {
    const label = event.target.closest(".field-label")
    const holder = event.target.closest("[data-live]")
    if (holder && event.target.closest("a") && !event.ctrlKey && !event.metaKey) event.preventDefault()
    if (label?.tagName === "LABEL") label.closest(".field")?.querySelector("[data-live]")?.focus()
  }

  entered(event) {
    const holder = event.target.closest?.("[data-live]")
    if (holder && holder === event.target && holder !== this.active?.holder) this.activate(holder)
  }

  activate(holder) {
    this.rest()
    const path = holder.dataset.live
    const given = ["role", "tabindex", "aria-multiline", "aria-labelledby", "aria-describedby", "aria-label"]
    const attributes = Object.fromEntries(given.filter((name) => name !== "tabindex" && holder.hasAttribute(name)).map((name) => [name, holder.getAttribute(name)]))
    const resting = given.filter((name) => holder.hasAttribute(name)).map((name) => [name, holder.getAttribute(name)])
    for (const name of given) holder.removeAttribute(name)
    holder.replaceChildren()
    holder.classList.add("is-active")
    const editor = this.text.mount(path, holder, { ...this.options, attributes })
    this.active = { holder, editor, path, resting }
    if (!this.options.mayWrite()) editor.setEditable(false)
    this.placeCaret(editor)
  }

  // Where the click was, else at the end; at once, because the next key may follow in the same moment.
  placeCaret({ view, commands, state }) {
    const { clientX, clientY, timeStamp } = this.pointer ?? {}
    const isClicked = performance.now() - (timeStamp ?? -1e9) < 1500
    const at = isClicked && view.posAtCoords({ left: clientX, top: clientY })?.pos
    commands.setTextSelection(at || state.doc.content.size)
    view.focus()
  }

  // Another window in front is no reason to put the editor away.
  left(event) {
    const active = this.active
    if (!active?.holder.contains(event.target)) return
    setTimeout(() => {
      const isElsewhere = document.hasFocus() && !active.holder.contains(document.activeElement)
      if (this.active === active && isElsewhere) this.rest()
    })
  }

  rest() {
    if (!this.active) return
    const { holder, editor, path, resting } = this.active
    this.active = null
    editor.destroy()
    this.text.at(null)
    holder.classList.remove("is-active")
    for (const [name, value] of resting) holder.setAttribute(name, value)
    this.draw(path)
  }

  lock() {
    this.active?.editor.setEditable(false)
  }
}

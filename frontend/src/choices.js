// What opens after "/" (blocks) and "@" (people and documents): a list beside the caret, chosen by keys or a click.

import { Extension } from "@tiptap/core"
import { Plugin } from "@tiptap/pm/state"

const TRIGGER = /(^|\s)([/@])([^\s/@]{0,30})$/u

export const BLOCKS = [
  ["paragraph", (chain) => chain.setParagraph()],
  ["heading1", (chain) => chain.setHeading({ level: 1 })],
  ["heading2", (chain) => chain.setHeading({ level: 2 })],
  ["heading3", (chain) => chain.setHeading({ level: 3 })],
  ["bullets", (chain) => chain.toggleBulletList()],
  ["numbers", (chain) => chain.toggleOrderedList()],
  ["quote", (chain) => chain.toggleBlockquote()],
  ["table", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  ["code", (chain) => chain.toggleCodeBlock()],
  ["rule", (chain) => chain.setHorizontalRule()],
]

export function choices({ words, mentions }) {
  return Extension.create({
    name: "choices",
    priority: 1000,
    addProseMirrorPlugins() {
      const menu = new Menu(this.editor, words, mentions)
      return [
        new Plugin({
          view: () => ({ update: () => menu.look(), destroy: () => menu.close() }),
          props: { handleKeyDown: (_view, event) => menu.key(event) },
        }),
      ]
    },
  })
}

class Menu {
  constructor(editor, words, mentions) {
    Object.assign(this, { editor, words, mentions, found: [], at: 0, dismissed: null })
  }

  look() {
    const asked = this.asked()
    if (!asked || asked.key === this.dismissed) {
      if (!asked) this.dismissed = null
      return this.close()
    }
    if (this.open?.key === asked.key) return
    this.open = asked
    this.find(asked)
  }

  asked() {
    const { view, state } = this.editor
    const { $from, empty } = state.selection
    if (!empty || view.composing || !view.hasFocus() || $from.parent.type.spec.code) return null
    const match = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc").match(TRIGGER)
    if (!match) return null
    const from = $from.pos - match[3].length - 1
    return { sign: match[2], text: match[3], from, to: $from.pos, key: `${from} ${match[2]}${match[3]}` }
  }

  async find(asked) {
    const found = asked.sign === "/" ? this.blocks(asked.text) : await this.mentions(asked.text).catch(() => [])
    if (this.open !== asked) return
    this.found = found
    this.at = 0
    if (found.length) this.draw()
    else this.hide()
  }

  blocks(text) {
    const named = BLOCKS.map(([name, apply]) => ({ label: this.words[name] ?? name, name, apply }))
    const sought = text.toLowerCase()
    return named.filter(({ label, name }) => label.toLowerCase().includes(sought) || name.startsWith(sought))
  }

  draw() {
    this.list ??= this.newList()
    this.list.replaceChildren(...this.found.map((each, at) => this.option(each, at)))
    const { left, bottom } = this.editor.view.coordsAtPos(this.open.from)
    const width = Math.min(left, innerWidth - this.list.offsetWidth - 8)
    this.list.style.left = `${Math.max(8, width) + scrollX}px`
    this.list.style.top = `${bottom + scrollY + 4}px`
  }

  newList() {
    const list = document.createElement("ul")
    list.className = "editor-choices"
    list.role = "listbox"
    list.id = "editor-choices"
    list.ariaLabel = this.words.choices ?? ""
    document.body.append(list)
    this.editor.view.dom.setAttribute("aria-controls", list.id)
    return list
  }

  option(each, at) {
    const option = document.createElement("li")
    option.role = "option"
    option.id = `editor-choice-${at}`
    option.ariaSelected = String(at === this.at)
    option.textContent = each.label
    if (each.what) option.append(Object.assign(document.createElement("small"), { textContent: each.what }))
    option.addEventListener("mousedown", (event) => {
      event.preventDefault()
      this.choose(at)
    })
    if (at === this.at) this.editor.view.dom.setAttribute("aria-activedescendant", option.id)
    return option
  }

  key(event) {
    if (!this.list || event.isComposing || event.keyCode === 229) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      this.at = (this.at + step + this.found.length) % this.found.length
      this.draw()
    } else if (event.key === "Enter" || event.key === "Tab") this.choose(this.at)
    else if (event.key === "Escape") this.dismiss()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  choose(at) {
    const { apply, label, words, href } = this.found[at]
    const { from, to } = this.open
    const chain = this.editor.chain().focus().deleteRange({ from, to })
    if (apply) apply(chain).run()
    else chain.insertContent([{ type: "text", text: words ?? label, marks: [{ type: "link", attrs: { href } }] }, { type: "text", text: " " }]).run()
    this.close()
  }

  dismiss() {
    this.dismissed = this.open.key
    this.close()
  }

  hide() {
    this.list?.remove()
    this.list = null
    this.editor.view?.dom?.removeAttribute("aria-activedescendant")
  }

  close() {
    this.open = null
    this.hide()
  }
}

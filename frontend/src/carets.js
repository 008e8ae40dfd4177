// Where the others write: a caret with a name. Colours are classes, because the page allows no inline styles.
//
// The binding's own plugin redraws in a later task, and a redraw puts the selection back to what the editor last
// knew: an arrow key pressed in that moment is undone. So first what the browser did is read, then it is redrawn.

import { Plugin, PluginKey } from "@tiptap/pm/state"
import { absolutePositionToRelativePosition, createDecorations, ySyncPluginKey } from "@tiptap/y-tiptap"

const COLOURS = 8
const key = new PluginKey("carets")

export const colourOf = (id) => `person-${id % COLOURS}`

// What the browser has done and the editor has not heard of yet, e.g. a caret moved by a key.
export function readBrowser(view) {
  if (view?.docView && !view.composing) view.domObserver.flush()
}

export function carets(awareness) {
  const drawn = (state) => createDecorations(state, awareness, isOther, caret, selection)
  return new Plugin({
    key,
    state: {
      init: (_config, state) => drawn(state),
      apply: (transaction, before, _old, state) => {
        if (transaction.getMeta(key) || ySyncPluginKey.getState(state)?.isChangeOrigin) return drawn(state)
        return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => shown(view, awareness),
  })
}

function shown(view, awareness) {
  const redraw = (_change, origin) => {
    if (origin === "local" || !view.docView) return
    readBrowser(view)
    view.dispatch(view.state.tr.setMeta(key, true))
  }
  const tell = () => tellWhere(view, awareness)
  awareness.on("change", redraw)
  view.dom.addEventListener("focusin", tell)
  return {
    update: tell,
    destroy: () => {
      awareness.off("change", redraw)
      view.dom.removeEventListener("focusin", tell)
      awareness.setLocalStateField("cursor", null)
    },
  }
}

function tellWhere(view, awareness) {
  const { type, binding } = ySyncPluginKey.getState(view.state) ?? {}
  if (!binding?.mapping.size || !view.hasFocus()) return
  const [anchor, head] = [view.state.selection.anchor, view.state.selection.head].map((at) =>
    absolutePositionToRelativePosition(at, type, binding.mapping),
  )
  const cursor = { anchor, head }
  if (JSON.stringify(cursor) !== JSON.stringify(awareness.getLocalState()?.cursor)) awareness.setLocalStateField("cursor", cursor)
}

const isOther = (mine, theirs) => mine !== theirs

function caret(user) {
  const element = document.createElement("span")
  element.className = `caret ${colourOf(user.id ?? 0)}`
  const name = document.createElement("span")
  name.className = "caret-name"
  name.textContent = user.name
  element.append("\u2060", name, "\u2060")
  return element
}

const selection = (user) => ({ class: `caret-selection ${colourOf(user.id ?? 0)}` })

// The shared text of one document and the one editor on it. Pages import this after they can be read.

import { Editor, Extension, getSchema } from "@tiptap/core"
import { Placeholder } from "@tiptap/extensions/placeholder"
import { DOMSerializer } from "@tiptap/pm/model"
import { getRelativeSelection, redo, undo, ySyncPlugin, ySyncPluginKey, yUndoPlugin, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap"
import { Awareness } from "y-protocols/awareness"
import * as Y from "yjs"

import { carets, colourOf, readBrowser } from "./carets.js"
import { choices } from "./choices.js"
import { cleaned } from "./paste.js"
import { extensions } from "./schema.js"
import { toolbar } from "./toolbar.js"

export { colourOf }
export const together = (updates) => (updates.length === 1 ? updates[0] : Y.mergeUpdates(updates))

const REMOTE = Symbol("remote")
const schema = getSchema(extensions)
const serializer = DOMSerializer.fromSchema(schema)

export class SharedText {
  // onUpdate(bytes): typed here. onChange(path): somebody changed this text. onCaret(state): where we are.
  constructor({ onUpdate, onChange, onCaret }) {
    this.doc = new Y.Doc()
    this.awareness = new Awareness(this.doc)
    this.managers = new Map()
    this.watched = new Set()
    this.onChange = onChange
    this.doc.on("update", (update, origin) => origin !== REMOTE && onUpdate(update))
    this.awareness.on("update", (_change, origin) => origin === "local" && onCaret(this.awareness.getLocalState()))
  }

  get client() {
    return this.doc.clientID
  }

  apply(updates) {
    readBrowser(this.editor?.view)
    this.doc.transact(() => updates.forEach((update) => Y.applyUpdate(this.doc, update, REMOTE)), REMOTE)
  }

  fragment(path) {
    const fragment = this.doc.getXmlFragment(path)
    if (!this.watched.has(path)) {
      this.watched.add(path)
      fragment.observeDeep(() => this.onChange(path))
    }
    return fragment
  }

  // The text as readers see it, for fields that nobody here writes in.
  drawn(path) {
    const root = yXmlFragmentToProseMirrorRootNode(this.fragment(path), schema)
    return serializer.serializeFragment(root.content)
  }

  isEmpty(path) {
    const root = yXmlFragmentToProseMirrorRootNode(this.fragment(path), schema)
    return root.childCount < 2 && root.textContent === ""
  }

  plain(path) {
    const root = yXmlFragmentToProseMirrorRootNode(this.fragment(path), schema)
    return root.textBetween(0, root.content.size, "\n", "\n")
  }

  // Somebody else's caret, or null when they have left.
  show(client, state, user) {
    const { states, meta } = this.awareness
    const known = states.has(client)
    if (state) states.set(client, { ...state, user: { ...user, color: "#000000" } })
    else states.delete(client)
    meta.set(client, { clock: (meta.get(client)?.clock ?? 0) + 1, lastUpdated: Date.now() })
    const change = { added: [], updated: [], removed: [] }
    change[state ? (known ? "updated" : "added") : "removed"].push(client)
    this.awareness.emit("change", [change, "remote"])
  }

  others() {
    return [...this.awareness.getStates()].filter(([client]) => client !== this.client).map(([, state]) => state)
  }

  at(path) {
    this.awareness.setLocalStateField("path", path)
  }

  // An editor in this element; what it needs besides the text: words, mentions(text), attributes.
  mount(path, element, { words, mentions, attributes }) {
    const editor = new Editor({
      element,
      injectCSS: false,
      extensions: [...extensions, Placeholder.configure({ placeholder: words.placeholder }), choices({ words, mentions }), this.shared(path)],
      editorProps: { attributes: { class: "prose editor-text", ...attributes }, transformPastedHTML: cleaned },
    })
    element.prepend(toolbar(editor, words))
    this.editor = editor
    this.at(path)
    this.keepSelections(editor)
    return editor
  }

  // Yjs tidies up formatting in a transaction of its own, right after the one that it follows. The binding would put
  // back the selection from before both, which may be outside of the text by then.
  keepSelections(editor) {
    const renew = () => {
      const { binding } = ySyncPluginKey.getState(editor.state) ?? {}
      if (binding?.beforeTransactionSelection) binding.beforeTransactionSelection = getRelativeSelection(binding, editor.state)
    }
    this.doc.on("afterTransaction", renew)
    editor.on("destroy", () => this.doc.off("afterTransaction", renew))
  }

  shared(path) {
    const fragment = this.fragment(path)
    return Extension.create({
      name: "shared",
      priority: 900,
      addKeyboardShortcuts: () => ({
        "Mod-z": ({ editor }) => undo(editor.state) || true,
        "Mod-y": ({ editor }) => redo(editor.state) || true,
        "Mod-Shift-z": ({ editor }) => redo(editor.state) || true,
      }),
      addProseMirrorPlugins: () => [ySyncPlugin(fragment), carets(this.awareness), yUndoPlugin({ undoManager: this.manager(path) })],
    })
  }

  // What one typed can be undone after coming back to the field, too.
  manager(path) {
    if (!this.managers.has(path)) {
      const manager = new Y.UndoManager(this.fragment(path), { trackedOrigins: new Set([ySyncPluginKey]) })
      manager.destroy = () => {}
      this.managers.set(path, manager)
    }
    return this.managers.get(path)
  }
}

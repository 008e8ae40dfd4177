// What a long text may consist of. The server knows the same kinds (pmm_workspace/live/trees.py).

import { Extension, Mark, markInputRule, mergeAttributes } from "@tiptap/core"
import Blockquote from "@tiptap/extension-blockquote"
import Bold from "@tiptap/extension-bold"
import Code from "@tiptap/extension-code"
import CodeBlock from "@tiptap/extension-code-block"
import Document from "@tiptap/extension-document"
import HardBreak from "@tiptap/extension-hard-break"
import Heading from "@tiptap/extension-heading"
import HorizontalRule from "@tiptap/extension-horizontal-rule"
import Italic from "@tiptap/extension-italic"
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list"
import Paragraph from "@tiptap/extension-paragraph"
import Strike from "@tiptap/extension-strike"
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table"
import Text from "@tiptap/extension-text"
import { Gapcursor } from "@tiptap/extensions/gap-cursor"
import { Plugin } from "@tiptap/pm/state"

const ADDRESS = /^(https?:\/\/|mailto:|\/(?!\/))\S+$/i

export const isAddress = (text) => ADDRESS.test(text)

// Only an address and a title; where it may lead is decided here and again by the readers' renderer.
const Link = Mark.create({
  name: "link",
  priority: 1000, // outermost, so that a bold word does not cut a link in two
  inclusive: false,
  addAttributes() {
    return { href: { default: "" }, title: { default: null } }
  },
  parseHTML() {
    return [{ tag: "a[href]", getAttrs: (element) => isAddress(element.getAttribute("href")) && null }]
  },
  renderHTML({ HTMLAttributes: { href, title } }) {
    return ["a", { href: isAddress(href) ? href : null, title, rel: "noopener noreferrer" }, 0]
  },
  addInputRules() {
    return [
      markInputRule({
        find: /\[([^\]\n]+)\]\((\S+)\)$/,
        type: this.type,
        getAttributes: (match) => (isAddress(match[2]) ? { href: match[2] } : false),
      }),
    ]
  },
  addProseMirrorPlugins() {
    return [new Plugin({ props: { handlePaste: (view, event) => pasteAddress(view, event, this.type) } })]
  },
})

// An address pasted onto words makes them a link.
function pasteAddress(view, event, type) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? ""
  const { from, to, empty } = view.state.selection
  if (!isAddress(text) || empty) return false
  view.dispatch(view.state.tr.addMark(from, to, type.create({ href: text })))
  return true
}

// The page owns the first two levels of headings.
const LoweredHeading = Heading.extend({
  parseHTML() {
    const levels = this.options.levels.map((level) => ({ tag: `h${level}`, attrs: { level } }))
    return [{ tag: "[data-level]", getAttrs: (each) => ({ level: Number(each.dataset.level) }), priority: 60 }, ...levels]
  },
  renderHTML({ node }) {
    const level = Math.min(Math.max(Number(node.attrs.level) || 1, 1), 6)
    return [`h${Math.min(level + 2, 6)}`, { "data-level": level }, 0]
  },
})

// Cells hold one line, as Markdown's do; no column sizes, because they would need styles in the page.
const Cell = { content: "paragraph", addAttributes: cellAttributes, renderHTML: (tag) => [tag, 0] }

function cellAttributes() {
  return {
    colspan: { default: 1, rendered: false },
    rowspan: { default: 1, rendered: false },
    colwidth: { default: null, rendered: false },
    align: { default: null, rendered: false },
  }
}

const PlainTable = Table.extend({ renderHTML: () => ["table", ["tbody", 0]] }).configure({ resizable: false })
const PlainCell = TableCell.extend({ ...Cell, renderHTML: () => ["td", 0] })
const PlainHeader = TableHeader.extend({ ...Cell, renderHTML: () => ["th", 0] })

const Steps = Extension.create({
  name: "steps",
  addKeyboardShortcuts() {
    return {
      "Mod-Alt-0": () => this.editor.commands.setParagraph(),
      "Mod-Shift-x": () => this.editor.commands.toggleStrike(),
    }
  },
})

const PlainOrdered = OrderedList.extend({
  addAttributes: () => ({
    start: { default: 1, parseHTML: (element) => Number(element.getAttribute("start") ?? 1) },
  }),
  renderHTML: ({ HTMLAttributes: { start } }) => ["ol", mergeAttributes(start === 1 ? {} : { start }), 0],
})

export const extensions = [
  Document,
  Paragraph,
  Text,
  HardBreak,
  LoweredHeading.configure({ levels: [1, 2, 3, 4, 5, 6] }),
  Bold,
  Italic,
  Strike,
  Code.extend({ excludes: "" }),
  Link,
  CodeBlock,
  Blockquote,
  HorizontalRule,
  BulletList,
  PlainOrdered,
  ListItem,
  ListKeymap,
  PlainTable,
  TableRow,
  PlainHeader,
  PlainCell,
  Gapcursor,
  Steps,
]

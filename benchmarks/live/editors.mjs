// Editors of one document in one process, so that one clock measures: what one writes, when do the others have it?
// node editors.mjs ours|hocuspocus ADDRESS EDITORS SECONDS [COOKIE] prints one line of JSON.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider"
import WebSocket from "ws"
import * as Y from "yjs"

const [kind, address, editors, seconds, cookie, mode] = process.argv.slice(2)
const EVERY = 200 // milliseconds between two edits of one editor
const now = () => performance.timeOrigin + performance.now()
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const times = []
let sent = 0

class Ours {
  constructor(doc) {
    Object.assign(this, { doc, sequence: 0, outbox: [], sending: false })
    doc.on("update", (update, origin) => origin !== this && this.push(update))
    const options = { headers: { Cookie: cookie, Origin: address.replace(/^ws/, "http").replace(/(\d)\/.*/, "$1") } }
    this.socket = new WebSocket(address, options)
    this.ready = new Promise((resolve) => (this.isReady = resolve))
    this.socket.on("open", () => this.say({ type: "since", number: 0 }))
    this.socket.on("message", (data) => this.hear(JSON.parse(data)))
    this.socket.on("error", () => {})
    this.socket.on("close", () => (this.isClosed = true))
  }

  say(frame) {
    this.socket.send(JSON.stringify(frame))
  }

  push(update) {
    this.outbox.push(update)
    this.flush()
  }

  flush() {
    if (this.sending || !this.outbox.length || this.isClosed) return
    const update = Buffer.from(Y.mergeUpdates(this.outbox.splice(0))).toString("base64")
    this.sending = true
    this.say({ type: "update", id: 1, update })
  }

  hear(frame) {
    if (frame.type === "ack") this.sending = false
    else if (frame.type === "update") this.apply([frame.update])
    else if (frame.type === "updates") this.apply(frame.updates)
    if (frame.sequence) this.sequence = Math.max(this.sequence, frame.sequence)
    if (frame.type === "behind") this.say({ type: "since", number: this.sequence })
    if (frame.type === "updates") this.isReady()
    this.flush()
  }

  apply(updates) {
    for (const update of updates) Y.applyUpdate(this.doc, Buffer.from(update, "base64"), this)
  }

  close() {
    this.socket.close()
  }
}

class Theirs {
  constructor(doc) {
    const socket = new HocuspocusProviderWebsocket({ url: address, WebSocketPolyfill: WebSocket })
    this.ready = new Promise((resolve) => {
      this.provider = new HocuspocusProvider({ websocketProvider: socket, name: "bench", document: doc, onSynced: resolve })
      this.provider.attach?.()
    })
    this.socket = socket
  }

  close() {
    this.provider.destroy()
    this.socket.destroy()
  }
}

function editor() {
  const doc = new Y.Doc()
  const list = doc.getArray("bench")
  list.observe((event) => {
    if (event.transaction.local) return
    for (const { insert } of event.changes.delta) for (const at of insert ?? []) times.push(now() - at)
  })
  return { doc, list, link: kind === "ours" ? new Ours(doc) : new Theirs(doc) }
}

const all = Array.from({ length: Number(editors) }, editor)
await Promise.all(all.map(({ link }) => link.ready))
if (mode === "count") {
  await wait(1000)
  console.log(JSON.stringify({ held: all[0].list.length }))
  process.exit()
}
times.length = 0

const until = now() + 1000 * seconds
await Promise.all(
  all.map(async ({ list }, at) => {
    await wait((EVERY * at) / all.length)
    while (now() < until) {
      list.push([now()])
      sent++
      await wait(EVERY)
    }
  }),
)
if (mode === "kill") {
  process.kill(Number(process.env.SERVER), "SIGKILL")
  // What somebody else has on the screen is what people believe to be there.
  console.log(JSON.stringify({ sent, seen: Math.max(...all.map(({ list }) => list.length)), heard: heard() }))
  process.exit()
}
await wait(1500)
times.sort((a, b) => a - b)
const share = (part) => times[Math.floor(times.length * part)]
console.log(JSON.stringify({ sent, heard: heard(), p50: share(0.5), p95: share(0.95) }))
process.exit()

// How many edits at least one other editor has.
function heard() {
  return Math.min(...all.map(({ list }) => list.length))
}

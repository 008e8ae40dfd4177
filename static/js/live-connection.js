// Between this page and the log: by socket, and while there is none by HTTP every two seconds.
//
// The server numbers what it keeps without gaps, so whoever misses a number asks again from the last one known.
// One batch is under way at a time; what is typed meanwhile goes with the next.

const POLL = 2000
const PATIENCE = 8000
const GAP = 300
const AGAIN = [300, 1000, 2000, 5000]
const NOT_WELCOME = 4003

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

export class Connection {
  // apply(updates), hear(frame), opened(), acked(batch), failed(), refused(): what the page does about it.
  constructor(url, token, page) {
    Object.assign(this, { url, token, page, sequence: 0, outbox: [], sending: null, ahead: [], tries: 0, nextId: 1, isOver: false })
  }

  start() {
    this.open()
    this.timer = setInterval(() => this.isLive || this.poll(), POLL)
    addEventListener("online", () => this.retry())
    return this.poll()
  }

  get isLive() {
    return this.socket?.readyState === WebSocket.OPEN
  }

  open() {
    if (this.isOver || this.socket?.readyState < WebSocket.CLOSING) return
    const address = new URL(this.url, location.href)
    address.protocol = address.protocol.replace("http", "ws")
    this.socket = new WebSocket(address)
    this.socket.onopen = () => this.opened()
    this.socket.onmessage = (event) => this.heard(JSON.parse(event.data))
    this.socket.onclose = (event) => this.closed(event.code)
  }

  opened() {
    this.tries = 0
    this.say({ type: "since", number: this.sequence })
    this.page.opened()
    this.flush()
  }

  closed(code) {
    if (this.sending?.bySocket) this.sending = null
    if (code === NOT_WELCOME) return this.end()
    if (this.outbox.length) this.page.failed()
    clearTimeout(this.reopening)
    this.reopening = setTimeout(() => this.open(), AGAIN[Math.min(this.tries++, AGAIN.length - 1)])
    this.flush()
  }

  retry() {
    this.tries = 0
    this.open()
    this.poll()
    this.flush()
  }

  end() {
    this.isOver = true
    clearInterval(this.timer)
    this.page.refused()
  }

  say(frame) {
    if (this.isLive) this.socket.send(JSON.stringify(frame))
  }

  heard(frame) {
    if (frame.type === "updates") this.caughtUp(frame)
    else if (frame.type === "update") this.others(frame)
    else if (frame.type === "behind") frame.sequence > this.sequence && this.ask()
    else if (frame.type === "ack") this.sending?.id === frame.id && this.kept(frame.sequence)
    else if (frame.type === "refused") this.end()
    else this.page.hear(frame)
  }

  ask() {
    this.say({ type: "since", number: this.sequence })
  }

  caughtUp({ updates, sequence }) {
    if (updates.length) this.page.apply(updates.map(toBytes))
    this.sequence = Math.max(this.sequence, sequence)
    this.ahead = this.ahead.filter(([, last]) => last > this.sequence)
  }

  others({ update, first, sequence }) {
    this.page.apply([toBytes(update)])
    this.counted(first, sequence)
  }

  // Numbers may overtake each other a little; a gap that stays is asked for.
  counted(first, last = first) {
    this.ahead.push([first, last])
    this.ahead.sort(([one], [other]) => one - other)
    while (this.ahead.length && this.ahead[0][0] <= this.sequence + 1) {
      this.sequence = Math.max(this.sequence, this.ahead.shift()[1])
    }
    clearTimeout(this.asking)
    if (this.ahead.length) this.asking = setTimeout(() => this.ask(), GAP)
  }

  // An update that the journal holds under this key.
  send(update, key) {
    this.outbox.push({ update, key })
    this.flush()
  }

  flush() {
    if (this.sending || !this.outbox.length || this.isOver) return
    const batch = this.page.batch(this.outbox)
    this.sending = { id: this.nextId++, count: batch.count, bySocket: this.isLive }
    if (this.isLive) this.bySocket(batch.update)
    else this.byHttp(batch.update)
  }

  bySocket(update) {
    const { id } = this.sending
    this.say({ type: "update", id, update: toText(update) })
    setTimeout(() => this.sending?.id === id && this.socket.close(), PATIENCE)
  }

  kept(sequence) {
    const batch = this.outbox.splice(0, this.sending.count)
    this.sending = null
    this.counted(sequence)
    this.page.acked(batch.map(({ key }) => key))
    this.flush()
  }

  async byHttp(update) {
    const answer = await this.post({ update: toText(update) })
    if (!this.sending || this.sending.bySocket) return
    if (!answer) {
      this.sending = null
      this.page.failed()
      clearTimeout(this.again)
      this.again = setTimeout(() => this.flush(), POLL)
    } else this.kept(this.sequence)
  }

  // What is new, after sending this; null when the server could not be asked.
  async post(more) {
    const body = JSON.stringify({ since: this.sequence, ...more })
    return this.fetch(this.url, { method: "POST", body, headers: { "X-CSRFToken": this.token, "Content-Type": "application/json" } })
  }

  async poll() {
    const answer = await this.fetch(`${this.url}?since=${this.sequence}`, {})
    if (answer && this.outbox.length) this.flush()
    return answer
  }

  async fetch(url, options) {
    try {
      const answer = await fetch(url, options)
      if (answer.redirected || [401, 403, 404].includes(answer.status)) return this.end()
      if (!answer.ok) return null
      const news = await answer.json()
      this.caughtUp(news)
      this.page.revision(news)
      return news
    } catch {
      return null
    }
  }
}

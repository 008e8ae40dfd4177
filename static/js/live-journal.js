// Updates that the server has not acknowledged, in this browser's own database, so that a crash loses none.
// A place is one person's hold on one document: who signs in here next does not send another's words.

const NAME = "unsent-updates"
const SPARE = "unsent-update:"
const MOST = 50_000 // bytes; a longer one was pasted, and waits for the database

export class Unsent {
  constructor(place) {
    this.place = place
    this.opened = open().catch(() => null)
    this.count = 0
  }

  // The key under which it is kept, or null where the browser keeps nothing. The database answers a little later;
  // until then the update is where a page that crashes in between leaves it: in the local storage.
  async put(update) {
    const spare = `${SPARE}${this.place}:${Date.now()}:${this.count++}`
    keep(spare, update)
    const store = await this.store("readwrite")
    const key = store ? await committed(store.add({ place: this.place, update })).catch(() => null) : null
    if (key === null) return spare
    forget(spare)
    return key
  }

  async drop(keys) {
    keys.filter((key) => typeof key === "string").forEach(forget)
    const store = await this.store("readwrite")
    const kept = keys.filter((key) => typeof key === "number")
    if (store) await Promise.all(kept.map((key) => done(store.delete(key)))).catch(() => null)
  }

  async all() {
    const spares = spared(`${SPARE}${this.place}:`)
    const store = await this.store("readonly")
    if (!store) return spares
    const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
    return [...rows.map((row, at) => ({ key: keys[at], ...row })).filter((row) => row.place === this.place), ...spares]
  }

  async store(mode) {
    const database = await this.opened
    return database?.transaction(NAME, mode).objectStore(NAME)
  }
}

function keep(key, update) {
  if (update.length > MOST) return
  try {
    localStorage.setItem(key, btoa(String.fromCharCode(...update)))
  } catch {
    // A full or forbidden storage must not stop the writing itself.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // As above.
  }
}

function spared(prefix) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix))
    return keys.map((key) => ({ key, update: Uint8Array.from(atob(localStorage[key]), (letter) => letter.charCodeAt(0)) }))
  } catch {
    return []
  }
}

function open() {
  const asked = indexedDB.open(NAME, 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore(NAME, { autoIncrement: true })
  return done(asked)
}

function done(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

// What was asked succeeds first and is undone when the page crashes before its transaction is through.
function committed(asked) {
  return new Promise((resolve, reject) => {
    asked.transaction.oncomplete = () => resolve(asked.result)
    asked.transaction.onabort = () => reject(asked.transaction.error)
  })
}

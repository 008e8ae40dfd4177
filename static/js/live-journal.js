// Updates that the server has not acknowledged, in this browser's own database, so that a crash loses none.
// A place is one person's hold on one document: who signs in here next does not send another's words.

const NAME = "unsent-updates"

export class Unsent {
  constructor(place) {
    this.place = place
    this.opened = open().catch(() => null)
  }

  // The key under which it is kept, or null where the browser keeps nothing.
  async put(update) {
    const store = await this.store("readwrite")
    return store ? done(store.add({ place: this.place, update })).catch(() => null) : null
  }

  async drop(keys) {
    const store = await this.store("readwrite")
    if (store) await Promise.all(keys.filter((key) => key !== null).map((key) => done(store.delete(key)))).catch(() => null)
  }

  async all() {
    const store = await this.store("readonly")
    if (!store) return []
    const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
    return rows.map((row, at) => ({ key: keys[at], ...row })).filter((row) => row.place === this.place)
  }

  async store(mode) {
    const database = await this.opened
    return database?.transaction(NAME, mode).objectStore(NAME)
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

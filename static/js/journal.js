// What was typed and not yet acknowledged, kept on this device. An entry leaves only when the server has it.

const PREFIX = "unsent:"

export class Journal {
  constructor(place) {
    this.key = PREFIX + place
  }

  entries() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {}
    } catch {
      return {}
    }
  }

  put(path, entry) {
    this.write({ ...this.entries(), [path]: entry })
  }

  drop(path) {
    const { [path]: _gone, ...others } = this.entries()
    this.write(others)
  }

  get size() {
    return Object.keys(this.entries()).length
  }

  write(entries) {
    try {
      if (Object.keys(entries).length) localStorage.setItem(this.key, JSON.stringify(entries))
      else localStorage.removeItem(this.key)
    } catch {
      // A full or forbidden storage must not stop the saving itself.
    }
  }
}

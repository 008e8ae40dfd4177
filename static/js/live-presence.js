// Who has this document open, as initials in the header, and whose caret is in which field.

const FORGET = 40_000
const SHOWN = 5

export class Presence {
  constructor(place, colourOf) {
    Object.assign(this, { place, colourOf, people: new Map() })
    setInterval(() => this.forget(), 5000)
  }

  show(client, state, user) {
    if (state) this.people.set(client, { state, user, at: Date.now() })
    else this.people.delete(client)
    this.draw()
  }

  forget() {
    for (const [client, { at }] of this.people) if (at < Date.now() - FORGET) this.people.delete(client)
    this.draw()
  }

  draw() {
    const users = [...new Map([...this.people.values()].map(({ user }) => [user.id, user])).values()]
    const more = users.length - SHOWN
    const drawn = users.slice(0, SHOWN).map((user) => this.avatar(user))
    if (more > 0) drawn.push(this.item(`+${more}`, users.slice(SHOWN).map(({ name }) => name).join(", "), "avatar-more"))
    if (drawn.map((each) => each.outerHTML).join() !== this.drawnBefore) this.place.replaceChildren(...drawn)
    this.drawnBefore = drawn.map((each) => each.outerHTML).join()
    this.mark()
  }

  avatar({ id, name }) {
    const letters = name.split(/\s+/).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase()
    return this.item(letters, name, this.colourOf(id))
  }

  item(text, name, look) {
    const item = document.createElement("li")
    item.className = `avatar ${look}`
    item.title = name
    const letters = Object.assign(document.createElement("span"), { textContent: text, ariaHidden: "true" })
    const words = Object.assign(document.createElement("span"), { textContent: name, className: "visually-hidden" })
    item.append(letters, words)
    return item
  }

  // The field that somebody writes in has their colour at its edge.
  mark() {
    const writers = new Map([...this.people.values()].filter(({ state }) => state.path).map(({ state, user }) => [state.path, user]))
    for (const field of document.querySelectorAll("[data-writer]")) {
      if (!writers.has(field.dataset.writerAt)) unmark(field)
    }
    for (const [path, user] of writers) {
      const field = document.getElementById(idOf(path))
      if (field && field.dataset.writer !== user.name) {
        unmark(field)
        field.classList.add(this.colourOf(user.id))
        Object.assign(field.dataset, { writer: user.name, writerAt: path })
      }
    }
  }
}

function unmark(field) {
  field.classList.remove(...[...field.classList].filter((name) => name.startsWith("person-")))
  delete field.dataset.writer
  delete field.dataset.writerAt
}

export const idOf = (path) => "at-" + path.replaceAll("/", "-").replaceAll("#", "")

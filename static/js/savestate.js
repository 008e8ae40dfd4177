// The one place where a person sees whether their words are safe: [data-savestate] and <html data-save>.

const words = JSON.parse(document.getElementById("save-words")?.textContent ?? "{}")

export function show(state, text) {
  document.documentElement.dataset.save = state
  for (const place of document.querySelectorAll("[data-savestate-text]")) {
    place.textContent = text ?? words[state] ?? ""
  }
}

export function unsaved(count) {
  show("unsaved", (words.unsaved ?? "").replace("%d", count))
}

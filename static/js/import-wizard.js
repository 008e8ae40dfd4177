// A file can be dropped as well as chosen, and each chosen column shows what is in it.
const drop = document.querySelector("[data-drop]")

const kilobytes = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "kilobyte" })

const wrongWith = ({ files: [file, second], dataset }) => {
  if (second) return dataset.several
  return file?.size > dataset.limit ? dataset.tooLarge : ""
}

const named = (file) => `${file.name} · ${kilobytes.format(Math.ceil(file.size / 1024))}`

if (drop) {
  const name = drop.querySelector("[data-drop-name]"), usual = name.textContent

  const showName = (input) => {
    const wrong = wrongWith(input), [file] = input.files
    input.setCustomValidity(wrong)
    name.className = wrong ? "form-error" : "muted small"
    name.textContent = wrong || (file ? named(file) : usual)
  }

  const input = drop.querySelector("input[type=file]")
  drop.addEventListener("dragover", (event) => {
    event.preventDefault()
    drop.classList.add("is-over")
  })
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"))
  drop.addEventListener("drop", (event) => {
    event.preventDefault()
    drop.classList.remove("is-over")
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files
    showName(input)
  })
  input.addEventListener("change", () => showName(input))
}

const sampleOf = (position) =>
  [...document.querySelectorAll(`.import-page tbody tr > :nth-child(${Number(position) + 1})`)]
    .slice(0, 3)
    .map((cell) => cell.textContent)
    .join(" · ")

for (const choice of document.querySelectorAll("[data-columns] select[name^=column_]")) {
  const sample = document.createElement("p")
  sample.className = "column-sample"
  choice.after(sample)
  const show = () => { sample.textContent = choice.value ? sampleOf(choice.value) : "" }
  choice.addEventListener("change", show)
  show()
}

// Bundles src/ into static/vendor/editor/. The same sources give the same bytes.
import { build } from "esbuild"
import { readdir, readFile, writeFile } from "node:fs/promises"

const into = "../static/vendor/editor"

const { metafile } = await build({
  entryPoints: ["src/editor.js"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  outfile: `${into}/editor.js`,
})

const packages = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean))
const licences = await Promise.all([...packages].sort().map(licenceOf))
await writeFile(`${into}/LICENSES.txt`, licences.join("\n"))

function packageOf(file) {
  return file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]
}

async function licenceOf(name) {
  const folder = `node_modules/${name}`
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"))
  const file = (await readdir(folder)).find((each) => /^licen[sc]e/i.test(each))
  const text = file ? await readFile(`${folder}/${file}`, "utf8") : ""
  return `${name} ${version} (${license})\n\n${text.trim()}\n`
}

// Bundles src/ into static/vendor/editor/. The same sources give the same bytes.
import { build } from "esbuild"
import { writeFile } from "node:fs/promises"

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
await writeFile(`${into}/packages.txt`, [...packages].sort().join("\n") + "\n")

function packageOf(file) {
  return file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]
}

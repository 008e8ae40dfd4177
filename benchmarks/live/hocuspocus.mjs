// Hocuspocus as its guide sets it up, keeping documents in a folder: node hocuspocus.mjs PORT FOLDER
import { readFile, rename, writeFile } from "node:fs/promises"

import { Server } from "@hocuspocus/server"
import * as Y from "yjs"

const [port, folder] = process.argv.slice(2)
const file = (name) => `${folder}/${name}.bin`

const server = new Server({
  port: Number(port),
  quiet: true,
  async onLoadDocument({ documentName, document }) {
    const kept = await readFile(file(documentName)).catch(() => null)
    if (kept) Y.applyUpdate(document, kept)
    return document
  },
  async onStoreDocument({ documentName, document }) {
    await writeFile(`${file(documentName)}.new`, Y.encodeStateAsUpdate(document))
    await rename(`${file(documentName)}.new`, file(documentName))
  },
})

await server.listen()

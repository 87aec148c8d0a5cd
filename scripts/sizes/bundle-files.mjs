// The files of a bundled application: which of them an application loads, and what they weigh.
import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'

/** The chunks that rolldown has written, by file. */
export function chunksByFile(output) {
  return new Map(output.map((chunk) => [chunk.fileName, chunk]))
}

/** The files that are loaded when `app.js` is: it, and all that it imports statically. */
export function filesAtStart(chunks) {
  const files = new Set()
  const visit = (file) => {
    if (files.has(file) || !chunks.has(file)) return
    files.add(file)
    chunks.get(file).imports.forEach(visit)
  }
  visit('app.js')
  return [...files]
}

/** The files that a program has loaded, which prints them as JSON: `record-loads.mjs`. */
export function filesLoadedBy(program, ...argv) {
  return JSON.parse(execFileSync(process.execPath, [program, ...argv], { encoding: 'utf8' }))
}

/** Bytes after gzip, each file by itself. */
export function gzippedSize(chunks, files) {
  return files.reduce((sum, file) => sum + gzipSync(chunks.get(file).code).length, 0)
}

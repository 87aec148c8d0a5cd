// Bundles the declarations that tsc has written into self-contained files: one for each entry point, and shared chunks, so
// that a type is one type whichever entry point it comes from. Written twice, for `import` and for `require`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

import { declarationEntriesOf, declarationOf, isForeign } from './workspace.mjs'

/** Types of these SDKs are copied in: an application that has other versions, or none, compiles all the same. */
const COPIED = [/^openai(?:\/|$)/, /^@aws-sdk\//, /^@smithy\//]

/** Everything that is read is a declaration already. */
const NONE = {
  emit: (_code, fileName) => ({ error: `${fileName} is no declaration` }),
}

const RELATIVE = /((?:from|import) "\.[^"]+)\.js(")/g

/** @param name the folder of a published package */
export async function bundleDeclarations(name) {
  const bundle = await rolldown({
    input: declarationEntriesOf(name),
    external: (id) => isForeign(id) && !COPIED.some((pattern) => pattern.test(id)),
    plugins: [
      { name: 'workspace', resolveId: (id) => declarationOf(id) },
      dts({ dtsOnly: true, sourcemap: false, generator: NONE }),
    ],
    onLog: (level, log, handler) => (isExpected(log) ? undefined : handler(level, log)),
  })
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: '[name].ts',
    chunkFileNames: 'types/[hash].d.ts',
  })
  await bundle.close()
  for (const { fileName, code } of output) {
    const portable = forOldCompilers(code)
    write(name, fileName, portable)
    write(name, fileName.replace(/\.d\.ts$/, '.d.cts'), portable.replaceAll(RELATIVE, '$1.cjs$2'))
  }
}

/** TypeScript 5.4 knows no type argument of typed arrays. */
function forOldCompilers(code) {
  return code.replaceAll(/\b(Uint8Array|DataView)<ArrayBuffer(?:Like)?>/g, '$1')
}

function write(name, fileName, code) {
  const file = join('packages', name, 'dist', fileName)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, code)
}

/**
 * openai's declarations look for a dozen implementations of `fetch`. None of that is reached by the types that are copied,
 * but it is read.
 */
function isExpected(log) {
  return /node-fetch|form-data/.test(`${log.id} ${log.message}`)
}

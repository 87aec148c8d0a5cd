// Bundles the declarations that tsc has written into self-contained files: one for each entry point, and shared chunks, so
// that a type is one type whichever entry point it comes from. Written twice, for `import` and for `require`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

import { mergeAugmentations, removeAugmentations } from './augmentations.mjs'
import { declarationEntriesOf, declarationOf, isForeign } from './workspace.mjs'

/** Types of these SDKs are copied in: an application that has other versions, or none, compiles all the same. */
const COPIED = /^(?:openai(?:\/|$)|@aws-sdk\/|@smithy\/)/
/** Entry points for applications that have another package, whose types have to be its own: its classes have private members. */
const PEERS = { 'testing/msw': 'msw' }
/** The entry point that adds fields to the types of the application's own `openai`. */
const EXTENSIONS = 'extensions'

/**
 * @param name the folder of a published package
 * @throws Error when a declaration would need a package that an application may not have
 */
export async function bundleDeclarations(name) {
  const { [EXTENSIONS]: extensions, ...entries } = declarationEntriesOf(name)
  const isCopied = (id) => COPIED.test(id)
  // Only the translator's functions have types of openai: elsewhere Bedrock's fields on them would be dead weight.
  for (const { fileName, code } of await bundle(entries, isCopied, name !== 'translator')) {
    const merged = mergeAugmentations(code)
    refuseForeignImports(`${name}/${fileName}`, merged, PEERS[`${name}/${fileName.replace(/\.d\.ts$/, '')}`])
    write(name, fileName, merged)
  }
  if (extensions === undefined) return
  const isCopiedThere = (id) => COPIED.test(id) && !id.startsWith('openai')
  for (const { fileName, code } of await bundle({ [EXTENSIONS]: extensions }, isCopiedThere)) {
    write(name, fileName, code)
  }
}

async function bundle(input, isCopied, withoutAugmentations = false) {
  const build = await rolldown({
    input,
    plugins: [
      {
        name: 'workspace',
        resolveId: {
          order: 'pre',
          handler: (id, importer) => {
            const isLeft = importer !== undefined && isForeign(id) && !isCopied(id)
            return isLeft ? { id, external: true } : declarationOf(id)
          },
        },
      },
      ...(withoutAugmentations
        ? [{ name: 'augmentations', transform: { order: 'pre', handler: removeAugmentations } }]
        : []),
      dts({ dtsOnly: true, sourcemap: false, generator: NONE }),
    ],
    checks: { pluginTimings: false },
    onLog: (level, log, handler) => (isExpected(log) ? undefined : handler(level, log)),
  })
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: '[name].ts',
    chunkFileNames: 'types/[hash].d.ts',
  })
  await build.close()
  return output.map(({ fileName, code }) => ({ fileName, code: portable(code) }))
}

/** Everything that is read is a declaration already. */
const NONE = {
  emit: (_code, fileName) => ({ error: `${fileName} is no declaration` }),
}

/**
 * What every compiler from TypeScript 5.4 on reads, with or without Node's types: typed arrays without a type argument, no
 * aliases of themselves (openai's namespaces repeat outer names), and the library that an `AsyncDisposable` needs.
 */
function portable(code) {
  const plain = code
    .replaceAll(/: Buffer;/g, ': Uint8Array;')
    .replaceAll(/^\/\/\/ <reference types="node" \/>\n/gm, '')
    .replaceAll(/\b(Uint8Array|DataView)<ArrayBuffer(?:Like)?>/g, '$1')
    .replaceAll(/^ +type (\w+) = \1;\n/gm, '')
  return plain.includes('AsyncDisposable') ? `/// <reference lib="esnext.disposable" />\n${plain}` : plain
}

function refuseForeignImports(file, code, peer) {
  const lines = code.match(/^.*(?:from|import\(|declare module|reference types=) ?["'][^."'].*$/gm) ?? []
  const found = lines.find((line) => peer === undefined || !line.endsWith(` from "${peer}";`))
  if (found !== undefined) throw new Error(`${file} needs another package: ${found}`)
}

const RELATIVE = /((?:from|import) "\.[^"]+)\.js(")/g

function write(name, fileName, code) {
  const file = join('packages', name, 'dist', fileName)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, code)
  writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), code.replaceAll(RELATIVE, '$1.cjs$2'))
}

/**
 * openai's declarations look for a dozen implementations of `fetch`. None of that is reached by the types that are copied,
 * but it is read.
 */
function isExpected(log) {
  return /node-fetch|form-data/.test(`${log.id} ${log.message}`)
}

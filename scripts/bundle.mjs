// Bundles every package's entry points from source into its dist, beside the declarations that tsc has written.
//
// One file holds what an import needs at once, others what is loaded lazily: importing a package costs as many files as Node
// has to find, read and compile, and an application pays for that at every cold start (bench/cold-start.ts prints it).
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { rolldown } from 'rolldown'

const SOURCE = '@patchbay/source'
/**
 * What is copied in rather than imported, by package: what an import needs at once and what holds no state, so that Node has
 * fewer files to find. `core` is never copied: the configuration and the error classes must be one.
 */
const INLINED = {
  bedrock: /^@patchbay\/translator\/model-/,
  langchain: /^@patchbay\/translator\/model-/,
  local: /^@patchbay\/translator\/model-/,
  openai: /^@patchbay\/translator\/model-/,
  sdk: /^@patchbay\/(?:openai|anthropic|langchain|bedrock|local|translator\/model-)/,
}

for (const name of readdirSync('packages')) {
  const folder = join('packages', name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  removeOld(join(folder, 'dist'))
  const bundle = await rolldown({
    input: entriesOf(manifest, folder),
    // Everything that is not a file of the package itself.
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !INLINED[name]?.test(id),
    resolve: { conditionNames: [SOURCE] },
    platform: 'node',
    treeshake: { moduleSideEffects: false },
    tsconfig: false,
  })
  const eager = eagerModules((await bundle.generate({ format: 'esm' })).output)
  await bundle.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    sourcemap: true,
    comments: false,
    // Compiling is most of what an import costs. The sources are published beside it, with maps.
    minify: {
      compress: true,
      mangle: { toplevel: true, keepNames: { function: false, class: true } },
      codegen: true,
    },
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'main', test: (id) => eager.has(id) }] },
  })
  await bundle.close()
}

/** `{ index: 'packages/core/src/index.ts' }`, as the package's exports name them. */
function entriesOf(manifest, folder) {
  const sources = Object.values(manifest.exports).map((target) => target[SOURCE])
  return Object.fromEntries(
    sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), join(folder, source)]),
  )
}

/** The modules that importing `index` loads at once, in a package that also has lazy parts; else none. */
function eagerModules(chunks) {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const entry = byFile.get('index.js')
  const eager = new Set()
  const visit = (chunk) => {
    for (const id of chunk.moduleIds ?? []) eager.add(id)
    for (const file of chunk.imports ?? []) if (byFile.has(file)) visit(byFile.get(file))
  }
  if (entry.imports.some((file) => byFile.has(file)) && chunks.some((chunk) => chunk.isDynamicEntry))
    visit(entry)
  return eager
}

function removeOld(dist) {
  if (!existsSync(dist)) return
  rmSync(join(dist, 'chunks'), { recursive: true, force: true })
  for (const file of readdirSync(dist)) if (/\.js(\.map)?$/.test(file)) rmSync(join(dist, file))
}

// Bundles every package's entry points from source into its dist, beside the declarations that tsc has written.
//
// One file an entry point, and one for each part that is loaded lazily: importing a package costs as many files as Node has
// to find, read and compile, and an application pays for that at every cold start (bench/cold-start.ts prints it).
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
  openai: /^@patchbay\/translator\/model-/,
  langchain: /^@patchbay\/translator\/model-/,
  sdk: /^@patchbay\/(?:openai|langchain|bedrock|local|translator\/model-)/,
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
  await bundle.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
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

function removeOld(dist) {
  if (!existsSync(dist)) return
  rmSync(join(dist, 'chunks'), { recursive: true, force: true })
  for (const file of readdirSync(dist)) if (/\.js(\.map)?$/.test(file)) rmSync(join(dist, file))
}

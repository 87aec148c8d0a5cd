// Prints what applications weigh that ask a model by Patchbay, and by the packages of docs/comparison.md: everything that is
// bundled and loaded, SDKs included, and what is installed. The packages are installed into temporary folders.
//
//   npm run build && node scripts/comparison-sizes.mjs
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { rolldown } from 'rolldown'

import { fileDependencies, packAll } from '../test/consumers/runner/pack.ts'
import { APPLICATIONS } from './comparison/applications.mjs'
import { chunksByFile, filesAtStart, filesLoadedBy, gzippedSize } from './sizes/bundle-files.mjs'

const root = mkdtempSync(join(tmpdir(), 'patchbay-sizes-'))
try {
  const tarballs = packAll(join(root, 'tarballs'))
  console.log('| application | loaded, kB after gzip | installed, MB |\n|---|---|---|')
  for (const [index, application] of APPLICATIONS.entries()) {
    const folder = join(root, String(index))
    install(application, folder, tarballs)
    const loaded = (await measure(application, folder)) / 1000
    const installed = weigh(join(folder, 'node_modules')) / 1e6
    console.log(`| ${application.name} | ${loaded.toFixed(0)} | ${installed.toFixed(1)} |`)
  }
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Installs as a user would, our own packages from what would be published. */
function install({ packages }, folder, tarballs) {
  const ours = fileDependencies(
    tarballs,
    packages.filter((name) => tarballs.has(name)),
  )
  const others = packages.filter((name) => !tarballs.has(name)).map(dependency)
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', dependencies: { ...ours, ...Object.fromEntries(others) } }),
  )
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', ['install', ...flags], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** `name@version` as an entry of `dependencies`. */
function dependency(wanted) {
  const at = wanted.lastIndexOf('@')
  return [wanted.slice(0, at), wanted.slice(at + 1)]
}

/** Resolves with the bytes after gzip of the files that a chat has loaded, or of those at the start where it cannot be run. */
async function measure({ code }, folder) {
  writeFileSync(join(folder, 'app.js'), code)
  const build = await rolldown({
    input: { app: join(folder, 'app.js') },
    external: (id) => id.startsWith('node:') || id === 'sharp',
    platform: 'node',
    onLog: () => undefined,
  })
  const dir = join(folder, 'bundle')
  const { output } = await build.write({ dir, format: 'esm', minify: true })
  await build.close()
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}')
  const chunks = chunksByFile(output)
  const files = code.includes('function chat')
    ? filesLoadedBy('scripts/comparison/chat.mjs', dir)
    : filesAtStart(chunks)
  return gzippedSize(chunks, files)
}

function weigh(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

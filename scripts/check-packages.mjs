// Packs what is published and holds the tarballs against publint and attw, in every way that TypeScript resolves modules.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { PUBLISHED } from './bundle/workspace.mjs'

const folder = mkdtempSync(join(tmpdir(), 'patchbay-pack-'))
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
let failed = 0
try {
  for (const name of PUBLISHED) {
    const source = join('packages', name)
    const destination = join(folder, name)
    execFileSync('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', destination], {
      cwd: source,
      stdio: 'ignore',
    })
    const [tarball] = readdirSync(destination)
    console.log(`\n@patchbay/${name}: ${tarball}`)
    for (const [command, args] of [
      ['publint', ['run', '--strict', join(destination, tarball)]],
      ['attw', ['--no-emoji', join(destination, tarball)]],
    ]) {
      try {
        run(command, args)
      } catch {
        failed += 1
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (readFileSync('CHANGELOG.md', 'utf8') !== readFileSync('packages/sdk/CHANGELOG.md', 'utf8')) {
  failed += 1
  console.error('CHANGELOG.md is not that of packages/sdk: run npm run version, or copy it')
}
if (failed > 0) {
  console.error(`${failed} package checks failed`)
  process.exit(1)
}

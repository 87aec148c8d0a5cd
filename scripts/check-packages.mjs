// Packs every package as it would be published and holds the tarballs against publint and attw.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'patchbay-pack-'))
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
let failed = 0
try {
  for (const name of readdirSync('packages')) {
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
      ['attw', ['--profile', 'esm-only', join(destination, tarball)]],
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
if (failed > 0) {
  console.error(`${failed} package checks failed`)
  process.exit(1)
}

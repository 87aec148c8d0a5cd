// `npm start`: installs the workspace without a word where all goes well, then runs the quickstart on the workspace's own Node.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

if (!existsSync('node_modules'))
  console.error('Installing what the workspace needs, once (about half a minute) ...')
const windows = process.platform === 'win32'
const install = spawnSync('npx', ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile'], {
  encoding: 'utf8',
  shell: windows,
})
if (install.status !== 0) {
  console.error(install.stdout, install.stderr, install.error ?? '')
  process.exit(install.status ?? 1)
}
// npm has put node_modules/.bin first on the PATH: there `node` is the one that the workspace brings.
const quickstart = ['--conditions=@patchbay/source', 'examples/quickstart.ts', ...process.argv.slice(2)]
process.exit(spawnSync('node', quickstart, { stdio: 'inherit', shell: windows }).status ?? 1)

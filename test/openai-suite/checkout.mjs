// A checkout of openai-node: what it needs before its tests run.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const workspace = fileURLToPath(new URL('../..', import.meta.url))

/** The build of @patchbay/sdk that the tests register clients by. */
export const SDK = join(workspace, 'packages/sdk/dist/index.cjs')

/**
 * Says which version the tests are of, and installs what they need where that has not been done.
 *
 * @throws Error where @patchbay/sdk is not built, or the installation fails
 */
export function prepare(checkout) {
  if (!existsSync(SDK)) throw new Error('Build first: npm run build')
  const version = versionOf(checkout)
  const installed = versionOf(join(workspace, 'node_modules/openai'))
  console.log(`openai-node ${version}`)
  if (version !== installed)
    console.warn(`The workspace has openai ${installed}, whose tag is v${installed}.`)
  if (existsSync(join(checkout, 'node_modules/vitest'))) return
  const flags = ['--ignore-scripts', '--no-package-lock', '--legacy-peer-deps', '--no-audit', '--no-fund']
  const { status } = spawnSync('npm', ['install', ...flags], { cwd: checkout, stdio: 'inherit' })
  if (status !== 0) throw new Error('npm install failed in the checkout')
}

function versionOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

const IMPORTS_CLIENT = /from '(?:openai|(?:\.\.\/)+src)(?:\/(?:index|client|azure|bedrock))?'/

/** The tests that use a client: hundreds of others are of what a registration does not touch. */
export function testsOfClients(checkout) {
  const files = globSync('tests/**/*.test.ts', { cwd: checkout, exclude: ['tests/live/**'] })
  return files.filter((file) => IMPORTS_CLIENT.test(readFileSync(join(checkout, file), 'utf8'))).toSorted()
}

const MOCK_SERVER = 'http://127.0.0.1:4010/_x-steady/health'

/** Starts the server that answers the tests of resources, as openai-node itself does, and returns what stops it. */
export async function startMockServer(checkout) {
  const server = spawn('bash', ['scripts/mock'], { cwd: checkout, stdio: 'ignore', detached: true })
  for (let second = 0; second < 120 && server.exitCode === null; second += 1) {
    const health = await fetch(MOCK_SERVER).catch(() => undefined)
    if (health?.ok)
      return () => {
        // With the whole group of processes that the script has started.
        if (server.pid !== undefined) process.kill(-server.pid)
      }
    await setTimeout(1000)
  }
  throw new Error('The mock server did not start. Without --generated it is not needed.')
}

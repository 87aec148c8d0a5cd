import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import type { Check, Group } from '../runner/check.ts'
import type { Project } from '../runner/project.ts'
import { cleanEnvironment, tryCommand } from '../runner/run-command.ts'
import { withServers } from '../runner/servers.ts'
import type { Workspace } from '../runner/workspace.ts'

const project = { folder: 'commonjs' }

/** The program of the packed `@patchbay/sdk`, as `npx` runs it. */
export const commandLine: Group = {
  name: 'command line',
  checks: () => [
    check('--version', printsVersion),
    check('doctor, models', findsTheGateway),
    check('a configuration error', endsWithTwo),
    check('playground', servesThePlayground),
  ],
}

function check(name: string, run: Check['run']): Check {
  return {
    project,
    tool: 'npx patchbay',
    name,
    version: (installed) => installed.versionOf('@patchbay/sdk'),
    run,
  }
}

async function printsVersion(installed: Project) {
  const { stdout } = await installed.run('npx', ['patchbay', '--version'])
  const version = await installed.versionOf('@patchbay/sdk')
  if (stdout.trim() !== version) throw new Error(`expected ${version}, not ${stdout}`)
}

async function findsTheGateway(installed: Project, workspace: Workspace) {
  await withServers(workspace, async ({ environment, gateway }) => {
    const env = {
      PATCHBAY_GATEWAY: environment.GATEWAY_URL,
      PATCHBAY_GATEWAY_API_KEY: environment.GATEWAY_API_KEY,
    }
    const { stdout } = await installed.run('npx', ['patchbay', 'doctor', '--model', 'gpt-4o', '--json'], {
      env,
    })
    if (!(JSON.parse(stdout) as { ok: boolean }).ok) throw new Error(`expected nothing to fail: ${stdout}`)
    await installed.run('npx', ['patchbay', 'models'], { env })
    if (gateway.requests.length < 3) throw new Error('expected a list, a chat and a list at the gateway')
  })
}

async function endsWithTwo(installed: Project) {
  const program = installed.path('node_modules/.bin/patchbay')
  const env = { PATCHBAY_GATEWAY_API_KEY: 'k' }
  const { code, stderr } = await tryCommand(program, ['models'], { cwd: installed.folder, env })
  if (code !== 2 || stderr.trim().split('\n').length !== 1) throw new Error(`exit code ${code}: ${stderr}`)
}

/** The page stands in the package, with all that it loads at the start. */
async function servesThePlayground(installed: Project) {
  const program = spawn(
    installed.path('node_modules/.bin/patchbay'),
    ['playground', '--port', '0', '--json'],
    { cwd: installed.folder, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(program, 'close')
  try {
    const first = once(createInterface(program.stdout), 'line')
    const [line] = (await Promise.race([first, ended])) as [unknown]
    const { url } = JSON.parse(String(line)) as { url: string }
    const page = await (await fetch(url)).text()
    const files = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, file = '']) => new URL(file, url))
    if (files.length < 2) throw new Error(`expected a page with scripts and styles: ${page}`)
    for (const file of files) {
      const { ok } = await fetch(file)
      if (!ok) throw new Error(`${file.pathname} is missing`)
    }
  } finally {
    program.kill('SIGINT')
  }
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`exit code ${code}`)
}

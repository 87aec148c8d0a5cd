import { existsSync } from 'node:fs'

import type { Check, Group } from '../runner/check.ts'
import { expectAnswers, expectRequests } from '../runner/expect-answers.ts'
import type { Project } from '../runner/project.ts'
import type { CommandResult } from '../runner/run-command.ts'
import { type Servers, withServers } from '../runner/servers.ts'
import type { Workspace } from '../runner/workspace.ts'
import { startWorkerd } from './workerd.ts'

const project = { folder: 'runtimes' }

/** The binaries come inside of packages, one for each platform: no install script fetches anything. */
const BINARIES = {
  bun: ['@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-aarch64/bin/bun', '@oven/bun-darwin-aarch64/bin/bun'],
  deno: ['@deno/linux-x64-glibc/deno', '@deno/linux-arm64-glibc/deno', '@deno/darwin-arm64/deno'],
  workerd: [
    '@cloudflare/workerd-linux-64/bin/workerd',
    '@cloudflare/workerd-linux-arm64/bin/workerd',
    '@cloudflare/workerd-darwin-arm64/bin/workerd',
  ],
}

type Settings = Readonly<Record<string, string>>
type Ask = (settings: Settings) => Promise<CommandResult>

/** Bun, Deno and workerd (without `nodejs_compat`), each through a gateway and on Bedrock by API key and by key pair. */
export const runtimes: Group = {
  name: 'runtimes',
  checks: () => [
    check(
      'Bun',
      'bun',
      'register',
      (installed) => (env) => installed.run(binary(installed, 'bun'), ['app.js'], { env }),
    ),
    check('Deno', 'deno', 'register, settings from the environment', (installed) => (env) => {
      return deno(installed, ['--allow-net=127.0.0.1', '--allow-env', 'app.js'], env)
    }),
    check('Deno', 'deno', 'register, --allow-net only', (installed) => (settings) => {
      return deno(installed, ['--allow-net=127.0.0.1', 'explicit.js', JSON.stringify(settings)])
    }),
    check(
      'workerd',
      'workerd',
      'register, no nodejs_compat',
      (installed) => (env) => worker(installed, env, askByClient),
    ),
    check(
      'workerd',
      'workerd',
      'createFetch, no nodejs_compat',
      (installed) => (env) => worker(installed, env, askByFetch),
    ),
  ],
}

function check(
  tool: string,
  program: keyof typeof BINARIES,
  name: string,
  ask: (installed: Project) => Ask,
): Check {
  return {
    project,
    tool,
    name,
    version: async (installed) => {
      const { stdout } = await installed.run(binary(installed, program), ['--version'])
      return /\d[\d.-]*/.exec(stdout)?.[0] ?? ''
    },
    run: (installed, workspace) => expectEveryRoute(workspace, ask(installed)),
  }
}

async function expectEveryRoute(workspace: Workspace, ask: Ask) {
  await withServers(workspace, async (servers) => {
    const { GATEWAY_URL, GATEWAY_API_KEY, BEDROCK_ENDPOINT, BEDROCK_API_KEY } = servers.environment
    expectAnswers(await ask({ GATEWAY_URL, GATEWAY_API_KEY }))
    expectRequests(servers, 2, 0)
    expectAnswers(await ask({ BEDROCK_ENDPOINT, BEDROCK_API_KEY }))
    expectRequests(servers, 2, 2)
    const { accessKeyId, secretAccessKey } = servers.credentials
    expectAnswers(
      await ask({ BEDROCK_ENDPOINT, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }),
    )
    expectRequests(servers, 2, 4)
    expectAuthentication(servers, ['bearer', 'bearer', 'sigv4', 'sigv4'])
  })
}

function expectAuthentication({ bedrock }: Servers, wanted: readonly string[]) {
  const kinds = bedrock.requests.map(({ authentication }) => authentication?.kind ?? 'none')
  if (kinds.join() !== wanted.join())
    throw new Error(`expected ${wanted.join(', ')}, not ${kinds.join(', ')}`)
}

function binary(installed: Project, program: keyof typeof BINARIES): string {
  const paths = BINARIES[program].map((path) => installed.path('node_modules', path))
  const path = paths.find((candidate) => existsSync(candidate))
  if (path === undefined) throw new Error(`no binary of ${program} for this platform among its packages`)
  return path
}

function deno(installed: Project, args: readonly string[], env: Settings = {}) {
  return installed.run(binary(installed, 'deno'), ['run', '--no-prompt', ...args], { env })
}

/** Bundles the worker as for Cloudflare, serves it by workerd, and asks it. */
async function worker(installed: Project, env: Settings, ask: (url: string) => Promise<string>) {
  await installed.script('worker')
  const server = await startWorkerd(binary(installed, 'workerd'), installed.path('config.capnp'), env)
  try {
    return { code: 0, stdout: `${await ask(server.url)}\n`, stderr: '' }
  } catch (error) {
    throw new Error(`${String(error)}\n${server.output()}`, { cause: error })
  } finally {
    await server.stop()
  }
}

async function askByClient(url: string) {
  const response = await fetch(url, { method: 'POST', body: 'What is 12 + 30?' })
  return response.text()
}

async function askByFetch(url: string) {
  const ask = async (stream: boolean) => {
    const body = JSON.stringify({
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      messages: [{ role: 'user', content: 'What is 12 + 30?' }],
      stream,
    })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })
    return response.text()
  }
  const plain = JSON.parse(await ask(false)) as { choices: { message: { content: string } }[] }
  return `${plain.choices[0]?.message.content}\n${textOfEvents(await ask(true))}`
}

/** The text in server-sent events; what was sent instead, where there are none. */
function textOfEvents(events: string): string {
  const lines = events.split('\n').filter((line) => line.startsWith('data: {'))
  if (lines.length === 0) return events
  const chunks = lines.map(
    (line) => JSON.parse(line.slice(6)) as { choices: { delta: { content?: string } }[] },
  )
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')
}

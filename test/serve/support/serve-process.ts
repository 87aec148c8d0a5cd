import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { TEST_CREDENTIALS } from '@patchbay/testing'

const MAIN = join(import.meta.dirname, '../../../packages/command-line/src/main.ts')

/** One line of `serve --json`. */
export interface ServeLine {
  readonly event: string
  readonly [member: string]: unknown
}

/** `patchbay serve` in a process of its own. */
export interface ServeProcess {
  /** Its base, without a path. */
  readonly url: string
  /** What it has printed. */
  readonly lines: readonly ServeLine[]
  /** Resolves with the next line of that kind that was not yet asked for. */
  line(event: string): Promise<ServeLine>
  signal(signal: NodeJS.Signals): void
  /** What it has written to standard error. */
  errors(): string
  /** Resolves when it has ended. */
  readonly exitCode: Promise<number | null>
}

/** The environment of a process that knows nothing but a strict Bedrock. */
export function bedrockEnvironment(endpoint: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
  }
}

/** Starts the program from source, with these arguments. */
export function spawnProgram(argv: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--conditions=@patchbay/source', MAIN, ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Starts `serve` on a free port, and waits until it listens. */
export async function startServe(
  env: Record<string, string>,
  argv: readonly string[] = [],
): Promise<ServeProcess> {
  const child = spawnProgram(['serve', '--port', '0', '--json', ...argv], env)
  const lines: ServeLine[] = []
  const waiting: { event: string; resolve: (line: ServeLine) => void }[] = []
  const unread: ServeLine[] = []
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  if (child.stdout === null) throw new Error('no output')
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as ServeLine
    lines.push(line)
    const index = waiting.findIndex(({ event }) => event === line.event)
    if (index === -1) unread.push(line)
    else waiting.splice(index, 1)[0]?.resolve(line)
  })
  const exitCode = once(child, 'close').then(([code]) => code as number | null)
  const line = (event: string): Promise<ServeLine> => {
    const index = unread.findIndex((one) => one.event === event)
    if (index !== -1) return Promise.resolve(unread.splice(index, 1)[0] as ServeLine)
    return new Promise((resolve) => waiting.push({ event, resolve }))
  }
  const listening = await Promise.race([
    line('listening'),
    exitCode.then((code) => Promise.reject(new Error(`serve ended with ${code}: ${errors}`))),
  ])
  return {
    url: String(listening['url']),
    lines,
    line,
    errors: () => errors,
    signal: (signal) => child.kill(signal),
    exitCode,
  }
}

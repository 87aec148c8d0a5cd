// One run of a program against `patchbay serve` over a strict Bedrock: node scripts/agents/session.ts PROGRAM MODEL BIN [overflow]
// Prints what happened as the last line, in JSON. To be run where there is no network but loopback: see scripts/agents.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { type BedrockRequest, createBedrockServer, TEST_CREDENTIALS } from '@patchbay/testing'

import { MODELS, PROGRAMS } from './programs.ts'
import { createRounds, LAST_WORDS, PICTURE, type Rounds } from './rounds.ts'

/** What came of a run. */
export interface Outcome {
  /** All rounds were taken, everything that was asked for arrived, and the program ended well. */
  readonly ok: boolean
  readonly problems: readonly string[]
  /** Tools that were called, by their names. */
  readonly called: readonly string[]
  readonly requests: number
  /** What the program did about a conversation that is too long. */
  readonly overflow: 'compacted it' | 'said so' | 'did neither' | undefined
  /** The operations of Bedrock that were used. */
  readonly operations: readonly string[]
}

const PROMPT = 'List the files, look at picture.png, and tell me when you are done.'
const TIMEOUT = 150_000
const MAIN = fileURLToPath(new URL('../../packages/command-line/src/main.ts', import.meta.url))
/** An image of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const [programName = '', modelId = '', bin = '', how] = process.argv.slice(2)
const overflows = how === 'overflow'
const program = PROGRAMS[programName]
const model = Object.values(MODELS).find(({ id }) => id === modelId)
if (program === undefined || model === undefined) throw new Error(`There is no ${programName} or ${modelId}.`)

const home = mkdtempSync(join(tmpdir(), 'agent-'))
const folder = join(home, 'project')
mkdirSync(folder)
writeFileSync(join(folder, PICTURE), Buffer.from(PIXEL, 'base64'))

const server = await createBedrockServer()
const rounds = createRounds(folder, overflows)
server.reply((request) => (isConversation(request) ? rounds.reply(request.json) : undefined))
const serve = spawn(
  process.execPath,
  ['--conditions=@patchbay/source', MAIN, 'serve', '--port', '0', '--json'],
  {
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      AWS_REGION: server.region,
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const refused: string[] = []
try {
  const { args, env } = program.start(await readAddress(serve), model, PROMPT)
  const child = spawn(bin, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT,
    killSignal: 'SIGKILL',
  })
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (process.env['AGENTS_SHOW'] !== undefined) console.error(output, errors)
  const problems = [
    ...(code === 0 ? [] : [`ended with ${String(code)}: ${errors.slice(-300)}`]),
    ...(output.includes(LAST_WORDS) ? [] : ['does not show the last words']),
    ...refused,
    ...findMissing(rounds, server.requests),
  ]
  const outcome: Outcome = {
    ok: problems.length === 0,
    problems,
    called: rounds.called,
    requests: server.requests.length,
    overflow: overflows ? toOverflow(output + errors) : undefined,
    operations: [...new Set(server.requests.flatMap(({ operation }) => operation ?? []))],
  }
  console.log(JSON.stringify(outcome))
} finally {
  serve.kill('SIGKILL')
  await server.close()
  rmSync(home, { recursive: true, force: true, maxRetries: 3 })
}

function isConversation({ operation }: BedrockRequest): boolean {
  return operation !== undefined && /^(?:Converse|InvokeModel|Create)/.test(operation)
}

function toOverflow(said: string): Outcome['overflow'] {
  if (said.includes(LAST_WORDS)) return 'compacted it'
  return /too long|context window/i.test(said) ? 'said so' : 'did neither'
}

/** What the conversation should hold at its end, and does not. */
function findMissing({ taken, called }: Rounds, requests: readonly BedrockRequest[]): string[] {
  const last = requests.findLast(
    (request) => isConversation(request) && JSON.stringify(request.json).includes('Round 1.'),
  )
  const said = JSON.stringify(last?.json ?? '')
  const wanted: [string, boolean][] = [
    ['the steps were not all taken', taken.includes('answer') && taken.includes('unavailable')],
    ['no two calls at once', called.length >= 2],
    ['the output of a command is missing', /\bone\b/.test(said)],
    ['the error of a command is missing', /no such file/i.test(said)],
    [
      'the image, or a note of it, is missing',
      said.includes(PIXEL.slice(0, 40)) || /cannot see|image/i.test(said),
    ],
  ]
  return wanted.flatMap(([problem, holds]) => (holds ? [] : [problem]))
}

/** Follows the log of `serve`: its first line says where it listens, others tell of requests. */
async function readAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('There is no output to read.')
  const lines = createInterface(child.stdout)
  const address = Promise.withResolvers<string>()
  lines.on('line', (line) => {
    const { event, url, status, path, ...rest } = JSON.parse(line) as Record<string, unknown>
    if (event === 'listening') address.resolve(String(url))
    else if (typeof status === 'number' && status >= 400 && status !== 503)
      refused.push(`${String(path)} was refused: ${JSON.stringify({ status, ...rest }).slice(0, 400)}`)
  })
  child.once('exit', (code) => address.reject(new Error(`serve ended with ${String(code)}.`)))
  return address.promise
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  stream.setEncoding('utf8')
  for await (const part of stream) all += String(part)
  return all
}

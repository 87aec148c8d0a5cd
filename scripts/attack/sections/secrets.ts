import { configure, registrationOf } from '@patchbay/sdk'
import {
  createBedrockServer,
  createGatewayServer,
  encodeEvent,
  encodeException,
  TEST_CREDENTIALS,
  trap,
} from '@patchbay/testing'

import { CLIENT_KINDS } from '../support/client-kinds.ts'
import { type Arrived, createHostileServer, type HostileServer } from '../support/hostile-server.ts'
import { CALLER_KEY, type ClientKind } from '../support/kinds/kind.ts'
import { inParallel, within } from '../support/limits.ts'
import { ROUTE_AWS_SECRET, ROUTE_KEY, routesOf } from '../support/routes.ts'
import { secretsIn, spellings } from '../support/secrets.ts'
import type { Section } from '../support/section.ts'
import type { Count } from '../support/tally.ts'

const CALL_LIMIT = 10_000
const CONCURRENCY = 4
/** How many of all combinations are tried: the seed chooses. */
const PART = 0.2
const SHORT_PART = 0.015
const SECRETS = [CALLER_KEY, ROUTE_KEY, ROUTE_AWS_SECRET, TEST_CREDENTIALS.secretAccessKey]

/** An answer that quotes what it was sent. */
interface Quote {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Where an answer quotes a secret; `quoted` is in some spelling, and stands within a text of JSON as it is. */
const PLACES: Readonly<Record<string, (quoted: string) => Quote>> = {
  'the message of a failure': (quoted) => ({ status: 401, body: failure(quoted) }),
  'the message of a failure that is tried again': (quoted) => ({ status: 503, body: failure(quoted) }),
  'a failure within a text of JSON': (quoted) => ({
    status: 400,
    body: JSON.stringify({ error: { message: failure(quoted) } }),
  }),
  'a header of a failure': (quoted) => ({
    status: 403,
    headers: { 'x-quoted': quoted, 'www-authenticate': `Bearer ${quoted}` },
    body: failure('no'),
  }),
  'a page with a failure': (quoted) => ({
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: `<html>${quoted}</html>`,
  }),
  'plain text with a failure': (quoted) => ({
    status: 500,
    headers: { 'content-type': 'text/plain' },
    body: quoted,
  }),
  'a sign-in page with 200': (quoted) => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: `<html>${quoted}</html>`,
  }),
  'a failure that calls itself a success': (quoted) => ({ status: 200, body: failure(quoted) }),
  'a failure of AWS': (quoted) => ({
    status: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    body: `{"message":"The canonical string was ${quoted}"}`,
  }),
  'an event of a stream': (quoted) => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: `event: error\ndata: ${failure(quoted)}\n\n`,
  }),
  'a frame of an event stream': (quoted) => ({
    status: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body: Buffer.concat([
      encodeEvent('messageStart', { role: 'assistant' }),
      encodeException('validationException', { message: parsedOr(quoted) } as never),
    ]),
  }),
}

const failure = (quoted: string): string =>
  `{"type":"error","message":"Refused: ${quoted}","error":{"type":"auth","code":"no","param":null,"message":"Refused: ${quoted}"}}`

/** Frames are encoded from values: what is a spelling of JSON's is its text there. */
function parsedOr(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string
  } catch {
    return quoted
  }
}

/** Servers that quote the keys they were sent, in any spelling and place: nobody can read them in what comes of it. */
export const secrets: Section = {
  name: 'secrets',
  async run({ tally, short, random }) {
    const count = tally.section('secrets')
    await using provider = await trap()
    await using gateway = await createGatewayServer()
    await using bedrock = await createBedrockServer()
    const shown: unknown[] = []
    const restore = listen(shown)
    const upstreams = { gateway: gateway.url, bedrock: bedrock.url }
    await inParallel(CLIENT_KINDS, CONCURRENCY, async (kind) => {
      for (const route of routesOf(kind)) {
        await using server = await createHostileServer(upstreams[route.upstream])
        const caller = kind.make({ provider: provider.url, retries: 0 })
        const made = route.create(server.url)
        caller.route(made)
        const registered = caller.client && registrationOf(caller.client)
        look(count, kind, `${route.name}, description`, [made.describe(), registered, JSON.stringify(made)])
        for (const [place, quote] of Object.entries(PLACES)) {
          for (const spelling of spellings('x').map(({ name }) => name)) {
            for (const shape of ['plain', 'stream'] as const) {
              if (random.next() > (short ? SHORT_PART : PART)) continue
              quoteWith(server, spelling, quote)
              const outcome = await within(caller[shape], CALL_LIMIT)
              const where = `${route.name}, ${place}, ${spelling}, ${shape}`
              if (outcome.kind === 'stall') count.found(kind.name, 'stalls', where)
              else look(count, kind, where, outcome.kind === 'error' ? outcome.error : outcome.value)
            }
          }
        }
      }
    })
    restore()
    look(count, { name: 'console and warnings' }, 'printed', shown)
  },
}

function look(count: Count, { name }: Pick<ClientKind, 'name'>, where: string, value: unknown): void {
  count.tried(name)
  for (const secret of secretsIn(value, SECRETS)) count.found(name, 'leaks', `${where}: ${secret}`)
}

/** Quotes every secret that arrived, and what it arrived in. */
function quoteWith(server: HostileServer, spelling: string, quote: (quoted: string) => Quote): void {
  server.conduct = ({ request, socket }) => {
    const arrived = SECRETS.filter((secret) => holds(request, secret))
    const quoted = arrived.flatMap((secret) =>
      spellings(secret)
        .filter(({ name }) => name === spelling)
        .map(({ text }) => text),
    )
    const { status, headers = {}, body } = quote(quoted.join(' '))
    const all = {
      'content-type': 'application/json',
      ...headers,
      'content-length': `${Buffer.byteLength(body)}`,
      connection: 'close',
    }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(
      Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), Buffer.from(body)]),
    )
  }
}

const holds = ({ headers }: Arrived, secret: string): boolean => JSON.stringify(headers).includes(secret)

/** Keeps what is printed and warned of. */
function listen(shown: unknown[]): () => void {
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const
  const before = methods.map((method) => [method, console[method]] as const)
  for (const method of methods) console[method] = (...values: unknown[]) => void shown.push(values)
  const onWarning = (warning: unknown): void => void shown.push(warning)
  process.on('warning', onWarning)
  configure({ onWarning })
  return () => {
    for (const [method, original] of before) console[method] = original as typeof console.log
    process.off('warning', onWarning)
    configure(null)
  }
}

// What `explain` says of every request of every example, and what the example's own servers then receive, is the same.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

const EXAMPLES = readdirSync('examples').filter((name) => name.endsWith('.ts'))

/** Where CountTokens goes once the backend has said that it lacks the first counter: another request, by an answer. */
const SECOND_COUNTER = '/tokenize'

interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

interface Records {
  readonly explained: readonly (WireRequest | { readonly refused: string })[]
  readonly arrived: readonly WireRequest[]
}

const folder = mkdtempSync(join(tmpdir(), 'explain-examples-'))
/** In place of a gateway that is down: its connection would be refused, and nobody would see what was sent. */
const down = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (part: string) => (body += part))
  request.on('end', () => {
    arrivedAtDown.push({
      method: request.method ?? '',
      url: origin + request.url,
      headers: request.headers as never,
      body,
    })
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"down"}')
  })
})
const arrivedAtDown: WireRequest[] = []
let origin = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => down.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(down.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => down.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

test.for(EXAMPLES)('%s', async (name) => {
  arrivedAtDown.length = 0
  const { explained, arrived } = await run(name)
  const sent = explained.filter((one): one is WireRequest => 'url' in one)
  expect(sent).not.toHaveLength(0)
  const origins = new Set(sent.map(({ url }) => new URL(url).origin))
  // A gateway of an example hands requests on to a provider: those are its own.
  const received = [...arrived, ...arrivedAtDown].filter(
    ({ url }) => origins.has(new URL(url).origin) && !url.endsWith(SECOND_COUNTER),
  )
  expect(sorted(sent)).toEqual(sorted(received))
})

async function run(name: string): Promise<Records> {
  const file = join(folder, `${name}.json`)
  const env = {
    ...process.env,
    EXPLAIN_RECORDS: file,
    ...(name === 'langchain-aws.ts' && { JAVELIN_BASE_URL: origin, JAVELIN_API_KEY: 'unused' }),
  }
  const preload = './test/explain/support/record.mjs'
  const node = ['--conditions=@patchbay/source', '--import', preload, `examples/${name}`]
  const child = spawn(process.execPath, node, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let problem = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (problem += part))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, problem: code === 0 ? '' : problem }).toEqual({ code: 0, problem: '' })
  return JSON.parse(readFileSync(file, 'utf8')) as Records
}

/** Headers of the connection, of the moment, and what names the software. */
const PASSING =
  /^(?:accept-.*|amz-sdk-.*|connection|content-length|host|transfer-encoding|user-agent|x-amz-date|x-amz-user-agent|x-stainless-.*|sec-fetch-mode)$/

function sorted(requests: readonly WireRequest[]): readonly string[] {
  return requests.map((request) => JSON.stringify(comparable(request), undefined, 1)).toSorted()
}

function comparable({ method, url, headers, body }: WireRequest): object {
  // `fetch` adds an `accept` where there is none.
  const isAdded = (name: string, value: string): boolean => name === 'accept' && value === '*/*'
  const kept = Object.entries(headers)
    .filter(([name, value]) => !PASSING.test(name) && !isAdded(name, value))
    .toSorted(([a], [b]) => a.localeCompare(b))
  return {
    method,
    url,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, masked(name, value)])),
    body: typeof body === 'string' && body !== '' ? JSON.parse(body) : body === '' ? undefined : body,
  }
}

const KEYS = /^(?:api-key|x-api-key|x-javelin-apikey|x-portkey-api-key)$/

/** What is not masked in what was received is not to be shown. */
function masked(name: string, value: string): string {
  if (KEYS.test(name)) return '[redacted]'
  return value
    .replace(/^Bearer .+$/, 'Bearer [redacted]')
    .replace(/Credential=[^/]+\/\d+/, 'Credential=[redacted]/(date)')
    .replace(/Signature=.+$/, 'Signature=[redacted]')
    .replace(/SignedHeaders=[^,]+/, 'SignedHeaders=...')
}

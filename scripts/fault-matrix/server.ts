import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGate, type Gate } from '@patchbay/testing'
import type { Behaviour } from './faults.ts'
import { type Protocol, protocolOf } from './protocols.ts'

/** A port at which nothing listens. */
const REFUSED = 'http://127.0.0.1:1'

/** One run: two servers, the first of which has a fault. */
export interface Run {
  /** The base URLs of the servers. */
  readonly first: string
  readonly second: string
  /** The requests that each has received. */
  readonly counts: { first: number; second: number }
  /** Opens when the first server waits without an end. */
  readonly stalled: Gate
  /** To be opened when the caller has read content: the first server goes on then. */
  readonly contentRead: Gate
}

/** One server on loopback for all runs, which it tells apart by the path. */
export interface FaultServer extends AsyncDisposable {
  readonly begin: (behaviour: Behaviour) => Run
}

/** Starts the server. */
export async function startFaultServer(): Promise<FaultServer> {
  const runs: { readonly run: Run; readonly behaviour: Behaviour }[] = []
  const server = createServer((request, response) => {
    void answer(request, response, runs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    begin(behaviour) {
      const path = `/run-${runs.length}`
      const run: Run = {
        first: `${behaviour.kind === 'refuse' ? REFUSED : origin}${path}/first`,
        second: `${origin}${path}/second`,
        counts: { first: 0, second: 0 },
        stalled: createGate(),
        contentRead: createGate(),
      }
      runs.push({ run, behaviour })
      return run
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  runs: readonly { readonly run: Run; readonly behaviour: Behaviour }[],
): Promise<void> {
  let text = ''
  for await (const part of request) text += String(part)
  const path = new URL(request.url ?? '/', 'http://loopback.invalid').pathname
  const [, number, name] = /^\/run-(\d+)\/(first|second)\//.exec(path) ?? []
  const { run, behaviour } = runs[Number(number)] ?? {}
  if (run === undefined || behaviour === undefined || (name !== 'first' && name !== 'second'))
    return void response.writeHead(404).end()
  run.counts[name] += 1
  const isStream = path.endsWith('-stream') || /"stream":\s*true/.test(text)
  // No connection serves two requests: a server that closes an idle one is no fault of this list.
  response.setHeader('connection', 'close')
  const given: Given = { response, protocol: protocolOf(path), isStream, text: `From the ${name}.` }
  if (name === 'second') return succeed(given)
  await fail(given, behaviour, run)
}

interface Given {
  readonly response: ServerResponse
  readonly protocol: Protocol
  readonly isStream: boolean
  readonly text: string
}

function succeed({ response, protocol, isStream, text }: Given): void {
  response.writeHead(200, { 'content-type': isStream ? protocol.streamType : 'application/json' })
  response.end(isStream ? Buffer.concat(protocol.stream(text)) : protocol.whole(text))
}

async function fail(given: Given, behaviour: Behaviour, run: Run): Promise<void> {
  const { response, protocol, text } = given
  switch (behaviour.kind) {
    case 'reset':
      return void response.socket?.resetAndDestroy()
    case 'stall':
      return run.stalled.open()
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      return void response.end('<!doctype html><title>Sign in</title><p>Sign in to go on.</p>')
    case 'status': {
      const { status, retryAfter } = behaviour
      const { headers, body } = protocol.failure(status)
      const wait = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
      response.writeHead(status, { 'content-type': 'application/json', ...headers, ...wait })
      return void response.end(body)
    }
    case 'cut': {
      const whole = protocol.whole(text)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
      return void response.write(whole.slice(0, whole.length / 2), () => response.socket?.destroy())
    }
    case 'stream':
      return failInStream(given, behaviour, run)
    default:
      throw new Error('No request arrives where the connection is refused.')
  }
}

async function failInStream(
  { response, protocol, text }: Given,
  { how, late, status = 500 }: Behaviour & { readonly kind: 'stream' },
  run: Run,
): Promise<void> {
  const [opening, content, rest] = protocol.stream(text)
  response.writeHead(200, { 'content-type': protocol.streamType })
  if (late) {
    response.write(Buffer.concat([opening, content]))
    await run.contentRead.opened
  }
  if (how === 'exception') response.end(protocol.exception(status))
  else if (how === 'malformed') response.end(Buffer.concat([protocol.malformed, rest]))
  else if (how === 'reset') response.socket?.resetAndDestroy()
  else run.stalled.open()
}

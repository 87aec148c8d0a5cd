import type { Route } from '@patchbay/sdk'
import {
  createGatewayServer,
  type GatewayServer,
  type RecordedRequest,
  trap,
  type Trap,
} from '@patchbay/testing'
import { CLIENTS } from './clients.ts'
import { GATEWAYS, type GatewayColumn } from './gateways.ts'
import { CALLER_KEY, type ClientRow, GATEWAY_KEY, type Operation, OPERATIONS } from './operations.ts'

/** What one live run showed. */
export interface Run {
  readonly gateway: GatewayColumn
  readonly client: string
  readonly operation: Operation
  /** Method, path and query, as they arrived; `undefined` when nothing did. */
  readonly arrived: string | undefined
  /** Names of the headers that arrived, and whose key is in them. */
  readonly headers: readonly string[]
  /** What the client made of the answer: `answer`, or the error that it raised. */
  readonly outcome: string
}

/** Headers of the connection, of the body and of the SDK's own statistics: they say nothing about a gateway. */
export const ORDINARY_HEADERS =
  /^(?:accept|accept-encoding|accept-language|connection|content-length|content-type|host|sec-fetch-mode|transfer-encoding|user-agent|x-stainless-.*)$/

/** Runs every client through every gateway, one request after the other, on loopback servers. */
export async function runAll(): Promise<readonly Run[]> {
  await using server = await createGatewayServer()
  await using provider = await trap()
  const runs: Run[] = []
  for (const gateway of GATEWAYS) {
    for (const client of CLIENTS) {
      for (const operation of OPERATIONS) {
        // oxlint-disable-next-line no-await-in-loop -- one request at a time tells which one arrived
        const run = await runOne(server, provider, gateway, client, operation)
        if (run !== undefined) runs.push(run)
      }
    }
  }
  if (provider.connectionCount > 0) throw new Error('A request went past its gateway, to the provider.')
  return runs
}

async function runOne(
  server: GatewayServer,
  provider: Trap,
  gateway: GatewayColumn,
  client: ClientRow<Route>,
  operation: Operation,
): Promise<Run | undefined> {
  const run = client.operations[operation]
  if (run === undefined) return undefined
  server.reset()
  if (client.reply !== undefined) server.reply(client.reply(operation))
  if (operation === 'error') server.reply({ status: gateway.failure.status, json: gateway.failure.json })
  const outcome = await run({ route: gateway.create(server.url), provider: provider.url }).then(
    () => 'answer',
    outcomeOf,
  )
  const [request, ...more] = server.requests
  if (more.length > 0) throw new Error(`${client.name} sent ${operation} more than once.`)
  return {
    gateway,
    client: client.name,
    operation,
    arrived: request === undefined ? undefined : addressOf(request),
    headers: request === undefined ? [] : headersOf(request),
    outcome,
  }
}

function addressOf({ method, path, query }: RecordedRequest): string {
  return `${method} ${path}${query.size === 0 ? '' : `?${query.toString()}`}`
}

function headersOf({ headers }: RecordedRequest): readonly string[] {
  return Object.keys(headers)
    .filter((name) => !ORDINARY_HEADERS.test(name))
    .toSorted()
    .map((name) => {
      const value = headers[name] ?? ''
      if (value.startsWith('AWS4-HMAC-SHA256 ')) return `${name} (signature for AWS)`
      if (value.includes(CALLER_KEY)) return `${name} (caller's key)`
      return value.includes(GATEWAY_KEY) ? `${name} (gateway's key)` : name
    })
}

/** The class of an error and its status; of a refusal by the route itself also its code. */
function outcomeOf(error: unknown): string {
  if (!(error instanceof Error)) throw new TypeError('A client threw something that is not an Error.')
  const { code } = error as { code?: unknown }
  const kind = error.name === 'Error' ? error.constructor.name : error.name
  return `${kind} ${statusOf(error as WithStatus) ?? ''}${typeof code === 'string' ? ` \`${code}\`` : ''}`
}

interface WithStatus {
  readonly status?: number
  readonly statusCode?: number
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** Where the SDKs keep the status: `openai` and LangChain, the Vercel AI SDK, the AWS SDK. */
function statusOf(error: WithStatus): number | undefined {
  return error.status ?? error.statusCode ?? error.$metadata?.httpStatusCode
}

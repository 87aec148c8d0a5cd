import { timeout } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, TEST_CREDENTIALS, trap } from '@patchbay/testing'

import { CLIENT_KINDS } from '../support/client-kinds.ts'
import { faultIn, inOneLine } from '../support/errors.ts'
import { FAILURE_MODES, type FailureMode } from '../support/failure-modes.ts'
import { createHostileServer, type HostileServer } from '../support/hostile-server.ts'
import { ANSWER, CALLER_KEY, type ClientKind } from '../support/kinds/kind.ts'
import { inParallel, within } from '../support/limits.ts'
import { attemptedConnections, watched } from '../support/network.ts'
import { ROUTE_AWS_SECRET, ROUTE_KEY, type RouteKind, routesOf } from '../support/routes.ts'
import { secretsIn } from '../support/secrets.ts'
import type { Section } from '../support/section.ts'
import type { Count } from '../support/tally.ts'

const SECRETS = [CALLER_KEY, ROUTE_KEY, ROUTE_AWS_SECRET, TEST_CREDENTIALS.secretAccessKey]
/** Milliseconds after which the route of a stalling call gives up, and after which the call counts as stalled. */
const ROUTE_LIMIT = 300
const CALL_LIMIT = 10_000
const CONCURRENCY = 6

/** What one kind of client is tried with. */
interface Bench {
  readonly kind: ClientKind
  readonly count: Count
  readonly provider: Awaited<ReturnType<typeof trap>>
  readonly servers: Readonly<Record<RouteKind['upstream'], HostileServer>>
  readonly closed: string
}

/** Every kind of client in every way to fail, plain and streamed: it ends in its own error, and nothing goes elsewhere. */
export const failures: Section = {
  name: 'failures',
  async run({ tally, short }) {
    const count = tally.section('failures')
    await using gateway = await createGatewayServer()
    await using bedrock = await createBedrockServer()
    const closed = await closedPort()
    const run = async (kind: ClientKind, modes: readonly FailureMode[]): Promise<void> => {
      await using provider = await trap()
      await using before = await createHostileServer(gateway.url)
      await using beforeBedrock = await createHostileServer(bedrock.url)
      const bench = { kind, count, provider, closed, servers: { gateway: before, bedrock: beforeBedrock } }
      for (const [index, mode] of modes.entries()) await tryMode(bench, mode, index, short)
    }
    // The environment is one for all: what changes it runs alone.
    const shared = FAILURE_MODES.filter(({ environment }) => environment === undefined)
    const alone = FAILURE_MODES.filter(({ environment }) => environment !== undefined)
    await inParallel(CLIENT_KINDS, CONCURRENCY, (kind) => run(kind, shared))
    for (const kind of CLIENT_KINDS) await run(kind, alone)
    for (const { by, host } of attemptedConnections.filter(({ address }) => !address.startsWith('127.'))) {
      count.found(by ?? 'unknown', 'escapes', `a connection to ${host}`)
    }
  },
}

async function closedPort(): Promise<string> {
  const server = await createGatewayServer()
  await server.close()
  return server.url
}

/** In the short form routes take turns, one for each mode. Plain and streamed calls take turns over modes and routes. */
async function tryMode(bench: Bench, mode: FailureMode, index: number, short: boolean): Promise<void> {
  const routes = [...routesOf(bench.kind).entries()]
  const chosen = short ? routes.slice(index % routes.length).slice(0, 1) : routes
  for (const [turn, route] of chosen) {
    await tryCall(bench, mode, route, (index + turn) % 2 === 0 ? 'plain' : 'stream')
  }
}

async function tryCall(
  bench: Bench,
  mode: FailureMode,
  routeKind: RouteKind,
  shape: 'plain' | 'stream',
): Promise<void> {
  const { kind, count, provider, servers } = bench
  const server = servers[routeKind.upstream]
  const conduct = mode.conduct(provider.url)
  const origin = conduct === 'refused' ? bench.closed : server.url
  if (conduct !== 'refused') server.conduct = conduct
  const before = provider.connectionCount
  const caller = kind.make({ provider: provider.url, retries: 0 })
  // Clients read the environment too, when they are made: what is tried is what the route makes of it.
  const restore = setEnvironment(mode.environment?.(provider.url) ?? {})
  const call = async (): Promise<string> => {
    const route = routeKind.create(origin)
    const limit = { connect: ROUTE_LIMIT, firstToken: ROUTE_LIMIT, idle: ROUTE_LIMIT, total: 3 * ROUTE_LIMIT }
    caller.route(mode.stalls === true ? timeout(route, limit) : route)
    return caller[shape]()
  }
  const outcome = await watched(kind.name, () => within(call, CALL_LIMIT))
  restore()
  const where = `${mode.name}, ${routeKind.name}, ${shape}`
  count.tried(kind.name)
  if (provider.connectionCount > before) count.found(kind.name, 'escapes', where)
  if (outcome.kind === 'stall') {
    if (!(await stallsByItself(bench, server, shape))) count.found(kind.name, 'stalls', where)
    return
  }
  const shown = outcome.kind === 'error' ? outcome.error : outcome.value
  for (const secret of secretsIn(shown, SECRETS)) count.found(kind.name, 'leaks', `${where}: ${secret}`)
  const wrong = outcome.kind === 'error' ? wrongError(outcome.error, mode) : wrongValue(outcome.value, mode)
  if (wrong !== undefined) count.found(kind.name, 'lost', `${where}: ${wrong}`)
}

/** Whether the client waits for ever without a route, too: openai 4's own `fetch` does for a body that is cut. */
async function stallsByItself(
  { kind }: Bench,
  server: HostileServer,
  shape: 'plain' | 'stream',
): Promise<boolean> {
  const { client, [shape]: call } = kind.make({ provider: server.url, retries: 0 })
  return client !== undefined && (await within(call, CALL_LIMIT)).kind === 'stall'
}

function wrongValue(value: string, { succeeds = false }: FailureMode): string | undefined {
  if (!succeeds) return `it succeeded with ${JSON.stringify(value.slice(0, 100))}`
  return value.trim() === ANSWER ? undefined : `the answer was ${JSON.stringify(value.slice(0, 100))}`
}

function wrongError(error: unknown, { succeeds = false }: FailureMode): string | undefined {
  return succeeds ? `it failed with ${inOneLine(error)}` : faultIn(error)
}

function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

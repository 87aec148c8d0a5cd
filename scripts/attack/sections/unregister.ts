import { type RoutableClient, unregister } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, trap, type Trap } from '@patchbay/testing'

import { CLIENT_KINDS } from '../support/client-kinds.ts'
import { faultIn, inOneLine } from '../support/errors.ts'
import { answers, type Conduct, createHostileServer, type Exchange } from '../support/hostile-server.ts'
import { ANSWER, type Caller, type ClientKind } from '../support/kinds/kind.ts'
import { inParallel, within } from '../support/limits.ts'
import { watched } from '../support/network.ts'
import { type RouteKind, routesOf } from '../support/routes.ts'
import type { Section } from '../support/section.ts'
import type { Count } from '../support/tally.ts'

const CALL_LIMIT = 20_000
const CONCURRENCY = 16

/** What the application does while the SDK waits to try again. */
const CHANGES = ['unregister', 'another route', 'unregister and another route'] as const

/** How the first try fails. */
const FAILURES: Readonly<Record<string, (exchange: Exchange) => void>> = {
  503: ({ socket }) =>
    socket.end('HTTP/1.1 503 Busy\r\nretry-after-ms: 30\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'),
  reset: ({ socket }) => void socket.resetAndDestroy(),
}

/** A call keeps its route through its SDK's retries, whatever becomes of the registration; the next call does not. */
export const unregistering: Section = {
  name: 'unregister',
  async run({ tally, short }) {
    const count = tally.section('unregister')
    await using gateway = await createGatewayServer()
    await using bedrock = await createBedrockServer()
    const upstreams = { gateway: gateway.url, bedrock: bedrock.url }
    const kinds = CLIENT_KINDS.filter((kind) => kind.make({ provider: gateway.url, retries: 1 }).client)
    await inParallel(kinds, CONCURRENCY, async (kind) => {
      const tries = FAILURES_AND_CHANGES.flatMap((one) =>
        routesOf(kind).map((route, index) => ({ ...one, route, shape: SHAPES[index % 2] ?? 'plain' })),
      )
      // In the short form one of each change.
      const step = short ? Math.floor(tries.length / CHANGES.length) - 1 : 1
      for (let index = 0; index < tries.length; index += step) {
        await tryChange(kind, tries[index] as Try, upstreams, count)
      }
    })
  },
}

const SHAPES = ['plain', 'stream'] as const
const FAILURES_AND_CHANGES = CHANGES.flatMap((change) =>
  Object.keys(FAILURES).map((failure) => ({ change, failure })),
)

interface Try {
  readonly change: (typeof CHANGES)[number]
  readonly failure: string
  readonly route: RouteKind
  readonly shape: (typeof SHAPES)[number]
}

async function tryChange(
  kind: ClientKind,
  { change, failure, route, shape }: Try,
  upstreams: Readonly<Record<RouteKind['upstream'], string>>,
  count: Count,
): Promise<void> {
  await using provider = await trap()
  await using first = await createHostileServer(upstreams[route.upstream])
  await using second = await createHostileServer(upstreams[route.upstream])
  const caller = kind.make({ provider: provider.url, retries: 1 })
  caller.route(route.create(first.url))
  first.conduct = failingOnce(FAILURES[failure] as Conduct, () => {
    if (change !== 'another route') unregister(caller.client as RoutableClient)
    if (change !== 'unregister') caller.route(route.create(second.url))
  })
  const outcome = await watched(kind.name, () => within(caller[shape], CALL_LIMIT))
  const where = `${change} after ${failure}, ${route.name}, ${shape}`
  count.tried(kind.name)
  if (provider.connectionCount > 0) count.found(kind.name, 'escapes', `${where}: to the provider`)
  if (second.received.length > 0) count.found(kind.name, 'escapes', `${where}: to the other route`)
  if (outcome.kind === 'stall') return count.found(kind.name, 'stalls', where)
  if (outcome.kind === 'error') {
    const fault = faultIn(outcome.error) ?? (first.received.length > 1 ? inOneLine(outcome.error) : undefined)
    if (fault !== undefined) count.found(kind.name, 'lost', `${where}: ${fault}`)
  } else if (outcome.value.trim() !== ANSWER) count.found(kind.name, 'lost', `${where}: ${outcome.value}`)
  const stray = await nextCall(caller, change, provider, second)
  if (stray !== undefined) count.found(kind.name, 'lost', `${where}: ${stray}`)
}

function failingOnce(fail: Conduct, change: () => void): Conduct {
  let failed = false
  return (exchange) => {
    if (failed) return answers(exchange)
    failed = true
    exchange.socket.once('close', change)
    return fail(exchange)
  }
}

/** The next call must go where the application has said by now. */
async function nextCall(
  caller: Caller,
  change: Try['change'],
  provider: Trap,
  second: { readonly received: readonly unknown[] },
): Promise<string | undefined> {
  const before = [reached(provider), second.received.length] as const
  await within(caller.plain, CALL_LIMIT)
  const went = [reached(provider) > before[0], second.received.length > before[1]] as const
  const wanted = change === 'unregister' ? [true, false] : [false, true]
  return went[0] === wanted[0] && went[1] === wanted[1] ? undefined : 'the next call went the old way'
}

/** Connections count as well as requests: an AWS client speaks HTTP/2, which the trap does not. */
const reached = ({ requests, connectionCount }: Trap): number => requests.length + connectionCount

import { createBedrockServer, createGatewayServer, trap } from '@patchbay/testing'

import { CLIENT_KINDS } from '../support/client-kinds.ts'
import { faultIn } from '../support/errors.ts'
import {
  type Conduct,
  createHostileServer,
  type HostileServer,
  type RightAnswer,
} from '../support/hostile-server.ts'
import { ANSWER, type Caller, type ClientKind } from '../support/kinds/kind.ts'
import { inParallel, within } from '../support/limits.ts'
import { type RouteKind, routesOf } from '../support/routes.ts'
import type { Section } from '../support/section.ts'
import type { Count } from '../support/tally.ts'

const CALL_LIMIT = 10_000
const CONCURRENCY = 3

/** So many places of each answer are tried, from a place that the seed chooses; of these kinds' answers more. */
const MOST_PLACES = 25
const THOROUGH = new Set(['openai 7', 'Anthropic', 'BedrockRuntimeClient, HTTP/2'])
const THOROUGH_PLACES = 150
const SHORT_PLACES = 2
/** Kinds like others here. openai 4's own `fetch` waits for ever for a body that was cut. */
const LEFT_OUT = /4\.104|clone|3\.\d|Vercel|LlamaIndex/

/** How an answer is spoilt at one place. */
interface Damage {
  readonly name: string
  /** How many places there are in an answer. */
  readonly places: (answer: RightAnswer) => number
  readonly conduct: (place: number) => Conduct
  readonly applies: (kind: ClientKind, route: RouteKind, shape: 'plain' | 'stream') => boolean
}

const CUT: Damage = {
  name: 'cut at byte',
  places: ({ head, body }) => head.length + body.length - 1,
  conduct:
    (place) =>
    async ({ socket, answer }) => {
      const { head, body } = await answer()
      socket.write(Buffer.concat([head, body]).subarray(0, place), () => socket.destroy())
    },
  applies: () => true,
}

/** An end in good order that comes too early: of frames that tell where an answer ends. */
const ENDED: Damage = {
  name: 'ended after byte',
  places: ({ content }) => content.length - 1,
  conduct:
    (place) =>
    async ({ socket, answer }) => {
      const { content, framed } = await answer()
      const { head, body } = framed(content.subarray(0, place))
      socket.end(Buffer.concat([head, body]))
    },
  applies: (kind, { name }, shape) =>
    shape === 'stream' && (name === 'bedrock' || name === 'openai') && isFramed(kind, name),
}

/** Flipped bits show in frames with checksums alone. */
const FLIPPED: Damage = {
  name: 'bit flipped in byte',
  places: ({ content }) => content.length,
  conduct:
    (place) =>
    async ({ socket, answer }) => {
      const { content, framed } = await answer()
      const spoilt = Buffer.from(content)
      spoilt[place] = (spoilt[place] as number) ^ (1 << (place % 8))
      const { head, body } = framed(spoilt)
      socket.end(Buffer.concat([head, body]))
    },
  applies: (kind, { name }, shape) =>
    shape === 'stream' && (name === 'bedrock' || (kind.protocol === 'bedrock' && name === 'javelin')),
}

/** AWS's own client takes a stream's end for the end of the answer, on AWS's own API as without a route. */
const isFramed = ({ protocol }: ClientKind, route: string): boolean =>
  protocol !== 'bedrock' || route === 'openai'

/** Answers that are cut or spoilt: each call ends in its whole answer or in an error, never in a part of the answer. */
export const cuts: Section = {
  name: 'cuts',
  async run({ tally, short, random }) {
    const count = tally.section('cuts')
    await using provider = await trap()
    await using gateway = await createGatewayServer()
    await using bedrock = await createBedrockServer()
    const upstreams = { gateway: gateway.url, bedrock: bedrock.url }
    const jobs = CLIENT_KINDS.filter(({ name }) => !LEFT_OUT.test(name)).flatMap((kind) =>
      routesOf(kind).flatMap((route) =>
        (['plain', 'stream'] as const).map((shape) => ({ kind, route, shape })),
      ),
    )
    await inParallel(jobs, CONCURRENCY, async ({ kind, route, shape }) => {
      await using server = await createHostileServer(upstreams[route.upstream])
      const caller = kind.make({ provider: provider.url, retries: 0 })
      caller.route(route.create(server.url))
      const answer = await rightAnswer(server, caller, shape)
      const most = short ? SHORT_PLACES : THOROUGH.has(kind.name) ? THOROUGH_PLACES : MOST_PLACES
      for (const damage of [CUT, ENDED, FLIPPED].filter(({ applies }) => applies(kind, route, shape))) {
        const places = damage.places(answer)
        const stride = Math.max(1, places / most)
        for (let at = random.next() * stride; at < places; at += stride) {
          const place = Math.floor(at)
          server.conduct = damage.conduct(place)
          await tryPlace(`${route.name}, ${shape}, ${damage.name} ${place}`, kind, caller[shape], count)
        }
      }
    })
    if (provider.connectionCount > 0) count.found('all', 'escapes', 'the provider was reached')
  },
}

/** What the server would answer, to know how many places there are. Fails where the call does not work at all. */
async function rightAnswer(
  server: HostileServer,
  caller: Caller,
  shape: 'plain' | 'stream',
): Promise<RightAnswer> {
  let right: RightAnswer | undefined
  server.conduct = async ({ socket, answer }) => {
    right = await answer()
    socket.end(Buffer.concat([right.head, right.body]))
  }
  const text = await caller[shape]()
  if (text.trim() !== ANSWER || right === undefined)
    throw new Error(`The answer was ${JSON.stringify(text)}.`)
  return right
}

async function tryPlace(
  where: string,
  kind: ClientKind,
  call: () => Promise<string>,
  count: Count,
): Promise<void> {
  const outcome = await within(call, CALL_LIMIT)
  count.tried(kind.name)
  if (outcome.kind === 'stall') return count.found(kind.name, 'stalls', where)
  if (outcome.kind === 'value') {
    if (outcome.value.trim() === ANSWER) return
    return count.found(kind.name, 'lost', `${where}: ${JSON.stringify(outcome.value)}`)
  }
  const fault = faultIn(outcome.error)
  if (fault !== undefined) count.found(kind.name, 'lost', `${where}: ${fault}`)
}

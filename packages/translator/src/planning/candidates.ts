import type { BedrockApi, BedrockHost, NativeApi } from '../model-facts/model-capabilities.ts'
import { parseModelId } from '../model-facts/model-id.ts'
import { lacksProfile } from '../model-facts/needed-profiles.ts'
import { isServedNatively } from '../model-facts/offered-apis.ts'
import type { Choices } from './choices.ts'
import { CONVERSE_REASON } from './only-way.ts'
import type { RequestNeeds } from './request-needs.ts'
import type { ClientApi, PlanRequest } from './way.ts'

/** A way that the model's row has, before it is known whether the request can go by it. */
export interface Candidate {
  readonly api: BedrockApi
  readonly host: BedrockHost
  readonly native: boolean
  /** The least is the best. */
  readonly rank: number
  /** For people: why it is taken, if it is. */
  readonly reason: string
}

/** The APIs that a client's own body is in. InvokeModel's Claude takes Messages. */
const OWN: Readonly<Record<ClientApi, readonly BedrockApi[]>> = {
  'chat-completions': ['chat-completions'],
  completions: [],
  responses: ['responses'],
  messages: ['messages', 'invoke-model'],
  converse: ['converse'],
}

/** What other protocols can be translated to. */
const TRANSLATED: ReadonlySet<BedrockApi> = new Set(['converse', 'responses', 'chat-completions'])

/** A pair of API and host on which the ranking depends. */
type Pair = Pick<Candidate, 'api' | 'host'>

/** Every way that the model's row has for this client, the best first. */
export function listCandidates(request: PlanRequest, needs: RequestNeeds, choices: Choices): Candidate[] {
  const { clientApi, model } = request
  const { runtimeApis, mantleApis, messagesByInvokeModel } = model.capabilities
  const pairs: Pair[] = [
    ...runtimeApis.map((api): Pair => ({ api, host: 'runtime' })),
    ...mantleApis.map((api): Pair => ({ api, host: 'mantle' })),
  ]
  const own = pairs
    .filter(({ api }) => OWN[clientApi].includes(api) && (api !== 'invoke-model' || messagesByInvokeModel))
    .map((pair) => ({ ...pair, native: true, ...rankNative(pair, request, needs, choices) }))
  const translated = pairs
    .filter(({ api }) => TRANSLATED.has(api) && (api !== clientApi || api === 'chat-completions'))
    .map((pair) => ({ ...pair, native: false, ...rankTranslated(pair, request) }))
  return [...own, ...translated].toSorted((a, b) => a.rank - b.rank)
}

/** Behind Converse: Mantle serves in the route's region, not through the profile that the id names. */
const LEAVING_PROFILE = 12

const isProfile = (id: string): boolean => parseModelId(id).geography !== undefined

/** Runtime refuses a bare id of a model that has profiles only; on Mantle it is the very id. */
const BEHIND_MANTLE = 12

type Ranked = Pick<Candidate, 'rank' | 'reason'>

function rankNative(pair: Pair, request: PlanRequest, needs: RequestNeeds, { api }: Choices): Ranked {
  const { clientApi, model, options } = request
  if (clientApi === 'converse')
    return { rank: 0, reason: 'The client speaks Converse, which serves the model.' }
  const isKnownThere = pair.api === 'invoke-model' || model.capabilities.ownApis.includes('messages')
  if (clientApi === 'messages' && isKnownThere) return rankMessages(pair, needs, api)
  const isOwn = model.capabilities.ownApis.includes(pair.api as NativeApi) || isAskedFor(pair, request, api)
  const isRuntime = pair.host === 'runtime'
  const where = isRuntime ? 'Bedrock Runtime' : 'Mantle'
  if (!isOwn) {
    return { rank: isRuntime ? 15 : 16, reason: `${where} has the client's own API for the model.` }
  }
  return {
    rank: isRuntime ? (lacksProfile(model, options) ? 2 : 0) : isProfile(model.id) ? LEAVING_PROFILE : 1,
    reason: `${where} serves the model by the client's own API, which loses nothing.`,
  }
}

/** What `api: 'auto'`, said in so many words, and `native` pass on. */
function isAskedFor({ api: candidate, host }: Pair, { model }: PlanRequest, api: Choices['api']): boolean {
  if (api === 'native') return true
  return (
    api === 'auto' && candidate === 'chat-completions' && host === 'runtime' && isServedNatively(model.id)
  )
}

/** Claude's own bodies go by InvokeModel, unless Messages are asked for, or needed. */
function rankMessages({ api, host }: Pair, needs: RequestNeeds, chosen: Choices['api']): Ranked {
  if (api === 'invoke-model')
    return { rank: 1, reason: "InvokeModel takes Claude's own Messages, and leaves nothing of them out." }
  if (host === 'mantle') return { rank: LEAVING_PROFILE, reason: 'Mantle serves Messages.' }
  if (chosen === 'messages' || chosen === 'native')
    return { rank: 0, reason: 'The route asks for Messages, which Bedrock Runtime serves.' }
  return needs.systemWithin === undefined
    ? { rank: 2, reason: 'Bedrock Runtime serves Messages.' }
    : { rank: 0, reason: 'Messages on Bedrock Runtime take system text within the conversation.' }
}

function rankTranslated({ api, host }: Pair, { clientApi, model, options }: PlanRequest): Ranked {
  const penalty = host === 'runtime' && lacksProfile(model, options) ? BEHIND_MANTLE : 0
  if (api === 'converse') return { rank: 10 + penalty, reason: CONVERSE_REASON }
  const where = host === 'runtime' ? 'Bedrock Runtime' : 'Mantle'
  const name = api === 'responses' ? 'Responses' : 'Chat Completions'
  const rank = (api === 'responses' ? 20 : 30) + (host === 'runtime' ? penalty : 1)
  return {
    rank: clientApi === api ? rank + 10 : rank,
    reason: `${where} serves the model by ${name}; the request is translated to that.`,
  }
}

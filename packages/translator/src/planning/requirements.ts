import type { BedrockApi } from '../model-facts/model-capabilities.ts'
import { parseModelId, type ModelIdKind } from '../model-facts/model-id.ts'
import { isMantleRegion } from '../model-facts/mantle-regions.ts'
import { TranslationError } from '../translation-error.ts'
import type { Candidate } from './candidates.ts'
import type { Choices } from './choices.ts'
import type { RequestNeeds } from './request-needs.ts'
import type { PlanRequest } from './way.ts'

/** What the requirements look at. */
export interface Situation {
  readonly request: PlanRequest
  readonly needs: RequestNeeds
  readonly choices: Choices
  /** A tool that only Mantle runs is asked for. */
  readonly hostedTools: boolean
}

/** Something that a way has to keep. */
export interface Requirement {
  /** Whether this request has it. */
  readonly applies: (situation: Situation) => boolean
  /** Whether a way keeps it. */
  readonly keeps: (candidate: Candidate, situation: Situation) => boolean
  /** The error where no way does; without it the requirement is a wish, and then nobody insists on it. */
  readonly refuse?: (situation: Situation) => TranslationError
}

/** Kinds of ids that the paths of OpenAI's and Anthropic's APIs refuse. */
const PLAIN_KINDS: ReadonlySet<ModelIdKind> = new Set(['foundation-model', 'inference-profile'])
const BEDROCK_APIS: ReadonlySet<BedrockApi> = new Set(['converse', 'invoke-model'])
/** Where headers name a guardrail. Responses and all of Mantle answer with 200, and ignore it. */
const GUARDED_APIS: ReadonlySet<BedrockApi> = new Set([...BEDROCK_APIS, 'chat-completions', 'messages'])

/** Where headers hold request metadata, and ask for a latency. */
const HEADED_APIS: ReadonlySet<BedrockApi> = new Set([...BEDROCK_APIS, 'chat-completions'])

/** Headers go along with the caller's own body alone; to Converse they are members. */
const keepsHeaders =
  (apis: ReadonlySet<BedrockApi>) =>
  ({ api, host, native }: Candidate): boolean =>
    host === 'runtime' && apis.has(api) && (native || api === 'converse')

const byConverse = ({ api }: Candidate): boolean => api === 'converse'
const isChosen = ({ choices }: Situation): boolean =>
  choices.api !== undefined && choices.api !== 'auto' && choices.api !== 'converse'

const isRefusedMedia = ({ needs, request }: Situation): boolean => {
  const { images, documents, documentApis } = request.model.capabilities
  if (request.clientApi !== 'chat-completions' && request.clientApi !== 'responses') return false
  if (needs.images !== undefined && !images) return true
  return needs.documents !== undefined && !documents && documentApis.length === 0
}

/** The requirements, in this order: what a request must keep, then what is better kept. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    applies: ({ choices: { api } }) => api !== undefined && api !== 'auto' && api !== 'native',
    keeps: ({ api }, { choices }) => api === choices.api,
    refuse: ({ request, choices }) =>
      fault(
        'api',
        `A request of ${request.clientApi} to ${request.model.id} cannot go by ${choices.api}, which the route asks for with \`api\`. ` +
          `${offered(request)}. Choose another, or leave the choice to \`api: 'auto'\`.`,
      ),
  },
  {
    applies: ({ choices: { host } }) => host !== 'auto',
    keeps: ({ host }, { choices }) => host === choices.host,
    refuse: ({ request, choices }) =>
      fault(
        'host',
        `${request.model.id} is not served that way by ${choices.host}, which the route asks for with \`host\`: ` +
          `${offered(request)}. Leave the choice to \`host: 'auto'\`.`,
      ),
  },
  {
    applies: () => true,
    keeps: ({ host }, { request }) => host === 'runtime' || request.options.mantle,
    refuse: ({ request }) =>
      lacksMantle(`${request.model.id} is served by bedrock-mantle alone`, 'model', request),
  },
  {
    applies: ({ request }) => !PLAIN_KINDS.has(parseModelId(request.model.id).kind),
    keeps: ({ api }) => BEDROCK_APIS.has(api),
    refuse: ({ request }) =>
      fault(
        'model',
        `${request.model.id} is taken by Converse and InvokeModel alone, and the route's \`api\` or \`host\` rules them out.`,
      ),
  },
  {
    applies: ({ needs }) => needs.guardrail !== undefined,
    keeps: byConverse,
    refuse: ({ request, needs }) => unguarded(request, needs.guardrail ?? 'guardrailConfig'),
  },
  {
    applies: ({ request }) => request.guardrail,
    keeps: keepsHeaders(GUARDED_APIS),
    refuse: ({ request }) => unguarded(request, 'guardrail'),
  },
  {
    applies: ({ request }) => request.metadataHeader !== undefined,
    keeps: keepsHeaders(HEADED_APIS),
    refuse: ({ request }) => {
      const field = request.metadataHeader ?? ''
      return fault(
        field,
        `${field} would be ignored by the APIs that serve ${request.model.id} here: ${offered(request)}. Leave it out.`,
      )
    },
  },
  {
    applies: ({ request }) => request.latencyHeader !== undefined,
    keeps: keepsHeaders(HEADED_APIS),
  },
  {
    applies: ({ needs }) => needs.metadata !== undefined,
    keeps: byConverse,
    refuse: ({ request, needs }) =>
      fault(
        needs.metadata ?? 'requestMetadata',
        `${needs.metadata} is kept by Converse alone, and ${request.model.id} is not served by it here: ${offered(request)}. Leave it out.`,
      ),
  },
  {
    applies: ({ needs, hostedTools }) => hostedTools || needs.background !== undefined,
    keeps: ({ api, host, native }) => api === 'responses' && host === 'mantle' && native,
    refuse: refuseMantleOnly,
  },
  {
    applies: ({ needs, request }) =>
      needs.documents !== undefined &&
      request.clientApi !== 'converse' &&
      !request.model.capabilities.documents &&
      request.model.capabilities.documentApis.length > 0,
    keeps: ({ api }, { request }) => request.model.capabilities.documentApis.some((taking) => taking === api),
  },
  {
    applies: (situation) => situation.needs.foreignField !== undefined && !isChosen(situation),
    keeps: byConverse,
  },
  {
    applies: (situation) => situation.needs.foreignPart !== undefined && !isChosen(situation),
    keeps: ({ native }) => !native,
  },
  {
    applies: ({ needs }) => needs.stored !== undefined,
    keeps: ({ native }) => native,
  },
  {
    // What the model does not take is refused by name by the translators, before it is sent.
    applies: (situation) => isRefusedMedia(situation) && !isChosen(situation),
    keeps: ({ native }) => !native,
  },
  {
    applies: (situation) =>
      situation.needs.functionTools !== undefined &&
      !situation.request.model.capabilities.chatTools &&
      !isChosen(situation),
    keeps: ({ api }) => api !== 'chat-completions',
  },
  {
    applies: (situation) => situation.needs.choices !== undefined && !isChosen(situation),
    keeps: ({ native }) => !native,
  },
]

/** The candidates that keep everything that the request has to keep, and as many of the wishes as can be. */
export function keepRequired(candidates: readonly Candidate[], situation: Situation): readonly Candidate[] {
  let kept = candidates
  for (const { applies, keeps, refuse } of REQUIREMENTS) {
    if (!applies(situation)) continue
    const left = kept.filter((candidate) => keeps(candidate, situation))
    if (left.length > 0) kept = left
    else if (refuse !== undefined) throw refuse(situation)
  }
  return kept
}

function refuseMantleOnly({ request, needs }: Situation): TranslationError {
  const field = needs.background ?? 'tools'
  const isThere = request.model.capabilities.mantleApis.includes('responses')
  if (isThere && !request.options.mantle)
    return lacksMantle(`${field} is served by bedrock-mantle alone`, field, request)
  const remedy =
    needs.background === undefined
      ? 'Leave the tool out.'
      : 'A response is returned by its own request: leave it out, or stream.'
  return fault(field, `${field} is not served for ${request.model.id}. ${remedy}`, 'unsupported_parameter')
}

function unguarded(request: PlanRequest, field: string): TranslationError {
  return fault(
    field,
    `The guardrail would be ignored: Bedrock applies none on the APIs that serve ${request.model.id} here (${offered(request)}). ` +
      'Take another model, or another `api`, or check the texts by ApplyGuardrail and leave the guardrail out.',
  )
}

function lacksMantle(why: string, field: string, { options }: PlanRequest): TranslationError {
  const { region } = options
  const remedy =
    region !== undefined && !isMantleRegion(region)
      ? `There is none in ${region}: take a region that has it, such as us-east-1, or give bedrock() a \`mantleEndpoint\`.`
      : 'This route knows no endpoint of it: give bedrock() a `mantleEndpoint`.'
  return fault(field, `${why}. ${remedy}`)
}

/** The APIs that the model has, for an error. */
function offered({ model }: PlanRequest): string {
  const { runtimeApis, mantleApis } = model.capabilities
  const hosts = [
    ...(runtimeApis.length === 0 ? [] : [`Bedrock Runtime has ${runtimeApis.join(', ')}`]),
    ...(mantleApis.length === 0 ? [] : [`Mantle has ${mantleApis.join(', ')}`]),
  ]
  return hosts.join('; ')
}

function fault(param: string, message: string, code = 'unsupported_way'): TranslationError {
  return new TranslationError(message, { param, code })
}

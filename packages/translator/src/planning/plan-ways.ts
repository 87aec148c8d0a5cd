import type { TranslationWarning } from '../context.ts'
import { toHostModelId } from '../model-facts/host-ids.ts'
import { parseModelId } from '../model-facts/model-id.ts'
import { listCandidates, type Candidate } from './candidates.ts'
import { readChoices, type Choices } from './choices.ts'
import { planHostedTools, type HostedToolPlan } from './hosted-tools.ts'
import { readNeeds, type RequestNeeds } from './request-needs.ts'
import { findForeignReasoning } from './foreign-reasoning.ts'
import { keepRequired } from './requirements.ts'
import { wayPath } from './way-path.ts'
import type { PlanRequest, Way } from './way.ts'

/**
 * The ways to serve a request, the best first; the others are for the case that the service says it does not serve the model
 * that way. No I/O: what is known of the model decides, the route's options, and what the request asks for.
 *
 * @throws TranslationError (400) which names the option or field that leaves no way, and the remedy
 */
export function planWays(request: PlanRequest): readonly [Way, ...Way[]] {
  const choices = readChoices(request)
  const needs = readNeeds(request.clientApi, request.body)
  const candidates = listCandidates(request, needs, choices)
  if (isPassedOnBlindly(request, choices, candidates)) return [toWay(BLIND, request, needs, NO_TOOLS)]
  const tools = planTools(request, needs, choices)
  const situation = { request, needs, choices, hostedTools: tools.needsMantle }
  const ways = keepRequired(candidates, situation).map((way) => toWay(way, request, needs, tools))
  const [first, ...others] = ways
  // There is always one: the requirements refuse by name what they cannot keep, and every model has an API.
  return [first as Way, ...others]
}

const NO_TOOLS: HostedToolPlan = { needsMantle: false, without: [], warnings: [] }

const BLIND: Candidate = {
  api: 'chat-completions',
  host: 'runtime',
  native: true,
  rank: 0,
  reason: "The route asks for the client's own API; the service says whether it has it for the model.",
}

/** `native` for chat completions is obeyed where no host is known to serve the model so: the service has the word. */
function isPassedOnBlindly(
  { clientApi, model }: PlanRequest,
  { api, host }: Choices,
  candidates: readonly Candidate[],
): boolean {
  return (
    api === 'native' &&
    host !== 'mantle' &&
    clientApi === 'chat-completions' &&
    model.capabilities.runtimeApis.length > 0 &&
    !candidates.some(({ native }) => native)
  )
}

/** What becomes of hosted tools: Mantle runs some, unless the request cannot go there. */
function planTools(
  { clientApi, body, model, options, guardrail }: PlanRequest,
  needs: RequestNeeds,
  { api, host }: Choices,
): HostedToolPlan {
  const mayLeave = api === undefined || api === 'auto' || api === 'native' || api === 'responses'
  const isFree = !guardrail && needs.guardrail === undefined && needs.metadata === undefined
  const isThere = model.capabilities.mantleApis.includes('responses')
  const mantle = options.mantle && isThere && mayLeave && isFree && host !== 'runtime'
  return planHostedTools(clientApi, body, needs.functionTools, model.capabilities, mantle)
}

function toWay(
  { api, host, native, reason }: Candidate,
  request: PlanRequest,
  needs: RequestNeeds,
  tools: HostedToolPlan,
): Way {
  const { model, options, stream } = request
  const isPlain = api !== 'converse' && api !== 'invoke-model'
  const modelId = toHostModelId(model, host, options, isPlain)
  const foreign =
    native && api === 'responses'
      ? findForeignReasoning(request.body, model.capabilities.family, request.reasoningOrigins)
      : NO_TOOLS
  return {
    api,
    host,
    path: wayPath({ api, host, modelId }, model.capabilities, stream),
    modelId,
    native,
    without: [...tools.without, ...foreign.without],
    reason,
    warnings: [
      ...tools.warnings,
      ...foreign.warnings,
      ...warningsOf({ host, native, modelId }, request, needs),
    ],
  }
}

function warningsOf(
  { host, native, modelId }: Pick<Way, 'host' | 'native' | 'modelId'>,
  { clientApi, model }: PlanRequest,
  { systemWithin }: RequestNeeds,
): TranslationWarning[] {
  const warnings: TranslationWarning[] = []
  if (host === 'mantle' && parseModelId(model.id).geography !== undefined) {
    warnings.push({
      code: 'profile_left',
      field: 'model',
      message: `The request goes to Mantle, to ${modelId} in the route's region: not through the inference profile ${model.id}.`,
    })
  }
  // Messages are folded in where they are translated, which tells of it.
  if (systemWithin !== undefined && !native && clientApi !== 'converse' && clientApi !== 'messages') {
    warnings.push({
      code: 'system_message_moved',
      field: systemWithin,
      message: `${systemWithin} was put at the beginning: this model takes no system text within the conversation.`,
    })
  }
  return warnings
}

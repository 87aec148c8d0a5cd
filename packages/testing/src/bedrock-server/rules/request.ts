import { countTokens } from '../../model-simulator/limits.ts'
import { invalid, onDemandRefusal } from '../service-error.ts'
import type { ContentBlock } from '../wire.ts'
import { firstRejection, type Rule } from './rule.ts'

export const modelIsKnownToConverse: Rule = ({ model }) => {
  if (model.kind === 'imported-model') {
    return invalid(
      "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    )
  }
  if (/embed|image|canvas|reel|rerank|stable-|titan-(e|image)/.test(model.bareModelId)) {
    return invalid(
      "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    )
  }
  return model.kind === 'unknown' ? invalid('The provided model identifier is invalid.') : undefined
}

export const onDemandIsOffered: Rule = ({ model, modelId, family }) =>
  model.kind === 'foundation-model' && family.profileOnly ? onDemandRefusal(modelId) : undefined

/** A stored prompt brings its own: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const promptBringsItsOwn: Rule = ({ body, model }) => {
  if (model.kind !== 'prompt') {
    return body.promptVariables
      ? invalid('The promptVariables field is only supported when the modelId is a prompt ARN.')
      : undefined
  }
  const fields = ['additionalModelRequestFields', 'inferenceConfig', 'system', 'toolConfig'] as const
  return firstRejection(fields, (field) =>
    body[field] === undefined
      ? undefined
      : invalid(
          `The ${field} field is not supported when the modelId is a prompt ARN. Remove ${field} and try again.`,
        ),
  )
}

export const guardrailIsComplete: Rule = ({ body }) => {
  const config = body.guardrailConfig
  if (!config) return undefined
  return (config.guardrailIdentifier ?? '') === '' || (config.guardrailVersion ?? '') === ''
    ? invalid('The guardrailIdentifier and guardrailVersion fields must both be set in guardrailConfig.')
    : undefined
}

/** Text only: what pictures and documents weigh is the model's own affair. */
export const textFitsTheModel: Rule = ({ body, messages, family }) => {
  const texts = [
    ...(body.system ?? []).map(({ text }) => text),
    ...messages.flatMap(({ content }) => content.flatMap((block) => [block.text, ...resultTexts(block)])),
  ]
  const tokens = texts.reduce((sum, text) => sum + countTokens(text ?? ''), 0)
  return tokens > family.contextTokens ? invalid('Input is too long for requested model.') : undefined
}

const resultTexts = (block: ContentBlock) => (block.toolResult?.content ?? []).map(({ text }) => text)

/** https://docs.aws.amazon.com/bedrock/latest/userguide/latency-optimized-inference.html */
const LATENCY_OPTIMIZED = /^(anthropic\.claude-3-5-haiku|amazon\.nova-pro|meta\.llama3-1-(70b|405b))/

export const latencyIsOffered: Rule = ({ body, model }) =>
  body.performanceConfig?.latency === 'optimized' &&
  model.bareModelId !== '' &&
  !LATENCY_OPTIMIZED.test(model.bareModelId)
    ? invalid(`Latency performance configuration is not supported for ${model.bareModelId}`)
    : undefined

export const responsePathsArePointers: Rule = ({ body }) =>
  firstRejection(body.additionalModelResponseFieldPaths ?? [], (path) =>
    path.startsWith('/')
      ? undefined
      : invalid(`The value ${path} in additionalModelResponseFieldPaths is not a valid JSON Pointer.`),
  )

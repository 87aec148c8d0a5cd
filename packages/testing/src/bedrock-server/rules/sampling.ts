import { isObject } from '../../is-object.ts'
import { hasUnknownFlag } from '../beta-flags.ts'
import { invalid, refusedByModel } from '../service-error.ts'
import { firstRejection, isBlank, type Rule } from './rule.ts'

export const samplingIsTaken: Rule = ({ body, family }) => {
  const { temperature, topP } = body.inferenceConfig ?? {}
  if (family.sampling === 'one' && temperature !== undefined && topP !== undefined) {
    return refusedByModel(
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    )
  }
  if (family.sampling !== 'none') return undefined
  return firstRejection(
    [
      ['temperature', temperature],
      ['top_p', topP],
    ] as const,
    ([name, value]) =>
      value === undefined ? undefined : refusedByModel(`\`${name}\` is deprecated for this model.`),
  )
}

export const topKIsTaken: Rule = ({ additionalFields, family }) =>
  family.sampling === 'none' && additionalFields['top_k'] !== undefined
    ? refusedByModel('`top_k` is deprecated for this model.')
    : undefined

export const maxTokensIsWithinTheModel: Rule = ({ body, family }) => {
  const maxTokens = body.inferenceConfig?.maxTokens
  return maxTokens !== undefined && family.maxOutputTokens !== undefined && maxTokens > family.maxOutputTokens
    ? invalid(
        `The maximum tokens you requested exceeds the model limit of ${family.maxOutputTokens}. Try again with a maximum tokens value that is lower than ${family.maxOutputTokens}.`,
      )
    : undefined
}

export const stopSequencesAreTaken: Rule = ({ body, family }) => {
  const count = body.inferenceConfig?.stopSequences?.length ?? 0
  if (count === 0 || count <= family.maxStopSequences) return undefined
  return family.maxStopSequences === 0
    ? invalid("This model doesn't support the stopSequences field. Remove stopSequences and try again.")
    : invalid(
        `The model supports at most ${family.maxStopSequences} stop sequences. You provided ${count}. Remove some and try again.`,
      )
}

export const stopSequencesAreNotBlank: Rule = ({ body, family }) =>
  family.name.startsWith('claude') && body.inferenceConfig?.stopSequences?.some(isBlank)
    ? refusedByModel('stop_sequences: each stop sequence must contain non-whitespace')
    : undefined

export const additionalFieldsAreAnObject: Rule = ({ body }) =>
  body.additionalModelRequestFields !== undefined && !isObject(body.additionalModelRequestFields)
    ? invalid(
        'The format of the value at additionalModelRequestFields is invalid. Provide a json object for the field and try again.',
      )
    : undefined

export const additionalFieldsAreKnown: Rule = ({ additionalFields, family }) => {
  const known = family.additionalFields
  const extra = known && Object.keys(additionalFields).find((name) => !known.includes(name))
  if (extra === undefined || extra === null) return undefined
  return family.name.startsWith('claude')
    ? refusedByModel(`${extra}: Extra inputs are not permitted`)
    : invalid(
        `Malformed input request: #: extraneous key [${extra}] is not permitted, please reformat your input and try again.`,
      )
}

/** Claude's own `effort`, beside the top-level one: https://docs.claude.com/en/docs/build-with-claude/effort */
export const betaFlagsAreAList: Rule = ({ additionalFields, family }) => {
  const betas = additionalFields['anthropic_beta']
  const isList = Array.isArray(betas) && betas.every((beta) => typeof beta === 'string')
  return family.name.startsWith('claude') && betas !== undefined && !isList
    ? refusedByModel('anthropic_beta: Input should be a valid list')
    : undefined
}

/** Flags of Anthropic's own API are unknown to the service. */
export const betaFlagsAreKnown: Rule = ({ additionalFields, family }) => {
  const betas = additionalFields['anthropic_beta']
  return family.name.startsWith('claude') && hasUnknownFlag(betas)
    ? refusedByModel('invalid beta flag')
    : undefined
}

const TOP_K_RANGE = [0, 128] as const

/** https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html */
export const novaFieldsHaveTheirShape: Rule = ({ additionalFields, family }) => {
  if (!family.name.startsWith('nova')) return undefined
  const inference = additionalFields['inferenceConfig']
  if (inference !== undefined) {
    if (!isObject(inference)) return malformed('#/inferenceConfig: expected type: JSONObject')
    const extra = Object.keys(inference).find((name) => name !== 'topK')
    if (extra !== undefined) return malformed(`#/inferenceConfig: extraneous key [${extra}] is not permitted`)
    const topK = inference['topK']
    const [lowest, highest] = TOP_K_RANGE
    if (typeof topK !== 'number' || topK < lowest || topK > highest) {
      return malformed(`#/inferenceConfig/topK: ${String(topK)} is not between ${lowest} and ${highest}`)
    }
  }
  return undefined
}

const NOVA_EFFORTS = ['low', 'medium', 'high']

/** https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html */
export const novaReasoningHasItsShape: Rule = ({ additionalFields, family, body }) => {
  const reasoning = additionalFields['reasoningConfig']
  if (!family.name.startsWith('nova') || reasoning === undefined) return undefined
  if (family.thinking !== 'nova') return malformed('#: extraneous key [reasoningConfig] is not permitted')
  if (!isObject(reasoning)) return malformed('#/reasoningConfig: expected type: JSONObject')
  const { type, maxReasoningEffort: effort } = reasoning as { type?: unknown; maxReasoningEffort?: unknown }
  if (type !== 'enabled' && type !== 'disabled')
    return malformed('#/reasoningConfig/type: not a valid enum value')
  if (type === 'disabled') return undefined
  if (typeof effort !== 'string' || !NOVA_EFFORTS.includes(effort)) {
    return malformed('#/reasoningConfig/maxReasoningEffort: not a valid enum value')
  }
  const { temperature, topP, maxTokens } = body.inferenceConfig ?? {}
  return effort === 'high' && (temperature ?? topP ?? maxTokens) !== undefined
    ? invalid(
        'maxTokens, temperature and topP must be unset when maxReasoningEffort is high. Remove them and try again.',
      )
    : undefined
}

const malformed = (what: string) =>
  invalid(`Malformed input request: ${what}, please reformat your input and try again.`)

import { isObject } from '../../is-object.ts'
import { familyOf } from '../families.ts'
import { parseModelReference } from '../model-id.ts'
import { invalid, type Rejection } from '../service-error.ts'
import { surfaceOf, type Surface } from './surfaces.ts'
import { textOf } from './text-of.ts'

/** What the rules of OpenAI's APIs look at. */
export interface OpenAIRuleContext {
  readonly body: Readonly<Record<string, unknown>>
  readonly modelId: string
  /** Without prefix. */
  readonly bareModelId: string
  readonly surface: Surface
}

/** Says why the service would refuse a request, or nothing. */
export type OpenAIRule = (context: OpenAIRuleContext) => Rejection | undefined

/** The context of a request whose model can be called. */
export function openAIRuleContext(
  body: Readonly<Record<string, unknown>>,
  modelId: string,
): OpenAIRuleContext {
  const { bareModelId } = parseModelReference(modelId)
  return { body, modelId, bareModelId, surface: surfaceOf(bareModelId) }
}

/** The first rejection of the rules. */
export function brokenOpenAIRule(
  rules: readonly OpenAIRule[],
  context: OpenAIRuleContext,
): Rejection | undefined {
  for (const rule of rules) {
    const rejection = rule(context)
    if (rejection) return rejection
  }
  return undefined
}

/** OpenAI's models of 2026: their refusals are OpenAI's own. */
export const isGpt = ({ bareModelId }: Pick<OpenAIRuleContext, 'bareModelId'>): boolean =>
  /^openai\.gpt-[56]/.test(bareModelId)

/** A refusal of one parameter. */
export function refuseParameter(param: string, message: string, code = 'unsupported_parameter'): Rejection {
  return { ...invalid(message), code, param }
}

/** Sampling parameters of models that have none: https://github.com/NousResearch/hermes-agent/issues/111043 */
export const samplingIsTaken: OpenAIRule = ({ body, surface, bareModelId }) => {
  if (surface.sampling) return undefined
  for (const name of ['temperature', 'top_p', 'stop', 'frequency_penalty', 'presence_penalty']) {
    if (body[name] === undefined || body[name] === null) continue
    if (name === 'top_p' && body[name] === 0.95 && bareModelId.startsWith('moonshotai.kimi-k3')) continue
    return refuseParameter(name, `Unsupported parameter: '${name}' is not supported with this model.`)
  }
  return undefined
}

/** The efforts that a model has: https://github.com/stdapi-ai/stdapi.ai (tests/probes/results) */
export function refusedEffort(
  effort: unknown,
  param: string,
  { surface, modelId }: OpenAIRuleContext,
): Rejection | undefined {
  if (effort === undefined || effort === null || surface.efforts.length === 0) return undefined
  if (surface.efforts.includes(textOf(effort))) return undefined
  const supported = surface.efforts.map((value) => `'${value}'`).join(', ')
  return refuseParameter(
    param,
    `Unsupported value: '${textOf(effort)}' is not supported with the '${modelId}' model. Supported values are: ${supported}.`,
    'unsupported_value',
  )
}

export const tierIsTaken: OpenAIRule = ({ body: { service_tier: tier }, surface }) =>
  tier === undefined || tier === null || tier === 'default' || surface.tiers.includes(textOf(tier))
    ? undefined
    : refuseParameter(
        'service_tier',
        `Invalid service_tier argument: '${textOf(tier)}' is not supported for this model.`,
      )

const NAME = /^[a-zA-Z0-9_-]{1,64}$/

/** A function's name, and its schema where it is strict. */
export function refusedFunction(
  definition: Readonly<Record<string, unknown>>,
  path: string,
): Rejection | undefined {
  const { name, parameters, strict } = definition
  if (typeof name !== 'string' || !NAME.test(name)) {
    return refuseParameter(
      `${path}.name`,
      `Invalid '${path}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
      'invalid_value',
    )
  }
  if (
    parameters !== undefined &&
    parameters !== null &&
    (!isObject(parameters) || parameters['type'] !== 'object')
  ) {
    return refuseParameter(
      `${path}.parameters`,
      `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: "${textOf(isObject(parameters) ? parameters['type'] : parameters)}"'.`,
      'invalid_function_parameters',
    )
  }
  return strict === true
    ? refusedStrictSchema(parameters, `function '${name}'`, `${path}.parameters`)
    : undefined
}

/** Strict schemas close their objects and require all their properties: https://platform.openai.com/docs/guides/structured-outputs */
export function refusedStrictSchema(schema: unknown, of: string, param: string): Rejection | undefined {
  const problem = strictProblem(schema)
  return problem === undefined
    ? undefined
    : refuseParameter(param, `Invalid schema for ${of}: In context=(), ${problem}`, 'invalid_json_schema')
}

function strictProblem(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined
  if (schema['type'] === 'object' || isObject(schema['properties'])) {
    if (schema['additionalProperties'] !== false) {
      return "'additionalProperties' is required to be supplied and to be false."
    }
    const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
    const missing = Object.keys(isObject(schema['properties']) ? schema['properties'] : {}).find(
      (name) => !required.includes(name),
    )
    if (missing !== undefined) {
      return `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
    }
  }
  const parts = [
    ...Object.values(isObject(schema['properties']) ? schema['properties'] : {}),
    ...Object.values(isObject(schema['$defs']) ? schema['$defs'] : {}),
    ...(Array.isArray(schema['anyOf']) ? schema['anyOf'] : []),
    schema['items'],
  ]
  return parts.map(strictProblem).find((problem) => problem !== undefined)
}

/** Pictures for a model that sees none. */
export function refusedImages(hasImages: boolean, { bareModelId }: OpenAIRuleContext): Rejection | undefined {
  return hasImages && !familyOf(bareModelId).images
    ? invalid(`The model '${bareModelId}' does not support image inputs.`)
    : undefined
}

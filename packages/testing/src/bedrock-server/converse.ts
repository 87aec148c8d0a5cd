import { isObject } from '../is-object.ts'
import { familyOf } from './families.ts'
import { parseModelReference } from './model-id.ts'
import { modelBehindProfile, type ServedModels } from './control-plane.ts'
import { brokenRule } from './rules/converse-rules.ts'
import type { RuleContext } from './rules/rule.ts'
import { surfaceOf } from './native-apis/surfaces.ts'
import { invalid, type Rejection } from './service-error.ts'
import { validateShape } from './validate-shape.ts'
import type { ConverseBody } from './wire.ts'

/** A Converse request that the service would take, ready to be answered, or why it would not. */
export type CheckedConverse =
  | { readonly context: RuleContext }
  | { readonly rejection: Rejection; readonly rule: string }

/** Holds a Converse request against the service model and every rule. */
export function checkConverse(
  modelId: string,
  body: unknown,
  streaming: boolean,
  models: ServedModels,
): CheckedConverse {
  if (body === undefined) {
    return {
      rule: 'shape',
      rejection: { type: 'SerializationException', message: 'Unexpected end of JSON input' },
    }
  }
  const shape = streaming ? 'ConverseStreamRequest' : 'ConverseRequest'
  const rejection = validateShape(shape, body, { modelId })
  if (rejection) return { rejection, rule: 'shape' }
  const context = ruleContext(modelId, body as ConverseBody, streaming, models)
  if (!surfaceOf(context.model.bareModelId).runtime.includes('converse')) {
    return {
      rejection: invalid('The provided model identifier is invalid.'),
      rule: 'modelIsServedByConverse',
    }
  }
  return brokenRule(context) ?? { context }
}

/** What the rules look at. */
export function ruleContext(
  modelId: string,
  rawBody: ConverseBody,
  streaming: boolean,
  models: ServedModels,
): RuleContext {
  const body = withoutNulls(rawBody) as ConverseBody
  const model = parseModelReference(modelId)
  const behind = modelBehindProfile(modelId, models)
  const fields = body.additionalModelRequestFields
  return {
    body,
    messages: body.messages ?? [],
    family: familyOf(model.bareModelId === '' ? (behind ?? '') : model.bareModelId),
    model,
    modelId,
    streaming,
    additionalFields: isObject(fields) ? fields : {},
  }
}

/** A null member equals an absent one, except inside of documents, which only the model reads. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(entries.map(([key, item]) => [key, isDocument(key) ? item : withoutNulls(item)]))
}

const isDocument = (key: string): boolean =>
  key === 'input' || key === 'json' || key === 'additionalModelRequestFields'

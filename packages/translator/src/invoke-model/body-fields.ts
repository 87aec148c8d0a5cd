import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime'

import { isAbsent, kindOf, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { InvokeScope } from './invoke-request.ts'

/** What becomes of a field of a model's own body. `read`: somewhere else. `ignored`: left out, with a warning. */
export type FieldFate =
  | 'maxTokens'
  | 'temperature'
  | 'topP'
  | 'stopSequences'
  | 'top_k'
  | 'seed'
  | 'presence_penalty'
  | 'frequency_penalty'
  | 'read'
  | 'ignored'

/** Every field that a family's body may have. */
export type BodyFields = Readonly<Record<string, FieldFate>>

/** The sampling of a request, as Converse has it. */
export interface ReadSampling {
  readonly inferenceConfig?: InferenceConfiguration
  readonly additionalModelRequestFields?: Record<string, number>
}

/**
 * The sampling parameters of a body, by the family's table. Fields that the table does not know, and those that it ignores,
 * give a warning.
 *
 * @param path - what stands before the names of the fields in messages, e.g. `textGenerationConfig.`
 * @throws TranslationError (400) for a value of the wrong type
 */
export function readSampling(
  body: JsonObject,
  fields: BodyFields,
  scope: InvokeScope,
  path = '',
): ReadSampling {
  const inference: InferenceConfiguration = {}
  const additional: Record<string, number> = {}
  for (const [name, value] of Object.entries(body)) {
    if (isAbsent(value)) continue
    const fate = Object.hasOwn(fields, name) ? fields[name] : 'ignored'
    const at = `${path}${name}`
    if (fate === 'read') continue
    if (fate === 'ignored' || fate === undefined) unsupported(at, scope)
    else if (fate === 'stopSequences') inference.stopSequences = readTexts(value, at)
    else if (fate === 'maxTokens' || fate === 'temperature' || fate === 'topP')
      inference[fate] = readNumber(value, at)
    else additional[fate] = readNumber(value, at)
  }
  return {
    ...(Object.keys(inference).length === 0 ? {} : { inferenceConfig: inference }),
    ...(Object.keys(additional).length === 0 ? {} : { additionalModelRequestFields: additional }),
  }
}

/** Reports a field that the backend cannot express. */
export function unsupported(field: string, { warnings }: Pick<InvokeScope, 'warnings'>): void {
  warnings.add(
    'unsupported_parameter',
    field,
    `${field} has no counterpart in the OpenAI API; it was left out.`,
  )
}

/** Refuses what would change the answer if it were left out. */
export function refuse(field: string, why = 'has no counterpart in the OpenAI API'): never {
  return reject(
    field,
    `${field} ${why}: this route cannot serve it. Leave it out, or use a Bedrock route.`,
    'unsupported_parameter',
  )
}

function readNumber(value: unknown, path: string): number {
  return typeof value === 'number' ? value : reject(path, `${path} must be a number, not ${kindOf(value)}.`)
}

function readTexts(value: unknown, path: string): string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value]
  if (texts.every((text) => typeof text === 'string')) return texts
  return reject(path, `${path} must be an array of strings.`)
}

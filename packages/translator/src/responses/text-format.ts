import type { OutputFormat } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseTextConfig } from 'openai/resources/responses/responses'

import type { WarningCollector } from '../context.ts'
import type { ResponseFormatIntent } from '../converse/response-format.ts'
import type { Stated } from '../converse/stated.ts'
import { isStrictSchema } from '../chat-completions/strict-schema.ts'
import { expectObject, isAbsent, isObject, parseJson, reject } from '../json-shape.ts'

/**
 * Responses → hub: the `format` of `text`; a warning for its verbosity.
 *
 * @throws TranslationError (400) for a format that OpenAI does not have
 */
export function readText(
  text: Stated | undefined,
  warnings: WarningCollector,
): ResponseFormatIntent | undefined {
  if (!isObject(text?.value)) return undefined
  const { format, verbosity } = text.value
  if (!isAbsent(verbosity) && verbosity !== 'medium') {
    warnings.add(
      'unsupported_parameter',
      `${text.path}.verbosity`,
      `${text.path}.verbosity was left out. Ask for it in the instructions.`,
    )
  }
  if (isAbsent(format)) return undefined
  const path = `${text.path}.format`
  const { type, name, description, schema } = expectObject(format, path)
  if (type === 'text' || type === 'json_object') return { type, path }
  if (type !== 'json_schema') {
    return reject(`${path}.type`, `${path}.type must be text, json_object or json_schema.`)
  }
  return { type, path, name, description, schema: { value: schema, path: `${path}.schema` } }
}

const VERBOSITIES: ReadonlySet<unknown> = new Set(['low', 'medium', 'high'])

/**
 * Converse → Responses: the format of the answer's text, and how much of it there should be.
 *
 * @throws TranslationError (400) for a schema that is no JSON object
 */
export function toTextParameter(
  format: OutputFormat | undefined,
  verbosity: unknown,
): ResponseTextConfig | undefined {
  const schema = format?.structure?.jsonSchema
  const said = VERBOSITIES.has(verbosity) ? (verbosity as 'low' | 'medium' | 'high') : undefined
  if (schema === undefined) return said === undefined ? undefined : { verbosity: said }
  const wanted = readSchema(schema.schema ?? '{}')
  return {
    format: {
      type: 'json_schema',
      name: schema.name ?? 'answer',
      ...(schema.description === undefined ? {} : { description: schema.description }),
      schema: wanted,
      strict: isStrictSchema(wanted),
    },
    ...(said === undefined ? {} : { verbosity: said }),
  }
}

function readSchema(text: string): Record<string, unknown> {
  const path = 'outputConfig.textFormat.structure.jsonSchema.schema'
  const schema = parseJson(text)
  return isObject(schema) ? { ...schema } : reject(path, `${path} must be a string that holds a JSON Schema.`)
}

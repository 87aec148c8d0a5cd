import type { RequestFields } from '../converse/request-table.ts'
import type { ResponseFormatIntent } from '../converse/response-format.ts'
import { readStated } from '../converse/stated.ts'
import { isObject, reject } from '../json-shape.ts'

/**
 * Chat completions → hub: `response_format`.
 *
 * @throws TranslationError (400) for a format that OpenAI does not have
 */
export function readResponseFormat(request: RequestFields): ResponseFormatIntent | undefined {
  const stated = readStated(request, 'response_format')
  if (stated === undefined) return undefined
  const { value, path } = stated
  const format = isObject(value) ? value : {}
  const { type } = format
  if (type === 'text' || type === 'json_object') return { type, path }
  if (type !== 'json_schema') {
    return reject(`${path}.type`, `${path}.type must be text, json_object or json_schema.`)
  }
  const { name, description, schema } = isObject(format['json_schema']) ? format['json_schema'] : {}
  return { type, path, name, description, schema: { value: schema, path: `${path}.json_schema.schema` } }
}

import type { RequestFields } from '../converse/request-table.ts'
import type { ResponseFormatIntent } from '../converse/response-format.ts'
import { readStated, type Stated } from '../converse/stated.ts'
import { expectObject, isAbsent, isObject, reject } from '../json-shape.ts'

/**
 * Anthropic → Converse: `output_config.format`, a JSON schema for the answer.
 *
 * https://docs.claude.com/en/docs/build-with-claude/structured-outputs
 *
 * @throws TranslationError (400) for a format of another type
 */
export function readResponseFormat(request: RequestFields): ResponseFormatIntent | undefined {
  const stated = findFormat(request)
  if (stated === undefined) return undefined
  const { value, path } = stated
  const { type, schema } = expectObject(value, path)
  if (type !== 'json_schema') return reject(`${path}.type`, `${path}.type must be json_schema.`)
  const schemaPath = `${path}.schema`
  return { type, path, name: 'answer', schema: { value: expectObject(schema, schemaPath), path: schemaPath } }
}

/** `output_config.format`, or `output_format`, its earlier name. */
function findFormat(request: RequestFields): Stated | undefined {
  const config = readStated(request, 'output_config')
  const format = isObject(config?.value) ? config.value['format'] : undefined
  return config === undefined || isAbsent(format)
    ? readStated(request, 'output_format')
    : { value: format, path: `${config.path}.format` }
}

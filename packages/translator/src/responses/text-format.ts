import type { WarningCollector } from '../context.ts'
import type { ResponseFormatIntent } from '../converse/response-format.ts'
import type { Stated } from '../converse/stated.ts'
import { expectObject, isAbsent, isObject, reject } from '../json-shape.ts'

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

import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { expectObject, isAbsent, isObject, reject } from '../json-shape.ts'

type ResponseFormat = ChatCompletionCreateParams['response_format']

/**
 * Reads `text`: its `format` in the form that the shared concept reads.
 *
 * @throws TranslationError (400) for a format that OpenAI does not have
 */
export function readText(text: unknown, warnings: WarningCollector): ResponseFormat {
  if (!isObject(text)) return undefined
  const { format, verbosity } = text
  if (!isAbsent(verbosity) && verbosity !== 'medium') {
    warnings.add(
      'unsupported_parameter',
      'text.verbosity',
      'text.verbosity was left out. Ask for it in the instructions.',
    )
  }
  if (isAbsent(format)) return undefined
  const { type, ...schema } = expectObject(format, 'text.format')
  if (type === 'text' || type === 'json_object') return { type }
  if (type !== 'json_schema') {
    return reject('text.format.type', 'text.format.type must be text, json_object or json_schema.')
  }
  return { type, json_schema: schema } as unknown as ResponseFormat
}

import type { Warning } from '@patchbay/core'

import type { RequestFields } from '../converse/request-table.ts'
import { isAbsent, isObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'

/**
 * The concepts that protocols share know a field by its name in chat completions; here is what the Responses API
 * calls it. Longer names first.
 */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bresponse_format\.json_schema\b/g, 'text.format'],
  [/\bresponse_format\b/g, 'text.format'],
  [/\breasoning_effort\b/g, 'reasoning.effort'],
  [/\b(?:max_completion_tokens|max_tokens)\b/g, 'max_output_tokens'],
  [/(?<=\btools\[\d+\])\.function\b/g, ''],
  [/\bmessages\b/g, 'input'],
  [/\bfinish_reason\b/g, 'status'],
]

/** A request's fields as the shared concepts read them, and the caller's names of those. */
export function toSharedFields({ fields, nameOf }: RequestFields): RequestFields {
  const { max_output_tokens: maxTokens, reasoning, text, ...rest } = fields
  const effort = isObject(reasoning) ? reasoning['effort'] : undefined
  const format = isObject(text) ? text['format'] : undefined
  return {
    fields: {
      ...rest,
      ...(isAbsent(maxTokens) ? {} : { max_completion_tokens: maxTokens }),
      ...(isAbsent(effort) ? {} : { reasoning_effort: effort }),
      ...(isAbsent(format) ? {} : { response_format: format }),
    },
    nameOf: (name) => {
      const own = toCallersPath(name)
      return own === name ? nameOf(name) : own.replace(/^\w+/, nameOf)
    },
  }
}

/** A path that a shared concept names, as the caller wrote it. */
export function toCallersPath(path: string): string {
  return NAMES.reduce((renamed, [name, own]) => renamed.replace(name, own), path)
}

/** What is done about some warnings is another thing here. */
const MESSAGES: Partial<Record<string, string>> = {
  reasoning_history_missing:
    'Reasoning was left out of this request: the model needs its earlier reasoning back with tool results, and the ' +
    'input holds none. Send all output items of the earlier response, reasoning with its encrypted_content among them.',
}

/** Warnings in the caller's words. */
export function toCallersWarnings<Reported extends Warning>(warnings: readonly Reported[]): Reported[] {
  return warnings.map((warning) => ({
    ...warning,
    field: toCallersPath(warning.field),
    message: MESSAGES[warning.code] ?? toCallersText(warning.message),
  }))
}

/** Runs a translation whose refusals are to be in the caller's words. */
export function inCallersWords<Value>(translate: () => Value): Value {
  try {
    return translate()
  } catch (error) {
    if (!TranslationError.is(error)) throw error
    const { message, status, type, code, param } = error
    throw new TranslationError(toCallersText(message), {
      status,
      type,
      code,
      param: param === null ? null : toCallersPath(param),
    })
  }
}

/** What stands in quotes is the caller's own. */
function toCallersText(text: string): string {
  return text
    .split(/("[^"]*")/)
    .map((piece, index) => (index % 2 === 0 ? toCallersPath(piece) : piece))
    .join('')
}

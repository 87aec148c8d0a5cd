import type { CallerFunction } from '../chat-completions/caller-functions.ts'
import type { WarningCollector } from '../context.ts'
import { expectString, isAbsent, isObject, optionalString, type JsonObject } from '../json-shape.ts'

/** The one argument of the function that stands in for a custom tool. */
const INPUT = 'input'

const PARAMETERS = {
  type: 'object',
  properties: { [INPUT]: { type: 'string', description: 'The input of the tool, as plain text.' } },
  required: [INPUT],
  additionalProperties: false,
}

/** Responses → Converse: a custom tool, whose input is free text, as a function of one string. */
export function toCustomFunction(tool: JsonObject, path: string, warnings: WarningCollector): CallerFunction {
  const description = optionalString(tool['description'], `${path}.description`) ?? ''
  const grammar = toGrammarText(tool['format'], path, warnings)
  const whole = [description.trim(), grammar].filter((text) => text !== '').join('\n\n')
  return {
    name: expectString(tool['name'], `${path}.name`),
    description: whole === '' ? undefined : whole,
    parameters: PARAMETERS,
    strict: false,
    path,
    source: tool,
  }
}

/** The input of a custom tool's call as the function takes it. */
export function toCustomArguments(input: string): string {
  return JSON.stringify({ [INPUT]: input })
}

/** Converse → Responses: the arguments of a call as the free text they stand for. A text of another form stays. */
export function toCustomInput(json: string): string {
  try {
    const value: unknown = JSON.parse(json)
    const input = isObject(value) ? value[INPUT] : undefined
    if (typeof input === 'string') return input
    return isObject(value) && Object.keys(value).length === 0 ? '' : json
  } catch {
    return json
  }
}

function toGrammarText(format: unknown, path: string, warnings: WarningCollector): string {
  if (isAbsent(format) || !isObject(format) || format['type'] !== 'grammar') return ''
  warnings.add(
    'grammar_not_enforced',
    `${path}.format`,
    'Bedrock holds no tool to a grammar: it was written into the description, which the model may not follow.',
  )
  const { syntax, definition } = format
  return `The input must match this ${String(syntax)} grammar:\n${String(definition)}`
}

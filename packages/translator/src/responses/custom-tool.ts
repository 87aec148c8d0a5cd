import type { CallerFunction } from '../converse/caller-functions.ts'
import type { WarningCollector } from '../context.ts'
import {
  expectString,
  isAbsent,
  isObject,
  optionalString,
  parseJson,
  type JsonObject,
} from '../json-shape.ts'

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
    parametersPath: path,
    strictPath: `${path}.strict`,
    source: tool,
  }
}

/** The input of a custom tool's call as the function takes it. */
export function toCustomArguments(input: string): string {
  return JSON.stringify({ [INPUT]: input })
}

/** The input of a custom tool's call, while its JSON is being received. */
export interface CustomInput {
  json: string
  /** The text read so far. */
  text: string
  /** Where to continue reading in the JSON: within the string, once that has begun. */
  at: number
  state: 'before' | 'within' | 'after'
}

export function createCustomInput(): CustomInput {
  return { json: '', text: '', at: 0, state: 'before' }
}

/** Takes more of the JSON and returns the text that it adds; escape sequences are kept whole. */
export function readCustomInput(input: CustomInput, json: string): string {
  input.json += json
  if (input.state === 'before') {
    const begin = BEGIN.exec(input.json)?.[0]
    if (begin === undefined) return ''
    input.at = begin.length
    input.state = 'within'
  }
  if (input.state === 'after') return ''
  const raw = CHARACTERS.exec(input.json.slice(input.at))?.[0] ?? ''
  input.at += raw.length
  if (input.json[input.at] === '"') input.state = 'after'
  const text = unescape(raw)
  input.text += text
  return text
}

/**
 * The whole input, at the end. A truncated call has the text received so far; a call of another form
 * keeps its JSON.
 */
export function endCustomInput({ json, text, state }: CustomInput): string {
  if (state !== 'before') return text
  const value = parseJson(json)
  if (isObject(value)) {
    const input = value[INPUT]
    if (typeof input === 'string') return input
    if (Object.keys(value).length === 0) return ''
  }
  return json
}

const BEGIN = new RegExp(`^\\s*\\{\\s*"${INPUT}"\\s*:\\s*"`)
/** Whole characters and escapes of a JSON string. */
const CHARACTERS = /^(?:[^"\\]+|\\u[0-9a-fA-F]{4}|\\[^u])*/

/** A piece of a JSON string, unescaped; invalid JSON is returned unchanged. */
function unescape(raw: string): string {
  const text = parseJson(`"${raw.replaceAll(/[\n\r\t]/g, (blank) => JSON.stringify(blank).slice(1, -1))}"`)
  return typeof text === 'string' ? text : raw
}

function toGrammarText(format: unknown, path: string, warnings: WarningCollector): string {
  if (isAbsent(format) || !isObject(format) || format['type'] !== 'grammar') return ''
  warnings.add(
    'grammar_not_enforced',
    `${path}.format`,
    'Bedrock does not enforce grammars: it was written into the description, which the model may not follow.',
  )
  const { syntax, definition } = format
  return `The input must match this ${String(syntax)} grammar:\n${String(definition)}`
}

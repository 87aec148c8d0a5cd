import type { ModerationCreateParams } from 'openai/resources/moderations'

import { encodeBase64 } from '../base64.ts'
import { WarningCollector } from '../context.ts'
import type { Translated } from '../context.ts'
import { parseDataUrl } from '../data-url.ts'
import { readEndpointFields } from '../endpoint-fields.ts'
import type { FieldRow } from '../endpoint-fields.ts'
import { expectObject, expectString, isObject, kindOf, reject } from '../json-shape.ts'
import type { ModeratedKind } from './categories.ts'

const FIELDS = {
  input: { fate: 'translated', kinds: ['string', 'array'], note: 'The content of ApplyGuardrail.' },
  model: { fate: 'translated', kinds: ['string'], note: "The route's guardrail decides, whatever it says." },
} satisfies Record<keyof ModerationCreateParams, FieldRow>

/** OpenAI's own bound. */
const MOST_INPUTS = 2048

/** A block of ApplyGuardrail's content, as it travels: bytes are base64. */
export type GuardrailContent =
  | { readonly text: { readonly text: string } }
  | { readonly image: { readonly format: 'png' | 'jpeg'; readonly source: { readonly bytes: string } } }

/** A body of ApplyGuardrail, as it travels. */
export interface GuardrailBody {
  readonly source: 'INPUT'
  readonly outputScope: 'FULL'
  readonly content: readonly GuardrailContent[]
}

/** The calls that serve one moderation request: each gives one result. */
export interface ModerationCalls {
  readonly bodies: readonly GuardrailBody[]
  /** What each of them holds. */
  readonly kinds: readonly (readonly ModeratedKind[])[]
}

/**
 * OpenAI moderations → bodies of ApplyGuardrail. A text, or each text of a list, is one result; a list of parts (texts
 * and images) is one, too.
 *
 * @throws TranslationError (400) naming the entry at fault, e.g. `input[1].image_url.url`
 */
export function toModerationCalls(body: unknown): Translated<ModerationCalls> {
  const warnings = new WarningCollector()
  const { input } = readEndpointFields(body, FIELDS, warnings)
  const contents = toContents(input)
  return {
    value: {
      bodies: contents.map((content) => ({ source: 'INPUT', outputScope: 'FULL', content })),
      kinds: contents.map((content) => [
        ...new Set(content.map((block) => ('text' in block ? 'text' : 'image'))),
      ]),
    },
    warnings: warnings.list(),
  }
}

function toContents(input: unknown): GuardrailContent[][] {
  if (input === undefined)
    return reject('input', 'input is missing: give a text, or an array of texts or parts.')
  if (!Array.isArray(input)) return [[toText(input, 'input')]]
  if (input.length === 0 || input.length > MOST_INPUTS)
    return reject('input', `input must have 1 to ${MOST_INPUTS} entries, not ${input.length}.`)
  return input.every((entry: unknown) => isObject(entry))
    ? [input.map((part: unknown, index) => toPart(part, `input[${index}]`))]
    : input.map((entry: unknown, index) => [toText(entry, `input[${index}]`)])
}

function toText(value: unknown, path: string): GuardrailContent {
  if (typeof value !== 'string') return reject(path, `${path} must be a string, not ${kindOf(value)}.`)
  if (value.trim() === '') return reject(path, `${path} is blank: there is nothing to moderate.`)
  return { text: { text: value } }
}

function toPart(value: unknown, path: string): GuardrailContent {
  const part = expectObject(value, path)
  if (part['type'] === 'text') return toText(part['text'], `${path}.text`)
  if (part['type'] !== 'image_url')
    return reject(`${path}.type`, `${path}.type must be "text" or "image_url".`)
  const image = expectObject(part['image_url'], `${path}.image_url`)
  return toImage(expectString(image['url'], `${path}.image_url.url`), `${path}.image_url.url`)
}

function toImage(url: string, path: string): GuardrailContent {
  const parsed = parseDataUrl(url)
  const format = /^image\/(png|jpe?g)$/.exec(parsed?.mediaType ?? '')?.[1]
  if (parsed === undefined || format === undefined) {
    return reject(path, `${path} must be a data URL of type png or jpeg: a guardrail takes no others.`)
  }
  const bytes = encodeBase64(parsed.bytes)
  return { image: { format: format === 'png' ? 'png' : 'jpeg', source: { bytes } } }
}

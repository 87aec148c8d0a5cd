import type { EmbeddingCreateParams } from 'openai/resources/embeddings'

import { WarningCollector } from '../context.ts'
import type { Translated } from '../context.ts'
import { readEndpointFields } from '../endpoint-fields.ts'
import type { FieldRow } from '../endpoint-fields.ts'
import { reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import { readEmbeddingInput } from './input.ts'
import type { EmbeddingItem, EmbeddingProtocol, EmbeddingWishes } from './protocol.ts'
import { embeddingProtocolOf, listEmbeddingModels } from './protocols.ts'

/** Fields beyond OpenAI's: what embedding models of Bedrock understand. */
export interface EmbeddingRequestExtensions {
  /** Cohere and Nova: what the vectors are for. Default `search_document`. */
  input_type?: 'search_document' | 'search_query' | 'classification' | 'clustering' | (string & {}) | null
  /** Cohere and Nova: which end of a text that is too long may be cut off. Default: none, the service refuses it. */
  truncate?: 'NONE' | 'START' | 'END' | 'LEFT' | 'RIGHT' | null
  /** Titan V2: `false` keeps the vectors' own length. Default `true`. */
  normalize?: boolean | null
}

declare module 'openai/resources/embeddings' {
  interface EmbeddingCreateParams extends EmbeddingRequestExtensions {}
}

/** What becomes of every field. A field that `openai` adds is a compile error here. */
export const EMBEDDING_FIELDS = {
  input: { fate: 'translated', kinds: ['string', 'array'], note: 'The texts.' },
  model: { fate: 'translated', kinds: ['string'], note: 'The model id, after aliases.' },
  dimensions: {
    fate: 'translated',
    kinds: ['integer'],
    note: "The model's own field, where it has a choice.",
  },
  encoding_format: { fate: 'translated', kinds: ['string'], note: 'How the answer is encoded.' },
  user: { fate: 'ignored', kinds: ['string'], note: 'Bedrock knows no end users.' },
  input_type: {
    fate: 'translated',
    kinds: ['string'],
    note: "Cohere's `input_type`, Nova's `embeddingPurpose`.",
  },
  truncate: {
    fate: 'translated',
    kinds: ['string'],
    note: "Cohere's `truncate`, Nova's `truncationMode`.",
  },
  normalize: { fate: 'translated', kinds: ['boolean'], note: "Titan V2's `normalize`." },
} satisfies Record<keyof EmbeddingCreateParams, FieldRow>

/** The model of an embedding request. */
export interface EmbeddingModel {
  /** What is sent to, and named in the answer. */
  readonly id: string
  /** The id of the foundation model behind it, where `id` does not say. */
  readonly foundationModel?: string | undefined
}

/** The calls that serve one embedding request, and what their answers are translated with. */
export interface EmbeddingCalls {
  /** Bodies of InvokeModel. Their answers, in this order, make the answer. */
  readonly bodies: readonly JsonObject[]
  /** How many vectors each answer must hold. */
  readonly sizes: readonly number[]
  readonly protocol: EmbeddingProtocol
  readonly format: 'float' | 'base64'
}

/**
 * OpenAI embeddings → InvokeModel bodies. Pure. Lists of tokens have to be decoded first.
 *
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toEmbeddingCalls(body: unknown, model: EmbeddingModel): Translated<EmbeddingCalls> {
  const warnings = new WarningCollector()
  const fields = readEndpointFields(body, EMBEDDING_FIELDS, warnings)
  const protocol = requireProtocol(model)
  const items = readEmbeddingInput(fields['input'], protocol.images)
  const wishes = readWishes(fields, protocol, warnings)
  const batches = toBatches(items, protocol.textsPerCall)
  return {
    value: {
      bodies: batches.map((batch) => protocol.toBody(batch, wishes)),
      sizes: batches.map((batch) => batch.length),
      protocol,
      format: readFormat(fields['encoding_format']),
    },
    warnings: warnings.list(),
  }
}

function requireProtocol({ id, foundationModel }: EmbeddingModel): EmbeddingProtocol {
  const protocol = embeddingProtocolOf(foundationModel ?? id)
  if (protocol !== undefined) return protocol
  throw new TranslationError(
    `${id} is not an embedding model that this route knows. It serves ${listEmbeddingModels().join(', ')}. ` +
      'For a profile whose model cannot be looked up, name it in the route: models: { name: { id, foundationModel } }.',
    { param: 'model', code: 'unsupported_model' },
  )
}

function readWishes(
  fields: JsonObject,
  protocol: EmbeddingProtocol,
  warnings: WarningCollector,
): EmbeddingWishes {
  const { normalize } = fields
  if (normalize !== undefined && !protocol.normalizes) warnIgnored('normalize', protocol, warnings)
  return {
    dimensions: readDimensions(fields['dimensions'], protocol),
    inputType: readChoice('input_type', fields, protocol.inputTypes, protocol, warnings),
    truncate: readChoice('truncate', fields, protocol.truncations, protocol, warnings),
    normalize: protocol.normalizes ? (normalize as boolean | undefined) : undefined,
  }
}

/** `undefined` also where the only length there is was asked for: nothing has to be sent then. */
function readDimensions(value: unknown, { dimensions, name }: EmbeddingProtocol): number | undefined {
  if (value === undefined) return undefined
  if (!dimensions.includes(value as number)) {
    reject(
      'dimensions',
      `dimensions must be ${dimensions.toSorted((a, b) => a - b).join(', ')} for ${name}, not ${JSON.stringify(value)}.`,
    )
  }
  return dimensions.length === 1 ? undefined : (value as number)
}

function readChoice(
  field: 'input_type' | 'truncate',
  fields: JsonObject,
  choices: Readonly<Record<string, string>> | undefined,
  protocol: EmbeddingProtocol,
  warnings: WarningCollector,
): string | undefined {
  const value = fields[field]
  if (value === undefined) return undefined
  if (choices === undefined) return warnIgnored(field, protocol, warnings)
  const chosen = Object.hasOwn(choices, value as string) ? choices[value as string] : undefined
  return (
    chosen ??
    reject(field, `${field} must be one of ${Object.keys(choices).join(', ')}, not ${JSON.stringify(value)}.`)
  )
}

function warnIgnored(field: string, { name }: EmbeddingProtocol, warnings: WarningCollector): undefined {
  warnings.add('unsupported_parameter', field, `${name} has no such thing as ${field}; it was left out.`)
}

function readFormat(value: unknown): 'float' | 'base64' {
  if (value === undefined || value === 'float') return 'float'
  if (value === 'base64') return 'base64'
  return reject('encoding_format', 'encoding_format must be "float" or "base64".')
}

/** Neighbouring texts share calls; an image is alone in its own. */
function toBatches(items: readonly EmbeddingItem[], textsPerCall: number): EmbeddingItem[][] {
  const batches: EmbeddingItem[][] = []
  for (const item of items) {
    const last = batches.at(-1)
    const joins =
      last !== undefined && item.kind === 'text' && last[0]?.kind === 'text' && last.length < textsPerCall
    if (joins) last.push(item)
    else batches.push([item])
  }
  return batches
}

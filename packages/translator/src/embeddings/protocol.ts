import type { JsonObject } from '../json-shape.ts'

/** One thing to embed. Where a model takes images, an input that is a `data:image/...` URL is one. */
export type EmbeddingItem =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'image'
      /** As the caller wrote it. */
      readonly url: string
      /** `png`, `jpeg`, `gif` or `webp`. */
      readonly format: string
      readonly base64: string
    }

/** What a request asks for beyond its input, in the model's own words. `undefined`: the model's default. */
export interface EmbeddingWishes {
  /** Length of the vectors; only where the model can choose. */
  readonly dimensions: number | undefined
  readonly inputType: string | undefined
  readonly truncate: string | undefined
  readonly normalize: boolean | undefined
}

/** How the embedding models of one family are spoken to through InvokeModel, in both directions. */
export interface EmbeddingProtocol {
  /** For messages: `Titan Text Embeddings V2`. */
  readonly name: string
  /** The lengths its vectors can have; the first is the default. A single one cannot be asked for on the wire. */
  readonly dimensions: readonly [number, ...number[]]
  /** The most texts that one call takes. An image is always a call of its own. */
  readonly textsPerCall: number
  readonly images: boolean
  /** The caller's `input_type` → the model's own; `undefined` where the model knows no such thing. */
  readonly inputTypes: Readonly<Record<string, string>> | undefined
  /** The caller's `truncate` → the model's own. */
  readonly truncations: Readonly<Record<string, string>> | undefined
  /** Whether vectors can be had without being brought to length 1. */
  readonly normalizes: boolean
  /** The body of one call. */
  readonly toBody: (items: readonly EmbeddingItem[], wishes: EmbeddingWishes) => JsonObject
  /** The vectors of one answer, in the order of its items; `undefined` when it holds none. */
  readonly toVectors: (answer: JsonObject) => unknown
  /** The tokens that the answer says were read; `undefined` where only the answer's headers say so. */
  readonly toTokens: (answer: JsonObject) => number | undefined
}

/** The value as a number, for counts that an answer may lack. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The texts among some items. */
export function textsOf(items: readonly EmbeddingItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'text' ? [item.text] : []))
}

/** A field, left out when nothing was asked for. */
export function given<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: unknown } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: unknown }
}

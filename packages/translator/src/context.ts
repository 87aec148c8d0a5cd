import type { Warning } from '@patchbay/core'

import type { ReasoningOrigins } from './converse/reasoning-origins.ts'
import type { ModelFacts } from './model-facts/model-capabilities.ts'
import type { WarningCode } from './warning-codes.ts'

/** What a pure translator cannot find out by itself. Given by the caller; never mutated. */
export interface TranslationContext {
  /** The model that will answer, with what is known of its family. */
  readonly model: ModelFacts
  /** Id of the answer, e.g. `chatcmpl-...`. */
  readonly id: string
  /** Creation time of the answer, seconds since the epoch. */
  readonly created: number
  readonly options: TranslationOptions
  /** Remote files that the transport has fetched, by the exact URL in the request. */
  readonly files?: ReadonlyMap<string, FetchedFile>
  /** Which family gave which reasoning, as far as this process has seen it. Default: nothing is known. */
  readonly reasoningOrigins?: ReasoningOrigins
}

/** How a route wants its requests translated. */
export interface TranslationOptions {
  /**
   * `true` (default) hides what only describes the answer: `content_blocks`, `metrics`, and `native_finish_reason` where
   * `finish_reason` says as much. Shown in either case: `reasoning_content`, `citations`, cache writes among the usage, what
   * the request asked for (`trace`, `additionalModelResponseFields`, `performanceConfig`), and the raw reason of a failure.
   */
  readonly strictOpenAICompliance: boolean
  /** Put reasoning into the content between tags (`<think>`, for gpt-oss `<reasoning>`). Default `false`. */
  readonly thinkTags: boolean
  /** Fractions of max tokens by reasoning effort; see `DEFAULT_REASONING_RATIOS` in `reasoning.ts`. */
  readonly reasoningRatios: ReasoningRatios
  /** Max tokens of requests that name no limit, within the model's maximum. Default: by model. */
  readonly maxTokens?: number | undefined
}

/** Thinking budget as a fraction (0 to 1) of max tokens, by reasoning effort. */
export interface ReasoningRatios {
  readonly minimal: number
  readonly low: number
  readonly medium: number
  readonly high: number
}

/** A remote image or file, as the transport fetched it. */
export interface FetchedFile {
  readonly bytes: Uint8Array
  /** The `content-type` of the answer, lower case, without parameters; empty if there was none. */
  readonly contentType: string
}

/** A warning of a translation: its code is one of a known list. */
export interface TranslationWarning extends Warning {
  readonly code: WarningCode
}

/** A translation, and warnings of what it could not express. */
export interface Translated<Value> {
  readonly value: Value
  readonly warnings: readonly Warning[]
}

/** A push reducer: `push` each event in order, then `end` once. Both return what can be sent on at that point. */
export interface StreamTranslator<Event, Chunk> {
  /** Takes the next event, and gives the chunks that it makes: none, one or more. */
  push(event: Event): Chunk[]
  /** Throws a `TranslationError` when the stream ended too early. */
  end(): Chunk[]
  /** Warnings of what the chunks so far could not express. Absent where a stream never has any. */
  warnings?(): readonly TranslationWarning[]
}

/** Collects warnings during one translation. */
export class WarningCollector {
  readonly #warnings: TranslationWarning[] = []

  /** Reports that `field` (the caller's own path) was not translated as given. */
  add(code: WarningCode, field: string, message: string): void {
    this.#warnings.push({ code, field, message })
  }

  /** The warnings so far, one for each code and field; what was said of one more than once is one message. */
  list(): readonly TranslationWarning[] {
    if (this.#warnings.length === 0) return []
    const messages = new Map<string, TranslationWarning & { readonly said: Set<string> }>()
    for (const warning of this.#warnings) {
      const key = `${warning.code}\n${warning.field}`
      const known = messages.get(key)
      if (known === undefined) messages.set(key, { ...warning, said: new Set([warning.message]) })
      else known.said.add(warning.message)
    }
    return [...messages.values()].map(({ said, ...warning }) => ({
      ...warning,
      message: [...said].join(' '),
    }))
  }
}

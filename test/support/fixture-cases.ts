import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ResponseContext, TranslationContext, TranslationOptions } from '@patchbay/translator'
import { decodeBase64, describeModel } from '@patchbay/translator'

/** What a case's `case.json` says. */
export interface CaseFacts {
  /** The Bedrock model id that answers. */
  readonly model: string
  /** What the caller declares of the model. */
  readonly overrides?: Parameters<typeof describeModel>[1]
  /** The rules of the translation that the case shows. */
  readonly rules?: readonly number[]
  /** The same of streams. */
  readonly streamRules?: readonly string[]
  /** `code field` of each warning of the request's translation, in order. */
  readonly warnings?: readonly string[]
  /** The same for the answer, whole. */
  readonly responseWarnings?: readonly string[]
  /** The request is refused. */
  readonly error?: { readonly status: number; readonly param: string | null; readonly code: string | null }
  readonly options?: Partial<TranslationOptions>
  /** Remote files, by URL. */
  readonly files?: Readonly<Record<string, { readonly base64: string; readonly contentType: string }>>
  /** For answers without a request beside them. `toolNames` is a list of pairs. */
  readonly responseContext?: Partial<Omit<ResponseContext, 'toolNames'>> & {
    readonly toolNames?: readonly [string, string][]
  }
}

/** One folder under `test/fixtures/<protocol>`. */
export interface FixtureCase {
  readonly name: string
  readonly folder: string
  readonly facts: CaseFacts
}

/** Every case of a protocol, by name. */
export function listCases(root: string): FixtureCase[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'case.json')))
    .toSorted()
    .map((name) => {
      const folder = join(root, name)
      return { name, folder, facts: JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as CaseFacts }
    })
}

/** A JSON file of a case, or `undefined` where the case has none. */
export function readCaseFile(folder: string, file: string): unknown {
  const path = join(folder, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** The lines of a `.jsonl` file of a case. */
export function readCaseLines(folder: string, file: string): unknown[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line))
}

/** The context of a case: fixed id and time, the model's own facts. */
export function toCaseContext(facts: CaseFacts, id = 'chatcmpl-fixture'): TranslationContext {
  const files = Object.entries(facts.files ?? {}).map(
    ([url, { base64, contentType }]) =>
      [url, { bytes: decodeBase64(base64) ?? new Uint8Array(), contentType }] as const,
  )
  return {
    model: describeModel(facts.model, facts.overrides),
    id,
    created: 1_700_000_000,
    options: {
      strictOpenAICompliance: true,
      thinkTags: false,
      reasoningRatios: { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 },
      ...facts.options,
    },
    files: new Map(files),
  }
}

/** What an answer's translation remembers, for a case without a request. */
export function toCaseResponseContext({ responseContext }: CaseFacts): ResponseContext {
  const { toolNames, ...rest } = responseContext ?? {}
  return {
    structuredOutputTool: undefined,
    legacyFunctions: false,
    suppressToolCalls: false,
    includeUsage: false,
    thinkTags: false,
    nonStreaming: false,
    ...rest,
    toolNames: new Map(toolNames ?? []),
  }
}

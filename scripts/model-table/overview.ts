/** One line for each model of the tables: where it is, how much it reads and gives, and what it takes on Converse. */
import { FAMILIES } from '../../packages/translator/src/model-facts/families.ts'
import type { ModelCapabilities } from '../../packages/translator/src/model-facts/model-capabilities.ts'
import { code, listed, row, table, yes } from './markdown.ts'

/** A row of the tables with everything that holds for it. */
export interface NamedModel {
  readonly name: string
  readonly ids: readonly string[]
  readonly capabilities: ModelCapabilities
}

/** All rows, those of a family before what holds for its other models. */
export function listModels(): NamedModel[] {
  return Object.entries(FAMILIES).flatMap(([family, { general, models }]): NamedModel[] => [
    ...models.map(({ name, ids, differs }) => ({ name, ids, capabilities: { ...general, ...differs } })),
    { name: family === 'unknown' ? 'unknown' : `${family}, otherwise`, ids: [], capabilities: general },
  ])
}

/** Names that fit into a cell. */
const SHORT = {
  converse: 'Co',
  'invoke-model': 'In',
  'chat-completions': 'Ch',
  responses: 'Re',
  messages: 'Ms',
} as const

const apis = (names: readonly (keyof typeof SHORT)[]): string => listed(names.map((name) => SHORT[name]))

/** 1050000 → 1.05M, 131072 → 131K. */
const size = (tokens: number | undefined): string => {
  if (tokens === undefined) return ''
  return tokens >= 1_000_000 ? `${Math.round(tokens / 10_000) / 100}M` : `${Math.round(tokens / 1000)}K`
}

const COLUMNS: Readonly<Record<string, (model: ModelCapabilities) => string>> = {
  Runtime: ({ runtimeApis }) => apis(runtimeApis),
  Mantle: ({ mantleApis, mantleBase }) =>
    mantleApis.length === 0
      ? '–'
      : `${apis(mantleApis)} ${code(mantleApis.every((api) => api === 'messages') ? '/anthropic/v1' : mantleBase)}`,
  profiles: ({ profileOnly, profiles }) => `${listed(profiles)}${profileOnly ? '; only' : ''}`,
  context: ({ contextTokens }) => size(contextTokens),
  'most output': ({ maxOutputTokens }) => size(maxOutputTokens),
  reasoning: ({ reasoning, reasoningField }) =>
    reasoning === 'effort-field' ? code(reasoningField) : reasoning === 'none' ? '–' : reasoning,
  efforts: ({ reasoningEfforts }) => listed(reasoningEfforts),
  'turned off by': ({ reasoning, reasoningOff }) => (reasoning === 'none' ? '–' : reasoningOff),
  'comes out as': ({ reasoningOutput }) => (reasoningOutput === 'none' ? '–' : reasoningOutput),
  'taken back': ({ reasoningHistory }) => (reasoningHistory === 'none' ? '–' : reasoningHistory),
  sampling: ({ sampling }) => sampling,
  'forced tools': ({ toolChoice }) =>
    listed([...(toolChoice.any ? ['any'] : []), ...(toolChoice.tool ? ['tool'] : [])]),
  schema: ({ structuredOutput }) => yes(structuredOutput !== false),
  images: ({ images, imagesInToolResult }) =>
    images && imagesInToolResult ? 'also in results' : yes(images),
  documents: ({ documents, documentApis }) =>
    documents ? 'yes' : documentApis.length > 0 ? `by ${apis(documentApis)}` : '–',
  caching: ({ promptCaching }) =>
    promptCaching === null ? '–' : promptCaching.ttl.includes('1h') ? '5m, 1h' : 'yes',
  doubtful: ({ doubtful }) => listed(doubtful),
}

/** The table. */
export function overview(): string {
  const rows = listModels().map(({ name, ids, capabilities }) =>
    row([name, ids.map(code).join(' '), ...Object.values(COLUMNS).map((read) => read(capabilities))]),
  )
  return table(['model', 'ids', ...Object.keys(COLUMNS)], rows)
}

// Writes the tables of docs/translation.md out of the tables that the code runs on. The prose above them stays.
//
//   node --conditions=@patchbay/source scripts/translation-table.ts
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { describeModel, REQUEST_FIELDS, WARNING_CODES } from '@patchbay/translator'
import type { ModelCapabilities, RequestField } from '@patchbay/translator'

import { FAMILIES } from '../packages/translator/src/model-facts/model-families.ts'
import { RULES } from '../test/support/translation-rules.ts'

/** Where the tables are kept. */
export const TRANSLATION_PAGE = fileURLToPath(new URL('../docs/translation.md', import.meta.url))

const BEGIN = '<!-- Written by scripts/translation-table.ts from here on. -->'

/** One model for each of Claude's generations; the others stand in their families' tables. */
const CLAUDES = [
  ['Claude 2, Instant', 'anthropic.claude-v2:1'],
  ['Claude 3', 'anthropic.claude-3-haiku-20240307-v1:0'],
  ['Claude 3.5 Sonnet', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
  ['Claude 3.5 Haiku', 'anthropic.claude-3-5-haiku-20241022-v1:0'],
  ['Claude 3.7 Sonnet', 'anthropic.claude-3-7-sonnet-20250219-v1:0'],
  ['Claude Sonnet 4', 'anthropic.claude-sonnet-4-20250514-v1:0'],
  ['Claude Opus 4, 4.1', 'anthropic.claude-opus-4-1-20250805-v1:0'],
  ['Claude 4.5', 'anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['Claude Opus 4.6', 'anthropic.claude-opus-4-6-v1'],
  ['Claude Sonnet 4.6', 'anthropic.claude-sonnet-4-6'],
  ['Claude 4.7 and later', 'anthropic.claude-opus-4-7'],
] as const

const yes = (value: boolean): string => (value ? 'yes' : '–')
const listed = (values: readonly string[]): string => (values.length === 0 ? '–' : values.join(', '))

/** The columns of the families' tables. */
const INPUT_COLUMNS: Readonly<Record<string, (model: ModelCapabilities) => string>> = {
  system: (model) => yes(model.system),
  images: (model) => yes(model.images),
  documents: (model) => yes(model.documents),
  'audio, video': (model) => listed([...(model.audio ? ['audio'] : []), ...(model.video ? ['video'] : [])]),
  'images in results': (model) => yes(model.imagesInToolResult),
  'text beside results / calls': (model) =>
    `${yes(model.textBesideToolResult)} / ${yes(model.textBesideToolCall)}`,
  'prompt caching': ({ promptCaching }) => {
    if (promptCaching === null) return '–'
    const { ttl, ...places } = promptCaching
    const taken = Object.entries(places).flatMap(([place, is]) => (is ? [place] : []))
    return `${taken.join(', ')}${ttl.includes('1h') ? '; 5m, 1h' : ''}`
  },
  prefill: (model) => yes(model.prefill),
}
const ANSWER_COLUMNS: Readonly<Record<string, (model: ModelCapabilities) => string>> = {
  'tools, streamed': (model) => `${yes(model.tools)}, ${yes(model.streamedTools)}`,
  'tool choice': ({ tools, toolChoice }) =>
    tools ? listed(['auto', ...(toolChoice.any ? ['any'] : []), ...(toolChoice.tool ? ['tool'] : [])]) : '–',
  'one call at a time': (model) => yes(model.parallelToolControl),
  'structured output': (model) => (model.structuredOutput ? 'native' : model.tools ? 'by a tool' : 'told'),
  reasoning: ({ reasoning, reasoningEfforts }) =>
    reasoningEfforts.length > 0 ? `${reasoning}: ${reasoningEfforts.join(', ')}` : reasoning,
  'earlier reasoning': (model) => model.reasoningHistory,
  'temperature, top_p': (model) => model.sampling,
  top_k: (model) => (model.topK === 'none' ? '–' : 'yes'),
  'penalties, seed': (model) => listed(model.familyFields),
  'stop sequences': (model) => String(model.maxStopSequences),
  'max tokens': (model) =>
    model.defaultMaxTokens === undefined
      ? String(model.maxOutputTokens ?? '')
      : `${model.defaultMaxTokens} sent`,
}

/** The text of docs/translation.md: the prose as it is, the tables made now. */
export async function translationPage(): Promise<string> {
  const page = await readFile(TRANSLATION_PAGE, 'utf8')
  const prose = page.split(BEGIN)[0] ?? ''
  return `${prose}${BEGIN}\n\n${tables()}`
}

function tables(): string {
  const models = listModels()
  return [
    `## Every field of a request\n\n${fieldTable()}`,
    `## What is translated\n\nEach rule has named cases under \`test/fixtures/chat-completions\`; \`node --conditions=@patchbay/source scripts/rule-cases.ts\` lists them.\n\n${ruleTable()}`,
    `## Model families\n\nA row without a model is its family's. A caller who knows better says so: \`models: { mine: { id, family: 'claude', images: false } }\`.\n\n${modelTable(models, INPUT_COLUMNS)}\n${modelTable(models, ANSWER_COLUMNS)}`,
    `## Warnings\n\n${warningTable()}`,
  ].join('\n')
}

function fieldTable(): string {
  const rows = Object.entries<RequestField>(REQUEST_FIELDS).map(([name, { fate, note, neutral }]) => {
    const quiet = neutral?.length ? ` Nothing is said of ${neutral.map(code).join(', ')}.` : ''
    return row([`\`${name}\``, fate, `${note}${quiet}`])
  })
  return table(['field', 'fate', 'what becomes of it'], rows)
}

function ruleTable(): string {
  return table(
    ['rule', 'about'],
    Object.entries(RULES).map(([rule, title]) => row([rule, title])),
  )
}

function warningTable(): string {
  return table(
    ['code', 'meaning'],
    Object.entries(WARNING_CODES).map(([name, meaning]) => row([`\`${name}\``, meaning])),
  )
}

type NamedModel = readonly [name: string, capabilities: ModelCapabilities]

function listModels(): NamedModel[] {
  const claudes = CLAUDES.map(([name, id]): NamedModel => [name, describeModel(id).capabilities])
  const families = Object.entries(FAMILIES).flatMap(([family, { general, models }]): NamedModel[] => [
    [`\`${family}\``, general],
    ...models.map(({ part, differs }): NamedModel => [`\`${family}\`: ${part}`, { ...general, ...differs }]),
  ])
  return [...claudes, ...families]
}

function modelTable(
  models: readonly NamedModel[],
  columns: Readonly<Record<string, (model: ModelCapabilities) => string>>,
): string {
  const rows = models.map(([name, capabilities]) =>
    row([name, ...Object.values(columns).map((read) => read(capabilities))]),
  )
  return table(['model', ...Object.keys(columns)], rows)
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``
const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

function table(head: readonly string[], rows: readonly string[]): string {
  return `${[row(head), row(head.map(() => '---')), ...rows].join('\n')}\n`
}

if (import.meta.main) await writeFile(TRANSLATION_PAGE, await translationPage())

// Writes docs/models.md: what each model takes, and the readable names, out of the tables that the code runs on.
//
//   node --conditions=@patchbay/source scripts/model-table.ts
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { listModelNames, resolveModelName, type ModelCapabilities } from '@patchbay/translator'

import { defaultMaxTokens } from '../packages/translator/src/model-facts/default-max-tokens.ts'
import { code, listed, row, table, yes } from './model-table/markdown.ts'
import { listModels, overview } from './model-table/overview.ts'

/** Where the tables are kept. */
export const MODELS_PAGE = fileURLToPath(new URL('../docs/models.md', import.meta.url))

/** The tables of the page: what goes in, how tools are used, how the model reasons, and what bounds its answer. */
type Table = 'apis' | 'input' | 'tools' | 'reasoning' | 'answer'

interface Column {
  readonly table: Table
  readonly title: string
  readonly read: (model: ModelCapabilities) => string
}

const column = (table: Table, title: string, read: Column['read']): Column => ({ table, title, read })

/** One column for each capability: a new capability does not compile until it is shown here. */
const COLUMNS = {
  family: column('input', 'family', ({ family }) => `\`${family}\``),
  runtimeApis: column('apis', 'Runtime', (model) => listed(model.runtimeApis)),
  mantleApis: column('apis', 'Mantle', (model) => listed(model.mantleApis)),
  mantleBase: column('apis', 'base on Mantle', (model) =>
    model.mantleApis.length === 0 ? '–' : `\`${model.mantleBase}\``,
  ),
  ownApis: column('apis', 'passed on', (model) => listed(model.ownApis)),
  chatTools: column('apis', 'tools on Chat Completions', (model) => yes(model.chatTools)),
  documentApis: column('apis', 'documents by', (model) => listed(model.documentApis)),
  hostedTools: column('apis', 'hosted tools', (model) => listed(model.hostedTools)),
  profiles: column('apis', 'profiles', (model) => listed(model.profiles)),
  doubtful: column('apis', 'doubtful', (model) => listed(model.doubtful)),
  profileOnly: column('input', 'profiles only', (model) => yes(model.profileOnly)),
  system: column('input', 'system', (model) => yes(model.system)),
  images: column('input', 'images', (model) => yes(model.images)),
  documents: column('input', 'documents', (model) => yes(model.documents)),
  citations: column('input', 'citations', (model) => yes(model.citations)),
  audio: column('input', 'audio', (model) => yes(model.audio)),
  video: column('input', 'video', (model) => yes(model.video)),
  promptCaching: column('input', 'prompt caching', ({ promptCaching }) => {
    if (promptCaching === null) return '–'
    const { ttl, ...places } = promptCaching
    const taken = Object.entries(places).flatMap(([place, is]) => (is ? [place] : []))
    return `${taken.join(', ')}${ttl.includes('1h') ? '; 5m, 1h' : ''}`
  }),
  prefill: column('input', 'prefill', (model) => yes(model.prefill)),
  tools: column('tools', 'tools', (model) => yes(model.tools)),
  streamedTools: column('tools', 'streamed', (model) => yes(model.streamedTools)),
  toolChoice: column('tools', 'tool choice', ({ tools, toolChoice }) =>
    tools ? listed(['auto', ...(toolChoice.any ? ['any'] : []), ...(toolChoice.tool ? ['tool'] : [])]) : '–',
  ),
  parallelToolControl: column('tools', 'one call at a time', (model) => yes(model.parallelToolControl)),
  toolSchema: column('tools', 'refused in schemas', ({ tools, toolSchema }) =>
    tools
      ? listed([
          ...(toolSchema.compositions ? [] : ['compositions']),
          ...(toolSchema.definitions ? [] : ['definitions']),
          ...(toolSchema.anyPropertyName ? [] : ['odd property names']),
        ])
      : '–',
  ),
  nineCharacterToolIds: column('tools', 'call ids of nine characters', (model) =>
    yes(model.nineCharacterToolIds),
  ),
  imagesInToolResult: column('tools', 'images in results', (model) => yes(model.imagesInToolResult)),
  textBesideToolResult: column('tools', 'text beside results', (model) => yes(model.textBesideToolResult)),
  textBesideToolCall: column('tools', 'text beside calls', (model) => yes(model.textBesideToolCall)),
  structuredOutput: column('tools', 'structured output', (model) =>
    model.structuredOutput ? 'native' : model.tools ? 'by a tool' : 'told',
  ),
  strictLimits: column(
    'tools',
    'strict tools, optional properties, unions',
    ({ structuredOutput, strictLimits }) =>
      structuredOutput && strictLimits
        ? `${strictLimits.tools}, ${strictLimits.optionalProperties}, ${strictLimits.unions}`
        : '–',
  ),
  reasoning: column('reasoning', 'reasoning', (model) => model.reasoning),
  reasoningEfforts: column('reasoning', 'efforts', (model) => listed(model.reasoningEfforts)),
  reasoningField: column('reasoning', 'effort field', ({ reasoning, reasoningField }) =>
    reasoning === 'effort-field' ? `\`${reasoningField}\`` : '–',
  ),
  reasoningOff: column('reasoning', 'off by', ({ reasoning, reasoningOff }) =>
    reasoning === 'effort-field' || reasoning === 'adaptive' ? reasoningOff : '–',
  ),
  forcedWhileReasoning: column('reasoning', 'forced tools meanwhile', ({ reasoning, forcedWhileReasoning }) =>
    reasoning === 'effort-field' ? yes(forcedWhileReasoning) : '–',
  ),
  explicitThinking: column('reasoning', '`thinking`', (model) => yes(model.explicitThinking)),
  thinkingBudgets: column('reasoning', 'with a budget', ({ explicitThinking, thinkingBudgets }) =>
    yes(explicitThinking && thinkingBudgets),
  ),
  reasoningHistory: column('reasoning', 'earlier reasoning', (model) => model.reasoningHistory),
  reasoningOutput: column('reasoning', 'comes out as', (model) => model.reasoningOutput),
  hidesReasoning: column('reasoning', 'hidden unless requested', (model) => yes(model.hidesReasoning)),
  reasoningTag: column('reasoning', 'tag', (model) => `\`<${model.reasoningTag}>\``),
  anthropicBeta: column('reasoning', '`anthropic_beta`', (model) => yes(model.anthropicBeta)),
  messagesByInvokeModel: column('reasoning', 'Messages by InvokeModel', (model) =>
    yes(model.messagesByInvokeModel),
  ),
  serviceTiers: column('answer', 'service tiers', (model) => yes(model.serviceTiers)),
  newLimitName: column('answer', '`max_completion_tokens` alone', (model) => yes(model.newLimitName)),
  sampling: column('answer', 'temperature, top_p', (model) => model.sampling),
  topK: column('answer', 'top_k', (model) => (model.topK === 'none' ? '–' : 'yes')),
  familyFields: column('answer', 'penalties, seed', (model) => listed(model.familyFields)),
  maxStopSequences: column('answer', 'stop sequences', (model) => String(model.maxStopSequences)),
  contextTokens: column('answer', 'context', (model) => String(model.contextTokens ?? '')),
  maxOutputTokens: column('answer', 'output limit', (model) => String(model.maxOutputTokens ?? '')),
  defaultMaxTokens: column('answer', 'sent by default', (model) => String(defaultMaxTokens(model) ?? '')),
} satisfies Record<keyof ModelCapabilities, Column>

const PROSE = `# Models

What Patchbay knows of the models on Amazon Bedrock as of November 2026, and the readable names that a \`bedrock()\` route
takes. By which API a request is served is on the page of [ways](ways.md). This page is written by \`scripts/model-table.ts\` out of [the tables that the code runs on](../packages/translator/src/model-facts).

The first row that fits a model's id counts; ids that are not listed here get the row of their family's general facts. A
caller who knows better says so: \`models: { mine: { id, family: 'claude', images: false } }\`.

**A model that nothing is known of** (the last row: a provider that is not listed, or an application inference profile that
could not be looked up) gets everything that the conversation consists of: system text, tools, images, documents, audio, video.
What many models refuse is left out with a warning: a forced tool choice, cache points, \`top_p\` beside \`temperature\`,
\`top_k\`, stop sequences beyond four, an answer begun for the model, \`reasoning_effort\`. Tools are never dropped. Declaring
its family in \`models\` brings the rest back.
`

const OVERVIEW = `## All models

One line for each. APIs: Co Converse, In InvokeModel, Ch Chat Completions, Re Responses, Ms Messages; behind Mantle's, where its
paths begin. "only" behind the profiles: the bare id is refused on Runtime. From "reasoning" on the columns say what a model takes
on Converse. "taken back" is what becomes of reasoning that earlier turns have given. What is marked as doubtful is contested by the
sources, or not confirmed; the row has the careful value, and [\`api\`, \`host\` and \`models\`](bedrock.md) override it.
`

const DETAILS = `## Details

Fact by fact, the rows as above.
`

const TITLES: Readonly<Record<Table, string>> = {
  apis: 'APIs and hosts',
  input: 'What they read',
  tools: 'Tools and structured output',
  reasoning: 'Reasoning',
  answer: 'Sampling and limits',
}

/** The text of docs/models.md. */
export function modelsPage(): string {
  const tables = (Object.keys(TITLES) as Table[]).map(
    (name) => `### ${TITLES[name]}\n\n${capabilityTable(name)}`,
  )
  return [PROSE, OVERVIEW, overview(), DETAILS, ...tables, `## Readable names\n\n${nameTable()}`].join('\n')
}

function capabilityTable(name: Table): string {
  const columns = Object.values<Column>(COLUMNS).filter(({ table: wanted }) => wanted === name)
  const rows = listModels().map((model) =>
    row([model.name, ...columns.map(({ read }) => read(model.capabilities))]),
  )
  return table(['model', ...columns.map(({ title }) => title)], rows)
}

function nameTable(): string {
  const rows = listModelNames().map((name) => {
    const resolved = resolveModelName(name)
    return row([code(name), code(resolved?.id ?? ''), resolved?.thinking === true ? 'reasoning on' : ''])
  })
  return `In any case of letters. A name that is not listed is a 404, unless \`models\` or \`defaultModel\` says what it stands for.\n\n${table(['name', 'id', ''], rows)}`
}

if (import.meta.main) await writeFile(MODELS_PAGE, modelsPage())

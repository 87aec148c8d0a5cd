/**
 * The translator's table of models and the strict Bedrock's own, held against each other: what one says of a known id the
 * other says too, fact by fact, unless the difference is listed here with its reason.
 */
import { readdirSync, readFileSync } from 'node:fs'

import {
  describeModel,
  listModelNames,
  looksLikeModelId,
  parseModelId,
  resolveModelName,
  toMantleId,
} from '@patchbay/translator'
import { describe, expect, it } from 'vitest'

import { defaultModels } from '../../packages/testing/src/bedrock-server/control-plane.ts'
import { familyOf, type FamilyFacts } from '../../packages/testing/src/bedrock-server/families.ts'
import { surfaceOf } from '../../packages/testing/src/bedrock-server/native-apis/surfaces.ts'
import { FAMILIES } from '../../packages/translator/src/model-facts/families.ts'
import type { ModelCapabilities } from '../../packages/translator/src/model-facts/model-capabilities.ts'

type Fact = readonly [
  fact: string,
  translator: (model: ModelCapabilities) => unknown,
  server: (family: FamilyFacts) => unknown,
]

/** Claude 4.6 takes budgets as well; the translator asks by the newer way. */
const THINKING = { 'budget-or-adaptive': 'adaptive', 'adaptive-only': 'adaptive' } as const

const same = (name: keyof ModelCapabilities & keyof FamilyFacts): Fact => [
  name,
  (model) => model[name],
  (family) => family[name],
]

const FACTS: readonly Fact[] = [
  same('profileOnly'),
  same('system'),
  same('tools'),
  same('streamedTools'),
  same('images'),
  same('documents'),
  same('citations'),
  same('audio'),
  same('video'),
  same('imagesInToolResult'),
  same('parallelToolControl'),
  same('textBesideToolResult'),
  same('sampling'),
  same('maxStopSequences'),
  same('prefill'),
  same('structuredOutput'),
  same('maxOutputTokens'),
  ['textBesideToolCall', (model) => model.textBesideToolCall, (family) => family.textBesideToolUse],
  ['toolChoice any', (model) => model.toolChoice.any, (family) => family.toolChoice.includes('any')],
  ['toolChoice tool', (model) => model.toolChoice.tool, (family) => family.toolChoice.includes('tool')],
  [
    'nineCharacterToolIds',
    (model) => model.nineCharacterToolIds,
    (family) => family.toolUseId.test('a1b2c3d4e') && !family.toolUseId.test('a1b2c3d4e5'),
  ],
  [
    'promptCaching',
    ({ promptCaching }) =>
      promptCaching && (['system', 'messages', 'tools'] as const).filter((place) => promptCaching[place]),
    ({ caching }) =>
      caching && ['system', 'messages', 'tools'].filter((place) => caching.places.some((is) => is === place)),
  ],
  [
    'promptCaching for an hour',
    ({ promptCaching }) => promptCaching?.ttl.includes('1h') ?? false,
    ({ caching }) => caching?.ttl ?? false,
  ],
  [
    'reasoning',
    (model) => model.reasoning,
    ({ thinking }) => (THINKING as Readonly<Record<string, string>>)[thinking] ?? thinking,
  ],
]

/** Differences that are meant, by the beginning of the bare id. */
const MEANT: readonly { readonly id: string; readonly fact: string; readonly reason: string }[] = [
  {
    id: 'anthropic.claude-3-7',
    fact: 'maxOutputTokens',
    reason: '128,000 only with the beta flag output-128k-2025-02-19, which the server does not ask for.',
  },
  ...['anthropic.claude-opus-4-2', 'anthropic.claude-sonnet-4-2'].map((id) => ({
    id,
    fact: 'sampling',
    reason: 'Not confirmed that the first Claude 4 refuses the pair, as 4.1 does: the translator sends one.',
  })),
  {
    id: 'mistral.magistral',
    fact: 'images',
    reason: 'Not confirmed that Converse takes its pictures: the translator refuses them by name.',
  },
]

const REGION = 'us-east-1'

/** Ids of models that hold no conversation: Converse serves none of them. */
const NO_CONVERSATION = /embed|image|canvas|stability|rerank|sonic|reel|guard/

/** Model ids that stand in the documentation. */
const DOCUMENTED = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file}`),
]
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/['"`]([\w.:-]+)['"`]/g)].map(([, text]) => text ?? ''),
  )
  .filter((text) => looksLikeModelId(text))

/** Rows of the translator, shipped names, what the control plane lists, and what the documentation names. */
const ALL_IDS: ReadonlySet<string> = new Set(
  [
    ...Object.values(FAMILIES).flatMap(({ models }) => models.flatMap(({ ids }) => ids)),
    ...listModelNames().flatMap((name) => resolveModelName(name)?.id ?? []),
    ...defaultModels(REGION).foundationModels.map(({ modelId }) => modelId),
    ...DOCUMENTED,
  ].filter((id) => !NO_CONVERSATION.test(id)),
)

/** What is on Mantle alone is never asked by Converse. */
const IDS: ReadonlySet<string> = new Set(
  [...ALL_IDS].filter((id) => describeModel(id).capabilities.runtimeApis.length > 0),
)

const bareId = (id: string): string => parseModelId(id).model ?? id

function differencesOf(id: string) {
  const { capabilities } = describeModel(id)
  const family = familyOf(bareId(id))
  return FACTS.flatMap(([fact, ofTranslator, ofServer]) => {
    const [translator, server] = [ofTranslator(capabilities), ofServer(family)]
    return JSON.stringify(translator) === JSON.stringify(server) ? [] : [{ fact, translator, server }]
  })
}

const isMeant = (id: string, fact: string): boolean =>
  MEANT.some((meant) => meant.fact === fact && bareId(id).startsWith(meant.id))

/** The server's names of APIs. */
const APIS = {
  converse: 'converse',
  'invoke-model': 'invoke',
  'chat-completions': 'chat',
  responses: 'responses',
  messages: 'messages',
} as const

/** Where a model is, and by which APIs, as both tables have it. The server knows an id on Mantle by Mantle's own spelling. */
function surfacesOf(id: string) {
  const { runtimeApis, mantleApis, mantleBase } = describeModel(id).capabilities
  const onRuntime = surfaceOf(bareId(id))
  const onMantle = surfaceOf(toMantleId(bareId(id)))
  const named = (apis: readonly (keyof typeof APIS)[]) => apis.map((api) => APIS[api]).toSorted()
  return {
    translator: {
      runtime: named(runtimeApis),
      mantle: named(mantleApis),
      base: mantleApis.some((api) => api !== 'messages') ? mantleBase : undefined,
    },
    server: {
      runtime: onRuntime.runtime.toSorted(),
      mantle: onMantle.mantle.toSorted(),
      base: onMantle.mantle.some((api) => api !== 'messages') ? `/${onMantle.mantleBase}` : undefined,
    },
  }
}

/** Not confirmed that Mistral's models of 2023 and 2024 have Chat Completions: the translator asks them by Converse alone. */
const OLD_MISTRAL = /^mistral\.(?:mistral-7b|mixtral|pixtral|mistral-(?:large|small)-24)/

describe('the two tables of APIs and hosts', () => {
  it.each([...ALL_IDS].filter((id) => !OLD_MISTRAL.test(bareId(id))))('agree on %s', (id) => {
    const { translator, server } = surfacesOf(id)
    expect(translator).toEqual(server)
  })

  it.each([...ALL_IDS].filter((id) => OLD_MISTRAL.test(bareId(id))))('still differ on %s', (id) => {
    const { translator, server } = surfacesOf(id)
    expect(server.runtime).toEqual(expect.arrayContaining(translator.runtime))
    expect(translator).not.toEqual(server)
  })

  it.each([...ALL_IDS])('have no effort on %s that the server refuses', (id) => {
    const { reasoningEfforts, reasoningOff, reasoning, runtimeApis, mantleApis } =
      describeModel(id).capabilities
    const { efforts } = surfaceOf(bareId(id))
    if (efforts.length === 0 || reasoning !== 'effort-field') return
    expect([...runtimeApis, ...mantleApis].length).toBeGreaterThan(0)
    expect(efforts).toEqual(expect.arrayContaining([...reasoningEfforts]))
    if (reasoningOff === 'none') expect(efforts).toContain('none')
    if (reasoningOff === 'never') expect(efforts).not.toContain('none')
  })
})

describe('the two tables of models', () => {
  it.each([...IDS])('agree on %s', (id) => {
    expect(describeModel(id).capabilities.family).not.toBe('unknown')
    expect(familyOf(bareId(id)).name).not.toBe('unknown')
    expect(differencesOf(id).filter(({ fact }) => !isMeant(id, fact))).toEqual([])
  })

  it.each(MEANT)('still differ where that is meant: $id, $fact', ({ id, fact }) => {
    const differing = [...IDS].filter((known) => bareId(known).startsWith(id))
    expect(differing.flatMap(differencesOf).map((difference) => difference.fact)).toContain(fact)
  })

  it('cover every row of the translator', () => {
    const without = Object.values(FAMILIES).flatMap(({ models }) =>
      models.filter(({ ids }) => ids.length === 0).map(({ name }) => name),
    )
    expect(without).toEqual([])
  })
})

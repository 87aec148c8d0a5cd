import type { ContentBlock, ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'

/** An answer of Converse, and the events by which ConverseStream would give the same one. */
export interface GeneratedReply {
  readonly whole: Partial<ConverseResponse>
  readonly events: readonly ConverseStreamOutput[]
}

const text = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const bytes = fc.uint8Array({ minLength: 1, maxLength: 9 })
const input = fc.dictionary(
  fc.string({ maxLength: 4 }),
  fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.constant(null), fc.constant([{ a: 'é' }])),
  { maxKeys: 3 },
)
const citation = fc.record({
  title: text,
  location: fc.oneof(
    fc.record({ web: fc.record({ url: fc.webUrl(), domain: fc.constant('example.com') }) }),
    fc.record({ documentPage: fc.record({ documentIndex: fc.nat(3), start: fc.nat(5), end: fc.nat(9) }) }),
  ),
})

/** @param names the tools that the model may call */
function block(names: readonly string[]): fc.Arbitrary<ContentBlock> {
  const toolUse = fc.record({
    toolUseId: fc.stringMatching(/^[a-z0-9]{1,8}$/),
    name: fc.constantFrom(...names),
    input,
  })
  const reasoningText = fc.record({ text, signature: text }, { requiredKeys: ['text'] })
  return fc.oneof(
    text.map((value): ContentBlock => ({ text: value })),
    toolUse.map((value) => ({ toolUse: value }) as ContentBlock),
    reasoningText.map((value): ContentBlock => ({ reasoningContent: { reasoningText: value } })),
    bytes.map((redactedContent): ContentBlock => ({ reasoningContent: { redactedContent } })),
    fc
      .tuple(text, fc.array(citation, { minLength: 1, maxLength: 2 }))
      .map(
        ([cited, citations]) =>
          ({ citationsContent: { content: [{ text: cited }], citations } }) as ContentBlock,
      ),
  )
}

const stopReason = fc.constantFrom<NonNullable<ConverseResponse['stopReason']>>(
  'end_turn',
  'stop_sequence',
  'tool_use',
  'max_tokens',
  'guardrail_intervened',
  'content_filtered',
  'malformed_tool_use',
  'model_context_window_exceeded',
)
const usage = fc.record(
  {
    inputTokens: fc.nat(99),
    outputTokens: fc.nat(99),
    totalTokens: fc.nat(999),
    cacheReadInputTokens: fc.nat(9),
    cacheWriteInputTokens: fc.nat(9),
  },
  { requiredKeys: ['inputTokens', 'outputTokens', 'totalTokens'] },
)

/**
 * Any answer, whole and streamed: blocks of every kind, cut into deltas of `cut` characters, and, as services may,
 * started all at once and interleaved.
 */
export function generatedReply(names: readonly string[]): fc.Arbitrary<GeneratedReply> {
  return fc
    .record({
      blocks: fc.array(block(names), { maxLength: 6 }),
      stopReason,
      usage,
      cut: fc.integer({ min: 1, max: 7 }),
      interleaved: fc.boolean(),
      latencyMs: fc.nat(99),
    })
    .map(({ blocks, stopReason: reason, usage: tokens, cut, interleaved, latencyMs }) => {
      const perBlock = blocks.map((content, index) => blockEvents(content, index, cut))
      // Texts have to keep their order: only tool calls may come side by side.
      const calls = perBlock.filter((_, index) => blocks[index]?.toolUse !== undefined)
      const others = perBlock.filter((_, index) => blocks[index]?.toolUse === undefined)
      const middle = interleaved ? [...others.flat(), ...zip(calls)] : perBlock.flat()
      return {
        whole: {
          output: { message: { role: 'assistant', content: blocks } },
          stopReason: reason,
          usage: tokens,
          metrics: { latencyMs },
        },
        events: [
          { messageStart: { role: 'assistant' } },
          ...middle,
          { messageStop: { stopReason: reason } },
          { metadata: { usage: tokens, metrics: { latencyMs } } },
        ],
      }
    })
}

function blockEvents(content: ContentBlock, index: number, cut: number): ConverseStreamOutput[] {
  const at = { contentBlockIndex: index }
  const delta = (part: object): ConverseStreamOutput =>
    ({ contentBlockDelta: { ...at, delta: part } }) as ConverseStreamOutput
  const pieces = (value: string): string[] => value.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? []
  const stop: ConverseStreamOutput = { contentBlockStop: at }
  if (content.text !== undefined) return [...pieces(content.text).map((part) => delta({ text: part })), stop]
  if (content.citationsContent) {
    const { content: cited = [], citations = [] } = content.citationsContent
    return [
      ...pieces(cited.map((part) => part.text ?? '').join('')).map((part) => delta({ text: part })),
      ...citations.map((one) => delta({ citation: one })),
      stop,
    ]
  }
  if (content.toolUse) {
    const { toolUseId, name, input: value = {} } = content.toolUse
    const whole = Object.keys(value as object).length === 0 ? '' : JSON.stringify(value)
    const start: ConverseStreamOutput = {
      contentBlockStart: { ...at, start: { toolUse: { toolUseId, name } } },
    }
    return [start, ...pieces(whole).map((part) => delta({ toolUse: { input: part } })), stop]
  }
  const { reasoningText, redactedContent } = content.reasoningContent ?? {}
  const reasoning = (part: object): ConverseStreamOutput => delta({ reasoningContent: part })
  if (redactedContent !== undefined) {
    return [
      reasoning({ redactedContent: redactedContent.slice(0, 1) }),
      reasoning({ redactedContent: redactedContent.slice(1) }),
      stop,
    ]
  }
  const signature = reasoningText?.signature
  return [
    ...pieces(reasoningText?.text ?? '').map((part) => reasoning({ text: part })),
    ...(signature === undefined ? [] : [reasoning({ signature })]),
    stop,
  ]
}

/** The first event of each list, then the second of each, and so on. */
function zip<Event>(lists: readonly (readonly Event[])[]): Event[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat()
}

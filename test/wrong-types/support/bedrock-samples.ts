const usage = {
  inputTokens: 10,
  outputTokens: 5,
  totalTokens: 15,
  cacheReadInputTokens: 2,
  cacheWriteInputTokens: 1,
  cacheDetails: [{ ttl: '5m', inputTokens: 1 }],
}
const citation = {
  title: 't',
  sourceContent: [{ text: 'a' }],
  location: { web: { url: 'https://a.example', domain: 'a.example' } },
}

/** Whole answers of Converse. */
export const ANSWERS: readonly object[] = [
  {
    output: {
      message: {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } },
          { reasoningContent: { redactedContent: 'c2ln' } },
          { text: 'Hi' },
          { citationsContent: { content: [{ text: 'a' }], citations: [citation] } },
          { toolUse: { toolUseId: 'call_1', name: 'find', input: { a: 1 } } },
        ],
      },
    },
    stopReason: 'tool_use',
    usage,
    metrics: { latencyMs: 5 },
    additionalModelResponseFields: { stop_sequence: 'x' },
    trace: { guardrail: { actionReason: 'a', inputAssessment: { a: { invocationMetrics: {} } } } },
    serviceTier: { type: 'default' },
  },
]

/** The events of one streamed answer. */
export const EVENTS: readonly (readonly [string, object])[] = [
  ['messageStart', { role: 'assistant' }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm.' } } }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'c2ln' } } }],
  ['contentBlockStop', { contentBlockIndex: 0 }],
  ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'Hi' } }],
  ['contentBlockDelta', { contentBlockIndex: 1, delta: { citation } }],
  ['contentBlockStop', { contentBlockIndex: 1 }],
  ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 'call_1', name: 'find' } } }],
  ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '{"a":1}' } } }],
  ['contentBlockStop', { contentBlockIndex: 2 }],
  ['messageStop', { stopReason: 'tool_use', additionalModelResponseFields: { stop_sequence: 'x' } }],
  ['metadata', { usage, metrics: { latencyMs: 5 }, trace: { guardrail: {} } }],
]

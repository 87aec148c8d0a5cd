import {
  blockStop,
  callStart,
  citationDelta,
  ending,
  inputDelta,
  lines,
  reasoningDelta,
  START,
  textDelta,
} from './parts.ts'

export const TEXT = lines(
  START,
  textDelta(0, 'Oslo is the'),
  textDelta(0, ' capital of Norway,'),
  textDelta(0, ' and lies at the end of a fjord.'),
  blockStop(0),
  ...ending('end_turn', 14, 17),
)

export const PARALLEL_CALLS = lines(
  START,
  textDelta(0, 'I look both up.'),
  blockStop(0),
  callStart(1, 'tooluse_oslo', 'get_weather'),
  inputDelta(1, ''),
  inputDelta(1, '{"city": "Os'),
  inputDelta(1, 'lo", "unit": "'),
  inputDelta(1, 'celsius"}'),
  blockStop(1),
  callStart(2, 'tooluse_bergen', 'get_weather'),
  inputDelta(2, '{"city": '),
  inputDelta(2, '"Bergen"}'),
  blockStop(2),
  ...ending('tool_use', 412, 96),
)

export const REASONING = lines(
  START,
  reasoningDelta(0, { text: 'Compare the tenths:' }),
  reasoningDelta(0, { text: ' nine is more than eleven hundredths.' }),
  reasoningDelta(0, { signature: 'EuYBCkQYBCJAc2lnbmF0dXJlIG9mIHRoZSByZWFzb25pbmc=' }),
  blockStop(0),
  reasoningDelta(1, { redactedContent: 'cmVkYWN0ZWQgcmVhc29uaW5n' }),
  blockStop(1),
  textDelta(2, '3.9 is '),
  textDelta(2, 'the larger one.'),
  blockStop(2),
  ...ending('end_turn', 21, 58),
)

export const ERROR_IN_MID_STREAM = lines(
  START,
  textDelta(0, 'Once upon a time there was'),
  textDelta(0, ' a queue that'),
  { throttlingException: { message: 'Too many tokens, please wait before trying again.' } },
  textDelta(0, ' nobody reads this.'),
)

/** No `messageStop` came: the connection was lost, or a proxy has ended it. */
export const CUT = lines(START, textDelta(0, 'The three rules are: first,'), textDelta(0, ' never'))

export const CITATIONS = lines(
  START,
  textDelta(0, 'The fjord is 118 kilometres long'),
  citationDelta(0, {
    title: 'Oslofjord',
    sourceContent: [{ text: 'The Oslofjord is about 118 km long.' }],
    location: { web: { url: 'https://example.com/oslofjord', domain: 'example.com' } },
  }),
  blockStop(0),
  textDelta(1, ', the report says'),
  citationDelta(1, {
    title: 'report.pdf',
    location: { documentPage: { documentIndex: 0, start: 4, end: 5 } },
  }),
  blockStop(1),
  textDelta(2, '.'),
  blockStop(2),
  ...ending('end_turn', 1830, 31),
)

export const GUARDRAIL = lines(
  START,
  textDelta(0, 'I cannot help with that.'),
  blockStop(0),
  ...ending('guardrail_intervened', 40, 0, {
    trace: { guardrail: { actionReason: 'Guardrail blocked.', modelOutput: ['…'] } },
  }),
)

export const WHOLE = JSON.stringify(
  {
    output: {
      message: {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'A call is needed.', signature: 'c2lnbmF0dXJl' } } },
          { text: 'One moment.' },
          { toolUse: { toolUseId: 'tooluse_1', name: 'get_order', input: { id: 'A-1042' } } },
        ],
      },
    },
    stopReason: 'tool_use',
    usage: { inputTokens: 210, outputTokens: 44, totalTokens: 254 },
    metrics: { latencyMs: 1204 },
  },
  null,
  2,
)

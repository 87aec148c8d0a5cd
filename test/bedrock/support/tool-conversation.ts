import type { ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { CLAUDE } from './clients.ts'

const TOOL = (name: string) => ({
  toolSpec: { name, inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } } } } },
})

const chunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, delta, finish_reason: finish }],
})

const call = (index: number, part: object) => ({ tool_calls: [{ index, ...part }] })

/** One answer in both protocols: reasoning, text, and two tool calls whose arguments come in turns. */
export function toolConversation(): {
  readonly input: ConverseStreamCommandInput
  readonly chunks: readonly object[]
  readonly events: readonly Readonly<Record<string, unknown>>[]
} {
  const start = (index: number, toolUseId: string, name: string) => ({
    contentBlockStart: { contentBlockIndex: index, start: { toolUse: { toolUseId, name } } },
  })
  const delta = (index: number, part: object) => ({
    contentBlockDelta: { contentBlockIndex: index, delta: part },
  })
  const stop = (index: number) => ({ contentBlockStop: { contentBlockIndex: index } })
  return {
    input: {
      modelId: CLAUDE,
      messages: [{ role: 'user', content: [{ text: 'Weather and time in Shanghai?' }] }],
      toolConfig: { tools: [TOOL('get_weather'), TOOL('get_time')] },
    },
    chunks: [
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'Two tools.' }),
      chunk({ content: 'Let me ' }),
      chunk({ content: 'see.' }),
      chunk(call(0, { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } })),
      chunk(call(1, { id: 'call_2', type: 'function', function: { name: 'get_time', arguments: '{"ci' } })),
      chunk(call(0, { function: { arguments: '{"city":"Shanghai"}' } })),
      chunk(call(1, { function: { arguments: 'ty":"Shanghai"}' } })),
      chunk({}, 'tool_calls'),
      { ...chunk({}), choices: [], usage: { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 } },
    ],
    events: [
      { messageStart: { role: 'assistant' } },
      delta(0, { reasoningContent: { text: 'Two tools.' } }),
      stop(0),
      delta(1, { text: 'Let me ' }),
      delta(1, { text: 'see.' }),
      stop(1),
      start(2, 'call_1', 'get_weather'),
      start(3, 'call_2', 'get_time'),
      delta(3, { toolUse: { input: '{"ci' } }),
      delta(2, { toolUse: { input: '{"city":"Shanghai"}' } }),
      delta(3, { toolUse: { input: 'ty":"Shanghai"}' } }),
      stop(2),
      stop(3),
      { messageStop: { stopReason: 'tool_use' } },
      {
        metadata: {
          usage: { inputTokens: 12, outputTokens: 34, totalTokens: 46 },
          metrics: { latencyMs: 1 },
        },
      },
    ],
  }
}

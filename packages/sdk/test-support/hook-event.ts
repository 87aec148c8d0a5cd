import type { HookEvent } from '@patchbay/core'

/** The event of a streamed chat that has ended well, with `changes`. */
export function hookEvent(changes: Partial<HookEvent> = {}): HookEvent {
  return {
    requestId: '6a1e0f0c-4f0f-4b61-9d7e-4f6f3c0c2a11',
    client: 'openai',
    operation: 'chat',
    stream: true,
    route: 'fallback',
    target: 'javelin',
    attempt: 1,
    url: 'https://gateway.example/v1/chat/completions',
    requestModel: 'gpt-4o',
    responseModel: 'gpt-4o-2024-11-20',
    api: undefined,
    host: undefined,
    status: 200,
    error: undefined,
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cacheReadTokens: 40,
      cacheWriteTokens: 8,
      reasoningTokens: 5,
    },
    finishReasons: ['stop'],
    warnings: [],
    durationMs: 1500,
    firstTokenMs: 250,
    outcome: 'ok',
    ...changes,
  }
}

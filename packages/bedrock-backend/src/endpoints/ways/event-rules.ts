import type { BedrockApi } from '@patchbay/translator'

import type { EventRules } from './pass-events.ts'

type NativeApi = Exclude<BedrockApi, 'converse' | 'invoke-model'>

/** How the streams of each API end, and which of their events say that they failed. */
export const EVENT_RULES: Readonly<
  Record<NativeApi, Pick<EventRules, 'isLast' | 'isFailure' | 'named' | 'endsAtLast'>>
> = {
  'chat-completions': {
    isLast: (data) => data === '[DONE]',
    isFailure: (event) => 'error' in event,
    named: false,
  },
  responses: {
    isLast: (data) => /"type"\s*:\s*"response\.(?:completed|incomplete|failed)"/.test(data.slice(0, 200)),
    isFailure: (event) => event['type'] === 'error' || ('error' in event && event['type'] === undefined),
    named: false,
  },
  messages: {
    isLast: (data) => /^\s*\{\s*"type"\s*:\s*"message_stop"/.test(data),
    isFailure: (event) => event['type'] === 'error',
    named: true,
    // https://github.com/aws-samples/sample-llm-gateway (docs/protocol-translation-*.md): the end lags behind.
    endsAtLast: true,
  },
}

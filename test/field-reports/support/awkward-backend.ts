import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import type { GatewayServer } from '@patchbay/testing'

import { CLAUDE, MESSAGES, type Sdk } from '../../bedrock/support/clients.ts'
import { drain } from '../../bedrock/support/setup.ts'

export const EVENT_STREAM = { 'content-type': 'text/event-stream' }

/** A chunk with one choice. */
export const chunk = (delta: object, rest: object = {}): object => ({
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
})

/** Events as lines: values as JSON, texts as they stand. */
export const lines = (...events: (object | string)[]): string =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')

export const textOf = (
  events: readonly { contentBlockDelta?: { delta?: { text?: string } | undefined } }[],
): string => events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? '').join('')

/** Calls of a client of `sdk` that is registered on `openai()`. */
export function callsOf(sdk: Sdk) {
  const on = (backend: GatewayServer, options: Parameters<typeof openai>[0] = {}) =>
    register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk-secret', ...options }),
    )
  const converse = (backend: GatewayServer, input: object = {}) =>
    on(backend).send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES, ...input }))
  const stream = async (backend: GatewayServer, client = on(backend)) => {
    const command = new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES })
    return drain((await client.send(command)).stream)
  }
  return { on, converse, stream }
}

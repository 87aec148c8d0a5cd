import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { register, type Route } from '@patchbay/sdk'
import { encodeEvent, type GatewayReply, TEST_CREDENTIALS } from '@patchbay/testing'
import { type Bench, type ClientRow, drain, QUESTION, WEATHER } from './operations.ts'

const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0'
const TITAN = 'amazon.titan-embed-text-v2:0'

function make({ route, provider }: Bench<Route>): BedrockRuntimeClient {
  const credentials = TEST_CREDENTIALS
  return register(
    new BedrockRuntimeClient({ region: 'us-east-1', endpoint: provider, credentials, maxAttempts: 1 }),
    route,
  )
}

const ask = { modelId: CLAUDE, messages: [{ role: 'user' as const, content: [{ text: QUESTION }] }] }
const toolConfig = {
  tools: [
    {
      toolSpec: {
        name: WEATHER.name,
        description: WEATHER.description,
        inputSchema: { json: WEATHER.parameters },
      },
    },
  ],
}

/** The AWS SDK's client. Responses are no part of Bedrock's API. */
export const BEDROCK_CLIENT: ClientRow<Route> = {
  name: 'AWS SDK `BedrockRuntimeClient`',
  operations: {
    plain: (bench) => make(bench).send(new ConverseCommand(ask)),
    stream: async (bench) =>
      drain((await make(bench).send(new ConverseStreamCommand(ask))).stream ?? nothing()),
    tools: (bench) => make(bench).send(new ConverseCommand({ ...ask, toolConfig })),
    embeddings: (bench) =>
      make(bench).send(
        new InvokeModelCommand({ modelId: TITAN, body: JSON.stringify({ inputText: QUESTION }) }),
      ),
    error: (bench) => make(bench).send(new ConverseCommand(ask)),
  },
  // Gateways that hand on Bedrock's API get its answers; the others are asked in OpenAI's shape.
  reply: () => (request) => {
    const operation = /\/model\/[^/]+\/([^/]+)$/.exec(request.path)?.[1]
    return operation === undefined ? undefined : ANSWERS[operation]
  },
}

const usage = { inputTokens: 3, outputTokens: 1, totalTokens: 4 }

const ANSWERS: Readonly<Record<string, GatewayReply>> = {
  converse: {
    json: {
      output: { message: { role: 'assistant', content: [{ text: 'Sunny.' }] } },
      stopReason: 'end_turn',
      usage,
      metrics: { latencyMs: 1 },
    },
  },
  'converse-stream': {
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body: Buffer.concat([
      encodeEvent('messageStart', { role: 'assistant' }),
      encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Sunny.' } }),
      encodeEvent('contentBlockStop', { contentBlockIndex: 0 }),
      encodeEvent('messageStop', { stopReason: 'end_turn' }),
      encodeEvent('metadata', { usage, metrics: { latencyMs: 1 } }),
    ]),
  },
  invoke: { json: { embedding: [0.5, -0.5], inputTextTokenCount: 3 } },
}

async function* nothing(): AsyncGenerator<never> {}

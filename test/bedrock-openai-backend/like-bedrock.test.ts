import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, VERSIONS } from '../bedrock/support/clients.ts'
import { OwnHandler } from '../bedrock/support/own-handler.ts'
import { drain } from '../bedrock/support/setup.ts'

/** Both servers answer by the same model simulator: what differs is what the translation gets wrong. */
const TOOL = {
  description: 'The weather in a city',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const claude = (prompt: string, more: object = {}): object => ({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 200,
  messages: [{ role: 'user', content: prompt }],
  ...more,
})
const nova = (prompt: string, more: object = {}): object => ({
  messages: [{ role: 'user', content: [{ text: prompt }] }],
  inferenceConfig: { maxTokens: 200 },
  ...more,
})
const NOVA = 'us.amazon.nova-pro-v1:0'

const STREAMED: Readonly<Record<string, readonly [string, object]>> = {
  'a text of Claude': [CLAUDE, claude('What is 12 + 30?')],
  'a call of Claude': [
    CLAUDE,
    claude('What is the weather in Paris?', {
      tools: [{ name: 'get_weather', description: TOOL.description, input_schema: TOOL.schema }],
    }),
  ],
  'two calls of Claude': [
    CLAUDE,
    claude('What is the weather in Paris and London?', {
      tools: [{ name: 'get_weather', description: TOOL.description, input_schema: TOOL.schema }],
    }),
  ],
  'a cut answer of Claude': [CLAUDE, claude('Say exactly: one two three four five six', { max_tokens: 3 })],
  'a text of Nova': [NOVA, nova('What is 12 + 30?')],
  'a call of Nova': [
    NOVA,
    nova('What is the weather in Paris?', {
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: 'get_weather',
              description: TOOL.description,
              inputSchema: { json: TOOL.schema },
            },
          },
        ],
      },
    }),
  ],
}
const WHOLE: typeof STREAMED = {
  ...STREAMED,
  'an embedding of Titan': ['amazon.titan-embed-text-v2:0', { inputText: 'A patch bay', dimensions: 256 }],
  'embeddings of Cohere': [
    'cohere.embed-english-v3',
    { texts: ['A patch bay', 'Another'], input_type: 'search_document', embedding_types: ['float'] },
  ],
}

describe.each(VERSIONS)(
  'client-bedrock-runtime $version hears from a backend what Bedrock says',
  ({ sdk }) => {
    const createBoth = async () => {
      const service = await createBedrockServer()
      const backend = await createGatewayServer()
      return {
        own: new sdk.BedrockRuntimeClient({
          region: service.region,
          endpoint: service.url,
          credentials: CREDENTIALS,
          requestHandler: new OwnHandler() as never,
        }),
        served: register(
          new sdk.BedrockRuntimeClient({}),
          openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk' }),
        ),
        async [Symbol.asyncDispose]() {
          await service.close()
          await backend.close()
        },
      }
    }

    it.each(Object.keys(WHOLE))('%s', async (name) => {
      await using both = await createBoth()
      const [modelId, body] = WHOLE[name] ?? ['', {}]
      const ask = async (client: typeof both.own): Promise<unknown> => {
        // The service embeds in 1024 dimensions unless it is told otherwise, the backend in 1536.
        const command = new sdk.InvokeModelCommand({ modelId, body: JSON.stringify(body) })
        return JSON.parse((await client.send(command)).body.transformToString())
      }
      expect(comparable(await ask(both.served))).toEqual(comparable(await ask(both.own)))
    })

    it.each(Object.keys(STREAMED))('%s, streamed', async (name) => {
      await using both = await createBoth()
      const [modelId, body] = STREAMED[name] ?? ['', {}]
      const ask = async (client: typeof both.own): Promise<object[]> => {
        const command = new sdk.InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) })
        return (await drain((await client.send(command)).body)).map(
          ({ chunk }) => JSON.parse(new TextDecoder().decode(chunk?.bytes)) as object,
        )
      }
      const [served, own] = [await ask(both.served), await ask(both.own)]
      expect(withoutCuts(served)).toEqual(withoutCuts(own))
    })
  },
)

/** Ids, counts and vectors' lengths are each server's own: their kind is compared. Counts of cached tokens may be left out. */
function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    return typeof value[0] === 'number' ? 'numbers' : value.map((item) => comparable(item, key))
  }
  if (typeof value !== 'object' || value === null) {
    return /^(?:id|toolUseId)$|tokens?$|TokenCount$|Latency$/i.test(key) ? typeof value : value
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !/^cache/i.test(name))
      .map(([name, member]) => [name, comparable(member, name)]),
  )
}

/** Streams are cut into pieces anywhere: what counts are the kinds of events, and the texts put together. */
function withoutCuts(events: readonly object[]): unknown {
  const texts: Record<string, string> = {}
  const kinds: unknown[] = []
  for (const event of events) {
    const kind = comparable(event) as { delta?: object; contentBlockDelta?: { delta: object } }
    const delta = kind.delta ?? kind.contentBlockDelta?.delta
    const isPiece = 'index' in event || 'contentBlockDelta' in event
    if (delta === undefined || !isPiece) kinds.push(withoutAccounts(kind))
    else gather(delta, texts)
  }
  return { texts, kinds }
}

/** At the end a backend's stream says how many tokens went in, which Claude's says at its begin; metrics are each server's own. */
function withoutAccounts(event: object): object {
  if ('metadata' in event) return { metadata: (event.metadata as { usage: object }).usage }
  return 'usage' in event
    ? { ...event, usage: Object.keys(event.usage as object).includes('output_tokens') }
    : event
}

function gather(delta: object, texts: Record<string, string>): void {
  for (const [name, value] of Object.entries(delta) as [string, unknown][]) {
    if (typeof value === 'string' && name !== 'type') texts[name] = (texts[name] ?? '') + value
    else if (typeof value === 'object' && value !== null) gather(value, texts)
  }
}

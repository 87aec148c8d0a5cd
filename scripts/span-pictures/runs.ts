import { SpanKind, trace } from '@opentelemetry/api'
import { bedrock, fallback, javelin, register } from '@patchbay/sdk'
import { openTelemetry } from '@patchbay/sdk/opentelemetry'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { type RecordedRun, recordSpans } from './recorded-spans.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

type Message = OpenAI.Chat.ChatCompletionMessageParam

const WEATHER: OpenAI.Chat.ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

/** A span of the application's own. */
function within<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  return trace.getTracer('application').startActiveSpan(name, { kind: SpanKind.INTERNAL }, async (span) => {
    try {
      return await work()
    } finally {
      span.end()
    }
  })
}

/** A streamed chat whose gateway is down: Bedrock answers in its place. */
export async function recordFallback(): Promise<RecordedRun> {
  await using down = await createGatewayServer()
  await using service = await createBedrockServer()
  down.reply({ error: { status: 503, message: 'The gateway is being updated.', type: 'server_error' } })
  service.reply({ text: 'A board of sockets that connects what is plugged into it.' })
  const { region, url: endpoint, bearerToken: apiKey } = service
  const route = fallback([
    javelin({ baseURL: down.url, apiKey: 'javelin-key', route: 'support' }),
    bedrock({ region, endpoint, apiKey, models: { 'gpt-4o': CLAUDE } }),
  ])
  const hooks = openTelemetry()
  const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
  return await recordSpans(() =>
    within('POST /questions', async () => {
      const stream = await client.chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'What is a patch bay?' }],
        stream: true,
        stream_options: { include_usage: true },
      })
      for await (const chunk of stream) if (chunk.object !== 'chat.completion.chunk') break
    }),
  )
}

/** A tool loop: the model asks for a tool, the application runs it, the model answers. */
export async function recordToolLoop(): Promise<RecordedRun> {
  await using service = await createBedrockServer()
  const toolUse = { toolUseId: 'tooluse_1', name: 'get_weather', input: { city: 'Paris' } }
  service.enqueue({ content: [{ toolUse }], stopReason: 'tool_use' }, { text: 'It rains in Paris.' })
  const { region, url: endpoint, bearerToken: apiKey } = service
  const route = bedrock({ region, endpoint, apiKey, models: { 'gpt-4o': CLAUDE } })
  const hooks = openTelemetry()
  const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
  return await recordSpans(() =>
    within('invoke_agent weather', async () => {
      const messages: Message[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
      for (;;) {
        const { choices } = await client.chat.completions.create({
          model: 'gpt-4o',
          messages,
          tools: [WEATHER],
        })
        const message = choices[0]?.message
        if (message?.tool_calls === undefined) return
        messages.push(message)
        for (const { id } of message.tool_calls) {
          const content = await within('execute_tool get_weather', () => Promise.resolve('rain, 14 degrees'))
          messages.push({ role: 'tool', tool_call_id: id, content })
        }
      }
    }),
  )
}

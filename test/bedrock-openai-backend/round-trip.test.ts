import { register } from '@patchbay/bedrock'
import { bedrock, openai } from '@patchbay/bedrock-backend'
import { register as registerOpenAI } from '@patchbay/openai'
import { createGatewayServer } from '@patchbay/testing'
import * as fc from 'fast-check'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, VERSIONS } from '../bedrock/support/clients.ts'
import { bedrockByClient } from './support/bedrock-by-client.ts'
import { request, said, type Said } from './support/conversations.ts'

type Request = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming

/** What a caller gets to know of an answer. */
interface Heard {
  readonly content: string | null
  readonly reasoning: string | undefined
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[]
  readonly reason: string | undefined
  readonly usage: readonly (number | undefined)[]
}

/** What Claude is asked for where a request names no limit: the route in the middle takes the server for it. */
const DEFAULT_LIMIT = 16_384

/** An openai client of each kind: through both halves of the translator, and to the server directly. */
async function createBoth() {
  const { sdk } = VERSIONS[2]
  const backend = await createGatewayServer()
  const inner = register(
    new sdk.BedrockRuntimeClient({}),
    openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk', models: { [CLAUDE]: 'gpt-4o' } }),
  )
  const front = await bedrockByClient(sdk, inner)
  const route = bedrock({ region: 'us-east-1', endpoint: front.url, credentials: CREDENTIALS, model: CLAUDE })
  return {
    backend,
    through: registerOpenAI(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route),
    direct: new OpenAI({ apiKey: 'sk', baseURL: `${backend.url}/v1`, maxRetries: 0 }),
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]()
      await backend.close()
    },
  }
}

describe('openai client → bedrock() → BedrockRuntimeClient → openai() → an OpenAI-compatible server', () => {
  it.each([
    ['whole answers', whole, ({ completion }: Said) => ({ json: completion })],
    ['streamed answers', streamed, ({ chunks }: Said) => ({ events: chunks })],
  ] as const)('says and hears the same as without the detour: %s', async (_name, ask, reply) => {
    await using both = await createBoth()
    const { backend, through, direct } = both
    await fc.assert(
      fc.asyncProperty(request, said, async (body, answer) => {
        backend.reset()
        backend.reply(reply(answer))
        const expected = await ask(direct, body)
        expect(await ask(through, body)).toEqual(expected)
        const [plain, translated] = backend.requests.map(({ json }) => json as Request)
        const asked = spoken(plain)
        expect(spoken(translated)).toEqual({ ...asked, limit: asked.limit ?? DEFAULT_LIMIT })
      }),
      { numRuns: 250 },
    )
  })
})

it.each(['low', 'medium', 'high'] as const)('asks for as much thinking: %s', async (effort) => {
  await using both = await createBoth()
  const { backend, through } = both
  const messages = [{ role: 'user' as const, content: 'Why?' }]
  await through.chat.completions.create({ model: 'gpt-4o', messages, reasoning_effort: effort })
  await through.chat.completions.create({
    model: 'gpt-4o',
    messages,
    reasoning_effort: effort,
    max_completion_tokens: 30_000,
  })
  expect(backend.requests.map(({ json }) => json)).toMatchObject([
    { messages, reasoning_effort: effort },
    { messages, reasoning_effort: effort, max_tokens: 30_000 },
  ])
})

async function whole(client: OpenAI, body: Request): Promise<Heard> {
  const { choices, usage } = await client.chat.completions.create(body)
  const [choice] = choices
  return {
    content: choice?.message.content ?? null,
    reasoning: (choice?.message as { reasoning_content?: string } | undefined)?.reasoning_content,
    calls: (choice?.message.tool_calls ?? []).flatMap((call) =>
      call.type === 'function' ? [{ id: call.id, ...call.function }] : [],
    ),
    reason: choice?.finish_reason,
    usage: usageOf(usage),
  }
}

async function streamed(client: OpenAI, body: Request): Promise<Heard> {
  const options = { include_usage: true }
  const stream = await client.chat.completions.create({ ...body, stream: true, stream_options: options })
  const texts = { content: '', reasoning: '' }
  const calls: { id: string; name: string; arguments: string }[] = []
  let reason: string | undefined
  let usage: OpenAI.CompletionUsage | null | undefined
  for await (const chunk of stream) {
    usage = chunk.usage ?? usage
    const [choice] = chunk.choices
    reason = choice?.finish_reason ?? reason
    texts.content += choice?.delta.content ?? ''
    texts.reasoning += (choice?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? ''
    for (const { index, id, function: called } of choice?.delta.tool_calls ?? []) {
      const call = (calls[index] ??= { id: '', name: '', arguments: '' })
      call.id ||= id ?? ''
      call.name ||= called?.name ?? ''
      call.arguments += called?.arguments ?? ''
    }
  }
  return {
    content: texts.content,
    reasoning: texts.reasoning,
    calls,
    reason,
    usage: usageOf(usage),
  }
}

function usageOf(usage: OpenAI.CompletionUsage | null | undefined): (number | undefined)[] {
  return [
    usage?.prompt_tokens,
    usage?.completion_tokens,
    usage?.total_tokens,
    usage?.prompt_tokens_details?.cached_tokens ?? 0,
  ]
}

/** All that a server hears; a missing content and a null one are the same. */
function spoken(body: Request | undefined) {
  const { messages = [], tools, tool_choice: choice, temperature, max_tokens: limit, stop } = body ?? {}
  const heard = messages.map((message) => ({ ...message, content: message.content ?? null }))
  return { messages: heard, tools, choice, temperature, limit, stop }
}

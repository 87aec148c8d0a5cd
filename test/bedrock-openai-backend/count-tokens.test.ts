import { configure, type Warning } from '@patchbay/core'
import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { createGatewayServer, type GatewayReply, type GatewayServer } from '@patchbay/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLAUDE, VERSIONS } from '../bedrock/support/clients.ts'
import { failure } from '../bedrock/support/setup.ts'

const MESSAGES = [{ role: 'user' as const, content: [{ text: 'Weather in Paris?' }] }]
const TOOL = { toolSpec: { name: 'look', inputSchema: { json: { type: 'object', properties: {} } } } }

let warnings: Warning[]
beforeEach(() => {
  warnings = []
  configure({ onWarning: (warning) => warnings.push(warning) })
})
afterEach(() => configure(null))

/** Answers only under these paths; everywhere else nothing is known. */
function only(backend: GatewayServer, answers: Readonly<Record<string, GatewayReply>>): void {
  backend.reply(({ path }) => answers[path] ?? { error: { status: 404, message: 'Not Found' } })
}

/** 3.704 does not know the command yet. */
const COUNTING = VERSIONS.filter(({ sdk }) => 'CountTokensCommand' in sdk)

it('is a command of the newer versions', () => {
  expect(COUNTING.map(({ version }) => version)).toEqual(['3.901', 'newest'])
})

describe.each(COUNTING)('CountTokens of client-bedrock-runtime $version', ({ sdk }) => {
  const on = (backend: GatewayServer) =>
    register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk', models: { [CLAUDE]: 'gpt-4o' } }),
    )
  const counting = () =>
    new sdk.CountTokensCommand({
      modelId: CLAUDE,
      input: {
        converse: { system: [{ text: 'Be short.' }], messages: MESSAGES, toolConfig: { tools: [TOOL] } },
      },
    })

  it('counts by the endpoint of OpenAI', async () => {
    await using backend = await createGatewayServer()
    only(backend, {
      '/v1/responses/input_tokens': { json: { object: 'response.input_tokens', input_tokens: 21 } },
    })
    const { inputTokens, $metadata, ...rest } = await on(backend).send(counting())
    expect([inputTokens, rest]).toEqual([21, {}])
    expect($metadata.httpStatusCode).toBe(200)
    expect(backend.requests[0]?.json).toEqual({
      model: 'gpt-4o',
      input: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Weather in Paris?' },
      ],
      tools: [
        { type: 'function', name: 'look', parameters: { type: 'object', properties: {} }, strict: false },
      ],
    })
    expect(warnings).toEqual([])
  })

  it('counts by the endpoint of vLLM, which is asked at once the next time', async () => {
    await using backend = await createGatewayServer()
    only(backend, { '/tokenize': { json: { count: 17, max_model_len: 4096, tokens: [1] } } })
    const client = on(backend)
    expect((await client.send(counting())).inputTokens).toBe(17)
    expect((await client.send(counting())).inputTokens).toBe(17)
    expect(backend.requests.map(({ path }) => path)).toEqual([
      '/v1/responses/input_tokens',
      '/tokenize',
      '/tokenize',
    ])
    expect(backend.requests[1]?.json).toMatchObject({
      model: 'gpt-4o',
      messages: [{ role: 'system' }, { role: 'user' }],
      add_generation_prompt: true,
    })
  })

  it('estimates where there is no endpoint, and says so', async () => {
    await using backend = await createGatewayServer()
    const client = on(backend)
    only(backend, { '/tokenize': { json: { tokens: [] } } })
    const answer = await client.send(counting())
    expect(answer).toMatchObject({ estimated: true })
    expect(answer.inputTokens).toBeGreaterThan(10)
    expect(warnings).toMatchObject([{ code: 'token_count_estimated', field: 'inputTokens' }])
    const longer = await client.send(
      new sdk.CountTokensCommand({
        modelId: CLAUDE,
        input: { converse: { messages: [{ role: 'user', content: [{ text: 'word '.repeat(800) }] }] } },
      }),
    )
    expect(longer.inputTokens).toBe(1000 + 3 + 3)
    expect(backend.requests).toHaveLength(2)
  })

  it('counts bodies of InvokeModel', async () => {
    await using backend = await createGatewayServer()
    only(backend, { '/v1/responses/input_tokens': { json: { input_tokens: 9 } } })
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'Hi' }],
    }
    const invokeModel = { body: new TextEncoder().encode(JSON.stringify(body)) }
    const answer = await on(backend).send(
      new sdk.CountTokensCommand({ modelId: CLAUDE, input: { invokeModel } }),
    )
    expect(answer.inputTokens).toBe(9)
    expect(backend.requests[0]?.json).toMatchObject({ input: [{ role: 'user', content: 'Hi' }] })
  })

  it.each([
    [{ status: 401, message: 'no' }, 'AccessDeniedException'],
    [{ status: 404, message: 'no', code: 'model_not_found' }, 'ResourceNotFoundException'],
    [{ status: 429, message: 'no' }, 'ThrottlingException'],
  ] as const)('makes no estimate of a failure: %o', async (error, type) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ error })
    expect(await failure(on(backend).send(counting()))).toBeInstanceOf(sdk[type])
    expect(backend.requests).toHaveLength(1)
  })
})

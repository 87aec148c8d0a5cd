import { dispatch, type Warning } from '@patchbay/core'
import { createGate, TEST_BEARER_TOKEN } from '@patchbay/testing'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { failureOf, setUpBedrock } from '../test-support/bedrock-client.ts'
import { bedrock } from './bedrock.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const setup = setUpBedrock()
const { clientOf } = setup

describe('chat completions', () => {
  it('answers over one signed request, without anything of the caller’s', async () => {
    const { data, response } = await clientOf()
      .chat.completions.create({ model: MODEL, messages })
      .withResponse()
    expect(data.choices[0]?.message.content).toBe('12 + 30 is 42.')
    expect(data.model).toBe(MODEL)
    expect(response.headers.get('x-request-id')).toBeTruthy()
    expect(setup.server.requests).toHaveLength(1)
    const [request] = setup.server.requests
    expect(request).toMatchObject({
      operation: 'Converse',
      modelId: MODEL,
      authentication: { kind: 'sigv4' },
    })
    expect(JSON.stringify(request)).not.toContain('sk-caller')
  })

  it('streams, ends with [DONE], and gives usage when asked', async () => {
    const stream = await clientOf().chat.completions.create({
      model: MODEL,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let total: number | undefined
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      total = chunk.usage?.total_tokens ?? total
    }
    expect(text).toBe('12 + 30 is 42.')
    expect(total).toBeGreaterThan(0)
    const raw = await clientOf()
      .chat.completions.create({ model: MODEL, messages, stream: true })
      .asResponse()
    expect(await raw.text()).toMatch(/\n\ndata: \[DONE\]\n\n$/)
  })

  it('joins beta flags of the header and of the body', async () => {
    const betas = ['context-1m-2025-08-07', 'interleaved-thinking-2025-05-14']
    const body = { model: MODEL, messages, anthropic_beta: betas.slice(0, 1) }
    await clientOf().chat.completions.create(body, { headers: { 'anthropic-beta': betas.join(',') } })
    expect(setup.server.requests[0]?.json).toMatchObject({
      additionalModelRequestFields: { anthropic_beta: betas },
    })
  })

  it('uses one connection for one stream after the other', async () => {
    const client = clientOf()
    const before = setup.server.connectionCount
    for (let call = 0; call < 4; call += 1) {
      for await (const _ of await client.chat.completions.create({ model: MODEL, messages, stream: true })) {
        // Read to the end.
      }
    }
    expect(setup.server.connectionCount - before).toBeLessThanOrEqual(1)
  })

  it('signs temporary credentials, and sends a bearer token where one is given', async () => {
    await clientOf({ apiKey: TEST_BEARER_TOKEN }).chat.completions.create({ model: MODEL, messages })
    await clientOf({ apiKey: async () => TEST_BEARER_TOKEN }).chat.completions.create({
      model: MODEL,
      messages,
    })
    expect(setup.server.requests.map(({ authentication }) => authentication)).toMatchObject([
      { kind: 'bearer' },
      { kind: 'bearer' },
    ])
  })

  it('signs for every transport alike', async () => {
    await clientOf({ transport: 'fetch' }).chat.completions.create({ model: MODEL, messages })
    const route = bedrock({
      region: 'us-east-1',
      endpoint: setup.server.url,
      credentials: setup.server.credentials,
    })
    const sentTo: string[] = []
    const custom = async (url: string | URL | Request, init?: RequestInit) => {
      sentTo.push(url as string)
      return fetch(url, init)
    }
    const facts = {
      kind: 'openai',
      baseURL: 'https://api.openai.com/v1',
      fetch: custom,
      customFetch: true,
    } as const
    const call = { url: 'https://api.openai.com/v1/chat/completions', init: { method: 'POST' } }
    const body = JSON.stringify({ model: MODEL, messages })
    const response = await dispatch(route, { ...call, init: { ...call.init, body } }, facts)
    expect(response.status).toBe(200)
    expect(sentTo).toEqual([`${setup.server.url}/model/${encodeURIComponent(MODEL)}/converse`])
  })

  it('takes an ARN, one path segment on the wire', async () => {
    const arn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'
    await clientOf().chat.completions.create({ model: arn, messages })
    expect(setup.server.requests[0]).toMatchObject({ modelId: arn })
  })

  it('serves 200 calls on two routes at the same time without mixing them up', async () => {
    setup.server.reply((request) => ({
      text: `${request.authentication.kind} ${JSON.stringify(request.json)}`,
    }))
    const clients = [clientOf(), clientOf({ apiKey: TEST_BEARER_TOKEN })]
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const content = `call number ${index}.`
        const stream = index % 3 === 0
        const client = clients[index % 2] as OpenAI
        const request = { model: MODEL, messages: [{ role: 'user' as const, content }] }
        if (!stream) return (await client.chat.completions.create(request)).choices[0]?.message.content
        let text = ''
        for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) {
          text += chunk.choices[0]?.delta.content ?? ''
        }
        return text
      }),
    )
    for (const [index, answer] of answers.entries()) {
      expect(answer).toContain(`"call number ${index}."`)
      expect(answer).toContain(index % 2 === 0 ? 'sigv4' : 'bearer')
    }
  })
})

describe('several choices', () => {
  it('makes one call for each, and merges them', async () => {
    setup.server.enqueue({ text: 'one' }, { text: 'two' }, { text: 'three' })
    const answer = await clientOf().chat.completions.create({ model: MODEL, messages, n: 3 })
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(new Set(answer.choices.map(({ message }) => message.content))).toEqual(
      new Set(['one', 'two', 'three']),
    )
    const single = await clientOf().chat.completions.create({ model: MODEL, messages })
    expect(answer.usage?.prompt_tokens).toBe((single.usage?.prompt_tokens ?? 0) * 3)
  })

  it('streams them side by side, with one usage at the end', async () => {
    const stream = await clientOf().chat.completions.create({
      model: MODEL,
      messages,
      n: 2,
      stream: true,
      stream_options: { include_usage: true },
    })
    const texts = ['', '']
    const usages: number[] = []
    for await (const chunk of stream) {
      for (const { index, delta } of chunk.choices) texts[index] += delta.content ?? ''
      if (chunk.usage) usages.push(chunk.usage.completion_tokens)
    }
    expect(texts).toEqual(['12 + 30 is 42.', '12 + 30 is 42.'])
    expect(usages).toHaveLength(1)
  })

  it('aborts the others when one is refused', async () => {
    const gate = createGate()
    setup.server.enqueue({ error: { type: 'AccessDeniedException' } }, { text: 'late', hold: gate.opened })
    const failure = await failureOf(clientOf().chat.completions.create({ model: MODEL, messages, n: 2 }))
    expect(failure.status).toBe(403)
    gate.open()
  })
})

describe('giving up', () => {
  it('closes the upstream connection when the caller aborts or leaves the loop', async () => {
    for (const leave of ['break', 'abort'] as const) {
      const gate = createGate()
      setup.server.enqueue({
        text: 'one two three four',
        stream: { gates: [{ event: 2, until: gate.opened }] },
      })
      const controller = new AbortController()
      const stream = await clientOf().chat.completions.create(
        { model: MODEL, messages, stream: true },
        { signal: controller.signal },
      )
      for await (const chunk of stream) {
        if (!chunk.choices[0]?.delta.content) continue
        if (leave === 'break') break
        controller.abort()
      }
      const request = await setup.server.waitForRequest()
      await request.closed
      expect(request.aborted).toBe(true)
      gate.open()
      setup.server.reset()
    }
  })
})

describe('warnings', () => {
  it('go to the handler and into a header, or refuse the request', async () => {
    const seen: Warning[] = []
    const { response } = await clientOf({ onWarning: (warning) => seen.push(warning) })
      .chat.completions.create({ model: MODEL, messages, seed: 7 })
      .withResponse()
    expect(seen.map(({ field }) => field)).toEqual(['seed'])
    expect(JSON.parse(response.headers.get('x-patchbay-warnings') ?? '')).toEqual(seen)
    const failure = await failureOf(
      clientOf({ strict: true }).chat.completions.create({ model: MODEL, messages, seed: 7 }),
    )
    expect(failure).toMatchObject({ status: 400, param: 'seed' })
  })
})

import { describe, expect, it } from 'vitest'

import { createBedrockServer } from '../server.ts'

const PATH = '/openai/v1/chat/completions'
const question = {
  model: 'openai.gpt-oss-20b-1:0',
  messages: [{ role: 'user', content: 'What is 12 + 30?' }],
}

const post = (url: string, body: unknown, token?: string) =>
  fetch(url + PATH, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })

describe("Bedrock's endpoint of OpenAI's shape", () => {
  it('lets in only who has a key', async () => {
    await using server = await createBedrockServer()
    expect((await post(server.url, question)).status).toBe(403)
    expect((await post(server.url, question, 'wrong')).status).toBe(403)
    const answer = await post(server.url, question, server.bearerToken)
    expect(answer.headers.get('x-amzn-requestid')).toBe(server.requests.at(-1)?.requestId)
    expect(await answer.json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { content: '12 + 30 is 42.' }, finish_reason: 'stop' }],
    })
  })

  it.each([
    [{ ...question, model: 'us.amazon.nova-lite-v1:0' }, "does not support the '/v1/chat/completions' API"],
    [{ ...question, model: undefined }, 'model: Field required'],
    [{ ...question, messages: [] }, "Missing required parameter: 'messages'"],
    [[], 'not a JSON object'],
  ])("refuses %j in OpenAI's envelope, and uses no script up", async (body, message) => {
    await using server = await createBedrockServer({ auth: 'none' })
    server.enqueue({ text: 'scripted' })
    const answer = await post(server.url, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining(message) } })
    expect(server.pendingReplies).toBe(1)
  })

  it('streams, and says what it is told', async () => {
    await using server = await createBedrockServer({ auth: 'none' })
    server.enqueue({ text: 'scripted' }, { chunks: [{ a: 1 }] }, { body: { b: 2 } })
    const stream = await (await post(server.url, { ...question, stream: true })).text()
    expect(stream).toContain('"content":"scripted"')
    expect(stream.endsWith('data: [DONE]\n\n')).toBe(true)
    const chunks = await (await post(server.url, { ...question, stream: true })).text()
    expect(chunks).toBe('data: {"a":1}\n\ndata: [DONE]\n\n')
    expect(await (await post(server.url, question)).json()).toEqual({ b: 2 })
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'

import { createBedrockServer } from '../../index.ts'
import type { BedrockServer } from '../../index.ts'

const NOVA = 'us.amazon.nova-pro-v1:0'
const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const user = (content: unknown) => ({ messages: [{ role: 'user', content }] })

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer({ auth: 'none' })
})
afterAll(() => server.close())

it.each([
  ['messages.0', { messages: [null] }],
  ['messages.0.content.0', user([null])],
  ['messages.0.content', user(null)],
  ['system.0', { ...user([{ text: 'a', type: 'text' }]), system: [null] }],
  ['tools.0', { ...user('a'), tools: [null] }],
  ['messages.0.content.0.content.0', user([{ type: 'tool_result', tool_use_id: 'a', content: [null] }])],
])('refuses null at %s in a body of InvokeModel as the service does', async (path, body) => {
  for (const model of [NOVA, CLAUDE]) {
    const response = await fetch(`${server.url}/model/${encodeURIComponent(model)}/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 10, ...body }),
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ message: `${path}: Input should be an object` })
  }
})

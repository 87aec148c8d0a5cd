import { describe, expect, it } from 'vitest'

import { readSettings } from '../bedrock/settings.ts'
import type { BedrockCall } from './services.ts'
import { createRequestWriter } from './write-request.ts'

const CALL: BedrockCall = {
  service: 'bedrock-runtime',
  method: 'POST',
  path: '/model/amazon.nova-lite-v1%3A0/converse',
  accept: 'application/json',
  body: '{}',
  model: 'amazon.nova-lite-v1:0',
}

const write = (() => {
  const writeRequest = createRequestWriter(
    readSettings({ region: 'us-east-1', headers: { 'X-Team': 'a' } }, {}),
  )
  return async (call: BedrockCall) => (await writeRequest(call)).unsigned
})()

describe('createRequestWriter', () => {
  it('gives the calls to a model the same URL and headers, and each its own body', async () => {
    const first = await write(CALL)
    const second = await write({ ...CALL, body: '{"messages":[]}', headers: {} })
    expect(first).toMatchObject({
      url: new URL(`https://bedrock-runtime.us-east-1.amazonaws.com${CALL.path}`),
      headers: {
        'user-agent': 'patchbay',
        accept: 'application/json',
        'content-type': 'application/json',
        'x-team': 'a',
      },
      body: '{}',
      isRepeated: true,
    })
    expect(second.body).toBe('{"messages":[]}')
    expect([second.url, second.headers]).toEqual([first.url, first.headers])
    expect(second.headers).toBe(first.headers)
  })

  it.each<[string, Partial<BedrockCall>]>([
    ['headers of its own', { headers: { 'anthropic-version': '2023-06-01' } }],
    ['no model', { model: undefined as never }],
    ['no body', { body: undefined as never }],
    ['a long path', { path: `/model/${'a'.repeat(500)}/converse` }],
  ])('remembers nothing of a call with %s', async (_name, differs) => {
    const call = { ...CALL, ...differs }
    const first = await write(call)
    const second = await write(call)
    expect(first.isRepeated).toBe(false)
    expect(second.headers).not.toBe(first.headers)
    expect(second).toEqual(first)
    expect((await write(CALL)).headers).not.toHaveProperty('anthropic-version')
  })

  it('asks for another kind of answer by the same path', async () => {
    const accept = 'text/event-stream'
    expect((await write({ ...CALL, accept })).headers).toHaveProperty('accept', accept)
    expect((await write(CALL)).headers).toHaveProperty('accept', CALL.accept)
  })

  it('addresses any number of models', async () => {
    for (let index = 0; index < 200; index += 1) {
      const path = `/model/m${index}/converse`
      expect((await write({ ...CALL, path })).url.pathname).toBe(path)
    }
  })
})

import { ConfigurationError, createFetch } from '@patchbay/core'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { openai } from './openai.ts'

afterEach(() => vi.unstubAllEnvs())

describe('openai', () => {
  it('sends requests to the backend, under its own key and model', async () => {
    await using backend = await createGatewayServer()
    const route = openai({
      baseURL: `${backend.url}/v1`,
      apiKey: 'sk-backend',
      models: { fast: 'gpt-4o-mini' },
    })
    const client = new OpenAI({ apiKey: 'sk-caller', fetch: createFetch(route), maxRetries: 0 })
    const answer = await client.chat.completions.create({
      model: 'fast',
      messages: [{ role: 'user', content: 'Hi.' }],
    })
    expect(answer.choices).toHaveLength(1)
    expect(backend.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      json: { model: 'gpt-4o-mini' },
    })
    expect(backend.requests[0]?.headers['authorization']).toBe('Bearer sk-backend')
  })

  it('borrows from a client, or reads the environment, and shows no key', () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-environment')
    vi.stubEnv('OPENAI_BASE_URL', 'https://proxy.example.com/v1')
    expect(openai().describe()).toMatchObject({
      kind: 'local',
      name: 'openai',
      baseURL: 'https://proxy.example.com/v1',
    })
    const client = new OpenAI({ apiKey: 'sk-borrowed', baseURL: 'https://other.example.com/v1' })
    expect(openai({ client }).describe()).toMatchObject({ baseURL: 'https://other.example.com/v1' })
    expect(JSON.stringify([openai().describe(), openai({ client }).describe()])).not.toContain('sk-')
  })

  it('needs no key where the backend is not OpenAI', async () => {
    vi.stubEnv('OPENAI_API_KEY', undefined)
    await using backend = await createGatewayServer({ forbid: ['authorization'] })
    const client = new OpenAI({ apiKey: 'sk-caller', fetch: createFetch(openai({ baseURL: backend.url })) })
    await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi.' }] })
    expect(backend.requests).toHaveLength(1)
  })

  it.each([
    ['the environment', {}],
    [
      'a client of another base',
      { client: { apiKey: 'sk-borrowed', baseURL: 'https://other.example.com/v1' } },
    ],
  ])('brings no key of %s to a base of its own', async (_name, options) => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-environment')
    await using backend = await createGatewayServer({ forbid: ['authorization'] })
    const route = openai({ baseURL: backend.url, ...options })
    const client = new OpenAI({ apiKey: 'sk-caller', maxRetries: 0, fetch: createFetch(route) })
    await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi.' }] })
    expect(backend.requests).toHaveLength(1)
  })

  it('refuses to be made without a key, or with an option that does not exist', () => {
    vi.stubEnv('OPENAI_API_KEY', undefined)
    expect(() => openai()).toThrow(ConfigurationError)
    expect(() => openai({ apiKey: 'k', modles: {} } as object)).toThrow(/modles/)
  })
})

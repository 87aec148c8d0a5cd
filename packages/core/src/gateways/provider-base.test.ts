import { expect, test } from 'vitest'

import { type Call, requestOf } from '../../test-support/requests.ts'
import { providerBase } from './provider-base.ts'

const ROOT = 'https://gw.example.com/tenant'

test.for([
  [{ kind: 'openai' }, 'https://api.openai.com/v1'],
  [{ kind: 'openai', baseURL: 'https://eu.api.openai.com/v1/' }, 'https://eu.api.openai.com/v1'],
  [{ kind: 'openai', baseURL: 'https://user:hunter22@proxy.example/v1' }, 'https://proxy.example/v1'],
  // A client that was built for the gateway names its provider's default.
  [{ kind: 'openai', baseURL: 'https://gw.example.com/v1/query/r' }, 'https://api.openai.com/v1'],
  [
    { kind: 'anthropic', baseURL: 'https://gw.example.com', path: '/v1/messages' },
    'https://api.anthropic.com',
  ],
  [{ kind: 'azure-openai', baseURL: 'https://gw.example.com/openai' }, undefined],
  [{ kind: 'azure-openai' }, 'https://contoso.openai.azure.com'],
  [
    { kind: 'azure-openai', baseURL: 'https://c.openai.azure.com/openai/deployments/d' },
    'https://c.openai.azure.com',
  ],
  [{ kind: 'azure-openai', baseURL: 'https://c.openai.azure.com/openai/v1/' }, 'https://c.openai.azure.com'],
  [
    { kind: 'langchain', baseURL: 'https://c.openai.azure.com/openai/deployments/d' },
    'https://c.openai.azure.com',
  ],
  [{ kind: 'bedrock', path: '/model/m/converse' }, 'https://bedrock-runtime.us-east-1.amazonaws.com'],
  [{ kind: 'fetch', baseURL: '', path: 'https://query.invalid/' }, undefined],
] as const satisfies readonly (readonly [Call, string | undefined])[])('%j → %s', ([call, expected]) => {
  expect(providerBase(requestOf(call), ROOT)).toBe(expected)
})

test('a plain fetch names what its URL has before the endpoint, whatever the default base', () => {
  const base = 'https://api.openai.com/v1'
  const request = requestOf({ kind: 'fetch' })
  const url = new URL('https://api.groq.com/openai/v1/chat/completions')
  expect(providerBase({ ...request, url }, ROOT)).toBe('https://api.groq.com/openai/v1')
  expect(providerBase(request, ROOT)).toBe(base)
})

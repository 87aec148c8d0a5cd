import { describe, expect, test } from 'vitest'

import { dropForeignSecrets, redact, secretValues } from './secret-headers.ts'

describe('dropForeignSecrets', () => {
  test.for([
    ['x-portkey-virtual-key', 'javelin', false],
    ['x-portkey-vertex-service-account-json', 'javelin', false],
    ['x-portkey-some-new-secret', 'javelin', false],
    ['x-portkey-metadata', 'javelin', true],
    ['x-portkey-virtual-key', 'portkey', true],
    ['x-javelin-apikey', 'gateway', false],
    ['x-javelin-route', 'gateway', true],
    ['aws-access-key-id', 'portkey', false],
    ['x-litellm-api-key', 'gateway', false],
    ['authorization', 'gateway', true],
    ['x-my-own-key', 'gateway', true],
  ] as const)('%s on a route to %s: stays is %s', ([name, preset, stays]) => {
    const headers = new Headers({ [name]: 'value' })
    dropForeignSecrets(headers, preset)
    expect(headers.has(name)).toBe(stays)
  })
})

test('redact takes out every secret, the longest first', () => {
  const headers = new Headers({
    authorization: 'Bearer sk-0123456789',
    'x-javelin-apikey': 'sk-0123456789-long',
    'x-javelin-route': 'not-a-secret-route',
    'x-some-key': 'short',
    'x-portkey-provider': '@bedrock-provider',
  })
  const text = 'sk-0123456789-long, sk-0123456789, not-a-secret-route, short, @bedrock-provider'
  expect(redact(text, secretValues(headers))).toBe(
    '[redacted], [redacted], not-a-secret-route, short, @bedrock-provider',
  )
})

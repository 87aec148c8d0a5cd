import { describe, expect, test } from 'vitest'

import './presets.ts'
import { secretsInHeaders } from '../redaction/collect-secrets.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { addHeaderOwner, dropForeignSecrets } from './secret-headers.ts'

const redact = (text: string, secrets: readonly string[]) => createRedactor(secrets).text(text)

const OWN = {
  javelin: /^x-(?:javelin|highflame)-/,
  portkey: /^x-portkey-/,
  gateway: /^$/,
} as const

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
    dropForeignSecrets(headers, (header) => OWN[preset].test(header))
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
  expect(redact(text, secretsInHeaders(headers))).toBe(
    '[redacted], [redacted], not-a-secret-route, short, @bedrock-provider',
  )
})

test('redact takes out the keys within an inline config, whatever is quoted of it', () => {
  const config = { retry: { attempts: 1 }, targets: [{ provider: 'openai', api_key: 'sk-nested-0123' }] }
  const headers = new Headers({ 'x-portkey-config': JSON.stringify(config) })
  const message = `Invalid target: ${JSON.stringify(config.targets[0])}`
  const text = JSON.stringify({ error: { message } })
  expect(redact(text, secretsInHeaders(headers))).toBe(text.replace('sk-nested-0123', '[redacted]'))
})

test('redact knows a secret as a JSON text quotes it', () => {
  const headers = new Headers({ 'x-javelin-apikey': 'key-"with"-quotes\\' })
  const inner = JSON.stringify({ 'x-javelin-apikey': 'key-"with"-quotes\\' })
  const text = JSON.stringify({ message: 'No such key: key-"with"-quotes\\', headers: inner })
  const redacted = redact(text, secretsInHeaders(headers))
  expect(redacted).not.toContain('quotes')
  expect(JSON.parse(redacted)).toEqual({
    message: 'No such key: [redacted]',
    headers: '{"x-javelin-apikey":"[redacted]"}',
  })
})

test('a gateway that is defined again is one owner of headers', () => {
  const first = addHeaderOwner('x-again-', undefined, ['x-again-key', 'again'])
  expect(addHeaderOwner('x-again-', undefined, ['again', 'x-again-key'])).toBe(first)
  expect(addHeaderOwner('x-again-', /^again-/, ['x-again-key'])).not.toBe(first)
  expect(addHeaderOwner('x-again-', false, ['x-again-key', 'again'])).not.toBe(first)
})

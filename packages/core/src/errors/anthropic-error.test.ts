import { describe, expect, it } from 'vitest'

import { clientProtocol } from '../client-protocol.ts'
import { toAnthropicError, toAnthropicFailure } from './anthropic-error.ts'
import { errorResponse } from './error-response.ts'

describe('toAnthropicError', () => {
  it.each([
    [400, 'invalid_request_error', 'invalid_request_error'],
    [401, 'authentication_error', 'authentication_error'],
    [403, 'permission_error', 'permission_error'],
    [404, 'not_found_error', 'not_found_error'],
    [408, 'timeout_error', 'timeout_error'],
    [413, 'invalid_request_error', 'invalid_request_error'],
    [424, 'server_error', 'api_error'],
    [429, 'rate_limit_error', 'rate_limit_error'],
    [500, 'server_error', 'api_error'],
    [504, 'server_error', 'timeout_error'],
    [529, 'overloaded_error', 'overloaded_error'],
    [413, undefined, 'request_too_large'],
    [422, 'something_else', 'invalid_request_error'],
  ])('%i %s: %s', (status, given, type) => {
    const body = { error: { message: 'No.', type: given, code: null, param: null } }
    expect(toAnthropicError(status, body, 'r')).toEqual({
      type: 'error',
      error: { type, message: 'No.' },
      request_id: 'r',
    })
  })

  it('keeps code, param and extras', () => {
    const error = { message: 'No.', type: 'server_error', code: 'c', param: 'p', status: 500, attempts: [1] }
    expect(toAnthropicError(500, { error }, null).error).toEqual({
      type: 'api_error',
      message: 'No.',
      details: { error_code: 'c', param: 'p' },
      attempts: [1],
    })
  })

  it.each([[undefined], ['text'], [{}], [{ error: 'text' }], [{ error: { message: '' } }]])(
    'makes an envelope of %j',
    (body) => {
      expect(toAnthropicError(503, body, null)).toEqual({
        type: 'error',
        error: { type: 'api_error', message: 'Status 503.' },
        request_id: null,
      })
    },
  )

  it('keeps status, headers and the id of the request', async () => {
    const response = errorResponse(429, { message: 'No.' }, { 'retry-after': '3', 'x-request-id': 'r-1' })
    const failure = await toAnthropicFailure(response)
    expect(failure.status).toBe(429)
    expect(Object.fromEntries(failure.headers)).toMatchObject({ 'retry-after': '3', 'request-id': 'r-1' })
    expect(await failure.json()).toMatchObject({ type: 'error', request_id: 'r-1' })
  })
})

describe('clientProtocol', () => {
  it.each([
    ['anthropic', 'https://a.example/anything', 'anthropic'],
    ['openai', 'https://a.example/v1/messages', 'openai'],
    ['fetch', 'https://a.example/v1/messages', 'anthropic'],
    ['fetch', 'https://a.example/prefix/v1/messages/count_tokens?x=1', 'anthropic'],
    ['fetch', 'https://a.example/v1/messages/batches/b/results', 'anthropic'],
    ['fetch', 'https://a.example/v1/threads/t/messages', 'openai'],
    ['fetch', 'https://a.example/v1/chat/completions', 'openai'],
  ] as const)('%s, %s: %s', (kind, url, protocol) => {
    expect(clientProtocol(url, { kind })).toBe(protocol)
    expect(clientProtocol(new URL(url), { kind })).toBe(protocol)
  })
})

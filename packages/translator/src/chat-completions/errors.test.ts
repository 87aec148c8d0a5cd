import { describe, expect, it } from 'vitest'

import { TranslationError } from '../translation-error.ts'
import {
  isContextOverflow,
  toBedrockError,
  toOpenAIError,
  toStreamError,
  toTranslationErrorAnswer,
} from './errors.ts'

const EXCEPTIONS = [
  ['ValidationException', 400, 'invalid_request_error'],
  ['ServiceQuotaExceededException', 400, 'invalid_request_error'],
  ['ConflictException', 400, 'invalid_request_error'],
  ['AccessDeniedException', 403, 'permission_error'],
  ['ResourceNotFoundException', 404, 'not_found_error'],
  ['ModelTimeoutException', 408, 'timeout_error'],
  ['ModelErrorException', 424, 'server_error'],
  ['ModelStreamErrorException', 424, 'server_error'],
  ['ThrottlingException', 429, 'rate_limit_error'],
  ['ModelNotReadyException', 429, 'rate_limit_error'],
  ['InternalServerException', 500, 'server_error'],
  ['ServiceUnavailableException', 503, 'server_error'],
] as const

describe('toOpenAIError', () => {
  it.each(EXCEPTIONS)(
    'keeps %s with its status, and the way back finds it again',
    (type, status, errorType) => {
      const answer = toOpenAIError({ type, message: 'No.', requestId: 'r-1' })
      expect(answer).toMatchObject({
        status,
        headers: { 'x-request-id': 'r-1', 'content-type': 'application/json' },
        body: { error: { message: 'No.', type: errorType, code: type, param: null } },
      })
      expect(toBedrockError(answer.status, answer.body)).toMatchObject({ type, status, message: 'No.' })
    },
  )

  it('tells a throttled caller when to come again', () => {
    expect(toOpenAIError({ type: 'ThrottlingException' }).headers).not.toHaveProperty('retry-after')
    expect(toOpenAIError({ status: 429, retryAfter: '7' }).headers).toMatchObject({ 'retry-after': '7' })
    expect(toOpenAIError({ status: 500 }).headers).not.toHaveProperty('retry-after')
  })

  it.each([
    'Input is too long for requested model.',
    'The model returned the following errors: prompt is too long: 216000 tokens > 200000 maximum',
    'input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000',
    "This model's maximum context length is 8192 tokens. Please reduce the length of the prompt",
    'Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.',
    'Too many input tokens. Max input tokens: 42000, request input token count: 60000',
  ])('knows an overflow of the context: %s', (message) => {
    expect(toOpenAIError({ type: 'ValidationException', message }).body.error.code).toBe(
      'context_length_exceeded',
    )
  })

  it.each([
    'The maximum tokens you requested exceeds the model limit of 4096.',
    'max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens',
    'messages: text content blocks must be non-empty',
    'Too many tokens, please wait before trying again.',
  ])('does not take every limit for it: %s', (message) => expect(isContextOverflow(message)).toBe(false))

  it('reads the names of exception frames and of error headers, and needs none', () => {
    expect(toOpenAIError({ type: 'throttlingException' })).toMatchObject({
      status: 429,
      body: { error: { code: 'ThrottlingException' } },
    })
    expect(toOpenAIError({ type: 'com.amazon#ValidationException:http://x' }).status).toBe(400)
    expect(toOpenAIError({}).status).toBe(500)
    expect(toOpenAIError({ type: 'BrandNewException' })).toMatchObject({
      status: 500,
      body: { error: { code: 'BrandNewException' } },
    })
  })
})

describe('toStreamError', () => {
  it('carries the status itself', () => {
    expect(toStreamError({ type: 'throttlingException', message: 'Slow.' })).toMatchObject({
      error: { message: 'Slow.', code: 'ThrottlingException', status: 429 },
    })
    const cut = new TranslationError('Cut.', { status: 502, type: 'server_error', code: 'stream_truncated' })
    expect(toStreamError(cut)).toEqual({
      error: { message: 'Cut.', type: 'server_error', code: 'stream_truncated', param: null, status: 502 },
    })
  })
})

describe('toTranslationErrorAnswer', () => {
  it('names the field at fault', () => {
    expect(toTranslationErrorAnswer(new TranslationError('Bad.', { param: 'tools' }))).toMatchObject({
      status: 400,
      body: { error: { message: 'Bad.', type: 'invalid_request_error', code: null, param: 'tools' } },
    })
  })
})

describe('toBedrockError', () => {
  it.each([
    [400, 'ValidationException'],
    [422, 'ValidationException'],
    [401, 'AccessDeniedException'],
    [403, 'AccessDeniedException'],
    [404, 'ResourceNotFoundException'],
    [429, 'ThrottlingException'],
    [500, 'InternalServerException'],
    [503, 'ServiceUnavailableException'],
    [599, 'InternalServerException'],
  ])('%i is %s', (status, type) => {
    expect(toBedrockError(status, { error: { message: 'm', code: 'invalid_api_key' } })).toMatchObject({
      type,
      message: 'm',
    })
  })

  it('takes any body', () => {
    for (const body of [
      undefined,
      null,
      'text',
      5,
      [],
      {},
      { error: null },
      { error: 'text' },
      { error: { message: 5 } },
    ]) {
      expect(toBedrockError(500, body).message).not.toBe('')
    }
  })
})

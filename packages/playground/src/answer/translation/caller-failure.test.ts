import Anthropic from '@anthropic-ai/sdk'
import { TranslationError } from '@patchbay/translator'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { errorClassOf, toCallerFailure } from './caller-failure.ts'

describe('errorClassOf', () => {
  const statuses = Array.from({ length: 200 }, (_, index) => 400 + index)

  it.each([
    ['chat-completions', OpenAI.APIError],
    ['responses', OpenAI.APIError],
    ['messages', Anthropic.APIError],
  ] as const)('is what the SDK of %s throws', (client, errors) => {
    const thrown = statuses.map((status) => errors.generate(status, {}, 'a', new Headers()).constructor.name)
    expect(statuses.map((status) => errorClassOf(status, client))).toEqual(thrown)
  })
})

describe('toCallerFailure', () => {
  const throttled = { type: 'throttlingException', message: 'Slow down' }

  it('of the service, in the words of each client', () => {
    const error = {
      message: 'Slow down',
      type: 'rate_limit_error',
      code: 'ThrottlingException',
      param: null,
      status: 429,
    }
    expect(toCallerFailure(throttled, 'chat-completions')).toEqual({
      errorClass: 'RateLimitError',
      status: 429,
      message: 'Slow down',
      code: 'ThrottlingException',
      event: { error },
    })
    expect(toCallerFailure(throttled, 'messages')).toMatchObject({
      errorClass: 'RateLimitError',
      event: { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } },
    })
    expect(toCallerFailure(throttled, 'converse')).toMatchObject({
      errorClass: 'ThrottlingException',
      event: { throttlingException: { message: 'Slow down' } },
    })
  })

  it('of the translation', () => {
    const error = new TranslationError('Too short', {
      status: 502,
      type: 'server_error',
      code: 'stream_truncated',
    })
    expect(toCallerFailure(error, 'responses')).toMatchObject({
      errorClass: 'InternalServerError',
      status: 502,
      code: 'stream_truncated',
      event: { error: { message: 'Too short' } },
    })
    expect(toCallerFailure(error, 'converse').errorClass).toBe('ServiceUnavailableException')
  })

  it('names the field of a prompt that does not fit as the caller has it', () => {
    const long = { type: 'validationException', message: 'prompt is too long' }
    expect(toCallerFailure(long, 'responses')).toMatchObject({
      code: 'context_length_exceeded',
      event: { error: { param: 'input' } },
    })
  })
})

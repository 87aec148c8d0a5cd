import { describe, expect, it } from 'vitest'
import { hookEvent } from '../../test-support/hook-event.ts'
import { errorTypeOf } from './error-type.ts'
import { toOperation } from './operation.ts'
import { toProvider } from './provider.ts'
import {
  attemptEndAttributes,
  attemptStartAttributes,
  endAttributes,
  givenUpAttributes,
  serverAttributes,
  spanName,
  startAttributes,
} from './span-attributes.ts'

describe('the span of a request', () => {
  it('begins with what samplers decide by', () => {
    expect(spanName(hookEvent())).toBe('chat gpt-4o')
    expect(spanName(hookEvent({ operation: 'models', requestModel: undefined }))).toBe('models')
    expect(startAttributes(hookEvent())).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.stream': true,
      'patchbay.request.id': '6a1e0f0c-4f0f-4b61-9d7e-4f6f3c0c2a11',
      'patchbay.route': 'fallback',
    })
    expect(startAttributes(hookEvent({ stream: false }))).not.toHaveProperty('gen_ai.request.stream')
  })

  it('ends with what the answer has told', () => {
    const warning = { code: 'parameter_dropped', field: 'seed', message: 'seed was left out' }
    expect(endAttributes(hookEvent({ warnings: [warning] }), false)).toEqual({
      'gen_ai.provider.name': 'openai',
      'openai.api.type': 'chat_completions',
      'gen_ai.response.model': 'gpt-4o-2024-11-20',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': 0.25,
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.cache_read.input_tokens': 40,
      'gen_ai.usage.cache_write.input_tokens': 8,
      'gen_ai.usage.cache_creation.input_tokens': 8,
      'gen_ai.usage.reasoning.output_tokens': 5,
      'server.address': 'gateway.example',
      'server.port': 443,
      'patchbay.target': 'javelin',
      'patchbay.attempt': 1,
      'patchbay.outcome': 'ok',
      'patchbay.warnings': ['parameter_dropped seed'],
    })
  })

  it('leaves out the name that v0.1.0 has replaced where only the latest are wanted', () => {
    const attributes = endAttributes(hookEvent(), true)
    expect(attributes).not.toHaveProperty(['gen_ai.usage.cache_creation.input_tokens'])
    expect(attributes).toHaveProperty(['gen_ai.usage.cache_write.input_tokens'], 8)
  })

  it('invents no usage', () => {
    const names = Object.keys(endAttributes(hookEvent({ usage: undefined }), false))
    expect(names.filter((name) => name.startsWith('gen_ai.usage.'))).toEqual([])
  })

  it.each([
    ['a stream that is left early', { outcome: 'aborted', finishReasons: [] }, ['error']],
    ['a stream that fails', { outcome: 'error', finishReasons: [] }, ['error']],
    [
      'a request that is refused',
      { outcome: 'error', finishReasons: [], status: 400, firstTokenMs: undefined },
      undefined,
    ],
    [
      'no answer',
      { outcome: 'error', finishReasons: [], status: undefined, firstTokenMs: undefined },
      undefined,
    ],
    ['embeddings', { operation: 'embeddings', finishReasons: [], outcome: 'aborted' }, undefined],
  ] as const)(
    'has the finish reason `error` only where a generation was cut off: %s',
    (_name, changes, expected) => {
      expect(endAttributes(hookEvent(changes), false)['gen_ai.response.finish_reasons']).toEqual(expected)
    },
  )
})

describe('the span of an attempt', () => {
  it('is told apart by its target and number', () => {
    expect(attemptStartAttributes(hookEvent({ target: 'bedrock', attempt: 2 }))).toEqual({
      'patchbay.target': 'bedrock',
      'patchbay.attempt': 2,
    })
  })

  it('ends with where it went', () => {
    expect(attemptEndAttributes(hookEvent({ api: 'converse', host: 'bedrock-runtime' }))).toEqual({
      'http.response.status_code': 200,
      'server.address': 'gateway.example',
      'server.port': 443,
      'url.full': 'https://gateway.example/v1/chat/completions',
      'patchbay.api': 'converse',
      'patchbay.host': 'bedrock-runtime',
    })
  })

  it('says why it was given up', () => {
    const error = { name: 'server_error', status: 503, code: undefined, message: 'try later' }
    expect(givenUpAttributes(hookEvent({ outcome: undefined, status: 503, error, attempt: 2 }))).toEqual({
      'http.response.status_code': 503,
      'error.type': 'server_error',
    })
  })
})

describe('operations', () => {
  it.each([
    ['chat', 'chat', 'inference'],
    ['responses', 'chat', 'inference'],
    ['messages', 'chat', 'inference'],
    ['converse', 'chat', 'inference'],
    ['invoke_model', 'chat', 'inference'],
    ['completions', 'text_completion', 'inference'],
    ['embeddings', 'embeddings', 'embeddings'],
    ['images', 'generate_content', 'inference'],
    ['moderations', 'moderations', 'other'],
    ['count_tokens', 'count_tokens', 'other'],
    ['/files/file_123', 'files', 'other'],
    ['', 'request', 'other'],
  ])('%s is %s', (operation, name, kind) => {
    expect(toOperation({ operation, requestModel: 'm' })).toEqual({ name, kind })
  })

  it.each(['amazon.titan-embed-text-v2:0', 'cohere.embed-v4:0', 'us.cohere.embed-english-v3'])(
    'InvokeModel of %s computes embeddings',
    (requestModel) => {
      expect(toOperation({ operation: 'invoke_model', requestModel }).name).toBe('embeddings')
    },
  )
})

describe('providers', () => {
  it.each([
    ['openai', 'chat', 'javelin', undefined, 'openai'],
    ['azure-openai', 'chat', 'javelin', undefined, 'azure.ai.openai'],
    ['anthropic', 'messages', 'portkey', undefined, 'anthropic'],
    ['langchain', 'messages', 'portkey', undefined, 'anthropic'],
    ['langchain', 'chat', 'portkey', undefined, 'openai'],
    ['fetch', 'responses', 'gateway', undefined, 'openai'],
    ['bedrock', 'converse', 'javelin', undefined, 'aws.bedrock'],
    ['bedrock', 'converse', 'openai', undefined, 'openai'],
    ['openai', 'chat', 'bedrock', undefined, 'aws.bedrock'],
    ['anthropic', 'messages', 'bedrock', 'bedrock-mantle', 'aws.bedrock'],
  ] as const)('%s, %s on %s (%s): %s', (client, operation, target, host, expected) => {
    expect(toProvider({ client, operation, target, host })).toBe(expected)
  })
})

describe('error.type', () => {
  const error = { name: 'RateLimitError', status: 429, code: 'rate_limit_exceeded', message: 'slow down' }
  it.each([
    ['a code', { error, status: 429, outcome: 'error' }, 'rate_limit_exceeded'],
    ['a name', { error: { ...error, code: undefined }, status: 429, outcome: 'error' }, 'RateLimitError'],
    [
      'a status',
      { error: { ...error, code: undefined, name: 'Error' }, status: 429, outcome: 'error' },
      '429',
    ],
    ['nothing', { error: undefined, status: undefined, outcome: 'error' }, '_OTHER'],
    ['an abort', { error: undefined, status: 200, outcome: 'aborted' }, undefined],
    ['a success', { error: undefined, status: 200, outcome: 'ok' }, undefined],
  ] as const)('of %s', (_name, event, expected) => {
    expect(errorTypeOf(event)).toBe(expected)
  })
})

describe('server.address', () => {
  it.each([
    ['https://gateway.example/v1', 'gateway.example', 443],
    ['http://127.0.0.1:4000/v1', '127.0.0.1', 4000],
    ['http://gateway.example/v1', 'gateway.example', 80],
  ])('%s', (url, address, port) => {
    expect(serverAttributes(url)).toEqual({ 'server.address': address, 'server.port': port })
  })

  it('is nothing where a text is no URL', () => expect(serverAttributes('nowhere')).toEqual({}))
})

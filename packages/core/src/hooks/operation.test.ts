import { describe, expect, it } from 'vitest'

import { operationOf } from './operation.ts'

describe('operationOf', () => {
  it.each([
    ['/chat/completions', 'chat'],
    ['/responses', 'responses'],
    ['/responses/resp_1/cancel', 'responses'],
    ['/responses/input_tokens', 'count_tokens'],
    ['/messages', 'messages'],
    ['/messages/count_tokens', 'count_tokens'],
    ['/messages/batches/1/results', 'batches'],
    ['/completions', 'completions'],
    ['/embeddings', 'embeddings'],
    ['/images/generations', 'images'],
    ['/audio/transcriptions', 'audio'],
    ['/moderations', 'moderations'],
    ['/models', 'models'],
    ['/models/gpt-4o', 'models'],
    ['/files/file-1/content', 'files'],
    ['/converse', 'converse'],
    ['/converse/count-tokens', 'count_tokens'],
    ['/model/a/converse-stream', 'converse'],
    ['/model/a/invoke', 'invoke_model'],
    ['/', 'unknown'],
  ])('of %s is %s', (endpoint, operation) => {
    expect(operationOf(endpoint)).toBe(operation)
  })

  it.each([
    [{ messages: [] }, 'chat'],
    [{ input: '' }, 'embeddings'],
    [{ prompt: '' }, 'completions'],
    [undefined, 'chat'],
  ])('goes by the body where the endpoint takes any: %j is %s', (body, operation) => {
    expect(operationOf('', body)).toBe(operation)
  })
})

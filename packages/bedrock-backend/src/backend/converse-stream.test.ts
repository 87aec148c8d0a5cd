import type { HttpBody } from '@patchbay/core'
import {
  createChatCompletionStream,
  describeModel,
  DEFAULT_REASONING_RATIOS,
  type ResponseContext,
} from '@patchbay/translator'
import { encodeEvent, encodeException } from '@patchbay/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { RequestFailure } from '../request-failure.ts'
import { asRequestFailure } from './failure.ts'
import { readConverseStream } from './converse-stream.ts'

const RESPONSE_CONTEXT: ResponseContext = {
  toolNames: new Map(),
  structuredOutputTool: undefined,
  legacyFunctions: false,
  suppressToolCalls: false,
  includeUsage: true,
  thinkTags: false,
  nonStreaming: false,
}
const CONTEXT = {
  model: describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  id: 'chatcmpl-1',
  created: 1,
  options: { strictOpenAICompliance: false, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}

const EVENTS: [string, object][] = [
  ['messageStart', { role: 'assistant' }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm.' } } }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'c2ln' } } }],
  ['contentBlockStop', { contentBlockIndex: 0 }],
  ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'Grüße 🌍' } }],
  ['contentBlockStop', { contentBlockIndex: 1 }],
  ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't1', name: 'get' } } }],
  ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '{"a":1}' } } }],
  ['contentBlockStop', { contentBlockIndex: 2 }],
  ['messageStop', { stopReason: 'tool_use' }],
  ['metadata', { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 }, metrics: { latencyMs: 4 } }],
]
const FRAMES = EVENTS.map(([type, payload]) => encodeEvent(type, payload))
const STREAM = new Uint8Array(Buffer.concat(FRAMES))
/** Where `messageStop` begins: before that byte nothing is complete. */
const ALMOST = Buffer.concat(FRAMES.slice(0, -2)).length

/** A body that arrives in these pieces, and then ends or breaks. */
function bodyOf(pieces: readonly Uint8Array[], breaks?: Error): HttpBody & { readonly cancelled: boolean } {
  const waiting = [...pieces]
  return {
    cancelled: false,
    async read() {
      const piece = waiting.shift()
      if (piece === undefined && breaks !== undefined) throw breaks
      return piece
    },
    cancel() {
      Object.assign(this, { cancelled: true })
    },
  }
}

async function read(body: HttpBody): Promise<{ chunks: unknown[]; failure: unknown }> {
  const source = readConverseStream(body, createChatCompletionStream(RESPONSE_CONTEXT, CONTEXT))
  const chunks: unknown[] = []
  try {
    for (let next = await source.next(); next !== undefined; next = await source.next()) chunks.push(...next)
    return { chunks, failure: undefined }
  } catch (failure) {
    return { chunks, failure }
  }
}

describe('readConverseStream', () => {
  it('gives the same chunks wherever the network cuts', async () => {
    const whole = await read(bodyOf([STREAM]))
    expect(whole.failure).toBeUndefined()
    expect(whole.chunks).toHaveLength(8)
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      expect(await read(bodyOf([STREAM.subarray(0, cut), STREAM.subarray(cut)]))).toEqual(whole)
    }
  })

  it('is an error to end early, at any byte', async () => {
    for (let end = 0; end <= ALMOST; end += 1) {
      const { failure } = await read(bodyOf([STREAM.subarray(0, end)]))
      expect(asRequestFailure(failure)?.details).toMatchObject({ status: 502, type: 'server_error' })
    }
  })

  it('hands out what came before an exception, then fails with its status, and closes the connection', async () => {
    const exception = encodeException('throttlingException', 'Too many.')
    const body = bodyOf([
      new Uint8Array(Buffer.concat([STREAM.subarray(0, 400), STREAM.subarray(400), exception])),
    ])
    const { chunks, failure } = await read(body)
    expect(chunks).toEqual((await read(bodyOf([STREAM]))).chunks)
    expect(failure).toBeInstanceOf(RequestFailure)
    expect((failure as RequestFailure).details).toMatchObject({ status: 429, code: 'ThrottlingException' })
    expect(body.cancelled).toBe(true)
  })

  it('says so when the connection breaks', async () => {
    const { failure } = await read(bodyOf([STREAM.subarray(0, 100)], new TypeError('terminated')))
    expect(asRequestFailure(failure)?.details).toMatchObject({ status: 502, code: 'stream_interrupted' })
  })

  it('refuses garbage after any beginning', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ALMOST),
        fc.uint8Array({ minLength: 16, maxLength: 64 }),
        async (start, garbage) => {
          const { failure } = await read(bodyOf([STREAM.subarray(0, start), garbage]))
          expect(asRequestFailure(failure)?.details.status).toBe(502)
        },
      ),
      { numRuns: 100 },
    )
  })
})

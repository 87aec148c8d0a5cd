import { Readable } from 'node:stream'

import { describe, expect, it } from 'vitest'

import { toWebStream } from './web-stream.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a body as a web stream', () => {
  it('is a web stream itself, or holds the chunks of a Node stream', async () => {
    const web = new ReadableStream<Uint8Array>()
    expect(toWebStream(web)).toBe(web)
    const body = toWebStream(Readable.from([bytes('a'), bytes('b')]))
    expect(await new Response(body).text()).toBe('ab')
  })

  it('reads nothing before it is asked to', async () => {
    let reads = 0
    const source = {
      [Symbol.asyncIterator]: () => ({ next: async () => ((reads += 1), { done: true, value: undefined }) }),
    }
    const reader = toWebStream(source as AsyncIterable<Uint8Array>).getReader()
    expect(reads).toBe(0)
    await reader.read()
    expect(reads).toBe(1)
  })

  it('frees its source when it is cancelled, though a chunk is under way', async () => {
    const source = new Readable({ read() {} })
    const stream = toWebStream(source)
    const reader = stream.getReader()
    const reading = reader.read()
    await reader.cancel()
    expect(source.destroyed).toBe(true)
    expect(await reading).toEqual({ done: true, value: undefined })
  })
})

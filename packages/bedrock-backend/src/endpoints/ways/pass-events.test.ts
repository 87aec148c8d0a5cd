import type { HttpBody } from '@patchbay/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { EVENT_RULES } from './event-rules.ts'
import { passEvents } from './pass-events.ts'

const CLIENT = {
  kind: 'fetch',
  baseURL: 'https://api.openai.com/v1',
  fetch: () => Promise.reject(new Error('there is nothing to fetch here')),
  customFetch: false,
} as const
const TEXT = 'data: {"a":"Grüße 🌍"}\n\ndata: {"b":"data: [DONE] \\n"}\n\ndata: [DONE]\n\n'

/** A body that arrives in these pieces, and then ends or breaks. */
function bodyOf(pieces: readonly Uint8Array[], breaks?: Error) {
  const waiting = [...pieces]
  const reads: number[] = []
  const body: HttpBody = {
    async read() {
      reads.push(waiting.length)
      const piece = waiting.shift()
      if (piece === undefined && breaks !== undefined) throw breaks
      return piece
    },
    cancel: () => void waiting.splice(0, waiting.length),
  }
  return { body, reads }
}

const pass = (body: HttpBody, signal?: AbortSignal) =>
  passEvents(body, EVENT_RULES['chat-completions'], { client: CLIENT, signal }, {}, undefined)

describe('passEvents', () => {
  it('leaves every byte as it is, wherever the network cuts', async () => {
    const bytes = new TextEncoder().encode(TEXT)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (one, two) => {
        const [first, second] = [Math.min(one, two), Math.max(one, two)]
        const { body } = bodyOf([bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)])
        expect(await new Response(pass(body)).text()).toBe(TEXT)
      }),
    )
  })

  it('hands [DONE] on with the end, and reads nothing before it is needed', async () => {
    const encoder = new TextEncoder()
    const { body, reads } = bodyOf(
      ['data: {}\n\n', 'data: [DONE]\n\n', '\n'].map((text) => encoder.encode(text)),
    )
    const reader = pass(body).getReader()
    expect(reads).toEqual([])
    await reader.read()
    expect(reads).toEqual([3])
    await reader.read()
    expect(reads).toEqual([3, 2, 1, 0])
  })

  it('says so when the connection breaks, and when the caller aborted', async () => {
    const piece = new TextEncoder().encode('data: {}\n\n')
    const text = await new Response(pass(bodyOf([piece], new TypeError('terminated')).body)).text()
    expect(text).toMatch(/^data: \{\}\n\ndata: \{"error":\{.*"code":"stream_interrupted".*\}\}\n\n$/)
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    const aborted = new Response(pass(bodyOf([], new TypeError('terminated')).body, controller.signal))
    await expect(aborted.text()).rejects.toThrow('enough')
  })
})

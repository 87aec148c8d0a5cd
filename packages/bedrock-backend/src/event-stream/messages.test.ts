import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { EventStreamError } from './event-stream-error.ts'
import { readMessage } from './messages.ts'
import { readText } from './native-text.node.ts'
import { readText as readTextAnywhere } from './native-text.web.ts'

const event = new Map([
  [':message-type', 'event'],
  [':event-type', 'contentBlockDelta'],
])

function read(payload: Uint8Array, headers: ReadonlyMap<string, string> = event) {
  const bytes = Buffer.concat([Buffer.from('before'), payload, Buffer.from('after')])
  return readMessage({ headers, bytes, payloadStart: 6, payloadEnd: 6 + payload.length })
}

describe('readMessage', () => {
  it('reads a payload, whatever stands around it', () => {
    expect(read(Buffer.from('{"text":"Grüße 🌍"}'))).toEqual({
      kind: 'event',
      type: 'contentBlockDelta',
      payload: { text: 'Grüße 🌍' },
    })
    expect(read(Buffer.of())).toMatchObject({ payload: {} })
    expect(() => read(Buffer.from('{'))).toThrow(EventStreamError)
  })

  it('reads failures', () => {
    const exception = new Map([
      [':message-type', 'exception'],
      [':exception-type', 'throttlingException'],
    ])
    expect(read(Buffer.from('{"message":"slow down"}'), exception)).toEqual({
      kind: 'failure',
      type: 'throttlingException',
      message: 'slow down',
    })
    expect(read(Buffer.from('no JSON'), exception)).toMatchObject({ message: 'no JSON' })
    expect(() => read(Buffer.of(), new Map())).toThrow('message type')
  })
})

describe('readText', () => {
  it('is the same with and without a Buffer, for any bytes', () => {
    const pieces = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
      fc.uint8Array().map((bytes) => Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)),
    )
    fc.assert(
      fc.property(pieces, fc.nat(8), (bytes, start) => {
        const from = Math.min(start, bytes.length)
        const expected = readTextAnywhere(bytes, from, bytes.length)
        expect(readText(Buffer.from(bytes), from, bytes.length)).toBe(expected)
        expect(readText(bytes, from, bytes.length)).toBe(expected)
      }),
    )
  })
})

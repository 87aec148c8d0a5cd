import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  decodeEventStream,
  encodeErrorFrame,
  encodeEvent,
  encodeEventStreamMessage,
  encodeException,
} from './event-stream.ts'

describe('event stream', () => {
  it('decodes what it encodes', () => {
    const header = fc.tuple(
      fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' }),
      fc.string({ maxLength: 99 }),
    )
    const message = fc.record({
      headers: fc.array(header, { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
      payload: fc.uint8Array({ maxLength: 300 }),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), (messages) => {
        const decoded = decodeEventStream(Buffer.concat(messages.map(encodeEventStreamMessage)))
        expect(
          decoded.map(({ headers, payload }) => ({ headers, payload: new Uint8Array(payload) })),
        ).toEqual(messages)
      }),
    )
  })

  it('has the layout of the service', () => {
    // Prelude: total 32 = 12 + 0 + 16 + 4, no headers.
    const frame = encodeEventStreamMessage({ headers: {}, payload: Buffer.from('{"foo":"barbaz"}') })
    expect(frame.readUInt32BE(0)).toBe(32)
    expect(frame.readUInt32BE(4)).toBe(0)
    expect(frame.subarray(12, 28).toString()).toBe('{"foo":"barbaz"}')
  })

  it('names events, exceptions and errors in headers', () => {
    const frames = decodeEventStream(
      Buffer.concat([
        encodeEvent('messageStart', {}),
        encodeException('throttlingException', 'Slow'),
        encodeErrorFrame('Boom', 'It broke'),
      ]),
    )
    expect(frames.map(({ headers }) => headers)).toEqual([
      { ':event-type': 'messageStart', ':content-type': 'application/json', ':message-type': 'event' },
      {
        ':exception-type': 'throttlingException',
        ':content-type': 'application/json',
        ':message-type': 'exception',
      },
      { ':error-code': 'Boom', ':error-message': 'It broke', ':message-type': 'error' },
    ])
  })

  it('notices any flipped bit and any cut', () => {
    const frame = encodeEvent('messageStart', { role: 'assistant' })
    for (const offset of frame.keys()) {
      const broken = Buffer.from(frame)
      broken[offset] = (broken[offset] ?? 0) ^ 1
      expect(() => decodeEventStream(broken), `byte ${offset}`).toThrow(/./)
    }
    for (let length = 1; length < frame.length; length += 1) {
      expect(() => decodeEventStream(frame.subarray(0, length)), `cut ${length}`).toThrow('ends inside')
    }
  })
})

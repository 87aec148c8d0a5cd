import { EventStreamCodec } from '@smithy/eventstream-codec'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { crc32ByTable } from './crc32.ts'
import { EventStreamError } from './event-stream-error.ts'
import { createFrameDecoder, type Frame, type FrameDecoder } from './frame-decoder.ts'
import { crc32 } from './native-crc32.node.ts'

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
)

const MESSAGES = [
  { type: 'messageStart', payload: '{"role":"assistant"}' },
  { type: 'contentBlockDelta', payload: '{"delta":{"text":"Grüße 🌍"},"contentBlockIndex":0,"p":"abcdef"}' },
  { type: 'messageStop', payload: '' },
]

function encode({ type, payload }: { type: string; payload: string }): Uint8Array {
  return codec.encode({
    headers: {
      ':event-type': { type: 'string', value: type },
      ':message-type': { type: 'string', value: 'event' },
      flag: { type: 'boolean', value: true },
      count: { type: 'integer', value: 7 },
      when: { type: 'timestamp', value: new Date(0) },
      raw: { type: 'binary', value: new Uint8Array([1, 2, 3]) },
    },
    body: new TextEncoder().encode(payload),
  })
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** All frames that `bytes` completes. */
function* take(decoder: FrameDecoder, bytes: Uint8Array): Generator<Frame> {
  decoder.push(bytes)
  for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) yield frame
}

function payloadOf({ bytes, payloadStart, payloadEnd }: Frame): string {
  return new TextDecoder().decode(bytes.subarray(payloadStart, payloadEnd))
}

/** What the decoder makes of pieces of a stream, read at once, as its contract demands. */
function decode(pieces: readonly Uint8Array[]) {
  const decoder = createFrameDecoder()
  const frames: { type: string | undefined; payload: string }[] = []
  for (const piece of pieces) {
    for (const frame of take(decoder, piece)) {
      frames.push({ type: frame.headers.get(':event-type'), payload: payloadOf(frame) })
    }
  }
  decoder.end()
  return frames
}

describe('createFrameDecoder', () => {
  const stream = join(MESSAGES.map(encode))

  it('reads what the reference codec writes, cut at any byte', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      expect(decode([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(MESSAGES)
    }
  })

  it('reads a stream that comes byte by byte, or in any pieces', () => {
    expect(decode([...stream].map((byte) => Uint8Array.of(byte)))).toEqual(MESSAGES)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        const pieces = edges.slice(1).map((edge, index) => stream.subarray(edges[index], edge))
        expect(decode(pieces)).toEqual(MESSAGES)
      }),
      { numRuns: 100 },
    )
  })

  it('reads Buffers as it reads other bytes, also where one is used for what comes next', () => {
    expect(decode([Buffer.from(stream)])).toEqual(MESSAGES)
    const decoder = createFrameDecoder()
    const pool = Buffer.alloc(1024)
    const types: unknown[] = []
    for (const message of [...MESSAGES, ...MESSAGES].map(encode)) {
      pool.set(message)
      for (const { headers } of take(decoder, pool.subarray(0, message.length)))
        types.push(headers.get(':event-type'))
    }
    expect(types).toEqual([...MESSAGES, ...MESSAGES].map(({ type }) => type))
  })

  it('tells headers apart that differ in one byte, however many there are', () => {
    const names = Array.from({ length: 40 }, (_, index) => `event${index % 20}`)
    const frames = names.map((type) => encode({ type, payload: '{}' }))
    expect(decode(frames).map(({ type }) => type)).toEqual(names)
  })

  it('leaves the frames it handed out untouched when more bytes come', () => {
    const decoder = createFrameDecoder()
    const [first, second] = MESSAGES.map(encode) as [Uint8Array, Uint8Array]
    expect([...take(decoder, first.subarray(0, 5))]).toEqual([])
    const [frame] = [...take(decoder, join([first.subarray(5), second.subarray(0, 20)]))]
    expect([...take(decoder, second.subarray(20))]).toHaveLength(1)
    expect(frame && payloadOf(frame)).toBe(MESSAGES[0]?.payload)
  })

  it('is an error to end anywhere but between two frames', () => {
    const edges = new Set([0])
    for (const message of MESSAGES) edges.add([...edges].at(-1)! + encode(message).length)
    for (let end = 0; end <= stream.length; end += 1) {
      const read = () => decode([stream.subarray(0, end)])
      const outcome = () => {
        try {
          return read().length
        } catch (error) {
          return (error as Error).name
        }
      }
      expect(outcome()).toEqual(edges.has(end) ? [...edges].indexOf(end) : 'EventStreamError')
    }
  })

  it('notices every changed byte, after handing out the frames before it', () => {
    for (let index = 0; index < stream.length; index += 1) {
      const broken = stream.slice()
      broken[index] = (broken[index] as number) ^ 0x20
      expect(() => decode([broken])).toThrow(EventStreamError)
    }
    const broken = stream.slice()
    broken[stream.length - 1] = (broken.at(-1) as number) ^ 1
    const seen: string[] = []
    expect(() => {
      for (const frame of take(createFrameDecoder(), broken))
        seen.push(frame.headers.get(':event-type') ?? '')
    }).toThrow(EventStreamError)
    expect(seen).toEqual(['messageStart', 'contentBlockDelta'])
  })

  it('refuses garbage, and never hangs on it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 64 }), { minLength: 1, maxLength: 8 }),
        (pieces) => {
          expect(() => decode(pieces)).toThrow(EventStreamError)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([
    ['too short for its own prelude', 15, 0],
    ['with more headers than bytes', 40, 30],
    ['too long', 32 * 1024 * 1024, 0],
    ['with endless headers', 1024 * 1024, 256 * 1024],
  ])('refuses a sound prelude of a frame %s, before its bytes are there', (_, length, headersLength) => {
    const prelude = new Uint8Array(12)
    const view = new DataView(prelude.buffer)
    view.setUint32(0, length)
    view.setUint32(4, headersLength)
    view.setUint32(8, crc32(prelude.subarray(0, 8)))
    expect(() => [...take(createFrameDecoder(), prelude)]).toThrow(EventStreamError)
  })

  it('refuses headers that do not add up, though the checksums do', () => {
    const headers = Uint8Array.of(3, 97, 98, 99, 7, 0, 200)
    const frame = new Uint8Array(12 + headers.length + 4)
    const view = new DataView(frame.buffer)
    view.setUint32(0, frame.length)
    view.setUint32(4, headers.length)
    view.setUint32(8, crc32(frame.subarray(0, 8)))
    frame.set(headers, 12)
    view.setUint32(frame.length - 4, crc32(frame.subarray(0, -4)))
    expect(() => [...take(createFrameDecoder(), frame)]).toThrow(EventStreamError)
  })
})

describe('crc32ByTable', () => {
  it('gives what the runtime gives', () => {
    expect(crc32ByTable(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    fc.assert(fc.property(fc.uint8Array(), (bytes) => crc32ByTable(bytes) === crc32(bytes)))
  })
})

// One connection of the upstream: as little of HTTP/1.1 as the contestants need, on a bare socket, so that the upstream takes as
// little of the machine as it can.
import type { Socket } from 'node:net'

import { WHOLE, type Packets } from './answers.ts'
import type { StreamShape } from '../shape.ts'

/** A streamed answer as it goes over the wire: the head, then one HTTP chunk a packet. */
interface Wire {
  readonly head: Buffer
  readonly chunks: readonly Buffer[]
}

const CRLF = Buffer.from('\r\n')
const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const wholeAnswers = WHOLE.map(([path, body]) => {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  return [path, Buffer.from(head + body)] as const
})

/** Returns what serves one connection whose streams have `shape`. */
export function connectionOf(shape: StreamShape, streamed: readonly (readonly [string, Packets])[]) {
  const wires = streamed.map(([path, packets]) => [path, wireOf(packets)] as const)
  return (socket: Socket): void => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    let received: Buffer = Buffer.alloc(0)
    let parts: Buffer[] = []
    let missing = 0
    socket.on('data', (bytes: Buffer) => {
      // A body that is still on its way is only counted: joining it at each packet would be quadratic.
      parts.push(bytes)
      missing -= bytes.length
      if (missing > 0) return
      received = parts.length === 1 ? bytes : Buffer.concat(parts)
      const request = requestIn(received)
      missing = request.missing
      parts = missing > 0 ? [received] : []
      if (missing <= 0) answer(socket, request.path, request.streams)
    })
  }

  function answer(socket: Socket, path: string, streams: boolean) {
    if (!streams) {
      const whole = wholeAnswers.find(([end]) => path.endsWith(end))?.[1]
      return whole === undefined ? refuse(socket, path) : socket.write(whole)
    }
    const wire = wires.find(([end]) => path.endsWith(end))?.[1]
    return wire === undefined ? refuse(socket, path) : send(socket, wire, shape)
  }
}

/** The one request in `bytes`; `missing` is how many bytes of it have not arrived yet, at least. */
function requestIn(bytes: Buffer): { path: string; streams: boolean; missing: number } {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return { path: '', streams: false, missing: 1 }
  const head = bytes.toString('latin1', 0, end)
  const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'))
  const length = /\r\ncontent-length: *([0-9]+)/i.exec(head)?.[1]
  const body = end + HEAD_END.length
  const chunked = length === undefined && /\r\ntransfer-encoding: *chunked/i.test(head)
  const missing = chunked
    ? Number(!bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK))
    : body + Number(length ?? 0) - bytes.length
  const streams =
    path.endsWith('stream') ||
    (missing <= 0 && bytes.length - body < 65_536 && bytes.includes('"stream":true', body))
  return { path, streams, missing }
}

function refuse(socket: Socket, path: string) {
  const body = JSON.stringify({ message: `the bench's upstream has no answer for ${path}` })
  socket.write(`HTTP/1.1 404 Not Found\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/** Writes one delta a packet, at the shape's pace, and no faster than the other side reads. */
function send(socket: Socket, { head, chunks }: Wire, shape: StreamShape) {
  if (shape.together === true) {
    socket.write(Buffer.concat([head, ...chunks, LAST_CHUNK]))
    return
  }
  socket.write(head)
  let index = 0
  let due = performance.now()
  const paced = shape.microseconds > 1000
  const next = () => {
    if (socket.destroyed) return
    if (!paced && performance.now() < due) {
      setImmediate(next)
      return
    }
    due = performance.now() + shape.microseconds / 1000
    const packet = chunks[index++]
    // The first packet names the role: a held stream stops after its deltas.
    if (shape.held === true && index > shape.deltas + 1) return
    if (packet === undefined) socket.write(LAST_CHUNK)
    else if (!socket.write(packet)) socket.once('drain', next)
    else if (paced) setTimeout(next, shape.microseconds / 1000)
    else setImmediate(next)
  }
  // Streams that were asked for at once do not beat in time.
  if (paced) setTimeout(next, (Math.random() * shape.microseconds) / 1000)
  else next()
}

function wireOf({ type, packets }: Packets): Wire {
  const distinct = new Map([...new Set(packets)].map((packet) => [packet, chunkOf(packet)]))
  return {
    head: Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`),
    chunks: packets.flatMap((packet) => distinct.get(packet) ?? []),
  }
}

function chunkOf(packet: Buffer): Buffer {
  return Buffer.concat([Buffer.from(packet.length.toString(16)), CRLF, packet, CRLF])
}

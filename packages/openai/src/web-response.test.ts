import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { toOwnResponse, toWebResponse } from './web-response.ts'

/** A response as node-fetch makes them. */
function nodeResponse(body: Readable, status = 200): Response {
  const headers = new Headers({ 'content-type': 'text/plain' })
  return { status, statusText: 'fine', url: 'https://gw/v1', headers, body } as unknown as Response
}

describe('toWebResponse', () => {
  it('turns a Node body into a web one', async () => {
    const response = toWebResponse(nodeResponse(Readable.from([Buffer.from('one '), Buffer.from('two')])))
    expect(response).toBeInstanceOf(Response)
    expect([response.status, response.statusText, response.url]).toEqual([200, 'fine', 'https://gw/v1'])
    expect(response.headers.get('content-type')).toBe('text/plain')
    await expect(response.text()).resolves.toBe('one two')
  })

  it('passes an error of the body on', async () => {
    const body = new Readable({ read: () => undefined })
    const text = toWebResponse(nodeResponse(body)).text()
    body.destroy(new Error('cut off'))
    await expect(text).rejects.toThrow('cut off')
  })

  it('destroys the Node body when it is cancelled, also while it waits', async () => {
    const body = new Readable({ read: () => undefined })
    await toWebResponse(nodeResponse(body)).body?.cancel()
    expect(body.destroyed).toBe(true)
  })

  it('has no body where the status allows none', () => {
    expect(toWebResponse(nodeResponse(Readable.from([]), 204)).body).toBeNull()
  })

  it('gives the original back, whole, as long as nothing has read the converted one', async () => {
    const original = nodeResponse(Readable.from([Buffer.from('one '), Buffer.from('two')]))
    const converted = toWebResponse(original)
    await new Promise((resolve) => setImmediate(resolve))
    expect(toOwnResponse(converted)).toBe(original)
    expect(await new Response(original.body as unknown as ReadableStream).text()).toBe('one two')
    const read = toWebResponse(nodeResponse(Readable.from([Buffer.from('one')])))
    await read.text()
    expect(toOwnResponse(read)).toBe(read)
    const other = new Response('x')
    expect(toOwnResponse(other)).toBe(other)
  })

  it('leaves web responses alone', () => {
    const response = new Response('x')
    expect(toWebResponse(response)).toBe(response)
    const empty = new Response(null)
    expect(toWebResponse(empty)).toBe(empty)
  })
})

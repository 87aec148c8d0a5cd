import { describe, expect, it } from 'vitest'
import { isConnectionFailure } from './connection-failure.ts'

const coded = (code: string): Error => Object.assign(new Error(code), { code })
const named = (name: string): Error => Object.assign(new Error('x'), { name })

describe('isConnectionFailure', () => {
  it.each([
    coded('ECONNREFUSED'),
    coded('ECONNRESET'),
    coded('EAI_AGAIN'),
    coded('UND_ERR_SOCKET'),
    coded('HPE_INVALID_CONSTANT'),
    coded('ERR_TLS_CERT_ALTNAME_INVALID'),
    coded('DEPTH_ZERO_SELF_SIGNED_CERT'),
    coded('ConnectionRefused'),
    named('AbortError'),
    named('TimeoutError'),
    new DOMException('late', 'TimeoutError'),
    new TypeError('fetch failed', { cause: coded('ENOTFOUND') }),
    new TypeError('Failed to fetch'),
    new TypeError('NetworkError when attempting to fetch resource.'),
    new Error('wrapped', { cause: coded('EPIPE') }),
    // As Deno 2.9 and workerd 2026-11 word a body that breaks, a refused connection, and a name that leads nowhere.
    new TypeError('error reading a body from connection'),
    new Error('Network connection lost.'),
    new Error('internal error; reference = t84eqimifk5goorgu4h8jtg2'),
  ])('is true of %o', (error) => {
    expect(isConnectionFailure(error)).toBe(true)
  })

  it.each([
    new TypeError("Cannot read properties of undefined (reading 'x')"),
    new RangeError('Maximum call stack size exceeded'),
    new SyntaxError('Unexpected token'),
    new Error('internal error'),
    coded('ERR_INVALID_ARG_TYPE'),
    coded('UND_ERR_INVALID_ARG'),
    coded('unknown_route'),
    'ECONNREFUSED',
    undefined,
  ])('is false of %o', (error) => {
    expect(isConnectionFailure(error)).toBe(false)
  })

  it('ends on a cause that goes round', () => {
    const error = new Error('a')
    error.cause = error
    expect(isConnectionFailure(error)).toBe(false)
  })

  it('is true of what the global fetch rejects with', async () => {
    const error: unknown = await fetch('http://127.0.0.1:9/').catch((reason: unknown) => reason)
    expect(isConnectionFailure(error)).toBe(true)
  })
})

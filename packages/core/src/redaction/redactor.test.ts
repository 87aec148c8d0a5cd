import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

import { createRedactor } from './redactor.ts'

const SECRET = 'sk/proj+0123~456"789\\end='
const redactor = createRedactor([SECRET, 'abc12'])

const unicodeEscapes = (text: string): string =>
  Array.from(text, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

/** Ways in which services quote what they were sent. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  JSON: (text) => JSON.stringify(text),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'JSON with slashes escaped': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON with \\u escapes': (text) => unicodeEscapes(text),
  'JSON with \\u escapes in JSON': (text) => JSON.stringify(unicodeEscapes(text)),
  'JSON with + escaped': (text) => JSON.stringify(text).replaceAll('+', '\\u002B'),
  'a URL': encodeURIComponent,
  'a URL in a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
  'a URL in JSON': (text) => JSON.stringify({ url: `https://a.example/?key=${encodeURIComponent(text)}` }),
  HTML: (text) => text.replaceAll('"', '&quot;').replaceAll('+', '&#43;').replaceAll('/', '&#x2F;'),
  Base64: btoa,
  'Base64 of a pair': (text) => btoa(`user:${text}`),
  'Base64 in the middle': (text) => btoa(`{"k":"${text}", "more": true}`),
  'Base64 for URLs': (text) =>
    btoa(`12${text}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  'Base64 in JSON with slashes escaped': (text) => JSON.stringify(btoa(`1${text}`)).replaceAll('/', '\\/'),
}

describe('a text', () => {
  test.for(Object.keys(ENCODINGS))('with a secret as %s', (name) => {
    const encoded = ENCODINGS[name]?.(SECRET) ?? ''
    const redacted = redactor.text(`No such key: ${encoded}. Try again.`)
    expect(redacted).toContain('[redacted]')
    expect(redacted).not.toContain(encoded)
    expect(redacted.length).toBeLessThan('No such key: . Try again.'.length + 45)
    expect(redacted).toMatch(/^No such key: .*\. Try again\.$/)
  })

  it.each([
    ['abc12', '[redacted]'],
    ['key=abc12.', 'key=[redacted].'],
    ['{"k":"abc12"}', '{"k":"[redacted]"}'],
    [String.raw`{"m":"line\nabc12"}`, String.raw`{"m":"line\n[redacted]"}`],
    ['%22abc12%22', '%22[redacted]%22'],
    ['abc123, xabc12, abc12-d, a_abc12', 'abc123, xabc12, abc12-d, a_abc12'],
  ])('with a short secret only where it stands alone: %s', (text, redacted) => {
    expect(redactor.text(text)).toBe(redacted)
  })

  it('that has no secret stays as it is, escapes and all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(redactor.text(`%41\\u0041${text}`)).toBe(`%41\\u0041${text}`)
      }),
    )
  })

  it('of a megabyte takes no time', () => {
    const text = `${'\\u0041%41&amp;'.repeat(100_000)}${SECRET}`
    const start = performance.now()
    expect(redactor.text(text)).toMatch(/\[redacted\]$/)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('a value', () => {
  it('is redacted wherever a text is, names of fields and numbers included', () => {
    const numeric = createRedactor(['12345678'])
    expect(redactor.value({ [SECRET]: [{ a: `x ${SECRET}` }, 1, null, true] })).toEqual({
      '[redacted]': [{ a: 'x [redacted]' }, 1, null, true],
    })
    expect(numeric.value({ pin: 12_345_678 })).toEqual({ pin: '[redacted]' })
  })

  it('is the same one where nothing was found', () => {
    const value = { a: [1, { b: 'c' }] }
    expect(redactor.value(value)).toBe(value)
  })

  it('may refer to itself', () => {
    const value: Record<string, unknown> = { text: SECRET }
    value['self'] = value
    expect(redactor.value(value)).toMatchObject({ text: '[redacted]' })
  })

  it('may be as deep as it likes', () => {
    const text = `${'['.repeat(20_000)}"${SECRET.replaceAll(/["\\]/g, String.raw`\$&`)}"${']'.repeat(20_000)}`
    expect(redactor.json(text)).not.toContain('proj')
  })
})

describe('JSON', () => {
  it('stays JSON, however a secret is spelled in it', () => {
    const depth = fc.constantFrom(...Object.values(ENCODINGS))
    fc.assert(
      fc.property(fc.jsonValue(), depth, depth, (value, first, second) => {
        const planted = JSON.stringify({ value, message: first(`a ${SECRET} b`), more: [second(SECRET)] })
        const redacted = redactor.json(planted)
        expect(JSON.parse(redacted)).toMatchObject({ message: expect.any(String) as string })
        expect(redacted).not.toMatch(/sk.{0,6}proj/)
      }),
    )
  })

  it('with a field that stands twice hides both', () => {
    expect(redactor.json('{"a":"abc12345 xyz","a":"b"}')).toBe('{"a":"abc12345 xyz","a":"b"}')
    expect(createRedactor(['abcdefgh']).json('{"a":"abcdefgh","a":"b"}')).toBe('{"a":"b"}')
  })
})

describe('headers', () => {
  it('are the same object where nothing was found, and keep every cookie', () => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', `b=${encodeURIComponent(SECRET)}`],
      ['x-request-id', 'r1'],
    ])
    const redacted = redactor.headers(headers)
    expect(redacted.getSetCookie()).toEqual(['a=1', 'b=[redacted]'])
    expect(redacted.get('x-request-id')).toBe('r1')
    expect(redactor.headers(redacted)).toBe(redacted)
  })
})

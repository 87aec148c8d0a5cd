import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { ConfigurationError } from './errors/configuration-error.ts'
import { isLoopback, joinURL, parseBaseURL } from './secure-url.ts'

describe('parseBaseURL', () => {
  test.for([
    ['https://gw.example.com', 'https://gw.example.com/'],
    ['https://gw.example.com///', 'https://gw.example.com/'],
    ['https://gw.example.com/tenant/v1/', 'https://gw.example.com/tenant/v1'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['http://127.9.9.9', 'http://127.9.9.9/'],
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['http://[::1]:4000/v1', 'http://[::1]:4000/v1'],
    // The URL parser writes every form of an IPv4 address as four numbers.
    ['http://0x7f000001', 'http://127.0.0.1/'],
  ] as const)('%s → %s', ([given, href]) => {
    expect(parseBaseURL(given, 'X').href).toBe(href)
  })

  test.for([
    'gw.example.com',
    '',
    'ftp://gw.example.com',
    'https://user:hunter22@gw.example.com',
    'https://gw.example.com?key=hunter22',
    'https://gw.example.com#hunter22',
    'http://gw.example.com',
    'http://10.0.0.1',
    'http://[::2]',
    'http://[::ffff:10.0.0.1]',
    'http://localhost.example.com',
    'http://gateway.localhost',
    'http://127.0.0.1.example.com',
    'http://user:hunter22@nonsense host',
  ])('refuses %s without quoting what may be secret', (given) => {
    const call = () => parseBaseURL(given, 'The base URL')
    expect(call).toThrow(ConfigurationError)
    expect(call).not.toThrow(/hunter22/)
  })

  test('plain http beyond loopback is for those who say so', () => {
    expect(parseBaseURL('http://10.0.0.1/v1', 'X', true).href).toBe('http://10.0.0.1/v1')
  })
})

test.for([
  ['localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['example.com', false],
  ['127.example.com', false],
  ['[::]', false],
  ['0.0.0.0', false],
] as const)('isLoopback(%s) is %s', ([host, expected]) => {
  expect(isLoopback(host)).toBe(expected)
})

describe('joinURL', () => {
  const segment = fc.stringMatching(/^[a-z\d_-]{1,8}$/)
  const slashes = fc.integer({ min: 0, max: 3 }).map((count) => '/'.repeat(count))

  test('has one slash between its parts, whatever slashes they bring', () => {
    fc.assert(
      fc.property(
        fc.array(segment),
        fc.array(segment, { minLength: 1 }),
        slashes,
        slashes,
        (base, path, a, b) => {
          const start = ['https://gw.example.com', ...base].join('/')
          expect(joinURL(start + a, b + path.join('/'))).toBe(`${start}/${path.join('/')}`)
        },
      ),
    )
  })

  test.for([
    ['https://a.example/v1', '', '', 'https://a.example/v1'],
    ['https://a.example/v1/', '/', '?x=1', 'https://a.example/v1?x=1'],
    ['https://a.example', '/files/', '', 'https://a.example/files/'],
  ] as const)('%s + %s + %s → %s', ([base, path, search, joined]) => {
    expect(joinURL(base, path, search)).toBe(joined)
    expect(joinURL(new URL(base), path, search)).toBe(joined)
  })
})

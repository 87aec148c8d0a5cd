import { describe, expect, it } from 'vitest'

import { createRedactor } from '../redaction/redactor.ts'
import { safeURL } from './safe-url.ts'

const nothing = createRedactor([])

describe('safeURL', () => {
  it.each([
    [
      'https://user:word@host.example/v1/chat?api-version=2025-01-01',
      'https://host.example/v1/chat?api-version=2025-01-01',
    ],
    ['https://host.example/v1?key=AIzaSy&alt=sse', 'https://host.example/v1?key=[redacted]&alt=sse'],
    [
      'https://host.example/v1?api_key=a&X-Amz-Signature=b&access_token=c',
      'https://host.example/v1?api_key=[redacted]&X-Amz-Signature=[redacted]&access_token=[redacted]',
    ],
    ['https://host.example/v1/models/a%3A0', 'https://host.example/v1/models/a%3A0'],
    ['https://host.example/v1?q=a%20b#part', 'https://host.example/v1?q=a%20b'],
  ])('shows %s without secrets', (url, shown) => {
    expect(safeURL(url, nothing)).toBe(shown)
  })

  it('shows no key of a header, wherever it stands', () => {
    const redactor = createRedactor(['sk-0123456789abcdef'])
    expect(safeURL('https://host.example/sk-0123456789abcdef/v1?q=sk-0123456789abcdef', redactor)).toBe(
      'https://host.example/[redacted]/v1?q=[redacted]',
    )
  })
})

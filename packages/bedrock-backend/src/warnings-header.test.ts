import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { warningsHeader } from './warnings-header.ts'

const warning = fc.record({ code: fc.string(), field: fc.string(), message: fc.string({ unit: 'binary' }) })

describe('warningsHeader', () => {
  it('is ASCII, and JSON for what was given', () => {
    const warnings = [{ code: 'c', field: 'metadata.größe', message: 'Zu groß 🌍\nund "mehr"' }]
    expect(warningsHeader(warnings)).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(warningsHeader(warnings))).toEqual(warnings)
  })

  it('never grows beyond 4 KB, drops whole warnings, and says how many', () => {
    fc.assert(
      fc.property(fc.array(warning, { maxLength: 200 }), (warnings) => {
        const header = warningsHeader(warnings)
        const parsed = JSON.parse(header) as { code: string; message: string }[]
        expect(header.length).toBeLessThanOrEqual(4096)
        const last = parsed.at(-1)
        const cut =
          last?.code === 'more_warnings' && parsed.length <= warnings.length
            ? Number.parseInt(last.message, 10)
            : 0
        expect((cut > 0 ? parsed.length - 1 : parsed.length) + cut).toBe(warnings.length)
      }),
      { numRuns: 50 },
    )
    const long = Array.from({ length: 3 }, (_, index) => ({
      code: 'c',
      field: `f${index}`,
      message: 'x'.repeat(3000),
    }))
    expect(JSON.parse(warningsHeader(long))).toMatchObject([
      { field: 'f0' },
      { code: 'more_warnings', message: '2 more.' },
    ])
  })
})

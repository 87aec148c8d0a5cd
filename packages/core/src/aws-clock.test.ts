import { describe, expect, it } from 'vitest'

import { isSkewed, refusalTime } from './aws-clock.ts'

const noon = Date.UTC(2026, 2, 1, 12)
const expired =
  'Signature expired: 20260301T115400Z is now earlier than 20260301T115500Z (20260301T120000Z - 5 min.)'
const early =
  'Signature not yet current: 20260301T120600Z is still later than 20260301T120500Z (20260301T120000Z + 5 min.)'

describe('refusalTime', () => {
  it('is that of the Date, before what the message quotes', () => {
    const date = 'Sun, 01 Mar 2026 13:00:00 GMT'
    expect(refusalTime({ type: 'InvalidSignatureException', message: expired, date })).toBe(noon + 3_600_000)
  })

  it.each([expired, early])('is quoted by the message: %s', (message) => {
    expect(refusalTime({ type: 'InvalidSignatureException', message })).toBe(noon)
    expect(refusalTime({ type: 'InvalidSignatureException', message, date: 'soon' })).toBe(noon)
  })

  it.each([
    ['ThrottlingException', expired],
    ['AccessDeniedException', expired],
    [undefined, expired],
    ['InvalidSignatureException', 'The request signature we calculated does not match.'],
  ])('is none of %s: %s', (type, message) => {
    expect(refusalTime({ type, message })).toBeUndefined()
  })
})

it('takes less than four minutes for no skew', () => {
  expect(isSkewed(noon, noon + 239_000)).toBe(false)
  expect(isSkewed(noon, noon + 240_000)).toBe(true)
  expect(isSkewed(noon, noon - 600_000)).toBe(true)
})

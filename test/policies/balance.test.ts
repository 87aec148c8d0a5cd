// Many calls at once through one balancing policy, one of whose routes goes down and comes back again and again. The attack makes
// 10,000 of them.
import { expect, it } from 'vitest'
import { balanceCalls } from '../../scripts/attack/support/balance.ts'

it('loses and doubles none of 2,000 calls, keeps the shares while all routes are up, and leaves nothing behind', async () => {
  const { lost, doubled, deviations, failed, bytesPerCall } = await balanceCalls(2000, 1000)
  expect(lost).toEqual([])
  expect(doubled).toEqual([])
  expect(failed).toBeGreaterThan(3)
  for (const deviation of deviations) expect(deviation).toBeLessThan(0.02)
  // The number of each call is remembered by the server, and little else.
  expect(bytesPerCall).toBeLessThan(2000)
}, 240_000)

import { expect, test, vi } from 'vitest'

import { SYSTEM_CLOCK } from './clock.ts'

test('a limit beyond what timers can count is far away, not over at once', () => {
  vi.useFakeTimers()
  const callback = vi.fn<() => void>()
  SYSTEM_CLOCK.after(Number.MAX_SAFE_INTEGER, callback)
  vi.advanceTimersByTime(1000 * 60 * 60)
  expect(callback).not.toHaveBeenCalled()
  vi.useRealTimers()
})

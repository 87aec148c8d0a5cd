import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { createPlayer, paceOf } from './player.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function play(steps: number) {
  let at = 0
  const changes: boolean[] = []
  const player = createPlayer({
    advance: () => (at < steps ? ((at += 1), true) : false),
    pace: () => 100,
    onChange: (isPlaying) => changes.push(isPlaying),
  })
  return { player, changes, at: () => at }
}

it('goes on until there is no further step', () => {
  const { player, changes, at } = play(3)
  player.start()
  player.start()
  vi.advanceTimersByTime(200)
  expect(at()).toBe(2)
  vi.advanceTimersByTime(1000)
  expect({ at: at(), changes, isPlaying: player.isPlaying() }).toEqual({
    at: 3,
    changes: [true, false],
    isPlaying: false,
  })
})

it('stops at once', () => {
  const { player, changes, at } = play(3)
  player.start()
  vi.advanceTimersByTime(100)
  player.stop()
  player.stop()
  vi.advanceTimersByTime(1000)
  expect({ at: at(), changes }).toEqual({ at: 1, changes: [true, false] })
})

it('is slow for few steps and quick for many', () => {
  expect([1, 10, 100, 100_000].map(paceOf)).toEqual([450, 450, 100, 20])
})

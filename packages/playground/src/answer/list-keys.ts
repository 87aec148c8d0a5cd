/** Which item of a vertical list a key moves to; `undefined` for other keys. */
export function nextIndex(key: string, current: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown' || key === 'ArrowRight') return Math.min(current + 1, count - 1)
  if (key === 'ArrowUp' || key === 'ArrowLeft') return Math.max(current - 1, 0)
  if (key === 'PageDown') return Math.min(current + PAGE, count - 1)
  if (key === 'PageUp') return Math.max(current - PAGE, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

const PAGE = 10

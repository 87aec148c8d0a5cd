/** Fits models of a generation (major × 100 + minor) or a later one; of these names alone, if there are any. */
export function since(generation: number, ...names: readonly string[]) {
  return (bareId: string): boolean => {
    const start = bareId.indexOf('claude-')
    if (start < 0) return false
    const name = bareId.slice(start + 'claude-'.length)
    const isNamed = names.length === 0 || names.some((wanted) => name.includes(wanted))
    return isNamed && claudeGeneration(name) >= generation
  }
}

/**
 * The generation: `3-5-haiku-2024...` is 305, `sonnet-4-6` is 406, `opus-4-20250514-v1:0` is 400 (the date is no minor
 * version), `v2:1` is 200. A name without a number is taken for the newest.
 */
function claudeGeneration(name: string): number {
  if (/^(?:v2|instant)/.test(name)) return 200
  const match = /^(?:[a-z]+-)?(\d{1,2})(?:-(\d{1,2}))?(?!\d)/.exec(name)
  return match === null ? Number.POSITIVE_INFINITY : Number(match[1]) * 100 + Number(match[2] ?? 0)
}

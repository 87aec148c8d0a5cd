/** What was thrown, in words. Anything may be thrown, also what no words can be made of. */
export function reasonOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'something that has no words'
  }
}

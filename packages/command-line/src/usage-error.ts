/** The command line was called wrongly: one line says how, and the process ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

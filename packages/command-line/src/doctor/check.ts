/** What came of one check. */
export interface CheckResult {
  /** `warning`: it works, but not as it should. `skipped`: it was not done. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was found, without anything secret. */
  readonly message: string
  /** What to do about it; only of warnings and failures. */
  readonly advice?: string | undefined
}

/** A check with its name, as it is printed. */
export interface Check extends CheckResult {
  readonly name: string
}

export const ok = (message: string): CheckResult => ({ status: 'ok', message })
export const skipped = (message: string): CheckResult => ({ status: 'skipped', message })
export const failed = (message: string, advice: string): CheckResult => ({
  status: 'failed',
  message,
  advice,
})
export const warning = (message: string, advice: string): CheckResult => ({
  status: 'warning',
  message,
  advice,
})

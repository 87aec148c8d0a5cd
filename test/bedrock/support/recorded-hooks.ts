import type { HookEvent, Hooks } from '@patchbay/core'

/** What hooks were told. */
export interface RecordedHooks {
  readonly hooks: Hooks
  /** `['onStart', 'onAttempt', 'onEnd']` */
  readonly calls: readonly string[]
  readonly starts: readonly HookEvent[]
  readonly attempts: readonly HookEvent[]
  readonly firstTokens: readonly HookEvent[]
  readonly ends: readonly HookEvent[]
  /** Fulfilled when so many requests have ended. */
  ended(requests: number): Promise<void>
}

/** Hooks that keep what they are told. */
export function recordHooks(): RecordedHooks {
  const calls: string[] = []
  const told = { onStart: [], onAttempt: [], onFirstToken: [], onEnd: [] } as Record<string, HookEvent[]>
  let check = (): void => undefined
  const keep =
    (name: string) =>
    (event: HookEvent): void => {
      calls.push(name)
      told[name]?.push(event)
      check()
    }
  return {
    calls,
    starts: told['onStart'] ?? [],
    attempts: told['onAttempt'] ?? [],
    firstTokens: told['onFirstToken'] ?? [],
    ends: told['onEnd'] ?? [],
    ended: (requests) =>
      new Promise((resolve) => {
        check = () => {
          if ((told['onEnd']?.length ?? 0) >= requests) resolve()
        }
        check()
      }),
    hooks: {
      onStart: keep('onStart'),
      onAttempt: keep('onAttempt'),
      onFirstToken: keep('onFirstToken'),
      onEnd: keep('onEnd'),
    },
  }
}

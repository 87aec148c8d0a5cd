import type { HookEvent, Hooks } from '@patchbay/sdk'

/** One call of a hook. */
export interface Told {
  readonly hook: keyof Hooks
  readonly event: HookEvent
}

/** Hooks that keep what they are told. */
export interface RecordedHooks {
  readonly hooks: Hooks
  readonly told: Told[]
  /** The events of one hook, in order. */
  readonly of: (hook: keyof Hooks) => HookEvent[]
  /** Which hooks were told, in order. */
  readonly names: () => (keyof Hooks)[]
  /** Resolves with the events of `onEnd` when there are that many. */
  readonly ended: (count?: number) => Promise<HookEvent[]>
}

/** Makes hooks that keep what they are told, for one test. */
export function recordHooks(): RecordedHooks {
  const told: Told[] = []
  let waiting: { readonly count: number; readonly resolve: (events: HookEvent[]) => void }[] = []
  const of = (hook: keyof Hooks): HookEvent[] =>
    told.filter((each) => each.hook === hook).map(({ event }) => event)
  const record = (hook: keyof Hooks) => (event: HookEvent) => {
    told.push({ hook, event })
    const ends = of('onEnd')
    const ready = waiting.filter(({ count }) => ends.length >= count)
    waiting = waiting.filter((each) => !ready.includes(each))
    for (const { resolve } of ready) resolve(ends)
  }
  return {
    told,
    of,
    names: () => told.map(({ hook }) => hook),
    ended: (count = 1) =>
      new Promise((resolve) => {
        if (of('onEnd').length >= count) resolve(of('onEnd'))
        else waiting.push({ count, resolve })
      }),
    hooks: {
      onStart: record('onStart'),
      onAttempt: record('onAttempt'),
      onFirstToken: record('onFirstToken'),
      onEnd: record('onEnd'),
    },
  }
}

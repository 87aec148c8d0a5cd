/** What plays the steps of an answer, one after another. */
export interface Player {
  readonly isPlaying: () => boolean
  readonly start: () => void
  readonly stop: () => void
}

/** What a player asks and tells. */
export interface PlayerEvents {
  /** Goes one step further; `false` where there is none. */
  readonly advance: () => boolean
  /** How long a step is shown, in milliseconds. */
  readonly pace: () => number
  /** Told whenever it starts or stops. */
  readonly onChange: (isPlaying: boolean) => void
}

export function createPlayer({ advance, pace, onChange }: PlayerEvents): Player {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    onChange(false)
  }
  const play = (): void => {
    timer = setTimeout(() => (advance() ? play() : stop()), pace())
  }
  return {
    isPlaying: () => timer !== undefined,
    start: () => {
      if (timer !== undefined) return
      play()
      onChange(true)
    },
    stop,
  }
}

/** Short answers are played slowly enough to read, long ones within about ten seconds. */
export function paceOf(steps: number): number {
  return Math.max(20, Math.min(450, 10_000 / Math.max(steps, 1)))
}

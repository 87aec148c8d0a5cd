import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

/** What a section is given. */
export interface Attack {
  readonly tally: Tally
  readonly random: Random
  /** Whether fewer tries are asked for: all kinds, but not all cases. */
  readonly short: boolean
}

/** One part of the attack. */
export interface Section {
  readonly name: string
  readonly run: (attack: Attack) => Promise<void>
}

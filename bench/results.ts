// Figures of all rounds, and what is told of them: ratios are taken within a block, in which the contestants took turns, then the
// median over the blocks of a round, then the median over the rounds. So what the machine does beside the bench cancels out.
import { median } from './measure.ts'
import type { ContestantName, MeasureName } from './rows.ts'

/** A ratio, or a figure: its median over the rounds, and what it was at least and at most in one of them. */
export interface Summary {
  readonly median: number
  readonly low: number
  readonly high: number
}
type Rounds = readonly (readonly number[] | undefined)[]

/** The figures of one run. */
export class Results {
  readonly #figures = new Map<string, number[][]>()

  /** Adds what was measured in one block of a round. */
  add(round: number, block: number, contestant: ContestantName, measure: string, value: number): void {
    const key = `${contestant} ${measure}`
    const rounds = this.#figures.get(key) ?? []
    this.#figures.set(key, rounds)
    rounds[round] ??= []
    rounds[round][block] = value
  }

  /** The figure itself, or `undefined` where nothing was measured. */
  figure(contestant: ContestantName, measure: MeasureName): Summary | undefined {
    return summary(this.#rounds(contestant, measure))
  }

  /** The figure as a multiple of that of `over` in the same block. */
  ratio(contestant: ContestantName, measure: MeasureName, over: ContestantName): Summary | undefined {
    const base = this.#rounds(over, measure)
    return summary(
      this.#rounds(contestant, measure).map((values, round) =>
        values?.map((value, block) => value / (base[round]?.[block] ?? Number.NaN)),
      ),
    )
  }

  #rounds(contestant: ContestantName, measure: MeasureName): Rounds {
    return this.#figures.get(`${contestant} ${measure}`) ?? []
  }
}

function summary(rounds: Rounds): Summary | undefined {
  const medians = rounds.flatMap((values) => {
    const known = values?.filter((value) => Number.isFinite(value)) ?? []
    return known.length === 0 ? [] : [median(known)]
  })
  if (medians.length === 0) return undefined
  return { median: median(medians), low: Math.min(...medians), high: Math.max(...medians) }
}

// Figures of all rounds, and what is told of them: ratios are taken within a round, then the median over the rounds, so that what
// the machine does beside the bench cancels out.
import { median } from './measure.ts'
import type { ContestantName, MeasureName } from './rows.ts'

/** A ratio, or a figure: its median over the rounds, and what it was at least and at most. */
export interface Summary {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** The figures of one run. */
export class Results {
  readonly #figures = new Map<string, number[]>()

  /** Adds what was measured in one round. */
  add(round: number, contestant: ContestantName, measure: string, value: number): void {
    const key = `${contestant} ${measure}`
    const values = this.#figures.get(key) ?? []
    values[round] = value
    this.#figures.set(key, values)
  }

  /** The figure itself, or `undefined` where nothing was measured. */
  figure(contestant: ContestantName, measure: MeasureName): Summary | undefined {
    return summary(this.#rounds(contestant, measure))
  }

  /** The figure as a multiple of that of `over` in the same round. */
  ratio(contestant: ContestantName, measure: MeasureName, over: ContestantName): Summary | undefined {
    const base = this.#rounds(over, measure)
    return summary(
      this.#rounds(contestant, measure).map((value, round) => value / (base[round] ?? Number.NaN)),
    )
  }

  #rounds(contestant: ContestantName, measure: MeasureName): readonly number[] {
    return this.#figures.get(`${contestant} ${measure}`) ?? []
  }
}

function summary(values: readonly number[]): Summary | undefined {
  const known = values.filter((value) => Number.isFinite(value))
  if (known.length === 0) return undefined
  return { median: median(known), low: Math.min(...known), high: Math.max(...known) }
}

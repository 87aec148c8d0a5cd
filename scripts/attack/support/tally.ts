/** What an attack counts as a fault. */
export type Fault =
  /** Something reached a server that is no part of the route. */
  | 'escapes'
  /** A secret stood in a text that an application can read. */
  | 'leaks'
  /** A call did not end in time, or kept the event loop busy. */
  | 'stalls'
  /** A call ended neither in its whole answer nor in an error that the client's callers can handle, or was sent twice. */
  | 'lost'

/** The faults, in the order of the table. */
export const FAULTS: readonly Fault[] = ['escapes', 'leaks', 'stalls', 'lost']

/** The count of one line of the table. */
export type Line = { readonly section: string; readonly kind: string; tries: number } & Record<Fault, number>

/** One fault, with what is needed to see it again. */
export interface Finding {
  readonly section: string
  readonly kind: string
  readonly fault: Fault
  readonly what: string
}

/** Counts tries and faults, a line for each section and kind. */
export interface Tally {
  readonly lines: readonly Line[]
  readonly findings: readonly Finding[]
  /** Begins the lines of a section. */
  readonly section: (name: string) => Count
}

/** Counts for one section. */
export interface Count {
  readonly tried: (kind: string, tries?: number) => void
  readonly found: (kind: string, fault: Fault, what: string) => void
}

/** Makes an empty tally. */
export function createTally(): Tally {
  const lines = new Map<string, Line>()
  const findings: Finding[] = []
  const lineOf = (section: string, kind: string): Line => {
    const key = JSON.stringify([section, kind])
    const line = lines.get(key) ?? { section, kind, tries: 0, escapes: 0, leaks: 0, stalls: 0, lost: 0 }
    lines.set(key, line)
    return line
  }
  return {
    get lines() {
      return [...lines.values()]
    },
    findings,
    section: (section) => ({
      tried(kind, tries = 1) {
        lineOf(section, kind).tries += tries
      },
      found(kind, fault, what) {
        lineOf(section, kind)[fault] += 1
        findings.push({ section, kind, fault, what })
      },
    }),
  }
}

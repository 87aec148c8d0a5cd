import type { ToolName } from './tools.ts'

/** The short form of a cell. `not found`: looked for where the source says, and not found there. */
export type Verdict =
  | 'yes'
  | 'partly'
  | 'no'
  | 'not found'
  | '–'
  | 'measured'
  | 'not measured'
  | `${number} kB`

/** Where a fact about another tool stands, and of which day that is. */
export interface Source {
  /** A path in the tool's repository, a URL, or a path from `docs/`. */
  readonly at: string
  /** Lines of a file: `L10`, `L10-L20`. */
  readonly lines?: string
  /** What a reader sees, by default the path. */
  readonly label?: string
  /** ISO; by default the date of the tool's commit. */
  readonly date?: string
}

/** What another tool does. */
export interface Other {
  readonly verdict: Verdict
  readonly text: string
  readonly sources: readonly Source[]
}

/** A test of this repository by its file and its title, as it stands in the file. */
export interface Test {
  readonly file: string
  readonly title: string
}

/** What Patchbay does, and what shows it. */
export interface Ours {
  readonly verdict: Verdict
  readonly text: string
  readonly tests: readonly Test[]
}

export interface Row extends Readonly<Record<ToolName, Other>> {
  readonly name: string
  /** The question that the row answers. */
  readonly asks: string
  readonly ours: Ours
}

const verdict =
  (said: Verdict) =>
  (text: string, ...sources: readonly Source[]): Other => ({ verdict: said, text, sources })

export const yes = verdict('yes')
export const partly = verdict('partly')
export const no = verdict('no')
export const notFound = verdict('not found')
/** For what a tool has no part in. */
export const none = verdict('–')
export const measured = verdict('measured')
export const notMeasured = verdict('not measured')
/** What an application loads, after gzip. */
export const kilobytes = (size: number) => verdict(`${size} kB`)

export const ours = (said: Verdict, text: string, ...tests: readonly Test[]): Ours => ({
  verdict: said,
  text,
  tests,
})

export const held = (file: string, title: string): Test => ({ file: `test/${file}`, title })

/** A file of the tool's repository, at the commit that was read. */
export const file = (at: string, lines?: string): Source => (lines === undefined ? { at } : { at, lines })

/** A page of a documentation, as it was on that day. */
export const page = (at: string, date: string): Source => ({
  at,
  date,
  label: at.replace('https://', ''),
})

/** What was seen by running the tool's package against the servers of @patchbay/testing, and a file that shows why. */
export const ran = (at: string, lines: string): Source => ({
  at,
  lines,
  label: `run; ${at}`,
  date: '2026-11-28',
})

/** A page or script of this repository, from `docs/`. */
export const here = (at: string, label: string): Source => ({ at, label, date: '2026-11-28' })

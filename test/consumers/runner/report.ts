/** What became of one check. */
export interface Outcome {
  readonly group: string
  readonly tool: string
  readonly version: string
  readonly name: string
  readonly seconds: number
  /** What went wrong; none where the check passed. */
  readonly failure?: string
}

/** One line of the table, printed as soon as its check is over. */
export function rowOf({ group, tool, version, name, seconds, failure }: Outcome): string {
  const state = failure === undefined ? 'ok  ' : 'FAIL'
  const columns = [group.padEnd(9), `${tool} ${version}`.padEnd(26), name.padEnd(44)]
  return `${state}  ${columns.join('  ')}  ${seconds.toFixed(1).padStart(6)} s`
}

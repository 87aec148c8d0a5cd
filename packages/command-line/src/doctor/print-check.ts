import type { Terminal } from '../terminal.ts'
import type { Check } from './check.ts'

const STYLES = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const

/** One line for a check, and one for what to do. */
export function printCheck({ name, status, message, advice }: Check, terminal: Terminal): void {
  const mark = terminal.style(STYLES[status], status.padEnd(7))
  terminal.print(`${mark}  ${name.padEnd(13)}  ${message}`)
  if (advice !== undefined)
    terminal.print(`${' '.repeat(9)}${' '.repeat(13)}  ${terminal.style('bold', advice)}`)
}

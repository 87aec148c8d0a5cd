import type { Terminal } from '../src/terminal.ts'

/** A terminal that keeps what is written to it, as text without styles. */
export function recordTerminal(input = '') {
  const printed: string[] = []
  const reported: string[] = []
  const terminal: Terminal = {
    print: (line) => void printed.push(`${line}\n`),
    report: (line) => void reported.push(`${line}\n`),
    isWatched: false,
    progress: () => undefined,
    style: (_style, text) => text,
    readInput: async () => input,
  }
  return { terminal, printed: () => printed.join(''), reported: () => reported.join('') }
}

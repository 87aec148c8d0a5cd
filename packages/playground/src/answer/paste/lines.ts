import type { PastedRange } from './pasted-answer.ts'

/** A line of a text, without its line break. */
export interface Line extends PastedRange {
  readonly text: string
}

/** The lines of a text; they end with `\n` or `\r\n`. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let from = 0
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole
    lines.push({ text: line, from, to: from + line.length, line: index + 1 })
    from += whole.length + 1
  }
  return lines
}

/** The line that an offset stands in, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let index = text.indexOf('\n'); index !== -1 && index < offset; index = text.indexOf('\n', index + 1))
    line += 1
  return line
}

import { styleText } from 'node:util'

/** Where a command writes, and what it reads. */
export interface Terminal {
  /** Results: a line to standard output. */
  print(line: string): void
  /** Everything else, such as failures and progress: a line to standard error. */
  report(line: string): void
  /** Whether a person watches what `report` writes: progress is for persons alone. */
  readonly isWatched: boolean
  /** A text of `print` in a style, where standard output is a terminal with colours; see `NO_COLOR`. */
  style(style: Style, text: string): string
  /** All of standard input, as text. */
  readInput(): Promise<string>
}

/** The styles that are used. */
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

/** The process's own streams. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  stopWhenNobodyReads(stdout)
  stopWhenNobodyReads(stderr)
  return {
    print: (line) => void stdout.write(`${line}\n`),
    report: (line) => void stderr.write(`${line}\n`),
    isWatched: stderr.isTTY,
    // It respects NO_COLOR, NODE_DISABLE_COLORS and FORCE_COLOR. https://no-color.org
    style: (style, text) => styleText(style, text, { stream: stdout }),
    readInput: async () => {
      let text = ''
      for await (const part of stdin.setEncoding('utf8')) text += String(part)
      return text
    },
  }
}

/** `patchbay models | head -1` closes the pipe early: no failure. */
function stopWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

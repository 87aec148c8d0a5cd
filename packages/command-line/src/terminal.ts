import { styleText } from 'node:util'

/** Where a command writes, and what it reads. */
export interface Terminal {
  /** Results: a line to standard output. */
  print(line: string): void
  /** Everything else, such as failures and progress: a line to standard error. */
  report(line: string): void
  /** Whether a person watches what `report` writes: progress is for persons alone. */
  readonly isWatched: boolean
  /** Says what is being waited for, where a person watches, until something else is written. */
  progress(text: string): void
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
  const isWatched = stderr.isTTY
  let isWaiting = false
  /** https://en.wikipedia.org/wiki/ANSI_escape_code#Control_Sequence_Introducer_commands: erases the line. */
  const clear = (): void => {
    if (isWaiting) stderr.write('\r\u001B[K')
    isWaiting = false
  }
  return {
    print: (line) => {
      clear()
      stdout.write(`${line}\n`)
    },
    report: (line) => {
      clear()
      stderr.write(`${line}\n`)
    },
    isWatched,
    progress: (text) => {
      if (!isWatched) return
      clear()
      stderr.write(text)
      isWaiting = true
    },
    style: (style, text) => (hasColors(stdout) ? styleText(style, text, { validateStream: false }) : text),
    readInput: async () => {
      let text = ''
      for await (const part of stdin.setEncoding('utf8')) text += String(part)
      return text
    },
  }
}

/**
 * `hasColors` respects NO_COLOR and NODE_DISABLE_COLORS; only a terminal has it. `styleText` respects them from Node 22.13 on.
 * https://no-color.org https://force-color.org
 */
function hasColors(stream: NodeJS.WriteStream): boolean {
  const forced = process.env['FORCE_COLOR']
  if (forced !== undefined && forced !== '0' && !process.env['NO_COLOR']) return true
  return stream.isTTY && stream.hasColors()
}

/** `patchbay models | head -1` closes the pipe early: no failure. */
function stopWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

// What the quickstart prints with: styles only on a terminal that wants them, and two texts side by side.

/** Whether escape codes are welcome: on a terminal, unless NO_COLOR is set. https://no-color.org */
const styled = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''

/** Columns of the terminal; files and pipes get a width that fits most of them. */
const width = Math.max(60, Math.min(process.stdout.columns ?? 110, 150))

export function title(text: string): void {
  console.log(`\n${bold(text)}`)
}

export function say(text: string | null | undefined): void {
  console.log(`   ${text ?? '(nothing)'}`)
}

export function aside(text: string): void {
  console.log(style('2', `   ${text}`))
}

export function bold(text: string): string {
  return style('1', text)
}

/** Prints two values as JSON in two columns, each under its heading. */
export function sideBySide(
  [leftHeading, left]: readonly [string, unknown],
  [rightHeading, right]: readonly [string, unknown],
): void {
  const column = Math.floor((width - 5) / 2)
  const lines = (value: unknown): string[] => wrap(JSON.stringify(value, undefined, 2), column)
  const [leftLines, rightLines] = [lines(left), lines(right)]
  console.log(`   ${bold(leftHeading.padEnd(column))}  ${bold(rightHeading)}`)
  for (let index = 0; index < Math.max(leftLines.length, rightLines.length); index += 1) {
    const row = `   ${(leftLines[index] ?? '').padEnd(column)}  ${rightLines[index] ?? ''}`
    console.log(row.trimEnd())
  }
}

function wrap(text: string, column: number): string[] {
  return text.split('\n').flatMap((line) => {
    const indent = `${/^ */.exec(line)?.[0] ?? ''}  `
    const rows: string[] = []
    let rest = line
    while (rest.length > column) {
      const space = rest.lastIndexOf(' ', column)
      const end = space > indent.length ? space : column
      rows.push(rest.slice(0, end))
      rest = indent + rest.slice(end).trimStart()
    }
    return [...rows, rest]
  })
}

function style(code: string, text: string): string {
  return styled ? `\u001B[${code}m${text}\u001B[0m` : text
}

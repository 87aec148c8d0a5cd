/** Cells and tables of Markdown. */
export const yes = (value: boolean): string => (value ? 'yes' : '–')
export const listed = (values: readonly string[]): string => (values.length === 0 ? '–' : values.join(', '))
export const code = (text: string): string => `\`${text}\``
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

export function table(head: readonly string[], rows: readonly string[]): string {
  return `${[row(head), row(head.map(() => '---')), ...rows].join('\n')}\n`
}

// Writes the tables of docs/translation.md out of the tables that the code runs on. The prose above them stays.
//
//   node --conditions=@patchbay/source scripts/translation-table.ts
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { REQUEST_FIELDS, WARNING_CODES } from '@patchbay/translator'
import type { RequestField } from '@patchbay/translator'

import { RULES } from '../test/support/translation-rules.ts'

/** Where the tables are kept. */
export const TRANSLATION_PAGE = fileURLToPath(new URL('../docs/translation.md', import.meta.url))

const BEGIN = '<!-- Written by scripts/translation-table.ts from here on. -->'

/** The text of docs/translation.md: the prose as it is, the tables made now. */
export async function translationPage(): Promise<string> {
  const page = await readFile(TRANSLATION_PAGE, 'utf8')
  const prose = page.split(BEGIN)[0] ?? ''
  return `${prose}${BEGIN}\n\n${tables()}`
}

function tables(): string {
  return [
    `## Every field of a request\n\n${fieldTable()}`,
    `## What is translated\n\nEach rule has named cases under \`test/fixtures/chat-completions\`; \`node --conditions=@patchbay/source scripts/rule-cases.ts\` lists them.\n\n${ruleTable()}`,
    `## Model families\n\nWhat each model takes, and what is left out for it: [models.md](models.md).\n`,
    `## Warnings\n\n${warningTable()}`,
  ].join('\n')
}

function fieldTable(): string {
  const rows = Object.entries<RequestField>(REQUEST_FIELDS).map(([name, { fate, note, neutral }]) => {
    const quiet = neutral?.length ? ` Nothing is said of ${neutral.map(code).join(', ')}.` : ''
    return row([`\`${name}\``, fate, `${note}${quiet}`])
  })
  return table(['field', 'fate', 'what becomes of it'], rows)
}

function ruleTable(): string {
  return table(
    ['rule', 'about'],
    Object.entries(RULES).map(([rule, title]) => row([rule, title])),
  )
}

function warningTable(): string {
  return table(
    ['code', 'meaning'],
    Object.entries(WARNING_CODES).map(([name, meaning]) => row([`\`${name}\``, meaning])),
  )
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``
const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

function table(head: readonly string[], rows: readonly string[]): string {
  return `${[row(head), row(head.map(() => '---')), ...rows].join('\n')}\n`
}

if (import.meta.main) await writeFile(TRANSLATION_PAGE, await translationPage())

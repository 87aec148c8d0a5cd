// Writes the table of docs/responses.md out of the one that the code runs on. The prose above it stays.
//
//   node --conditions=@patchbay/source scripts/responses-table.ts
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { RESPONSE_REQUEST_FIELDS } from '@patchbay/translator'
import type { RequestField } from '@patchbay/translator'

/** Where the table is kept. */
export const RESPONSES_PAGE = fileURLToPath(new URL('../docs/responses.md', import.meta.url))

const BEGIN = '<!-- Written by scripts/responses-table.ts from here on. -->'

/** The text of docs/responses.md: the prose as it is, the table made now. */
export async function responsesPage(): Promise<string> {
  const page = await readFile(RESPONSES_PAGE, 'utf8')
  const rows = Object.entries<RequestField>(RESPONSE_REQUEST_FIELDS).toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  )
  return `${page.split(BEGIN)[0] ?? ''}${BEGIN}

## Every field of a request

| field | fate | what becomes of it |
| --- | --- | --- |
${rows.map(toRow).join('\n')}
`
}

function toRow([name, { fate, note, neutral }]: [string, RequestField]): string {
  const quiet = neutral?.length ? ` Nothing is said of ${neutral.map(toCode).join(', ')}.` : ''
  return `| \`${name}\` | ${fate} | ${`${note}${quiet}`.replaceAll('|', '\\|')} |`
}

function toCode(value: unknown): string {
  return `\`${JSON.stringify(value)}\``
}

if (import.meta.main) await writeFile(RESPONSES_PAGE, await responsesPage())

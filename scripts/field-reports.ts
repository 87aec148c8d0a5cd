// Writes docs/field-reports.md from the first lines of test/field-reports: node --conditions=@patchbay/source scripts/field-reports.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('../test/field-reports/', import.meta.url)
const PAGE = new URL('../docs/field-reports.md', import.meta.url)

const INTRODUCTION = `# Field reports

What users of other translators, gateways and wrapped clients have reported, tried here. Each row is a test of its own, with real SDK clients against the strict servers of [\`@patchbay/testing\`](../packages/testing/README.md); its name begins with the number. Sources are named as owner/repository#number.

<!-- Generated from the tests by scripts/field-reports.ts. -->

| | what is right, and where it was seen | test |
|---|---|---|
`

/** The page, as the tests say it. */
export function fieldReportsPage(): string {
  const rows = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.test.ts'))
    .toSorted()
    .map(toRow)
  return `${INTRODUCTION}${rows.join('\n')}\n`
}

function toRow(file: string): string {
  const [first = ''] = readFileSync(new URL(file, FOLDER), 'utf8').split('\n')
  const [, number, text] = /^\/\/ Report (\d\d): (.+)$/.exec(first) ?? []
  if (number === undefined || text === undefined || !file.startsWith(`${number}-`))
    throw new Error(
      `The first line of test/field-reports/${file} must be "// Report NN: ...", with the file's number.`,
    )
  const escaped = text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
  return `| ${number} | ${escaped.charAt(0).toUpperCase()}${escaped.slice(1)} | [${file.replace('.test.ts', '')}](../test/field-reports/${file}) |`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, fieldReportsPage())

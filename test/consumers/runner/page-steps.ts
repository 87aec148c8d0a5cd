import { readFile } from 'node:fs/promises'

/** One thing that a page tells its reader to do. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'commands'
      readonly text: string
      readonly background: boolean
      readonly output?: string
    }

const BLOCK = /^```(\w+)\n([^]*?)^```$/gm
const FILE = /^\/\/ (\S+)\n/
const BACKGROUND = '# in a second terminal\n'

/**
 * What a page of documentation tells its reader to do under one of its headings of the second level, in order: files (blocks of
 * TypeScript whose first line is a comment with the name), commands (`sh`), and what the commands before must print (`text`).
 */
export async function readSteps(page: string, heading: string): Promise<readonly Step[]> {
  const sections = (await readFile(page, 'utf8')).split(/^## /m)
  const section = sections.find((one) => one.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`${page} has no heading "${heading}"`)
  const steps: Step[] = []
  for (const [, language = '', text = ''] of section.matchAll(BLOCK)) {
    if (language === 'text') addOutput(steps, text)
    else steps.push(toStep(language, text))
  }
  return steps
}

function toStep(language: string, text: string): Step {
  if (language === 'sh') {
    const background = text.startsWith(BACKGROUND)
    return { kind: 'commands', background, text: background ? text.slice(BACKGROUND.length) : text }
  }
  const name = FILE.exec(text)?.[1]
  if (language !== 'ts' || name === undefined) throw new Error(`a block that nobody can follow:\n${text}`)
  return { kind: 'file', name, text: text.replace(FILE, '') }
}

function addOutput(steps: Step[], output: string): void {
  const last = steps.pop()
  if (last?.kind !== 'commands') throw new Error(`an output that no command prints:\n${output}`)
  steps.push({ ...last, output })
}

/**
 * Whether the lines of `output` have those that a page shows, in their order. Versions and durations may differ, and `...` at the
 * end of a shown line stands for anything.
 */
export function shows(output: string, shown: string): boolean {
  const lines = alike(output)
  let at = 0
  return alike(shown).every((wanted) => {
    const start = wanted.endsWith('...') ? wanted.slice(0, -3).trimEnd() : undefined
    at =
      lines.findIndex(
        (line, index) => index >= at && (start === undefined ? line === wanted : line.startsWith(start)),
      ) + 1
    return at > 0
  })
}

function alike(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .trimEnd()
        .replaceAll(/\d+\.\d+\.\d+(?!\.)\b/g, 'VERSION')
        .replaceAll(/\b\d+ ms\b/g, 'N ms'),
    )
}

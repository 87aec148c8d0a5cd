import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Block } from './page.ts'

/** Inside the workspace, so that blocks find the packages that they import. */
const folder = fileURLToPath(new URL('../generated/', import.meta.url))

/** A module is run once: a block that is run again gets a file of its own. */
const runs = new Map<string, number>()

/**
 * Runs a block of a page as a module of its own, as it stands there. Resolves to what it declares at its top level, by name;
 * rejects with what it throws.
 */
export async function runBlock(page: string, { line, code }: Block): Promise<Record<string, unknown>> {
  await mkdir(folder, { recursive: true })
  const name = `${page}-${line}`
  const run = (runs.get(name) ?? 0) + 1
  runs.set(name, run)
  const file = `${folder}${name}-${run}.ts`
  await writeFile(file, `${code}\nexport { ${declaredNames(code).join(', ')} }\n`)
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>
}

function declaredNames(code: string): string[] {
  const single = code.matchAll(/^(?:const|let) (\w+)/gm)
  const taken = code.matchAll(/^(?:const|let) \{ ([^}]+) \}/gm)
  return [
    ...[...single].map(([, name = '']) => name),
    ...[...taken].flatMap(([, names = '']) =>
      names.split(', ').map((name) => name.split(': ').at(-1) ?? name),
    ),
  ]
}

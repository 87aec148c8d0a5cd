// Holds the sources against the picture in ARCHITECTURE.md: no import cycles, those of types included, no arrow that the
// picture does not show, no SDK in the packages that need none, and no model family by name outside the table of models.
import { readFileSync } from 'node:fs'

import { findCycles, readImportGraph, type Import } from './import-graph.ts'

/** What each package may import of the others. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  testing: [],
  translator: ['core'],
  'bedrock-backend': ['core', 'translator'],
  openai: ['core', 'translator', 'bedrock-backend'],
  anthropic: ['core', 'translator', 'bedrock-backend', 'openai'],
  langchain: ['core', 'translator', 'bedrock-backend', 'openai'],
  bedrock: ['core', 'translator', 'bedrock-backend'],
  sdk: ['core', 'translator', 'bedrock-backend', 'openai', 'anthropic', 'langchain', 'bedrock'],
  playground: ['core', 'bedrock-backend', 'sdk', 'translator'],
  'command-line': ['core', 'bedrock-backend', 'openai', 'sdk'],
  site: [],
}

/** Packages that run without any SDK: they may import its types alone. */
const WITHOUT_SDKS = ['core', 'translator']
const SDK = /^(?:openai|@anthropic-ai\/|@aws-sdk\/|@smithy\/|@langchain\/)/

/** The hub of the translator knows no protocol. */
const HUB = 'packages/translator/src/converse/'
const PROTOCOLS =
  /^packages\/translator\/src\/(?:chat-completions|responses|messages-api|completions|embeddings|images|invoke-model|moderations)\//

const MODEL_FACTS = 'packages/translator/src/model-facts/'
const FAMILY_TEST = /\bfamily\s*[!=]==\s*['"]/

const graph = readImportGraph(process.cwd())
const problems = [
  ...findCycles(graph).map((files) => `import cycle:\n    ${files.join('\n    ')}`),
  ...[...graph].flatMap(([file, imports]) => [
    ...imports.flatMap((one) => checkImport(file, one)),
    ...checkFamilies(file),
  ]),
]
for (const problem of problems) console.error(problem)
console.log(`${graph.size} files, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`)
process.exitCode = problems.length === 0 ? 0 : 1

function checkImport(file: string, { specifier, file: target, typeOnly }: Import): string[] {
  const from = packageOf(file)
  const found: string[] = []
  if (target !== undefined) {
    const to = packageOf(target)
    if (from !== to && !ARROWS[from]?.includes(to))
      found.push(`${file}: ${from} may not import ${to} (${specifier})`)
    if (file.startsWith(HUB) && PROTOCOLS.test(target))
      found.push(`${file}: the hub may not import a protocol (${specifier})`)
  }
  if (!typeOnly && WITHOUT_SDKS.includes(from) && SDK.test(specifier))
    found.push(`${file}: ${from} may not load an SDK (${specifier})`)
  return found
}

function checkFamilies(file: string): string[] {
  if (file.startsWith(MODEL_FACTS) || packageOf(file) === 'testing') return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      FAMILY_TEST.test(line)
        ? [`${file}:${index + 1}: a model's family decides outside model-facts: ${line.trim()}`]
        : [],
    )
}

function packageOf(file: string): string {
  return file.split('/')[1] ?? ''
}

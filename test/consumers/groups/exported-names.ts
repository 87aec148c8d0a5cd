import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import type { Project } from '../runner/project.ts'

/** The part of TypeScript's interface that is used here. */
interface TypeScript {
  createProgram(
    files: readonly string[],
    options: object,
  ): { getTypeChecker(): Checker; getSourceFile(path: string): SourceFile }
  readonly ModuleKind: { readonly NodeNext: number }
  readonly ModuleResolutionKind: { readonly NodeNext: number }
}
interface Checker {
  getSymbolAtLocation(node: unknown): unknown
  getExportsOfModule(symbol: unknown): readonly { readonly name: string }[]
}
interface SourceFile {
  readonly statements: readonly { readonly moduleSpecifier: { readonly text: string } }[]
}

const PACKAGES = ['@patchbay/sdk', '@patchbay/translator', '@patchbay/testing']
/** They need packages of their own, `openai`, `@opentelemetry/api` and `msw`: only programs that have these import them. */
const LEFT_OUT = ['@patchbay/sdk/extensions', '@patchbay/sdk/opentelemetry', '@patchbay/testing/msw']

const written = new WeakMap<Project, Promise<void>>()

/** Writes `exports.ts`, which names everything that our packages export, so that each name is held to exist everywhere. */
export function writeExportsFile(project: Project, compilers: Project): Promise<void> {
  let done = written.get(project)
  if (done === undefined) {
    done = write(project, compilers)
    written.set(project, done)
  }
  return done
}

async function write(project: Project, compilers: Project): Promise<void> {
  const entries = (await Promise.all(PACKAGES.map((name) => entryPointsOf(project, name)))).flat()
  const list = project.path('entry-points.ts')
  await writeFile(list, entries.map((entry) => `import {} from '${entry}'\n`).join(''))
  const typescript = createRequire(compilers.path('package.json'))('typescript-5.9') as TypeScript
  const options = {
    module: typescript.ModuleKind.NodeNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeNext,
    types: [],
  }
  const program = typescript.createProgram([list], options)
  const checker = program.getTypeChecker()
  const lines = program.getSourceFile(list).statements.map(({ moduleSpecifier }, index) => {
    const symbol = checker.getSymbolAtLocation(moduleSpecifier)
    if (symbol === undefined) throw new Error(`${moduleSpecifier.text} has no declarations`)
    const names = checker.getExportsOfModule(symbol).map(({ name }) => `${name} as ${name}_${index}`)
    return `export { ${names.join(', ')} } from '${moduleSpecifier.text}'\n`
  })
  await writeFile(project.path('exports.ts'), lines.join(''))
}

/** `['@patchbay/sdk', '@patchbay/sdk/openai', ...]`, as the installed package's exports say. */
async function entryPointsOf(project: Project, name: string): Promise<string[]> {
  const file = await readFile(project.path('node_modules', name, 'package.json'), 'utf8')
  const { exports } = JSON.parse(file) as { exports: Record<string, unknown> }
  return Object.keys(exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => name + path.slice(1))
    .filter((entry) => !LEFT_OUT.includes(entry))
}

// Who imports whom among the sources of the workspace: `import`, `export from`, `import()` and the types of TypeScript
// alike. Tests are left out: they may import what they like.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { parseAst } from 'rolldown/parseAst'

const SOURCE = '@patchbay/source'

/** One import statement or expression. */
export interface Import {
  /** As it is written. */
  readonly specifier: string
  /** The source that it resolves to, from the root; `undefined` outside the workspace. */
  readonly file: string | undefined
  /** The compiler erases it. */
  readonly typeOnly: boolean
  /** It is loaded when the expression is reached. */
  readonly dynamic: boolean
}

/** File from the root, e.g. `packages/core/src/route.ts` → its imports. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string
  readonly source?: { readonly value?: unknown } | null
  readonly specifiers?: readonly { readonly importKind?: string; readonly exportKind?: string }[]
  readonly importKind?: string
  readonly exportKind?: string
}

/**
 * Reads the sources of every package.
 *
 * @param root the workspace's folder
 */
export function readImportGraph(root: string): ImportGraph {
  const entries = readEntries(root)
  const files = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !/\.test(-d)?\.ts$/.test(file),
  )
  return new Map(files.map((file) => [file, readImports(root, file, entries)]))
}

/** `@patchbay/translator/model-id` → its source, from the root. */
function readEntries(root: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const manifest of globSync('packages/*/package.json', { cwd: root })) {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as {
      name: string
      exports?: Record<string, { readonly [SOURCE]?: string }>
    }
    for (const [subpath, target] of Object.entries(exports)) {
      const source = target[SOURCE]
      if (source !== undefined) entries.set(join(name, subpath), join(dirname(manifest), source))
    }
  }
  return entries
}

function readImports(root: string, file: string, entries: ReadonlyMap<string, string>): Import[] {
  const imports: Import[] = []
  const add = ({ source }: Node, typeOnly: boolean, dynamic: boolean): void => {
    const specifier = source?.value
    if (typeof specifier !== 'string') return
    for (const path of resolve(root, file, specifier, entries))
      imports.push({ specifier, file: path, typeOnly, dynamic })
  }
  visit(parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' }), (node) => {
    if (node.type === 'ImportExpression') add(node, false, true)
    else if (node.type === 'TSImportType') add(node, true, false)
    else if (node.type === 'ImportDeclaration') add(node, isTypeOnly(node, 'importKind'), false)
    else if (node.type === 'ExportNamedDeclaration') add(node, isTypeOnly(node, 'exportKind'), false)
    else if (node.type === 'ExportAllDeclaration') add(node, node.exportKind === 'type', false)
  })
  return imports
}

/** `#transport/native-client` is a file for Node and one for the web, as the package's `imports` say. */
function resolve(
  root: string,
  file: string,
  specifier: string,
  entries: ReadonlyMap<string, string>,
): (string | undefined)[] {
  const folder = file.split('/').slice(0, 3).join('/')
  const candidates = specifier.startsWith('#')
    ? ['node', 'web'].map((runtime) => `${folder}/${specifier.slice(1)}.${runtime}.ts`)
    : [specifier.startsWith('.') ? join(dirname(file), specifier) : entries.get(specifier)]
  const found = candidates.filter((path) => path !== undefined && existsSync(join(root, path)))
  return found.length > 0 ? found : [undefined]
}

/** `import type { A }`, and `import { type A }`, of which nothing remains either. */
function isTypeOnly(node: Node, kind: 'importKind' | 'exportKind'): boolean {
  const { specifiers = [] } = node
  return node[kind] === 'type' || (specifiers.length > 0 && specifiers.every((one) => one[kind] === 'type'))
}

function visit(node: unknown, look: (node: Node) => void): void {
  if (Array.isArray(node)) node.forEach((entry) => visit(entry, look))
  else if (typeof node === 'object' && node !== null && 'type' in node && typeof node.type === 'string') {
    look(node as Node)
    Object.values(node).forEach((value) => visit(value, look))
  }
}

/**
 * The sets of files that import one another in a circle (strongly connected components of more than one file).
 *
 * @returns each set sorted
 */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = []
  const found = new Map<string, { index: number; low: number; onStack: boolean }>()
  const stack: string[] = []
  let count = 0
  // Tarjan's algorithm: https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm
  const connect = (file: string): { low: number } => {
    const state = { index: count, low: count, onStack: true }
    count += 1
    found.set(file, state)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (next.file === undefined || !graph.has(next.file)) continue
      const known = found.get(next.file)
      if (known === undefined) state.low = Math.min(state.low, connect(next.file).low)
      else if (known.onStack) state.low = Math.min(state.low, known.index)
    }
    if (state.low === state.index) {
      const members = stack.splice(stack.indexOf(file))
      for (const member of members) {
        const known = found.get(member)
        if (known !== undefined) known.onStack = false
      }
      if (members.length > 1) cycles.push(members.toSorted((a, b) => a.localeCompare(b)))
    }
    return state
  }
  for (const file of graph.keys()) if (!found.has(file)) connect(file)
  return cycles
}

// Who imports whom among the sources of the workspace: `import`, `export from`, `import()` and the types of TypeScript
// alike. Tests are left out: they may import what they like.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { parseAst } from 'rolldown/parseAst'

const SOURCE = '@patchbay/source'

/**
 * One import statement or expression.
 *
 * @typedef {object} Import
 * @property {string} specifier as it is written
 * @property {string | undefined} file the source that it resolves to, from the root; `undefined` outside the workspace
 * @property {boolean} typeOnly whether the compiler erases it
 * @property {boolean} dynamic whether it is loaded when the expression is reached
 */

/**
 * Reads the sources of every package.
 *
 * @param {string} root the workspace
 * @returns {Map<string, Import[]>} file from the root, e.g. `packages/core/src/route.ts` → its imports
 */
export function readImportGraph(root) {
  const entries = readEntries(root)
  const files = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !/\.test(-d)?\.ts$/.test(file),
  )
  return new Map(files.map((file) => [file, readImports(root, file, entries)]))
}

/** `@patchbay/translator/model-id` → its source, from the root. */
function readEntries(root) {
  const entries = new Map()
  for (const manifest of globSync('packages/*/package.json', { cwd: root })) {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8'))
    for (const [subpath, target] of Object.entries(exports)) {
      const source = target?.[SOURCE]
      if (typeof source === 'string') entries.set(join(name, subpath), join(dirname(manifest), source))
    }
  }
  return entries
}

function readImports(root, file, entries) {
  const imports = []
  const add = (source, typeOnly, dynamic) => {
    const specifier = source?.value
    if (typeof specifier !== 'string') return
    for (const path of resolve(root, file, specifier, entries))
      imports.push({ specifier, file: path, typeOnly, dynamic })
  }
  visit(parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' }), (node) => {
    if (node.type === 'ImportExpression') add(node.source, false, true)
    else if (node.type === 'TSImportType') add(node.source, true, false)
    else if (node.type === 'ImportDeclaration') add(node.source, isTypeOnly(node, 'importKind'), false)
    else if (node.type === 'ExportNamedDeclaration') add(node.source, isTypeOnly(node, 'exportKind'), false)
    else if (node.type === 'ExportAllDeclaration') add(node.source, node.exportKind === 'type', false)
  })
  return imports
}

/** `#transport/native-client` is a file for Node and one for the web, as the package's `imports` say. */
function resolve(root, file, specifier, entries) {
  const folder = file.split('/').slice(0, 3).join('/')
  const candidates = specifier.startsWith('#')
    ? ['node', 'web'].map((runtime) => `${folder}/${specifier.slice(1)}.${runtime}.ts`)
    : [specifier.startsWith('.') ? join(dirname(file), specifier) : entries.get(specifier)]
  const found = candidates.filter((path) => path !== undefined && existsSync(join(root, path)))
  return found.length > 0 ? found : [undefined]
}

/** `import type { A }`, and `import { type A }`, of which nothing remains either. */
function isTypeOnly(node, kind) {
  const { specifiers } = node
  return node[kind] === 'type' || (specifiers.length > 0 && specifiers.every((one) => one[kind] === 'type'))
}

function visit(node, look) {
  if (Array.isArray(node)) node.forEach((entry) => visit(entry, look))
  else if (typeof node?.type === 'string') {
    look(node)
    Object.values(node).forEach((value) => visit(value, look))
  }
}

/**
 * The sets of files that import one another in a circle (strongly connected components of more than one file).
 *
 * @param {Map<string, Import[]>} graph
 * @returns {string[][]} each sorted
 */
export function findCycles(graph) {
  const cycles = []
  const found = new Map()
  const stack = []
  let count = 0
  // Tarjan's algorithm: https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm
  const connect = (file) => {
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
      for (const member of members) found.get(member).onStack = false
      if (members.length > 1) cycles.push(members.toSorted((a, b) => a.localeCompare(b)))
    }
    return state
  }
  for (const file of graph.keys()) if (!found.has(file)) connect(file)
  return cycles
}

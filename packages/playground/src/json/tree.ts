import type { Path } from './path.ts'

/** An object or an array of JSON. */
export type Container = Readonly<Record<string, unknown>> | readonly unknown[]

/** A value of a JSON tree, and where it stands. */
export interface TreeNode {
  readonly path: Path
  readonly value: unknown
}

export function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

/** Every value of a tree, what holds others before them; the root is the first. */
export function listNodes(value: unknown, path: Path = []): TreeNode[] {
  const nodes: TreeNode[] = [{ path, value }]
  for (const [step, child] of childrenOf(value)) nodes.push(...listNodes(child, [...path, step]))
  return nodes
}

/** Members by their names, elements by their indexes. */
export function childrenOf(value: unknown): (readonly [step: string | number, child: unknown])[] {
  if (Array.isArray(value)) return value.map((child: unknown, index) => [index, child] as const)
  return isContainer(value) ? Object.entries(value) : []
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) {
    if (!isContainer(value) || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/** A copy with another value at a path; with `undefined` without that member or element. */
export function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(root)) {
    return root.flatMap((child: unknown, index) => {
      const copied = index === step ? withValue(child, rest, value) : child
      return copied === undefined ? [] : [copied]
    })
  }
  const entries = childrenOf(root).map(([name, child]) => [
    name,
    name === step ? withValue(child, rest, value) : child,
  ])
  return Object.fromEntries(entries.filter(([, child]) => child !== undefined))
}

/** Whether two JSON values are the same, in whatever order their members stand. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (!isContainer(one) || !isContainer(other)) return Object.is(one, other)
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const members = childrenOf(one)
  return (
    members.length === childrenOf(other).length &&
    members.every(
      ([step, child]) =>
        Object.hasOwn(other, step) && isSameValue(child, (other as Record<string | number, unknown>)[step]),
    )
  )
}

/** What a text holds that is a JSON object or array itself, as arguments of tools are; else `undefined`. */
export function readNested(text: unknown): Container | undefined {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isContainer(value) ? value : undefined
  } catch {
    return undefined
  }
}

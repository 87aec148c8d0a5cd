import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/json'

import { formatPath, type Path } from './path.ts'

/** A part of a text: offsets in UTF-16 units, `to` is behind its end. */
export interface TextRange {
  readonly from: number
  readonly to: number
}

/** A member of an object or an element of an array, as it is written. */
export interface Member extends TextRange {
  readonly path: Path
  readonly value: TextRange
  /** The name with its quotes; `undefined` of elements and of the root. */
  readonly name: TextRange | undefined
}

/**
 * Where every member of a JSON text stands: in the order of the text, what holds others before them; the root is the first. It reads
 * what it can of a text that is not JSON. Of a name that an object has twice, both are listed.
 */
export function locateMembers(text: string): Member[] {
  const root = parser.parse(text).topNode.firstChild
  const members: Member[] = []
  if (root !== null && !root.type.isError) collect(text, root, [], undefined, members)
  return members
}

function collect(
  text: string,
  node: SyntaxNode,
  path: Path,
  name: TextRange | undefined,
  members: Member[],
): void {
  const value = { from: node.from, to: node.to }
  members.push({ path, name, value, from: name?.from ?? value.from, to: value.to })
  let index = 0
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.type.isError) continue
    if (node.name === 'Array' && /^[A-Z]/.test(child.name))
      collect(text, child, [...path, index++], undefined, members)
    if (node.name === 'Object' && child.name === 'Property') collectProperty(text, child, path, members)
  }
}

function collectProperty(text: string, property: SyntaxNode, path: Path, members: Member[]): void {
  const { firstChild: name, lastChild: value } = property
  if (name === null || value === null || value.type.isError || value.name === 'PropertyName') return
  if (!/^[A-Z]/.test(value.name)) return
  const key = readName(text.slice(name.from, name.to))
  if (key !== undefined) collect(text, value, [...path, key], { from: name.from, to: name.to }, members)
}

function readName(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return undefined
  }
}

/** The innermost member at an offset, its name included; `undefined` outside of the root. */
export function memberAt(members: readonly Member[], offset: number): Member | undefined {
  return members.findLast(({ from, to }) => from <= offset && offset <= to)
}

/** The member with a path; of a name that is there twice, the last, as `JSON.parse` has it. */
export function memberWith(members: readonly Member[], path: Path): Member | undefined {
  const text = formatPath(path)
  return members.findLast((member) => formatPath(member.path) === text)
}

/**
 * The member that a warning or an error names: `messages[2].name`. Where that is not in the text, the nearest that holds it.
 *
 * @returns `undefined` for a field of which nothing is in the text
 */
export function memberNamed(members: readonly Member[], field: string): Member | undefined {
  let best: { member: Member; length: number } | undefined
  for (const member of members) {
    const name = formatPath(member.path)
    if (name === '' || !(field === name || startsBelow(field, name))) continue
    if (best === undefined || name.length >= best.length) best = { member, length: name.length }
  }
  return best?.member
}

function startsBelow(field: string, name: string): boolean {
  return field.startsWith(name) && (field[name.length] === '.' || field[name.length] === '[')
}

import type { Path } from '../../json/path.ts'
import {
  childrenOf,
  isContainer,
  isSameValue,
  listNodes,
  readNested,
  type TreeNode,
} from '../../json/tree.ts'
import type { Links, SentTree } from './link.ts'

/** The shortest text that is recognised by itself, in UTF-16 units: data of files, addresses. */
const MIN_TEXT = 24

/**
 * Links what stands in the request and in what is sent with the same value, where both have it once: objects with what is in them,
 * such as schemas; texts that are JSON and the value that they hold, such as arguments; long texts, the data of a data URL among them.
 */
export function linkSameValues(request: unknown, sent: SentTree, links: Links): void {
  const requestNodes = withComparable(listNodes(request))
  const sentNodes = withComparable(listNodes(sent.body, ['body']))
  for (const node of requestNodes) {
    const isLinked = isContainer(node.value) && links.sentOf(node.path).length > 0
    if (isLinked || countOf(requestNodes, node.comparable) !== 1) continue
    const found = sentNodes.filter(({ comparable }) => isSameValue(comparable, node.comparable))
    if (found.length === 1 && found[0]) linkTrees(node, found[0], links)
  }
}

/** A value that can be recognised, and by what. */
interface Recognisable extends TreeNode {
  readonly comparable: unknown
}

function withComparable(nodes: readonly TreeNode[]): Recognisable[] {
  return nodes.flatMap((node) => {
    const comparable = comparableOf(node.value)
    return comparable === undefined ? [] : [{ ...node, comparable }]
  })
}

function countOf(nodes: readonly Recognisable[], wanted: unknown): number {
  return nodes.filter(({ comparable }) => isSameValue(comparable, wanted)).length
}

/** What a value is recognised by; `undefined` where it is too little. */
function comparableOf(value: unknown): unknown {
  const nested = readNested(value)
  if (nested !== undefined) return nested
  if (isContainer(value)) return Array.isArray(value) || childrenOf(value).length < 2 ? undefined : value
  if (typeof value !== 'string') return undefined
  const text = /^data:[^,]*,/.test(value) ? value.slice(value.indexOf(',') + 1) : value
  return text.length >= MIN_TEXT ? text : undefined
}

/** Of the same values everything below is the same, too, unless one of both is text. */
export function linkTrees(request: TreeNode, sent: TreeNode, links: Links): void {
  if (request.path.length > 0) links.add(request.path, sent.path)
  if (!isContainer(request.value) || !isContainer(sent.value)) return
  for (const [step, child] of childrenOf(request.value)) {
    const below: Path = [...sent.path, step]
    linkTrees({ path: [...request.path, step], value: child }, { path: below, value: child }, links)
  }
}

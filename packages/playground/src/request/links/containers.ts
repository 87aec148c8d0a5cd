import { formatPath, isWithin, type Path } from '../../json/path.ts'
import { childrenOf, isContainer, isSameValue, listNodes, type TreeNode } from '../../json/tree.ts'
import type { Links, SentPath, SentTree } from './link.ts'

/**
 * Links objects and arrays by what is linked inside of them: an object of the request is that of what is sent which holds something of
 * it and nothing of anything else. Elements are linked to elements, arrays to arrays, objects to objects; where those are not all of
 * it, to whatever is. From the outside to the inside, so that what is inside of an object is looked for inside of its own.
 */
export function linkContainers(request: unknown, sent: SentTree, links: Links): void {
  const traced = [...links.all]
  const sentNodes = listNodes(sent.body, ['body'])
  for (const node of listNodes(request)) {
    if (node.path.length === 0 || !isContainer(node.value) || links.sentOf(node.path).length > 0) continue
    const own = traced.filter((link) => isWithin(link.request, node.path))
    if (own.length === 0) continue
    const outer = placesOfParent(node.path, links)
    const isOwn = (place: Path): boolean =>
      traced.every((link) => !isWithin(link.sent, place) || isWithin(link.request, node.path)) &&
      own.some((link) => isWithin(link.sent, place))
    const owned = sentNodes.filter(({ path }) => isOwn(path) && outer.every((place) => isWithin(path, place)))
    const inner = owned.filter(({ path }) => outer.every((place) => isInside(path, place)))
    const isCovering = (places: readonly Path[]): boolean =>
      places.length > 0 && own.every((link) => places.some((place) => isWithin(link.sent, place)))
    const choices = [
      inner.filter((one) => isLike(node, one)),
      owned.filter((one) => isLike(node, one)),
      inner,
    ]
    const places = choices.map(outermost).find(isCovering) ?? outermost(owned)
    for (const place of places) links.add(node.path, place)
  }
}

/** The places of the nearest object or array around a member that is linked to one place; none where nothing around it is. */
function placesOfParent(path: Path, links: Links): readonly SentPath[] {
  for (let length = path.length - 1; length > 0; length -= 1) {
    const places = links.sentOf(path.slice(0, length))
    if (places.length === 1) return places
  }
  return []
}

function isInside(inner: Path, outer: Path): boolean {
  return inner.length > outer.length && isWithin(inner, outer)
}

function isLike(one: TreeNode, other: TreeNode): boolean {
  return (
    isContainer(other.value) &&
    Array.isArray(one.value) === Array.isArray(other.value) &&
    (typeof one.path.at(-1) === 'number') === (typeof other.path.at(-1) === 'number')
  )
}

function outermost(nodes: readonly TreeNode[]): Path[] {
  return nodes.map(({ path }) => path).filter((path) => !nodes.some((other) => isInside(path, other.path)))
}

/** Links members of linked objects that have the same name and value; a `role` by its name, for the values of APIs differ. */
export function linkSameNames(request: unknown, sent: SentTree, links: Links): void {
  const sentValues = new Map(
    listNodes(sent.body, ['body']).map((node) => [formatPath(node.path), node.value]),
  )
  for (const { path, value } of listNodes(request)) {
    const places = links.sentOf(path).filter((place) => isContainer(sentValues.get(formatPath(place))))
    if (!isContainer(value) || Array.isArray(value) || places.length !== 1) continue
    for (const [name, child] of childrenOf(value)) {
      const place = [...(places[0] ?? []), name]
      const other = sentValues.get(formatPath(place))
      const isSame = other !== undefined && (name === 'role' || isSameValue(child, other))
      if (isSame && links.sentOf([...path, name]).length === 0) links.add([...path, name], place)
    }
  }
}

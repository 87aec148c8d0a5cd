import { formatPath, isWithin, type Path } from '../../json/path.ts'
import { isContainer, isSameValue, listNodes, type TreeNode, valueAt, withValue } from '../../json/tree.ts'
import { changedParts } from './changes.ts'
import type { Links, SentTree } from './link.ts'
import { isMarkable, isReference } from './markers.ts'
import { linkTrees } from './same-values.ts'
import { inSchema } from './schemas.ts'

/** Asks the route what it would send; `undefined` where it refuses. */
export type Ask = (request: unknown) => Promise<SentTree | undefined>

/**
 * Links the members that no mark was found of by what changes with them: numbers, switches and texts are changed, everything else is
 * left out, one member at a time. What the route then refuses, or sends as before, is not linked.
 *
 * @param limit the most requests that are tried
 */
export async function traceChanges(
  request: unknown,
  sent: SentTree,
  links: Links,
  ask: Ask,
  limit: number,
): Promise<void> {
  let tries = 0
  for (const node of listNodes(request).filter((one) => isTraceable(one))) {
    if (links.from(node.path).length > 0) continue
    for (const variant of variantsOf(request, node)) {
      tries += 1
      if (tries > limit) return
      const other = await ask(variant)
      const changed = other === undefined ? [] : partsOf(sent, other, node.value)
      const parts = ownParts(node.path, changed, links)
      parts.forEach((part) => linkPart(node, part, sent, links))
      if (parts.length > 0) break
    }
  }
}

/** What stands there with the same value is the same with all that is in it. */
function linkPart(node: TreeNode, part: Path, sent: SentTree, links: Links): void {
  const value = valueAt(sent, part)
  if (isSameValue(node.value, value)) linkTrees(node, { path: part, value }, links)
  else links.add(node.path, part)
}

/**
 * Of what changes, that which stands where the rest of the same element has gone to: without the name of a file the files behind it
 * may be numbered anew. Where nothing is known of the rest, it has to be in one place.
 */
function ownParts(path: Path, parts: readonly Path[], links: Links): readonly Path[] {
  const element = elementOf(path)
  if (element === undefined || parts.length < 2) return parts
  let places = links
    .from(element)
    .map(({ sent }) => elementOf(sent))
    .filter((place) => place !== undefined)
  while (places.length > 0) {
    const own = parts.filter((part) => places.some((place) => isWithin(part, place)))
    if (own.length > 0) return own
    places = places.map((place) => elementOf(place.slice(0, -1))).filter((place) => place !== undefined)
  }
  const elements = new Set(parts.map((part) => formatPath(elementOf(part) ?? [])))
  return elements.size === 1 ? parts : []
}

/** The innermost element of an array that a path leads through. */
function elementOf(path: Path): Path | undefined {
  const last = path.findLastIndex((step) => typeof step === 'number')
  return last === -1 ? undefined : path.slice(0, last + 1)
}

/** Members of objects alone: without an element those behind it are others. What names the model changes everything. */
function isTraceable({ path }: TreeNode): boolean {
  const name = path.at(-1)
  return typeof name === 'string' && !(path.length === 1 && /^model(?:Id)?$/.test(name)) && !inSchema(path)
}

function variantsOf(request: unknown, { path, value }: TreeNode): unknown[] {
  const without = withValue(request, path, undefined)
  if (typeof value === 'boolean') return [withValue(request, path, !value), without]
  if (isMarkable(path, value))
    return [withText(request, path, value, `x${value}`), ...(isReference(path) ? [] : [without])]
  if (typeof value !== 'number') return [without]
  const near = Number.isInteger(value) ? value + 1 : value * 0.9
  return [withValue(request, path, near), without]
}

/** Another text; of a reference, such as the id of a call, everywhere. */
function withText(request: unknown, path: Path, value: string, changed: string): unknown {
  if (!isReference(path)) return withValue(request, path, changed)
  const same = listNodes(request).filter((node) => node.value === value && isReference(node.path))
  return same.reduce((tree, node) => withValue(tree, node.path, changed), request)
}

/** Where the request goes elsewhere the bodies have nothing in common: then it is that which the member decides. */
function partsOf(sent: SentTree, other: SentTree, value: unknown): Path[] {
  const parts = changedParts(sent, other)
  const elsewhere = parts.filter(([first]) => first !== 'body')
  const isOtherApi = elsewhere.length > 0 && apiOf(sent) !== apiOf(other)
  return isOtherApi ? elsewhere : parts.map((part) => narrow(sent, part, value))
}

/** The last part of the path, as both of an API's forms have it: streamed and not. */
function apiOf({ host, path }: SentTree): string {
  return host + (path.split('/').at(-1) ?? '').replace(/-stream$|-with-response-stream$/, '')
}

/**
 * The value itself: where a member was the only one of what is gone with it, in that, if it is there once; where something else stands in
 * its place without it, such as an empty schema, around that.
 */
function narrow(sent: SentTree, part: Path, value: unknown): Path {
  const around = part.findIndex((_, index) => isAround(sent, part.slice(0, index), value))
  if (around !== -1) return part.slice(0, around)
  const same = listNodes(valueAt(sent, part), part).filter((node) => isSameValue(node.value, value))
  return same.length === 1 && same[0] ? same[0].path : part
}

function isAround(sent: SentTree, place: Path, value: unknown): boolean {
  return isContainer(value) && isSameValue(valueAt(sent, place), value)
}

import type { Path } from '../../json/path.ts'
import { isSameValue, listNodes, valueAt } from '../../json/tree.ts'
import { linkContainers, linkSameNames } from './containers.ts'
import { Links, type SentTree } from './link.ts'
import { findMarks, isMarkable, isMarkedText, markTexts } from './markers.ts'
import { linkSameValues } from './same-values.ts'
import { type Ask, traceChanges } from './trace-changes.ts'

/** The most variants of one request that are tried. */
const MAX_TRIES = 150

/** The largest request and the largest body whose members are linked, in values: what takes the browser seconds shows nothing. */
const MAX_VALUES = 1500

/**
 * Finds out what has become of each member of a request. Nothing of the translation is repeated here: the route itself is asked, with
 * variants of the request.
 *
 * 1. Every text is given a mark of its own; where a mark comes out, the text has gone to. Where the route takes no request with all
 *    marks, or builds another one of it, each text is tried by itself.
 * 2. Values that both sides have exactly once are the same: schemas, arguments, data of images.
 * 3. Numbers, switches and texts whose marks were lost are changed, other members left out, one at a time: what then changes belongs
 *    to the member. Of several changes those count that stand where the rest of the member's element has gone to; where none do, all
 *    have to be in one element.
 * 4. Objects and arrays belong together where what is linked inside of them does.
 * 5. In objects that belong together so do members of the same name and value, and `role`. The model is that which the path or the
 *    body names.
 *
 * What none of this finds has no link.
 *
 * @param request the request, read
 * @param sent what is sent for it
 * @param ask what would be sent for a variant
 */
export async function findLinks(request: unknown, sent: SentTree, ask: Ask): Promise<Links> {
  const links = new Links()
  if (listNodes(request).length > MAX_VALUES || listNodes(sent).length > MAX_VALUES) return links
  await traceMarks(request, sent, links, ask)
  linkSameValues(request, sent, links)
  await traceChanges(request, sent, links, ask, MAX_TRIES)
  linkModel(request, sent, links)
  linkContainers(request, sent, links)
  linkSameNames(request, sent, links)
  return links
}

async function traceMarks(request: unknown, sent: SentTree, links: Links, ask: Ask): Promise<void> {
  if (await traceTogether(request, sent, links, ask, () => true)) return
  const texts = listNodes(request).filter(({ path, value }) => isMarkable(path, value))
  for (const { path } of texts.slice(0, MAX_TRIES))
    await traceTogether(request, sent, links, ask, (other) => isSameValue(other, path))
}

/** @returns whether the route has built the same request, but for the marks */
async function traceTogether(
  request: unknown,
  sent: SentTree,
  links: Links,
  ask: Ask,
  isWanted: (path: Path) => boolean,
): Promise<boolean> {
  const marked = markTexts(request, isWanted)
  const other = await ask(marked.request)
  if (other === undefined || !isSameBut(sent, other)) return false
  const places = findMarks(other)
  for (const [mark, members] of marked.membersOf) {
    const found = places.get(mark) ?? []
    pair(members, found).forEach(([member, place]) => links.add(member, place))
  }
  return true
}

/** Members that share a mark refer to one another: they come out in their own order, or it is not known which is which. */
function pair(members: readonly Path[], places: readonly Path[]): (readonly [Path, Path])[] {
  if (members.length === 1) return places.map((place) => [members[0] ?? [], place] as const)
  if (members.length !== places.length) return []
  return members.map((member, index) => [member, places[index] ?? []] as const)
}

function isSameBut(sent: SentTree, marked: SentTree): boolean {
  const nodes = listNodes(marked)
  return (
    nodes.length === listNodes(sent).length &&
    nodes.every(({ path, value }) => {
      const before = valueAt(sent, path)
      return typeof value === 'string' ? isMarkedText(value, before) : typeof value === typeof before
    })
  )
}

function linkModel(request: unknown, sent: SentTree, links: Links): void {
  for (const name of ['model', 'modelId']) {
    if (typeof valueAt(request, [name]) !== 'string') continue
    if (typeof valueAt(sent.body, ['model']) === 'string') links.add([name], ['body', 'model'])
    else if (sent.path.startsWith('/model/')) links.add([name], ['path'])
  }
}

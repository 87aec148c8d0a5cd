/**
 * Whether the JSON of a `contentBlockDelta` is one of those that nearly all events are: a piece of a text, of a call's input or
 * of reasoning, and no member that is not known here. Of such an event nothing has to be decoded, checked or left out.
 *
 * @param payload - JSON, parsed
 */
export function isPlainDelta(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false
  let delta: unknown
  for (const name in payload) {
    const member: unknown = payload[name as keyof typeof payload]
    if (name === 'delta') delta = member
    else if (name === 'contentBlockIndex') {
      if (typeof member !== 'number') return false
    } else if (name !== 'p' || typeof member !== 'string') return false
  }
  return isPlainPiece(delta)
}

/** `p` is padding: the service hides by it how long a piece is. */
function isPlainPiece(delta: unknown): boolean {
  const name = onlyMember(delta)
  if (name === undefined) return false
  const piece: unknown = (delta as Record<string, unknown>)[name]
  if (name === 'text') return typeof piece === 'string'
  const inner = onlyMember(piece)
  if (name === 'toolUse') return inner === 'input' && isText(piece, inner)
  if (name !== 'reasoningContent') return false
  return (inner === 'text' || inner === 'signature') && isText(piece, inner)
}

function isText(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown>)[name] === 'string'
}

/** The name of an object's only member; `undefined` where there is another number of them. */
function onlyMember(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  let only: string | undefined
  for (const name in value) {
    if (only !== undefined) return undefined
    only = name
  }
  return only
}

/** The same for a `messageStart`, which says who speaks. */
export function isPlainStart(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return false
  for (const name in payload) if ((name !== 'role' && name !== 'p') || !isText(payload, name)) return false
  return true
}

/** A part of an answer, as far as it has come. */
export interface Part {
  readonly key: string
  readonly kind: 'text' | 'reasoning' | 'refusal' | 'call'
  /** The text, or the arguments of a call as text. */
  readonly text: string
  /** Of calls. */
  readonly name?: string
  readonly id?: string
  /** What else is known: a signature, citations. */
  readonly notes: readonly string[]
}

/** An answer as far as it has come. Never mutated. */
export interface Whole {
  readonly parts: readonly Part[]
  readonly role?: string
  readonly model?: string
  /** Why it ended, in the client's own words, e.g. `finish_reason: stop`. */
  readonly ending?: string
  /** In the client's own words. */
  readonly usage?: object
}

/** Adds one chunk of a protocol to an answer. */
export type Grow = (whole: Whole, chunk: unknown) => Whole

/**
 * Puts an answer together, chunk by chunk. The shape of what the translator makes is known; Claude's own events go on as they were
 * pasted, and of one that has not the members of its type nothing is added.
 */
export interface Growth {
  /** @returns the answer with these chunks */
  readonly add: (chunks: readonly unknown[]) => Whole
}

export function createGrowth(grow: Grow): Growth {
  let whole: Whole = { parts: [] }
  return {
    add: (chunks) => {
      for (const chunk of chunks) whole = growIfKnown(grow, whole, chunk)
      return whole
    },
  }
}

function growIfKnown(grow: Grow, whole: Whole, chunk: unknown): Whole {
  try {
    return grow(whole, chunk)
  } catch (error) {
    if (error instanceof TypeError) return whole
    throw error
  }
}

/** The answer with a part changed; where there is none with its key it is put last. */
export function changePart(
  whole: Whole,
  begin: Omit<Part, 'text' | 'notes'>,
  change: (part: Part) => Part,
): Whole {
  const index = whole.parts.findIndex(({ key }) => key === begin.key)
  const before = whole.parts[index] ?? { ...begin, text: '', notes: [] }
  const part = change(before)
  return { ...whole, parts: index === -1 ? [...whole.parts, part] : whole.parts.with(index, part) }
}

/** The answer with a part, empty where it is new. */
export function beginPart(whole: Whole, begin: Omit<Part, 'text' | 'notes'>): Whole {
  return changePart(whole, begin, (part) => part)
}

/** The answer with a piece of text at the end of a part. */
export function addText(whole: Whole, begin: Omit<Part, 'text' | 'notes'>, text: string): Whole {
  return changePart(whole, begin, (part) => ({ ...part, text: part.text + text }))
}

/** The answer with a note beside a part. */
export function addNote(whole: Whole, begin: Omit<Part, 'text' | 'notes'>, note: string): Whole {
  return changePart(whole, begin, (part) =>
    part.notes.includes(note) ? part : { ...part, notes: [...part.notes, note] },
  )
}

/** The key for a text of a kind that has no index: the last part's where it is of this kind, else a new one. */
export function nextKey({ parts }: Whole, kind: Part['kind']): string {
  const last = parts.at(-1)
  return last?.kind === kind ? last.key : `${kind}-${parts.length}`
}

/** What a note says of a signature or of redacted content. */
export function lengthNote(what: string, value: string): string {
  return `${what}, ${value.length} characters`
}

/** What a note says of a citation. */
export function citationNote(citation: unknown): string {
  const { title, url, source } = citation as { title?: unknown; url?: unknown; source?: unknown }
  const said = [title, url, source].find((text): text is string => typeof text === 'string' && text !== '')
  return said === undefined ? 'citation' : `citation: ${said}`
}

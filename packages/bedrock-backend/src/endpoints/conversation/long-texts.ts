/** How long strings were written in the JSON that a body was read from, by what they say: without their quotes. */
export type LongTexts = ReadonlyMap<string, string>

const textsOfBodies = new WeakMap<object, LongTexts>()

/** Remembers the long strings of a body as long as there is the body. */
export function rememberLongTexts(body: unknown, texts: LongTexts): void {
  if (typeof body === 'object' && body !== null) textsOfBodies.set(body, texts)
}

/** What is remembered of a body; `undefined` where there is nothing. */
export function longTextsOf(body: unknown): LongTexts | undefined {
  return typeof body === 'object' && body !== null ? textsOfBodies.get(body) : undefined
}
